#include "ledger/walk.h"

#include <utility>

namespace trefoil::ledger {

std::string entry_place(LogId log, std::uint64_t sequence) {
  return "log " + log.str() + ", entry " + std::to_string(sequence);
}

void LogWalk::wrong(std::string what) {
  damage_.push_back({.fault = Fault::damaged, .what = std::move(what), .place = entry_place(log_, next_)});
}

const Step* LogWalk::step(const RowView& row) {
  if (stopped_) return nullptr;
  if (row.log != log_ || row.sequence < next_) {
    wrong("A row stands here that belongs elsewhere.");
    stopped_ = true;
    trust_broken_ |= next_ < trusted_;
    return nullptr;
  }
  if (row.sequence > next_) {
    const std::uint64_t missing = row.sequence - next_;
    wrong(missing == 1 ? "The entry is missing." : std::to_string(missing) + " entries from here on are missing.");
    trust_broken_ |= next_ < trusted_;
    next_ = row.sequence;
    hash_sure_ = false;
  }
  const bool trusted = next_ < trusted_;
  const bool chained = in_chain(row);
  if (trusted && !chained) trust_broken_ = true;
  const bool sound = chained && in_its_right(row);
  if (!stopped_) ++next_;
  return sound ? &step_ : nullptr;
}

// Header, chain and signature. Sets the step's header and hashes, and the hash that the next entry must name.
bool LogWalk::in_chain(const RowView& row) {
  step_.hash = entry_hash(row.header, row.payload_hash);
  const Hash before = std::exchange(hash_, step_.hash);
  const bool before_sure = std::exchange(hash_sure_, false);
  auto header = decode_header(row.header);
  if (!header) {
    damage_.push_back(std::move(header.error()));
    damage_.back().place = entry_place(log_, next_);
    return false;
  }
  step_.header = *header;
  step_.header_bytes = row.header;
  if (row.payload_hash.size() != step_.payload_hash.size() || row.signature.size() != std::tuple_size_v<Signature>) {
    wrong("The entry's hash or signature does not have the size that it should.");
    return false;
  }
  std::copy_n(row.payload_hash.begin(), step_.payload_hash.size(), step_.payload_hash.begin());
  if (header->log != log_ || header->sequence != next_) {
    wrong("An entry of another place was put here.");
    return false;
  }
  if (next_ >= trusted_) {
    const auto card = cards_.find(header->author);
    if (card == cards_.end()) {
      wrong("It is signed by a key that nobody vouches for.");
      return false;
    }
    Signature signature;
    std::copy_n(row.signature.begin(), signature.size(), signature.begin());
    if (!vault::verify(card->second.sign, signature, "trefoil sign v1", step_.hash)) {
      wrong("Its signature does not hold.");
      return false;
    }
  }
  if (before_sure && header->previous != before) {
    wrong("It does not follow the entry before it: the chain is broken.");
    stopped_ = true;
    return false;
  }
  hash_sure_ = true;
  return true;
}

// The payload is what was signed, and the rules about rooms allow it.
bool LogWalk::in_its_right(const RowView& row) {
  step_.payload = row.payload;
  step_.fact.reset();
  const bool open = step_.header.mode == Mode::open;
  if (row.payload && vault::digest(*row.payload) != step_.payload_hash) {
    wrong("Its content is not what was signed.");
    return false;
  }
  if (!open) {
    if (row.payload)
      ++full_;
    else
      bare_.push_back(next_);
    const auto right = rules_.may_write(step_.header);
    if (!right) wrong(right.error().what);
    return right.has_value();
  }
  if (!row.payload) {
    wrong("What it says of the room's keys is missing.");
    return false;
  }
  auto fact = decode_fact(*row.payload);
  if (!fact) {
    wrong(fact.error().what);
    return false;
  }
  const auto right = rules_.take(step_.header, *fact);
  if (!right) wrong(right.error().what);
  step_.fact = *fact;
  return right.has_value();
}

Result<bool> has_tombstone(const Store& store, LogId log, const Cards& cards) {
  const auto side = TRY(store.side(SideKind::tombstone, log.bytes));
  if (!side) return false;
  const auto tombstone = decode_tombstone(*side);
  if (!tombstone) return false;
  const auto asker = cards.find(tombstone->asker);
  const auto confirmer = cards.find(tombstone->confirmer);
  if (asker == cards.end() || confirmer == cards.end()) return false;
  return check_signatures(*tombstone, asker->second, confirmer->second).has_value();
}

}  // namespace trefoil::ledger
