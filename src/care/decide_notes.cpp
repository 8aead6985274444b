// What is written into a file: notes, corrections, scores, erasure, readings.
#include <algorithm>

#include "base/text.h"
#include "care/decide_parts.h"
#include "measure/series.h"

namespace trefoil::care {

std::optional<Refusal> check_target(const Draft& draft, const Room& room) {
  if (!takes_notes(room)) return Refusal{{reason("note-room")}};
  if (!may_hold(draft.file.circle, room, draft.actor.person)) return Refusal{{reason("room-holder")}};
  if (!is_written_by(room, draft.self->role)) return Refusal{{reason("client-shared")}};
  if (would_be_contact(draft.file, room, draft.self->role)) return Refusal{{reason("no-contact-after")}};
  return std::nullopt;
}

namespace {
// The note that a command speaks of: the actor's own, where they can still write, and not moved away. A correction
// stands for the note that it corrects.
Answer<const Item*> own_note(const Draft& draft, EntryId of, std::string_view doing) {
  const Item* item = draft.file.item(of);
  if (item != nullptr)
    if (const auto* corrected = std::get_if<Corrected>(&item->event.body))
      item = draft.file.item(corrected->of, item->event.room);
  if (item == nullptr) return refuse("entry-known");
  if (!std::holds_alternative<Noted>(item->event.body))
    return refuse("entry-known", "Only notes can be " + std::string(doing) + ".");
  if (item->author != draft.actor.person)
    return refuse("own-entry", "You can't have " + std::string(doing) + " what somebody else wrote.");
  if (!may_hold(draft.file.circle, item->event.room, draft.actor.person)) return refuse("room-holder");
  if (item->moved_to) return refuse("entry-moved");
  return item;
}

bool has_score(const File& file, const Scored& scored) {
  const auto series = file.series.find(scored.scale.name);
  if (scored.origin.empty() || series == file.series.end()) return false;
  if (std::find(series->second.scores.begin(), series->second.scores.end(), scored.score) ==
      series->second.scores.end())
    return false;
  return std::any_of(file.items.begin(), file.items.end(), [&](const Item& item) {
    const auto* had = std::get_if<Scored>(&item.event.body);
    return had != nullptr && had->origin == scored.origin && had->score == scored.score &&
           had->scale.name == scored.scale.name;
  });
}
}  // namespace

Answer<Events> decide_part(Draft& draft, const Write& command) {
  std::string text = command.text;
  if (auto refused = check_target(draft, command.room)) return std::unexpected(*refused);
  if (auto refused = check_text(text)) return std::unexpected(*refused);
  // Of another file: an entry of this one is moved by Move.
  if (command.moved_from && draft.file.item(*command.moved_from) != nullptr) return refuse("same-room");
  if (command.session && draft.file.course.session(*command.session) == nullptr) return refuse("session-known");
  draft.add(command.room, Noted{std::move(text), command.moved_from, {}, command.session,
                                command.session ? command.topic : Topic::none});
  return draft.take();
}

Answer<Events> decide_part(Draft& draft, const Correct& command) {
  std::string text = command.text;
  const auto note = own_note(draft, command.of, "corrected");
  if (!note) return std::unexpected(note.error());
  if (would_be_contact(draft.file, (*note)->event.room, draft.self->role)) return refuse("no-contact-after");
  if (auto refused = check_text(text)) return std::unexpected(*refused);
  draft.add((*note)->event.room, Corrected{(*note)->event.id, std::move(text)});
  return draft.take();
}

Answer<Events> decide_part(Draft& draft, const Move& command) {
  const auto note = own_note(draft, command.of, "moved");
  if (!note) return std::unexpected(note.error());
  if (auto refused = check_target(draft, command.to)) return std::unexpected(*refused);
  const Room from = (*note)->event.room;
  if (from == command.to) return refuse("same-room");
  const EntryId id = (*note)->event.id;
  draft.add(command.to, Noted{draft.file.text_of(**note), id, {}});
  draft.add(from, MovedAway{id, command.to.kind});
  return draft.take();
}

// What stays here names the kind of its own room: nothing is said of the other file.
Answer<Events> decide_part(Draft& draft, const MoveOut& command) {
  const auto note = own_note(draft, command.of, "moved");
  if (!note) return std::unexpected(note.error());
  const Room from = (*note)->event.room;
  draft.add(from, MovedAway{(*note)->event.id, from.kind});
  return draft.take();
}

Answer<Events> decide_part(Draft& draft, const Share& command) {
  const auto note = own_note(draft, command.of, "shared");
  if (!note) return std::unexpected(note.error());
  if (auto refused = check_target(draft, command.to)) return std::unexpected(*refused);
  const Room from = (*note)->event.room;
  if (from == command.to) return refuse("same-room");
  for (PersonId reader : holders(draft.file.circle, from))
    if (!may_hold(draft.file.circle, command.to, reader)) return refuse("narrower-to-wider");
  draft.add(command.to, Noted{draft.file.text_of(**note), {}, (*note)->event.id});
  return draft.take();
}

Answer<Events> decide_part(Draft& draft, const AddScores& command) {
  Refusal refusal;
  for (const Scored& scored : command.scores) {
    if (const auto usable = measure::check(scored.scale, scored.score); !usable) {
      refusal.reasons.push_back(reason("score-valid", usable.error().what, usable.error().mend));
      if (refusal.reasons.size() == 20) break;  // as many as anybody reads
    }
  }
  if (!refusal.reasons.empty()) return std::unexpected(std::move(refusal));
  // The same file imported twice adds nothing.
  for (const Scored& scored : command.scores)
    if (!has_score(draft.file, scored)) draft.add(Room{}, scored);
  return draft.take();
}

Answer<Events> decide_part(Draft& draft, const AskErasure& command) {
  std::string why = command.reason;
  if (auto refused = check_reason(why)) return std::unexpected(*refused);
  if (auto rule = check_ask_erasure(draft.file, draft.actor.person, *draft.self))
    return refuse(*rule, "Erasing this file was asked for already.",
                  "Somebody else can confirm it; anybody can take it back.");
  draft.add(Room{}, ErasureAsked{draft.actor.person, std::move(why), base::local_day(draft.now, draft.facts.zone),
                                 command.seals});
  return draft.take();
}

Answer<Events> decide_part(Draft& draft, const WithdrawErasure&) {
  if (auto rule = check_withdraw_erasure(draft.file))
    return refuse(*rule, "Nobody has asked to erase this file.", "There is nothing to take back.");
  draft.add(Room{}, ErasureWithdrawn{});
  return draft.take();
}

Answer<Events> decide_part(Draft& draft, const ConfirmErasure&) {
  const auto& asked = draft.file.erasure;
  if (!asked)
    return refuse("erasure-asked", "Nobody has asked to erase this file.", "Ask for it; somebody else then confirms.");
  if (asked->by == draft.actor.person) return refuse("erasure-two-people");
  const Member* asker = draft.file.member(asked->by);
  const bool answered_for = is_professional(draft.self->role) || (asker != nullptr && is_professional(asker->role));
  if (!answered_for) return refuse("erasure-professional");
  return Events{};
}

Answer<Events> decide_part(Draft& draft, const NoteReading&) {
  const PersonId by = draft.actor.person;
  const Room room = draft.self->role == Role::client ? Room{RoomKind::own, by} : Room{RoomKind::access, {}};
  if (draft.file.newer && !draft.file.rooms.contains(room)) return refuse("newer-program");
  draft.add(room, FileRead{by});
  return draft.take();
}

}  // namespace trefoil::care
