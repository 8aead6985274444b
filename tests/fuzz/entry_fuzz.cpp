// Everything of the ledger that is decoded from bytes that may be anybody's. The first byte says as what.
#include <cstdlib>

#include "ledger/checkpoint.h"
#include "ledger/entry.h"
#include "ledger/sides.h"

using namespace trefoil;
using namespace trefoil::ledger;

namespace {
void must(bool holds) {
  if (!holds) std::abort();
}

// One meaning has one writing: what decodes is written as it was.
void side(SideKind kind, View bytes) {
  if (bytes.size() < 16) return;
  Side row{.kind = kind, .body = base::copy(bytes.subspan(16))};
  std::copy_n(bytes.begin(), 16, row.key.begin());
  switch (kind) {
    case SideKind::card:
      if (const auto read = decode_card(row)) must(encode(*read) == row);
      break;
    case SideKind::keyring:
      if (const auto read = decode_keyring(row)) must(encode(*read) == row);
      break;
    case SideKind::slot:
      if (const auto read = decode_slot(row)) must(encode(*read) == row);
      break;
    case SideKind::tombstone:
      if (const auto read = decode_tombstone(row)) must(encode(*read) == row);
      break;
  }
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const bool started = (vault::start(), true);
  (void)started;
  if (size == 0) return 0;
  const View bytes(data + 1, size - 1);
  switch (data[0]) {
    case 'h':
      if (const auto read = decode_header(bytes)) must(std::ranges::equal(encode(*read), bytes));
      break;
    case 'f':
      if (const auto read = decode_fact(bytes)) must(std::ranges::equal(encode(*read), bytes));
      break;
    case 'c':
      if (bytes.size() < 64) break;
      if (const auto read = decode_checkpoint(bytes.subspan(64), bytes.first(64))) {
        must(std::ranges::equal(read->body(), bytes.subspan(64)));
        must(std::ranges::equal(read->signature, bytes.first(64)));
        (void)check_signature(*read);
      }
      break;
    case 'r':
      if (const auto read = parse_receipt(base::text(bytes))) must(parse_receipt(to_string(*read)).has_value());
      break;
    case 'C':
      side(SideKind::card, bytes);
      break;
    case 'K':
      side(SideKind::keyring, bytes);
      break;
    case 'S':
      side(SideKind::slot, bytes);
      break;
    case 'T':
      side(SideKind::tombstone, bytes);
      break;
    default:
      break;
  }
  return 0;
}
