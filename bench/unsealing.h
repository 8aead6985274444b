// The floor of everything that opens entries: their bytes unsealed, and nothing else.
#pragma once

#include "figures.h"
#include "ledger/log.h"
#include "vault/seal_into.h"

namespace trefoil::bench {

class Unsealing {
 public:
  Unsealing(const ledger::Store& store, const ledger::Keychain& keys) : store_(store), keys_(keys) {}

  // The rows of these logs, read from the store and unsealed into one buffer.
  void read_and_unseal(const std::vector<LogId>& logs) {
    const auto moment = must(store_.snapshot());
    for (const auto& log : logs)
      must(store_.scan(log, 0, [&](const ledger::RowView& row) {
        if (const auto sealed = look(log, row.header, row.payload)) unseal(*sealed);
        return true;
      }));
  }

  // Copies of what is sealed in these logs, to be unsealed from memory; `entries` and `bytes` count them.
  void keep(const std::vector<LogId>& logs) {
    const auto moment = must(store_.snapshot());
    for (const auto& log : logs)
      must(store_.scan(log, 0, [&](const ledger::RowView& row) {
        const auto sealed = look(log, row.header, row.payload);
        if (!sealed) return true;
        kept_.push_back({sealed->key, base::copy(sealed->header), base::copy(sealed->payload)});
        bytes += sealed->payload.size();
        return true;
      }));
    entries = kept_.size();
  }
  void unseal_kept() {
    for (const auto& one : kept_) unseal({one.key, one.header, one.payload});
  }
  std::size_t entries = 0, bytes = 0;

 private:
  struct Sealed {
    const ledger::RoomKeys* key;
    View header, payload;
  };
  struct Kept {
    const ledger::RoomKeys* key;
    Bytes header, payload;
  };
  // Mode, room, epoch and nonce lie at fixed places of a header (docs/format.md).
  std::optional<Sealed> look(LogId log, View header, const std::optional<View>& payload) {
    if (!payload || header[2] != static_cast<std::uint8_t>(ledger::Mode::sealed)) return std::nullopt;
    const auto room = RoomId::from(header.subspan(28, 16));
    const auto epoch = static_cast<std::uint32_t>(header[44]);
    if (last_ == nullptr || last_->log != log || last_->room != room || last_->epoch != epoch)
      last_ = keys_.find(log, room, epoch);
    if (last_ == nullptr) return std::nullopt;
    return Sealed{last_, header, *payload};
  }
  void unseal(const Sealed& sealed) {
    vault::Nonce nonce;
    std::copy_n(sealed.header.begin() + 128, nonce.size(), nonce.begin());
    if (buffer_.size() < sealed.payload.size()) buffer_.resize(sealed.payload.size());
    if (!vault::open_into(buffer_, sealed.key->seal, nonce, sealed.header, sealed.payload))
      give_up("An entry could not be unsealed.");
  }

  const ledger::Store& store_;
  const ledger::Keychain& keys_;
  const ledger::RoomKeys* last_ = nullptr;
  std::vector<Kept> kept_;
  Bytes buffer_;
};

}  // namespace trefoil::bench
