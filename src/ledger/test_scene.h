// For the ledger's own tests: a store of plain vectors that a test may damage, and a small record in it.
#pragma once

#include <algorithm>
#include <map>
#include <random>

#include "ledger/log.h"
#include "ledger/verify.h"

namespace trefoil::ledger::test {

// Random bytes from a seed, so that a failing case can be run again.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed) {}
  std::uint64_t u64() { return engine_(); }
  std::uint64_t below(std::uint64_t count) { return count == 0 ? 0 : engine_() % count; }
  Bytes bytes(std::size_t count) {
    Bytes out(count);
    for (auto& byte : out) byte = static_cast<std::uint8_t>(engine_());
    return out;
  }
  template <std::size_t N>
  std::array<std::uint8_t, N> array() {
    std::array<std::uint8_t, N> out{};
    std::ranges::copy(bytes(N), out.begin());
    return out;
  }
  template <class AnyId>
  AnyId id() {
    return AnyId{array<16>()};
  }

 private:
  std::mt19937_64 engine_;
};

class TestStore final : public Store {
 public:
  struct Signed {
    Bytes body;
    Signature signature{};
  };
  std::map<LogId, std::vector<Row>> logs;
  std::vector<Wrap> wraps;
  std::map<std::pair<SideKind, std::array<std::uint8_t, 16>>, Bytes> rows_beside;
  std::vector<Signed> checkpoints;
  std::shared_ptr<const Notary> notary;
  std::vector<Store*> others;  // get every batch too; a real store with the same notary must make the same checkpoints

  // As a store does it, but it asks no questions: a test may commit what nobody should.
  Result<Checkpoint> commit(Batch batch) override {
    std::vector<Checkpoint> theirs;
    theirs.reserve(others.size());
    for (Store* other : others) theirs.push_back(TRY(other->commit(batch)));
    std::map<LogId, MovedHead> moved;
    for (Row& row : batch.rows) {
      moved[row.log] = {row.log, row.sequence + 1, entry_hash(row.header, row.payload_hash)};
      logs[row.log].push_back(std::move(row));
    }
    std::ranges::move(batch.wraps, std::back_inserter(wraps));
    for (const auto& [log, grant] : batch.unwraps)
      std::erase_if(wraps, [&](const Wrap& wrap) { return wrap.log == log && wrap.grant == grant; });
    for (Side& side : batch.sides) rows_beside[{side.kind, side.key}] = std::move(side.body);
    for (const SideKey& gone : batch.sides_gone) rows_beside.erase({gone.kind, gone.key});
    for (const LogId& log : batch.erase) {
      std::erase_if(wraps, [&](const Wrap& wrap) { return wrap.log == log; });
      for (Row& row : logs[log])
        if (decode_header(row.header)->mode != Mode::open) row.payload.reset();
    }
    std::vector<MovedHead> heads;
    heads.reserve(moved.size());
    for (const auto& [log, head] : moved) heads.push_back(head);
    Checkpoint made = notary->make(*last_checkpoint(), sides_digest(all_sides()), std::move(heads));
    checkpoints.push_back({made.body(), made.signature});
    for (const Checkpoint& other : theirs)
      if (other != made) return fail(Fault::broken, "Another store came to another checkpoint.");
    return made;
  }
  Result<void> scan(LogId log, std::uint64_t from, const Visitor& visit) const override {
    const auto at = logs.find(log);
    if (at == logs.end()) return {};
    for (const Row& row : at->second)
      if (row.sequence >= from && !visit(view(row))) break;
    return {};
  }
  Result<Head> head(LogId log) const override {
    const auto at = logs.find(log);
    if (at == logs.end() || at->second.empty()) return Head{.log = log};
    const Row& last = at->second.back();
    return Head{log, last.sequence + 1, entry_hash(last.header, last.payload_hash)};
  }
  Result<std::vector<Head>> heads() const override {
    std::vector<Head> out;
    for (const auto& [log, rows] : logs)
      if (!rows.empty()) out.push_back(*head(log));
    return out;
  }
  Result<std::vector<Wrap>> wraps_to(KeyId key) const override {
    return which([&](const Wrap& wrap) { return wrap.to == key; });
  }
  Result<std::vector<Wrap>> wraps_of(LogId log) const override {
    return which([&](const Wrap& wrap) { return wrap.log == log; });
  }
  Result<std::vector<Side>> sides(SideKind kind) const override {
    std::vector<Side> out = all_sides();
    std::erase_if(out, [&](const Side& side) { return side.kind != kind; });
    if (stray_kind && !out.empty()) out.front().kind = *stray_kind;
    return out;
  }
  Result<std::optional<Side>> side(SideKind kind, const std::array<std::uint8_t, 16>& key) const override {
    const auto at = rows_beside.find({kind, key});
    if (at == rows_beside.end()) return std::optional<Side>();
    return std::optional(Side{kind, key, at->second});
  }
  Result<std::optional<Checkpoint>> last_checkpoint() const override {
    if (checkpoints.empty()) return std::optional<Checkpoint>();
    return std::optional(TRY(decode_checkpoint(checkpoints.back().body, checkpoints.back().signature)));
  }
  Result<void> scan_checkpoints(std::uint64_t from,
                                const std::function<bool(const Checkpoint&)>& visit) const override {
    for (std::size_t i = from == 0 ? 0 : from - 1; i < checkpoints.size(); ++i)
      if (!visit(TRY(decode_checkpoint(checkpoints[i].body, checkpoints[i].signature)))) break;
    return {};
  }
  Result<std::shared_ptr<void>> snapshot() const override { return std::make_shared<int>(0); }
  Result<Checkpoint> copy_to(const std::filesystem::path&) const override {
    return fail(Fault::refused, "A store for tests has no file.");
  }
  Result<std::vector<std::string>> self_check() const override { return std::vector<std::string>{}; }

