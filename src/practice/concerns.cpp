#include "practice/concerns.h"

#include <algorithm>

#include "care/rules.h"
#include "codec/concern_json.h"
#include "codec/event_json.h"
#include "practice/concerns_draft.h"
#include "practice/members.h"
#include "practice/practice_log.h"

namespace trefoil::practice {

namespace {
std::unexpected<Error> no_concern() {
  return fail(Fault::not_found, "There is no such concern, or you hold no key to it.");
}

void take_wraps(const ledger::Store& store, Keyholder& holder, LogId log, OpenedConcern& out) {
  const auto wraps = store.wraps_of(log);
  if (!wraps) return out.damage.push_back(base::describe(wraps.error()));
  for (const auto& wrap : *wraps)
    for (const auto& pair : holder.pairs) {
      if (pair.card.id() != wrap.to) continue;
      if (const auto room = ledger::unwrap(holder.arena, pair, log, wrap.room, wrap.epoch, wrap.sealed))
        out.keys.add(*room);
      else
        out.damage.push_back("log " + log.str() + ": " + room.error().what);
    }
}

Result<OpenedConcern> read_concern(const House& house, Keyholder& holder, LogId id) {
  OpenedConcern out;
  out.concern.id = id;
  out.cards = TRY(house.cards->cards(*house.store));
  if (const auto last = TRY(house.store->last_checkpoint())) out.checkpoint = last->hash();
  take_wraps(*house.store, holder, id, out);
  if (!out.keys.holds_any(id)) return no_concern();
  // A log that is somebody's file or the practice's own is no concern: its first entry says so.
  bool other = false;
  out.log = TRY(ledger::open_log(*house.store, id, *out.cards, out.keys, {}, [&](const ledger::OpenedEntry& entry) {
    if (other || entry.mode == ledger::Mode::drop) return;  // nobody outside has anything to say here
    auto event = codec::decode_concern_event(entry.plain);
    if (!event) {
      if (out.concern.at.ms == 0) other = true;
      out.newer = out.newer || event.error().fault == Fault::unsupported;
      if (event.error().fault != Fault::unsupported)
        out.damage.push_back("log " + id.str() + ": " + base::describe(event.error()));
      return;
    }
    if (out.room.is_zero()) out.room = entry.room;
    care::evolve(out.concern, *event, entry.author);
  }));
  if (other || out.concern.at.ms == 0) return no_concern();
  for (const auto& error : out.log.damage) out.damage.push_back(base::describe(error));
  return out;
}

// What the first sealed entries that the keys open speak of. Damaged: of a concern whose beginning is gone, or the first
// can't be opened and nothing after it says what this is.
enum class Looks { other, concern, damaged };
Looks look_at(const House& house, const ledger::Keychain& keys, LogId log) {
  Looks out = Looks::other;
  const auto read = house.store->scan(log, 0, [&](const ledger::RowView& row) {
    const auto header = ledger::decode_header(row.header);
    if (!header || header->mode != ledger::Mode::sealed || !row.payload) return true;
    const auto* room = keys.find(log, header->room, header->epoch);
    if (room == nullptr) return true;
    auto padded = vault::open(room->seal, header->nonce, row.header, *row.payload);
    auto plain = padded ? vault::unpad(std::move(*padded)) : std::unexpected(padded.error());
    if (!plain) {
      out = Looks::damaged;
      return true;
    }
    const auto event = codec::decode_concern_event(*plain);
    out = !event                                                      ? Looks::other
          : std::holds_alternative<care::ConcernRaised>(event->body) ? Looks::concern
                                                                      : Looks::damaged;
    return false;
  });
  // What could not be read may be anything: it is looked at again, and not taken for what it is not.
  return read ? out : Looks::damaged;
}

// A file's own rooms say by themselves what is damaged in them.
bool is_of_a_file(const House& house, Keyholder& holder, LogId log) {
  const auto all = open_all(house, holder);
  return all && std::ranges::any_of(all->files, [&](const OpenedFile& one) {
           return one.file.id == log || std::ranges::any_of(one.file.rooms, [&](const auto& room) { return room.second.log == log; });
         });
}

std::unexpected<Refused> refused(care::Refusal refusal) { return std::unexpected(Refused(std::move(refusal))); }
}  // namespace

Result<OpenedConcern> open_concern(const House& house, Keyholder& holder, LogId id) {
  const auto moment = TRY(house.store->snapshot());
  return read_concern(house, holder, id);
}

Result<std::vector<OpenedConcern>> concerns(const House& house, Keyholder& holder, const std::set<LogId>& files,
                                            std::vector<std::string>* unreadable) {
  const auto moment = TRY(house.store->snapshot());
  std::set<LogId> logs;
  for (const auto& pair : holder.pairs)
    for (const auto& wrap : TRY(house.store->wraps_to(pair.card.id()))) logs.insert(wrap.log);
  logs.erase(holder.practice_log);
  for (const auto file : files) logs.erase(file);
  return concerns_among(house, holder, logs, unreadable);
}

bool may_be_concern(const House& house, const ledger::Keychain& keys, LogId log) {
  return look_at(house, keys, log) != Looks::other;
}

Result<std::vector<OpenedConcern>> concerns_among(const House& house, Keyholder& holder, const std::set<LogId>& logs,
                                                  std::vector<std::string>* unreadable) {
  const auto moment = TRY(house.store->snapshot());
  std::vector<OpenedConcern> out;
  const auto left_out = [&](LogId log, const std::string& why) {
    if (unreadable != nullptr) unreadable->push_back("log " + log.str() + ": " + why);
  };
  for (const auto log : logs) {
    OpenedConcern keys;
    take_wraps(*house.store, holder, log, keys);
    const auto looks = look_at(house, keys.keys, log);
    if (looks == Looks::damaged && !is_of_a_file(house, holder, log))
      left_out(log, "The entry that it begins with is damaged, so what it is about can't be read.");
    if (looks != Looks::concern) continue;
    auto one = read_concern(house, holder, log);
    if (one)
      out.push_back(std::move(*one));
    else if (one.error().fault != Fault::not_found)  // not_found: begun by somebody without the right to, so it is none
      left_out(log, base::describe(one.error()));
  }
  std::ranges::stable_sort(out, [](const OpenedConcern& a, const OpenedConcern& b) {
    const auto waits = [](const OpenedConcern& one) { return one.concern.open() && !one.concern.answered; };
    if (waits(a) != waits(b)) return waits(a);
    if (a.concern.open() != b.concern.open()) return a.concern.open();
    return waits(a) ? a.concern.raised.due < b.concern.raised.due : b.concern.at < a.concern.at;
  });
  return out;
}

care::Safeguarding safeguarding_for(const OpenedFile& opened, const Keyholder& holder, const Acting& who) {
  auto out = holder.professional ? care::safeguarding_for(opened.file, who.facts) : opened.file.safeguarding;
  std::erase_if(out.leads, [&](const care::Lead& lead) { return lead.person == holder.person; });
  return out;
}

namespace {
void tell(const House& house, Keyholder& holder, const Acting& who, OpenedFile& opened) {
  ledger::Batch batch;
  if (draft_terms(house, holder, who, opened, batch) && draft_safeguarding(house, holder, who, opened, batch) && !batch.rows.empty())
    (void)house.store->commit(std::move(batch));  // somebody else wrote just now: told with what comes next
}
}  // namespace

void tell_safeguarding(const House& house, Keyholder& holder) {
  if (const auto who = acting(house, holder))
    (void)each_file(house, holder, [&](OpenedFile&& opened) { tell(house, holder, *who, opened); });
}

void tell_safeguarding(const House& house, Keyholder& holder, const std::vector<LogId>& files) {
  if (files.empty()) return;
  const auto who = acting(house, holder);
  for (const auto file : files)
    if (auto opened = who ? open_file(house, holder, file) : std::unexpected(who.error())) tell(house, holder, *who, *opened);
}

ConcernResult raise_concern(const House& house, Keyholder& holder, LogId file, std::string_view text, bool stopping) {
  for (int attempt = 1;; ++attempt) {
    const auto who = acting(house, holder);
    if (!who) return pass(who.error());
    auto opened = open_file(house, holder, file);
    if (!opened) return pass(opened.error());
    const auto* self = opened->file.member(holder.person);
    const auto shared = opened->file.rooms.find(care::Room{});
    if (self == nullptr || shared == opened->file.rooms.end()) return pass(no_concern().error());
    const auto told = safeguarding_for(*opened, holder, *who);
    care::ConcernRaised raised;
    raised.file = file;
    raised.shared = shared->second.id;
    raised.code = opened->file.code;
    raised.practice = opened->file.practice;
    raised.zone = opened->file.zone;
    raised.by = {holder.person, self->name, self->role};
    raised.key = holder.key();
    // Those who have left too: it may be about them, whatever they do in the practice now.
    for (const auto& member : opened->file.circle)
      if (member.person != holder.person && care::is_professional(member.role) &&
          std::ranges::find(raised.around, member.person, &care::Around::person) == raised.around.end())
        raised.around.push_back({member.person, member.name, member.role});
    raised.leads = told.leads;
    raised.outside_body = told.outside_body;
    raised.text = text;
    const Instant now = house.clock->now();
    raised.due = base::local_day(now, raised.zone) + told.answer_days;
    raised.stopping = stopping;
    raised.raiser_hands_on = true;
    auto body = care::decide(care::Concern{}, raised, holder.key());
    if (!body) return refused(std::move(body.error()));

    ledger::Batch batch;
    const bool paused = std::ranges::any_of(opened->file.course.holds, [&](const course::Hold& hold) {
      return hold.kind == course::HoldKind::practice_pause && hold.by == holder.person;
    });
    if (stopping && !paused) {
      const care::Record pause{{course::Held{course::HoldKind::practice_pause, holder.person, {}}}};
      const auto held = draft_act(house, holder, *who, *opened, pause, batch);
      if (!held) return std::unexpected(held.error());
    } else if (const auto drafted = draft_safeguarding(house, holder, *who, *opened, batch); !drafted) {
      return pass(drafted.error());
    }
    // Whoever came into the circle meanwhile may be one of those whom it would go to.
    if (batch.rows.empty()) batch.unchanged.emplace_back(file, opened->course.head.length);
    OpenedConcern concern;
    concern.concern.id = concern.log.head.log = vault::random_id<LogId>();
    concern.room = vault::random_id<RoomId>();
    concern.cards = opened->cards;
    concern.checkpoint = opened->checkpoint;
    if (const auto drafted = draft_concern(house, holder, holder.current(), concern, {*body}, {}, batch); !drafted)
      return pass(drafted.error());
    const auto done = house.store->commit(std::move(batch));
    if (done) return concern.concern.id;
    if (done.error().fault != Fault::stale || attempt == kTries) return pass(done.error());
  }
}

namespace {
// The pair whose key the concern knows them by: a lead whose keys changed since is still themself.
const vault::Pair* party_pair(const Keyholder& holder, const care::Concern& concern) {
  const auto* party = concern.party(holder.person);
  if (party == nullptr || !party->active) return nullptr;
  const auto found =
      std::ranges::find_if(holder.pairs, [&](const vault::Pair& pair) { return pair.card.id() == party->keys.back(); });
  return found == holder.pairs.end() ? nullptr : &*found;
}

// What a lead does, they do as one of the practice: whoever is no lead any more reads what they had and does nothing.
std::optional<care::Refusal> no_lead_now(const House& house, Keyholder& holder, const care::ConcernBody& wish) {
  const auto* note = std::get_if<care::ConcernNoted>(&wish);
  const bool leads = std::holds_alternative<care::ConcernClosed>(wish) ||
                     std::holds_alternative<care::PauseLifted>(wish) || (note != nullptr && note->answers);
  if (!leads) return std::nullopt;
  const auto roster = read_roster(house, holder);
  if (roster && is_lead(*roster, holder.person)) return std::nullopt;
  return care::Refusal{{care::reason("concern-lead")}};
}

// Drafts the holder's wishes into `concern`, all or none; what is in the way otherwise.
std::expected<void, Refused> draft_wishes(const House& house, Keyholder& holder, OpenedConcern& concern,
                                          const std::vector<care::ConcernBody>& wishes, ledger::Batch& batch) {
  if (concern.newer) return refused(care::Refusal{{care::reason("newer-program")}});
  const auto* pair = party_pair(holder, concern.concern);
  if (pair == nullptr) return refused(care::Refusal{{care::reason("concern-party")}});
  std::vector<care::ConcernBody> bodies;
  for (const auto& wish : wishes) {
    if (auto refusal = no_lead_now(house, holder, wish)) return refused(std::move(*refusal));
    auto body = care::decide(concern.concern, wish, pair->card.id());
    if (!body) return refused(std::move(body.error()));
    bodies.push_back(std::move(*body));
  }
  const auto drafted = draft_concern(house, holder, *pair, concern, bodies, {}, batch);
  return drafted ? std::expected<void, Refused>() : pass(drafted.error());
}

// Leaves in the file's shared room that the pause is taken off.
Result<void> drop_resumed(const House& house, const Keyholder& holder, const OpenedConcern& concern,
                          const vault::Pair& party, ledger::Batch& batch) {
  const auto& raised = concern.concern.raised;
  const ledger::Keychain nothing;
  const auto file = TRY(ledger::open_log(*house.store, raised.file, *concern.cards, nothing, {}, [](const auto&) {}));
  const auto room = file.rooms.find(raised.shared);
  if (file.erased || room == file.rooms.end())
    return fail(Fault::refused, "The file is erased, so there is nothing to go on with.", "",
                "The concern itself stays, and can be closed.");
  // The file knows a lead by the keys that it was told, the newest perhaps not yet.
  const auto* signs = &party;
  for (const auto& lead : raised.leads)
    for (const auto& pair : holder.pairs)
      if (lead.person == holder.person && pair.card.id() == lead.key) signs = &pair;
  const care::Event event{vault::random_id<EntryId>(), house.clock->now(), care::Room{},
                          care::in_course_now(course::Resumed{course::HoldKind::practice_pause, raised.by.person})};
  ledger::Draft draft(file.head, concern.checkpoint);
  draft.drop(*signs, raised.shared, room->second.epoch, room->second.epochs.at(room->second.epoch).drop,
             base::view(codec::encode(event)));
  draft.take_into(batch);
  return {};
}
}  // namespace

ConcernResult write_concern(const House& house, Keyholder& holder, LogId id, const care::ConcernBody& wish) {
  for (int attempt = 1;; ++attempt) {
    auto concern = open_concern(house, holder, id);
    if (!concern) return pass(concern.error());
    ledger::Batch batch;
    if (auto drafted = draft_wishes(house, holder, *concern, {wish}, batch); !drafted)
      return std::unexpected(std::move(drafted.error()));
    const auto done = house.store->commit(std::move(batch));
    if (done) return id;
    if (done.error().fault != Fault::stale || attempt == kTries) return pass(done.error());
  }
}

ConcernResult lift_pause(const House& house, Keyholder& holder, LogId id,
                         const std::optional<care::ConcernClosed>& closing) {
  std::vector<care::ConcernBody> wishes{care::PauseLifted{}};
  if (closing) wishes.emplace_back(*closing);
  for (int attempt = 1;; ++attempt) {
    auto concern = open_concern(house, holder, id);
    if (!concern) return pass(concern.error());
    ledger::Batch batch;
    if (auto drafted = draft_wishes(house, holder, *concern, wishes, batch); !drafted)
      return std::unexpected(std::move(drafted.error()));
    if (const auto left = drop_resumed(house, holder, *concern, *party_pair(holder, concern->concern), batch); !left)
      return pass(left.error());
    const auto done = house.store->commit(std::move(batch));
    if (done) return id;
    if (done.error().fault != Fault::stale || attempt == kTries) return pass(done.error());
  }
}

std::optional<Orphaned> orphaned(const House& house, Keyholder& holder, const OpenedConcern& concern) {
  if (concern.concern.closed || concern.newer || !concern.by(holder.person)) return std::nullopt;
  std::vector<care::Lead> leads;
  if (holder.professional) {
    const auto who = acting(house, holder);
    if (!who) return std::nullopt;
    leads = who->facts.safeguarding.leads;
  } else {
    const auto file = open_file(house, holder, concern.concern.raised.file);
    if (!file) return std::nullopt;  // erased, or not theirs any more: what they knew stays
    leads = file->file.safeguarding.leads;
  }
  Orphaned out;
  std::vector<care::Lead> still;
  for (const auto& party : concern.concern.parties) {
    if (!party.lead || !party.active) continue;
    if (const auto lead = std::ranges::find(leads, party.person, &care::Lead::person); lead != leads.end())
      still.push_back(*lead);
    else
      out.gone.push_back(party.person);
  }
  if (out.gone.empty()) return std::nullopt;
  out.others_stay = !still.empty();
  out.leads = care::leads_for(concern.concern, out.others_stay ? std::move(still) : std::move(leads));
  return out;
}

ConcernResult hand_on(const House& house, Keyholder& holder, LogId id, const std::vector<KeyId>& shown) {
  for (int attempt = 1;; ++attempt) {
    auto concern = open_concern(house, holder, id);
    if (!concern) return pass(concern.error());
    const auto now = orphaned(house, holder, *concern);
    if (!now || now->leads.empty()) return refused(care::Refusal{{care::reason("concern-outside")}});
    if (!std::ranges::equal(now->leads, shown, {}, &care::Lead::key))
      return pass(Error{Fault::stale, "Who would read it has changed since you looked.", "",
                        "Look at who it would be now, and hand it on once more if you want to."});
    ledger::Batch batch;
    if (auto drafted = draft_wishes(house, holder, *concern, {care::LeadsTold{now->leads}}, batch); !drafted)
      return std::unexpected(std::move(drafted.error()));
    const auto done = house.store->commit(std::move(batch));
    if (done) return id;
    if (done.error().fault != Fault::stale || attempt == kTries) return pass(done.error());
  }
}

Result<void> draft_party_key(const House& house, Keyholder& holder, const vault::Pair& fresh, ledger::Batch& batch) {
  const ledger::Cards newcomers{{fresh.card.id(), fresh.card}};
  for (auto& concern : TRY(concerns(house, holder))) {
    const auto* pair = party_pair(holder, concern.concern);
    if (pair == nullptr || concern.newer) continue;
    const care::PartyKey changed{holder.person, fresh.card.id()};
    TRY(draft_concern(house, holder, *pair, concern, {changed}, newcomers, batch));
  }
  return {};
}

}  // namespace trefoil::practice
