#!/usr/bin/env python3
"""Checks vectors.json from docs/format.md alone, without any code of Trefoil.

Hashes, key derivations and every field's place need nothing but Python. Signatures, seals, sealed boxes and Argon2 are
asked of libsodium, by ctypes (or of the copy inside PyNaCl); where there is neither, those are left out and the last
line says so. Exit 0: all that was looked at is right; 1: something is not.

    tests/golden/check_vectors.py [VECTORS.json]
"""
import base64
import ctypes
import ctypes.util
import glob
import hashlib
import json
import os
import struct
import sys

Z32 = bytes(32)
checked = 0
wrong = []


def same(what, got, expected):
    global checked
    checked += 1
    if got != expected:
        show = lambda value: value.hex() if isinstance(value, bytes) else repr(value)
        wrong.append(f"{what}: is {show(got)}, should be {show(expected)}")


def blake(data):
    return hashlib.blake2b(data, digest_size=32).digest()


def tagged(tag, *parts):
    return blake(bytes([len(tag)]) + tag.encode() + b"".join(parts))


def derive(master, number, context):
    """crypto_kdf: BLAKE2b keyed with the master, salt = number, personalisation = context."""
    salt = struct.pack("<Q", number).ljust(16, b"\0")
    return hashlib.blake2b(key=master, salt=salt, person=context.encode().ljust(16, b"\0"), digest_size=32).digest()


class Sodium:
    """The few calls of libsodium that are needed; None where the library is not there."""

    @staticmethod
    def load():
        names = [ctypes.util.find_library("sodium")]
        try:
            import nacl
            names += glob.glob(os.path.join(os.path.dirname(nacl.__file__), "_sodium*.so"))
        except ImportError:
            pass
        for name in filter(None, names):
            try:
                library = ctypes.CDLL(name)
                library.sodium_init()
                return Sodium(library)
            except (OSError, AttributeError):
                continue
        return None

    def __init__(self, library):
        self.c = library

    def sign_pair(self, seed):
        public, secret = ctypes.create_string_buffer(32), ctypes.create_string_buffer(64)
        self.c.crypto_sign_seed_keypair(public, secret, seed)
        return public.raw, secret.raw

    def sign(self, secret, message):
        out = ctypes.create_string_buffer(64)
        self.c.crypto_sign_detached(out, None, message, ctypes.c_ulonglong(len(message)), secret)
        return out.raw

    def box_public(self, secret):
        out = ctypes.create_string_buffer(32)
        self.c.crypto_scalarmult_base(out, secret)
        return out.raw

    def box_seed_pair(self, seed):
        public, secret = ctypes.create_string_buffer(32), ctypes.create_string_buffer(32)
        self.c.crypto_box_seed_keypair(public, secret, seed)
        return public.raw, secret.raw

    def box_open(self, public, secret, sealed):
        out = ctypes.create_string_buffer(max(1, len(sealed) - 48))
        if self.c.crypto_box_seal_open(out, sealed, ctypes.c_ulonglong(len(sealed)), public, secret):
            return None
        return out.raw[:len(sealed) - 48]

    def unseal(self, key, nonce, associated, sealed):
        out, size = ctypes.create_string_buffer(max(1, len(sealed))), ctypes.c_ulonglong()
        if self.c.crypto_aead_xchacha20poly1305_ietf_decrypt(
                out, ctypes.byref(size), None, sealed, ctypes.c_ulonglong(len(sealed)), associated,
                ctypes.c_ulonglong(len(associated)), nonce, key):
            return None
        return out.raw[:size.value]

    def argon2id(self, size, password, salt, passes, memory):
        out = ctypes.create_string_buffer(size)
        assert self.c.crypto_pwhash(out, ctypes.c_ulonglong(size), password, ctypes.c_ulonglong(len(password)), salt,
                                    ctypes.c_ulonglong(passes), ctypes.c_size_t(memory), ctypes.c_int(2)) == 0
        return out.raw