  std::optional<SideKind> stray_kind;  // what a damaged store says the first row of every kind is

  std::vector<Side> all_sides() const {
    std::vector<Side> out;
    out.reserve(rows_beside.size());
    for (const auto& [at, body] : rows_beside) out.push_back({at.first, at.second, body});
    return out;
  }

 private:
  std::vector<Wrap> which(const std::function<bool(const Wrap&)>& wanted) const {
    std::vector<Wrap> out;
    std::ranges::copy_if(wraps, std::back_inserter(out), wanted);
    return out;
  }
};

// A record as a practice would leave it: a founder and two people who came by invitation (one has changed keys since),
// a course with two rooms, a new epoch after somebody left, drops, an invitation's wrap that is gone, an erased log.
class Scene {
 public:
  vault::Arena arena;
  TestStore store;
  vault::Pair founder = vault::random_pair(arena);
  vault::Pair invitation = vault::random_pair(arena);
  vault::Pair client = vault::random_pair(arena);
  vault::Pair invitation2 = vault::random_pair(arena);
  vault::Pair therapist_before = vault::random_pair(arena);
  vault::Pair therapist = vault::random_pair(arena);
  LogId course = vault::random_id<LogId>();
  LogId gone = vault::random_id<LogId>();
  RoomId shared = vault::random_id<RoomId>();
  RoomId clinical = vault::random_id<RoomId>();
  RoomKeys shared1 = fresh_epoch(arena, course, shared, 1);
  RoomKeys shared2 = fresh_epoch(arena, course, shared, 2);
  RoomKeys clinical1 = fresh_epoch(arena, course, clinical, 1);
  Hash checkpoint{};  // the newest

  // How many notes each room gets between the changes of its keys.
  explicit Scene(std::size_t notes = 2) : Scene(notes, {}) {}
  // The same in other stores, which `open_others` makes with the scene's notary.
  Scene(std::size_t notes, const std::function<std::vector<Store*>(std::shared_ptr<const Notary>)>& open_others) {
    store.notary = std::make_shared<Notary>(vault::random_key(arena));
    if (open_others) store.others = open_others(store.notary);
    people();
    begin(notes);
    leave(notes);
    erase();
  }

