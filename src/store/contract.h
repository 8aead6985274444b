// What the tests of every store share: folders that go away, entries that chain, and everything a store says of itself.
#pragma once

#include <stdlib.h>

#include <array>
#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "ledger/sides.h"
#include "ledger/store.h"
#include "store/memory.h"
#include "store/sqlite.h"

namespace trefoil::store::contract {

class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "trefoil-store-XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::filesystem::path operator/(const char* name) const { return path_ / name; }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

// The same seed each time: a folder that is opened again has the service key that it had.
inline std::shared_ptr<const ledger::Notary> notary() {
  static constexpr std::array<std::uint8_t, 32> kSeed{7};
  vault::start();
  return std::make_shared<const ledger::Notary>(vault::Key(kSeed));
}

inline Result<std::unique_ptr<ledger::Store>> open_folder(const std::filesystem::path& folder, std::string vfs = {}) {
  return open_sqlite(
      {.record = folder / "record.db", .witness = folder / "witness.db", .create = true, .vfs = std::move(vfs)},
      notary());
}

inline ledger::Hash hash_of(const ledger::Row& row) { return ledger::entry_hash(row.header, row.payload_hash); }

// The next entry of a log; the signature is random, since no store looks at it.
inline ledger::Row next_row(const ledger::Head& head, View payload, ledger::Mode mode = ledger::Mode::sealed) {
  ledger::Header header;
  header.mode = mode;
  header.log = head.log;
  header.sequence = head.length;
  header.epoch = 1;
  header.previous = head.hash;
  header.nonce = vault::random_nonce();
  ledger::Row row{
      .log = head.log, .sequence = head.length, .header = ledger::encode(header), .payload = base::copy(payload)};
  row.payload_hash = vault::digest(payload);
  vault::random_fill(row.signature);
  return row;
}
inline ledger::Row next_row(const ledger::Head& head) { return next_row(head, vault::random_bytes(288)); }

// A log as its writer knows it.
struct Pen {
  ledger::Head head{vault::random_id<LogId>(), 0, {}};
  ledger::Row write(View payload, ledger::Mode mode = ledger::Mode::sealed) {
    auto row = next_row(head, payload, mode);
    head = {head.log, row.sequence + 1, hash_of(row)};
    return row;
  }
  ledger::Row write() { return write(vault::random_bytes(288)); }
};

inline ledger::Batch batch_of(ledger::Row row) {
  ledger::Batch batch;
  batch.rows.push_back(std::move(row));
  return batch;
}

inline ledger::Side side(ledger::SideKind kind, std::uint8_t key, std::string_view body) {
  ledger::Side out{.kind = kind, .body = base::copy(base::view(body))};
  out.key[0] = key;
  return out;
}

// All that a store holds, so that two can be compared.
struct Content {
  std::map<LogId, std::vector<std::string>> rows;  // each as text that differs when any of it does
  std::vector<ledger::Wrap> wraps;
  std::vector<ledger::Side> sides;
  std::vector<ledger::Checkpoint> checkpoints;
  bool operator==(const Content&) const = default;
};

inline Result<Content> content(const ledger::Store& store) {
  Content out;
  const auto moment = TRY(store.snapshot());
  const auto heads = TRY(store.heads());
  for (const auto& head : heads) {
    const auto rows = TRY(ledger::read_rows(store, head.log));
    for (const auto& row : rows)
      out.rows[head.log].push_back(std::to_string(row.sequence) + base::to_hex(row.header) + "/" +
                                   (row.payload ? base::to_hex(*row.payload) : "gone") + "/" +
                                   base::to_hex(row.payload_hash) + base::to_hex(row.signature));
    auto wraps = TRY(store.wraps_of(head.log));
    for (auto& wrap : wraps) out.wraps.push_back(std::move(wrap));
  }
  for (const auto kind :
       {ledger::SideKind::card, ledger::SideKind::keyring, ledger::SideKind::slot, ledger::SideKind::tombstone}) {
    auto sides = TRY(store.sides(kind));
    for (auto& one : sides) out.sides.push_back(std::move(one));
  }
  const auto scanned = store.scan_checkpoints(0, [&](const ledger::Checkpoint& checkpoint) {
    out.checkpoints.push_back(checkpoint);
    return true;
  });
  TRY(scanned);
  return out;
}

}  // namespace trefoil::store::contract