def padded_size(plain):
    least = plain + 1
    step = 256 if least <= 4096 else 1 << ((least // 8).bit_length() - 1)
    return -(-least // step) * step


def unpad(padded):
    plain = padded.rstrip(b"\0")
    if not plain.endswith(b"\x80") or padded_size(len(plain) - 1) != len(padded):
        return None
    return plain[:-1]


def main():
    path = sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(os.path.abspath(__file__)), "vectors.json")
    with open(path, encoding="utf-8") as file:
        whole = json.load(file)

    def h(section, name):
        return bytes.fromhex(whole[section][name])

    sodium = Sodium.load()
    signers = {}

    def signature(what, seed, tag, message, given):
        if sodium:
            same(what, given, sodium.sign(sodium.sign_pair(seed)[1], bytes([len(tag)]) + tag.encode() + message))

    # --- cards ---
    kinds = {"founder": (1, "founder", 0), "invitation": (2, "founder", 1764000000000), "person": (3, "invitation", 0)}
    for who, (kind, sponsor, expires) in kinds.items():
        seed = h("card", who + "_seed")
        sign_seed, box_secret = derive(seed, 1, "trefpair"), derive(seed, 2, "trefpair")
        same(f"card: {who}'s signing seed", h("card", who + "_sign_seed"), sign_seed)
        same(f"card: {who}'s receiving secret", h("card", who + "_box_secret"), box_secret)
        sign, box = h("card", who + "_sign"), h("card", who + "_box")
        if sodium:
            same(f"card: {who}'s signing key", sign, sodium.sign_pair(sign_seed)[0])
            same(f"card: {who}'s receiving key", box, sodium.box_public(box_secret))
        same(f"card: {who}'s id", h("card", who + "_id"), tagged("trefoil card v1", sign, box)[:16])
        signers[who] = sign_seed
        body = h("card", who + "_body")
        part = bytes([kind]) + sign + box + h("card", sponsor + "_id") + struct.pack("<q", expires)
        same(f"card: {who}'s fields", body[:-128], part)
        signature(f"card: {who}'s own signature", signers[who], "trefoil card own v1", part, body[-128:-64])
        signature(f"card: {who}'s sponsor's signature", signers[sponsor], "trefoil card v1", part, body[-64:])

    # --- a room's epoch, and its secret given ---
    secret, log, room = h("epoch", "secret"), h("epoch", "log"), h("epoch", "room")
    epoch = struct.pack("<I", whole["epoch"]["epoch"])
    same("epoch: key of the seal", h("epoch", "seal_key"), derive(secret, 1, "trefroom"))
    same("epoch: seed of the drop pair", h("epoch", "drop_seed"), derive(secret, 2, "trefroom"))
    same("epoch: commitment", h("epoch", "commitment"), derive(secret, 3, "trefroom"))
    drop_secret = hashlib.sha512(h("epoch", "drop_seed")).digest()[:32]
    same("epoch: secret of the drop pair", h("epoch", "drop_secret"), drop_secret)
    person = h("card", "person_id")
    context = b"trefoil wrap v1" + log + room + epoch + person + secret
    same("wrap: receiver", h("wrap", "receiver_id"), person)
    same("wrap: what is inside", h("wrap", "plain"), context)
    same("wrap: digest", h("wrap", "digest"), blake(h("wrap", "sealed")))
    if sodium:
        same("epoch: public drop key", h("epoch", "drop_public"), sodium.box_seed_pair(h("epoch", "drop_seed"))[0])
        same("wrap: opened", sodium.box_open(h("card", "person_box"), h("card", "person_box_secret"), h("wrap", "sealed")),
             context)

    # --- entries ---
    facts = {"begins": b"\x01" + h("epoch", "commitment") + h("epoch", "drop_public"),
             "grant": b"\x02" + person + h("wrap", "digest"), "wrap_gone": b"\x03" + struct.pack("<Q", 1)}
    previous = Z32
    for number, (name, mode, author) in enumerate([("begins", 3, "founder"), ("grant", 3, "founder"), ("sealed", 1, "founder"),
                                                   ("drop", 2, "person"), ("wrap_gone", 3, "founder")]):
        section = "entry_" + name
        header, payload = h(section, "header"), h(section, "payload")
        same(f"{section}: author", h(section, "author_sign"), h("card", author + "_sign"))
        nonce = header[-24:]
        same(f"{section}: header", header,
             bytes([1, 1, mode, 0]) + log + struct.pack("<Q", number) + room + epoch + h("card", author + "_id") + previous +
             Z32 + nonce)
        same(f"{section}: nonce", nonce == bytes(24), mode == 3)
        same(f"{section}: payload hash", h(section, "payload_hash"), blake(payload))
        previous = tagged("trefoil entry v1", header, blake(payload))
        same(f"{section}: hash", h(section, "hash"), previous)
        signature(f"{section}: signature", signers[author], "trefoil sign v1", previous, h(section, "signature"))
        if name in facts:
            same(f"{section}: what it says", payload, facts[name])
        elif sodium:
            key, sealed = h("epoch", "seal_key"), payload
            if name == "drop":
                key = sodium.box_open(h("epoch", "drop_public"), drop_secret, payload[:80])
                sealed = payload[80:]
            padded = sodium.unseal(key, nonce, header, sealed)
            same(f"{section}: opened", padded and unpad(padded), h(section, "plain"))

    # --- rows beside the logs ---
    ring, body = h("keyring", "id"), h("keyring", "body")
    slot, locator = h("slot", "body"), h("slot", "locator")
    locators = sorted([bytes(range(5, 21)), locator])
    part = b"\x01" + struct.pack("<I", 2) + person + b"\x02" + b"".join(locators) + struct.pack("<I", 40) + bytes(range(40))
    same("keyring: fields", body[:-64], part)
    signature("keyring: signature", signers["person"], "trefoil keyring v1", ring + part, body[-64:])
    part = b"\x01" + ring + h("slot", "sealed")
    same("slot: keyring", h("slot", "keyring"), ring)
    same("slot: fields", slot[:-64], part)
    signature("slot: signature", signers["person"], "trefoil slot v1", locator + part, slot[-64:])
    if sodium:
        sealed = h("slot", "sealed")
        same("slot: opened", sodium.unseal(h("slot", "wrap_key"), sealed[:24], locator + b"\x01" + ring, sealed[24:]),
             h("slot", "person_key"))
    gone, tombstone, day = h("tombstone", "log"), h("tombstone", "body"), struct.pack("<i", whole["tombstone"]["day"])
    asker = h("card", "founder_id")
    same("tombstone: fields", tombstone[:-128], gone + asker + person + day)
    signature("tombstone: who asked", signers["founder"], "trefoil erase ask v1", gone + asker + bytes(16) + day,
              tombstone[-128:-64])
    signature("tombstone: who confirmed", signers["person"], "trefoil erase confirm v1", gone + asker + person + day,
              tombstone[-64:])

    # --- checkpoint ---
    rows = [(1, h("card", who + "_id"), h("card", who + "_body")) for who in kinds]
    rows += [(2, ring, body), (3, locator, slot), (4, gone, tombstone)]
    sides = tagged("trefoil sides v1", *(bytes([kind]) + key + blake(row) for kind, key, row in sorted(rows)))
    same("checkpoint: sides", h("checkpoint", "sides"), sides)
    service_seed = derive(h("checkpoint", "seed"), 1, "trefpair")
    service = h("checkpoint", "service")
    if sodium:
        same("checkpoint: service key", service, sodium.sign_pair(service_seed)[0])
    first = tagged("trefoil checkpoint v1", b"\x01" + struct.pack("<Q", 1) + Z32 + service + sides + struct.pack("<I", 0))
    same("checkpoint: hash of the first", h("checkpoint", "first_hash"), first)
    body = (b"\x01" + struct.pack("<Q", 2) + first + service + sides + struct.pack("<I", 2) +
            log + struct.pack("<Q", 5) + previous + gone + struct.pack("<Q", 3) + blake(b"x"))
    same("checkpoint: body", h("checkpoint", "body"), body)
    of_body = tagged("trefoil checkpoint v1", body)
    same("checkpoint: hash", h("checkpoint", "hash"), of_body)
    signature("checkpoint: signature", service_seed, "trefoil checkpoint v1", body, h("checkpoint", "signature"))
    base32 = base64.b32encode(of_body).decode().rstrip("=").lower()
    same("checkpoint: receipt", whole["checkpoint"]["receipt"], "trefoil-receipt-1 2 " + base32)

    # --- passphrases and codes ---
    place, name = h("stretch", "installation"), whole["stretch"]["name"].encode()
    if sodium:
        salt = tagged("trefoil salt v1", struct.pack("<I", len(place)), place, name)[:16]
        out = sodium.argon2id(64, whole["stretch"]["passphrase"].encode(), salt, 3, 64 * 1024 * 1024)
        same("stretch: wrap", h("stretch", "wrap"), out[:32])
        same("stretch: locator", h("stretch", "locator"), out[32:48])
    secret16 = h("recovery", "secret16")
    master = tagged("trefoil code v1", secret16)
    same("recovery: wrap", h("recovery", "wrap"), derive(master, 1, "trefcode"))
    same("recovery: locator", h("recovery", "locator"), derive(master, 2, "trefcode")[:16])
    check = int.from_bytes(tagged("trefoil code check v1", secret16)[:3], "big") >> 2
    value = int.from_bytes(secret16, "big") << 22 | check
    code = "".join("0123456789ABCDEFGHJKMNPQRSTVWXYZ"[value >> shift & 31] for shift in range(145, -1, -5))
    same("recovery: shown", whole["recovery"]["shown"], "-".join(code[at:at + 5] for at in range(0, 30, 5)))

    for size, padded in whole["padded_size"].items():
        same(f"padding of {size}", padded, padded_size(int(size)))

    for line in wrong:
        print(line, file=sys.stderr)
    print(f"{checked - len(wrong)} of {checked} are right" +
          ("." if sodium else "; libsodium is not here: signatures, seals, boxes and Argon2 were not looked at."))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
