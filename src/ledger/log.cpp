#include "ledger/log.h"

#include <algorithm>
#include <iterator>
#include <stdexcept>

namespace trefoil::ledger {

Draft::Draft(Head head, Hash checkpoint) : head_(head), checkpoint_(checkpoint) {}

Header Draft::start(Mode mode, RoomId room, std::uint32_t epoch) const {
  return {.mode = mode,
          .log = head_.log,
          .sequence = head_.length,
          .room = room,
          .epoch = epoch,
          .previous = head_.hash,
          .checkpoint = checkpoint_};
}

std::uint64_t Draft::push(const vault::Pair& author, View header, Bytes payload) {
  Row row{.log = head_.log, .sequence = head_.length, .header = base::copy(header)};
  row.payload_hash = vault::digest(payload);
  row.payload = std::move(payload);
  const Hash hash = entry_hash(row.header, row.payload_hash);
  row.signature = vault::sign(author, "trefoil sign v1", hash);
  rows_.push_back(std::move(row));
  head_.hash = hash;
  return head_.length++;
}

std::uint64_t Draft::state(const vault::Pair& author, RoomId room, std::uint32_t epoch, const Fact& fact) {
  Header header = start(Mode::open, room, epoch);
  header.author = author.card.id();
  return push(author, encode(header), encode(fact));
}

std::uint64_t Draft::begin_epoch(const vault::Pair& author, const RoomKeys& keys) {
  return state(author, keys.room, keys.epoch, facts(keys));
}

std::uint64_t Draft::grant(const vault::Pair& author, const RoomKeys& keys, const vault::Card& to) {
  Bytes sealed = wrap(keys, to);
  const std::uint64_t at = state(author, keys.room, keys.epoch, Grant{.to = to.id(), .wrap = vault::digest(sealed)});
  wraps_.push_back({.log = head_.log,
                    .grant = at,
                    .room = keys.room,
                    .epoch = keys.epoch,
                    .to = to.id(),
                    .sealed = std::move(sealed)});
  return at;
}

std::uint64_t Draft::wrap_gone(const vault::Pair& author, RoomId room, std::uint32_t epoch, std::uint64_t grant) {
  // A wrap that was only drafted never reaches the store.
  if (std::erase_if(wraps_, [&](const Wrap& wrap) { return wrap.grant == grant; }) == 0)
    unwraps_.emplace_back(head_.log, grant);
  return state(author, room, epoch, WrapGone{.grant = grant});
}

std::uint64_t Draft::seal(const vault::Pair& author, const RoomKeys& keys, View plain) {
  Header header = start(Mode::sealed, keys.room, keys.epoch);
  header.author = author.card.id();
  header.nonce = vault::random_nonce();
  const Bytes bytes = encode(header);
  Bytes padded = vault::pad(plain);
  Bytes payload = vault::seal(keys.seal, header.nonce, bytes, padded);
  vault::wipe(padded);
  return push(author, bytes, std::move(payload));
}

std::uint64_t Draft::drop(const vault::Pair& author, RoomId room, std::uint32_t epoch, const vault::BoxPublic& drop_key,
                          View plain) {
  Header header = start(Mode::drop, room, epoch);
  header.author = author.card.id();
  header.nonce = vault::random_nonce();
  const Bytes bytes = encode(header);
  vault::Arena arena;
  const vault::Key content_key = vault::random_key(arena);
  Bytes padded = vault::pad(plain);
  const Bytes sealed = vault::seal(content_key, header.nonce, bytes, padded);
  vault::wipe(padded);
  Bytes payload = vault::box_seal(drop_key, content_key);
  payload.insert(payload.end(), sealed.begin(), sealed.end());
  return push(author, bytes, std::move(payload));
}

const Hash& Draft::last_hash() const { return head_.hash; }

Hash Draft::payload_hash(std::uint64_t sequence) const {
  const std::uint64_t first = head_.length - rows_.size();
  if (sequence < first || sequence >= head_.length) throw std::out_of_range("an entry that was not drafted here");
  return rows_[sequence - first].payload_hash;
}

std::uint64_t Draft::length() const { return head_.length; }

void Draft::take_into(Batch& batch) {
  std::ranges::move(rows_, std::back_inserter(batch.rows));
  std::ranges::move(wraps_, std::back_inserter(batch.wraps));
  batch.unwraps.insert(batch.unwraps.end(), unwraps_.begin(), unwraps_.end());
  rows_.clear();
  wraps_.clear();
  unwraps_.clear();
}

Result<Cards> read_cards(const Store& store) {
  std::unordered_map<KeyId, CardRow> rows;
  for (const Side& side : TRY(store.sides(SideKind::card)))
    if (auto row = decode_card(side)) rows.emplace(row->card.id(), *row);
  return vouched_for(rows);
}

Cards vouched_for(const std::unordered_map<KeyId, CardRow>& rows) {
  // Whose sponsor is known, and vouches for it, is known too; until nothing is added. A circle never gets in.
  Cards known;
  std::vector<KeyId> fresh;
  std::unordered_multimap<KeyId, const CardRow*> by_sponsor;
  for (const auto& [id, row] : rows) {
    if (row.kind != CardKind::founder)
      by_sponsor.emplace(row.sponsor, &row);
    else if (check_sponsor(row, row))
      fresh.push_back(id);
  }
  while (!fresh.empty()) {
    const CardRow& sponsor = rows.at(fresh.back());
    fresh.pop_back();
    known.emplace(sponsor.card.id(), sponsor.card);
    const auto [from, to] = by_sponsor.equal_range(sponsor.card.id());
    for (auto at = from; at != to; ++at)
      if (check_sponsor(*at->second, sponsor)) fresh.push_back(at->second->card.id());
  }
  return known;
}

}  // namespace trefoil::ledger