  Cards cards() const { return *read_cards(store); }
  Draft draft(LogId log) const { return {*store.head(log), checkpoint}; }
  void commit(Batch batch) { checkpoint = store.commit(std::move(batch)).value().hash(); }
  void commit(Draft& draft) {
    Batch batch;
    draft.take_into(batch);
    commit(std::move(batch));
  }
  std::vector<Row>& rows() { return store.logs.at(course); }
  // What a person's wraps of the course open.
  Keychain keys_of(const vault::Pair& pair) {
    Keychain keys;
    const std::vector<Wrap> wraps = *store.wraps_to(pair.card.id());
    for (const Wrap& wrap : wraps)
      if (const auto room = unwrap(arena, pair, wrap.log, wrap.room, wrap.epoch, wrap.sealed)) keys.add(*room);
    return keys;
  }
  void keyring_of(Batch& batch, const vault::Pair& pair, const std::array<std::uint8_t, 16>& id) {
    const vault::Key person_key = vault::random_key(arena);
    Keyring keyring{.id = id,
                    .sealed = vault::seal_with_nonce(person_key, id, base::view("the pairs, as practice keeps them"))};
    for (const SlotKind kind : {SlotKind::passphrase, SlotKind::recovery}) {
      const vault::Stretched way = vault::stretch_code(arena, vault::random_key(arena));
      batch.sides.push_back(encode(make_slot(kind, id, way, person_key, pair)));
      keyring.slots.push_back(way.locator);
    }
    sign(keyring, pair);
    batch.sides.push_back(encode(keyring));
  }

 private:
  void people() {
    Batch batch;
    batch.sides = {encode(make_card(CardKind::founder, founder, founder)),
                   encode(make_card(CardKind::invitation, invitation, founder, 1'700'000'000'000)),
                   encode(make_card(CardKind::person, client, invitation)),
                   encode(make_card(CardKind::invitation, invitation2, founder, 1'700'000'000'000)),
                   encode(make_card(CardKind::person, therapist_before, invitation2)),
                   encode(make_card(CardKind::successor, therapist, therapist_before))};
    for (const auto* pair : {&founder, &client, &therapist}) keyring_of(batch, *pair, vault::random_id<RoomId>().bytes);
    commit(std::move(batch));
  }
  void begin(std::size_t notes) {
    Draft first = draft(course);
    first.begin_epoch(founder, shared1);
    first.grant(founder, shared1, founder.card);
    first.begin_epoch(founder, clinical1);
    first.grant(founder, clinical1, founder.card);
    first.grant(founder, clinical1, therapist.card);
    first.grant(founder, shared1, therapist.card);
    const auto to_invitation = first.grant(founder, shared1, invitation.card);
    commit(first);
    Draft second = draft(course);
    second.grant(invitation, shared1, client.card);
    second.wrap_gone(client, shared, 1, to_invitation);
    for (std::size_t i = 0; i < notes; ++i) {
      second.seal(client, shared1, base::view("shared, by the client"));
      second.seal(founder, clinical1, base::view(std::string(200 * i, 'c') + "clinical"));
      second.drop(client, clinical, 1, facts(clinical1).drop, base::view("left by the client"));
    }
    commit(second);
  }
  void leave(std::size_t notes) {
    Draft third = draft(course);
    third.begin_epoch(therapist, shared2);
    third.grant(therapist, shared2, therapist.card);
    third.grant(therapist, shared2, founder.card);
    for (std::size_t i = 0; i < notes; ++i) third.seal(founder, shared2, base::view("shared, after the client left"));
    commit(third);
  }
  void erase() {
    const RoomKeys own = fresh_epoch(arena, gone, vault::random_id<RoomId>(), 1);
    Draft only = draft(gone);
    only.begin_epoch(founder, own);
    only.grant(founder, own, founder.card);
    only.seal(founder, own, base::view("to be erased"));
    commit(only);
    Batch batch;
    batch.erase = {gone};
    batch.sides = {
        encode(confirm_erasure(therapist, gone, founder.card.id(), 20'000, ask_erasure(founder, gone, 20'000)))};
    commit(std::move(batch));
  }
};

}  // namespace trefoil::ledger::test
