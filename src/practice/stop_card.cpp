#include "practice/stop_card.h"

#include "codec/event_json.h"
#include "practice/files_draft.h"
#include "practice/link.h"

namespace trefoil::practice {

namespace {
// Of this file alone: in another one the same code is no card.
vault::Pair pair_of(vault::Arena& arena, vault::Key secret, LogId file) {
  return link_pair(arena, "trefoil stop card v1", View(secret), file);
}

std::unexpected<Error> no_card() {
  return fail(Fault::not_found, "This is not the code of a card that counts here.", "code",
              kNoCardMend);
}

// Said already, and nothing has happened since: a card that is pressed again and again fills no disk.
Result<bool> is_newest(const House& house, const LinkDoor& door, LogId file, KeyId card) {
  bool said = false;
  TRY(house.store->scan(file, door.log.head.length - 1, [&](const ledger::RowView& row) {
    const auto header = ledger::decode_header(row.header);
    said = header && header->mode == ledger::Mode::drop && header->author == card;
    return false;
  }));
  return said;
}
}  // namespace

std::expected<StopCard, Refused> make_stop_card(const House& house, Keyholder& holder, LogId file, PersonId client) {
  for (int attempt = 1;; ++attempt) {
    const auto who = acting(house, holder);
    if (!who) return pass(who.error());
    auto opened = open_file(house, holder, file);
    if (!opened) return pass(opened.error());
    auto bytes = vault::random_bytes(16);
    const auto code = vault::code_of(holder.arena, bytes);
    vault::wipe(bytes);
    const auto pair = pair_of(holder.arena, code.secret, file);
    const Day until = base::months_after(opened->file.moment(house.clock->now()).today, kStopCardMonths);
    ledger::Batch batch;
    batch.sides.push_back(link_card(pair, holder, until, opened->file.zone));
    const care::Record record{{course::StopCardMade{client, pair.card.id(), until}}};
    if (const auto drafted = draft_act(house, holder, *who, *opened, record, batch); !drafted)
      return std::unexpected(drafted.error());
    const auto done = house.store->commit(std::move(batch));
    if (done) return StopCard{code.shown, until};
    if (done.error().fault != Fault::stale || attempt == kTries) return pass(done.error());
  }
}

Result<void> stop_by_card(const House& house, LogId file, std::string_view code) {
  vault::Arena arena;
  const auto secret = vault::read_code(arena, code);
  if (!secret) return no_card();
  const auto pair = pair_of(arena, *secret, file);
  if (!TRY(link_counts(house, pair.card.id()))) return no_card();
  for (int attempt = 1;; ++attempt) {
    const auto door = TRY(link_door(house, file));
    if (!door) return no_card();
    const auto& room = door->log.rooms.at(door->shared);
    if (TRY(is_newest(house, *door, file, pair.card.id()))) return {};
    ledger::Hash checkpoint{};
    if (const auto last = TRY(house.store->last_checkpoint())) checkpoint = last->hash();
    ledger::Batch batch;
    batch.urgent = true;
    ledger::Draft draft(door->log.head, checkpoint);
    // Whose card it is stands in the file, which nobody reads here.
    const care::Event event{vault::random_id<EntryId>(), house.clock->now(), care::Room{},
                            care::in_course_now(course::Held{course::HoldKind::client_stop, {}, {}})};
    draft.drop(pair, door->shared, room.epoch, room.epochs.at(room.epoch).drop, base::view(codec::encode(event)));
    draft.take_into(batch);
    const auto done = house.store->commit(std::move(batch));
    if (done) return {};
    if (done.error().fault != Fault::stale || attempt == kStopTries) return std::unexpected(done.error());
  }
}

}  // namespace trefoil::practice
