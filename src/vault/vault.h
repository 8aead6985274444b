// The whole of Trefoil's cryptography, in one header to include: libsodium behind typed values.
// Nothing outside this folder includes <sodium.h>.
#pragma once

#include "vault/arena.h"
#include "vault/box.h"
#include "vault/hash.h"
#include "vault/pair.h"
#include "vault/passphrase.h"
#include "vault/random.h"
#include "vault/seal.h"
