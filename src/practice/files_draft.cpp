#include "practice/files_draft.h"

#include <algorithm>

#include "care/parting.h"
#include "practice/pen.h"

namespace trefoil::practice {

namespace {
class RandomFresh final : public care::Fresh {
 public:
  EntryId entry() override { return vault::random_id<EntryId>(); }
  RoomId room() override { return vault::random_id<RoomId>(); }
  LogId log() override { return vault::random_id<LogId>(); }
};

Result<void> write_all(Pen& pen, Keyholder& holder, OpenedFile& opened, const std::vector<care::Event>& events) {
  for (const auto& event : events) {
    if (!opened.first_room) {  // a file's first entry: its room's id is taken from the entry that names it
      opened.first_room = vault::random_id<RoomId>();
      for (const auto& later : events)
        if (const auto* added = std::get_if<care::RoomAdded>(&later.body); added != nullptr && added->room == care::Room{})
          opened.first_room = added->id;
    }
    TRY(pen.write(holder.current(), event));
  }
  return {};
}

bool may_write_shared(const OpenedFile& opened) {
  const auto shared = opened.file.rooms.find(care::Room{});
  if (shared == opened.file.rooms.end()) return false;
  const auto state = opened.course.rooms.find(shared->second.id);
  return state != opened.course.rooms.end() &&
         opened.keys.find(shared->second.log, shared->second.id, state->second.epoch) != nullptr;
}

// What care answers to a command that brings its events along by itself: none where it is refused, for somebody who left, a
// key that is not current or a file that is only read.
std::vector<care::Event> answers(const House& house, Keyholder& holder, const care::PracticeFacts& facts, const OpenedFile& opened,
                                 const care::Command& command) {
  if (!may_write_shared(opened)) return {};
  RandomFresh fresh;
  const care::Actor actor{holder.person, holder.key(), {}, {}};
  return care::decide(opened.file, facts, actor, command, house.clock->now(), fresh).value_or(std::vector<care::Event>());
}
std::vector<care::Event> partings(const House& house, Keyholder& holder, const OpenedFile& opened) {
  return answers(house, holder, {opened.file.practice, opened.file.zone}, opened, care::PartAfterEnding{});
}

// Whoever's part has ended goes, and the rooms get new keys at once.
Result<void> part(const House& house, Pen& pen, Keyholder& holder, OpenedFile& opened) {
  const auto gone = partings(house, holder, opened);
  if (gone.empty()) return {};
  TRY(write_all(pen, holder, opened, gone));
  TRY(pen.settle());
  return {};
}

Result<void> tell_terms(const House& house, Pen& pen, Keyholder& holder, const care::PracticeFacts& facts, OpenedFile& opened) {
  return write_all(pen, holder, opened, answers(house, holder, facts, opened, care::TellTerms{}));
}

// Whether what a command comes upon is settled before it, who has parted and what terms go: for all but what must not wait
// for it.
bool may_wait(const care::Command& command) {
  return !care::stops(command) && !std::holds_alternative<care::OpenFile>(command) &&
         !std::holds_alternative<care::ConfirmErasure>(command);
}

bool comes_after_parting(const care::Command& command, const care::File& file, Instant now) {
  const auto* remove = std::get_if<care::RemovePerson>(&command);
  return may_wait(command) && (remove == nullptr || care::parts_before_leaving(file, remove->person, now));
}

// New keys for somebody who has just parted: there is nothing to give them any more.
bool is_for_who_parted(const care::Command& command, const OpenedFile& opened) {
  const auto* change = std::get_if<care::ChangeKey>(&command);
  return change != nullptr && care::has_parted(opened.file, change->person);
}
}  // namespace

std::expected<std::vector<care::Event>, Refused> draft_act(const House& house, Keyholder& holder,
                                                           const Acting& who, OpenedFile& opened,
                                                           const care::Command& command, ledger::Batch& batch,
                                                           const ledger::Cards& newcomers) {
  RandomFresh fresh;
  care::Actor actor{holder.person, holder.key(), who.name, who.roles};
  if (const auto* member = opened.file.member(holder.person)) actor.name = member->name;
  care::PracticeFacts facts = who.facts;
  if (facts.name.empty()) facts = {opened.file.practice, opened.file.zone};
  facts.shut = shut_rooms(opened);
  opened.gone = who.gone;
  // A stop does not wait for who parts, and makes no key for them either: the next act does both.
  const auto leaving = care::stops(command) ? care::parting(opened.file, house.clock->now()) : std::vector<PersonId>();
  const bool later = !leaving.empty() && std::ranges::find(leaving, holder.person) == leaving.end();
  if (later) opened.gone.insert(leaving.begin(), leaving.end());
  Pen pen(house, holder, opened, newcomers);
  const bool parts = comes_after_parting(command, opened.file, house.clock->now());
  if (may_wait(command))
    if (const auto told = tell_terms(house, pen, holder, facts, opened); !told) return std::unexpected(Refused(told.error()));
  if (parts)
    if (const auto parted = part(house, pen, holder, opened); !parted) return std::unexpected(Refused(parted.error()));
  if (parts && is_for_who_parted(command, opened)) {
    pen.finish(batch);
    return std::vector<care::Event>{};
  }
  auto events = care::decide(opened.file, facts, actor, command, house.clock->now(), fresh);
  if (!events) return std::unexpected(Refused(std::move(events.error())));
  const auto links = opened.file.course.measure_links;
  const auto written = write_all(pen, holder, opened, *events);
  if (!written) return std::unexpected(Refused(written.error()));
  if (parts)
    if (const auto parted = part(house, pen, holder, opened); !parted) return std::unexpected(Refused(parted.error()));
  if (!later)
    if (const auto settled = pen.settle(); !settled) return std::unexpected(Refused(settled.error()));
  if (std::holds_alternative<care::OpenFile>(command))
    if (const auto told = tell_terms(house, pen, holder, facts, opened); !told) return std::unexpected(Refused(told.error()));
  pen.finish(batch);
  // A link that counts no more has left nothing: its card goes, so that its page says so and takes no answer.
  for (const auto& [link, made] : links)
    if (!opened.file.course.measure_links.contains(link))
      batch.sides_gone.push_back({ledger::SideKind::card, link.bytes});
  if (!events->empty() && !later)
    if (const auto told = draft_safeguarding(house, holder, who, opened, batch); !told)
      return std::unexpected(Refused(told.error()));
  return std::move(*events);
}

std::expected<LogId, Refused> draft_new(const House& house, Keyholder& holder, const Acting& who,
                                        care::OpenFile command, ledger::Batch& batch, OpenedFile* out) {
  OpenedFile opened;
  const auto cards = house.cards->cards(*house.store);
  const auto last = house.store->last_checkpoint();
  if (!cards) return std::unexpected(Refused(cards.error()));
  if (!last) return std::unexpected(Refused(last.error()));
  opened.cards = *cards;
  if (*last) opened.checkpoint = (*last)->hash();
  command.course = vault::random_id<LogId>();
  opened.file.id = command.course;
  opened.course.head.log = command.course;
  const LogId id = command.course;
  const auto drafted = draft_act(house, holder, who, opened, care::Command(std::move(command)), batch);
  if (!drafted) return std::unexpected(drafted.error());
  if (out != nullptr) *out = std::move(opened);
  return id;
}

Result<void> draft_safeguarding(const House& house, Keyholder& holder, const Acting& who, OpenedFile& opened,
                                ledger::Batch& batch) {
  if (who.facts.name.empty()) return {};  // a client, who knows it from the file alone
  TRY(draft_parting(house, holder, who, opened, batch));
  const ledger::Cards nobody;
  Pen pen(house, holder, opened, nobody);
  TRY(write_all(pen, holder, opened, answers(house, holder, who.facts, opened, care::TellSafeguarding{})));
  pen.finish(batch);
  return {};
}

Result<void> draft_terms(const House& house, Keyholder& holder, const Acting& who, OpenedFile& opened, ledger::Batch& batch) {
  opened.gone = who.gone;
  const ledger::Cards nobody;
  Pen pen(house, holder, opened, nobody);
  TRY(tell_terms(house, pen, holder, who.facts, opened));
  pen.finish(batch);
  return {};
}

bool would_part(const House& house, Keyholder& holder, const OpenedFile& opened) {
  return !partings(house, holder, opened).empty();
}

Result<void> draft_parting(const House& house, Keyholder& holder, const Acting& who, OpenedFile& opened, ledger::Batch& batch) {
  opened.gone = who.gone;
  const ledger::Cards nobody;
  Pen pen(house, holder, opened, nobody);
  TRY(part(house, pen, holder, opened));
  pen.finish(batch);
  return {};
}

Result<bool> draft_key_changes(const House& house, Keyholder& holder, const Acting& who, OpenedFile& opened,
                               ledger::Batch& batch, const ledger::Cards& newcomers) {
  opened.gone = who.gone;
  Pen pen(house, holder, opened, newcomers);
  const bool changed = TRY(pen.settle());
  pen.finish(batch);
  return changed;
}

Result<void> draft_event(const House& house, Keyholder& holder, OpenedFile& opened, const vault::Pair& author,
                         const care::Event& event, ledger::Batch& batch) {
  const ledger::Cards nobody;
  Pen pen(house, holder, opened, nobody);
  TRY(pen.write(author, event));
  pen.finish(batch);
  return {};
}

}  // namespace trefoil::practice
