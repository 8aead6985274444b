#include "care/decide.h"

#include <algorithm>

#include "base/text.h"
#include "care/decide_parts.h"
#include "care/parting.h"

namespace trefoil::care {

namespace {
constexpr std::size_t kLongestText = 100'000;  // characters

// Of what can be written without one.
bool has_reason(const Body& body) {
  const auto* left = std::get_if<Left>(&body);
  const auto* asked = std::get_if<ErasureAsked>(&body);
  return (left != nullptr && !left->reason.empty()) || (asked != nullptr && !asked->reason.empty());
}

std::optional<Refusal> refusal(std::string_view rule) { return Refusal{{reason(rule)}}; }

// Who acts, in this file, now.
Answer<const Member*> acting(const File& file, const Actor& actor) {
  const Member* self = file.member(actor.person);
  if (self == nullptr || !self->active)
    return refuse("not-in-circle", "You are not in this file's circle.",
                  has_parted(file, actor.person) ? "The work has ended: what is still to be said goes through the therapist."
                                                 : "Ask its practitioner or therapist to add you, if you should be.");
  if (self->keys.empty() || self->keys.back() != actor.key) return refuse("key-current");
  if (!may_hold(file.circle, Room{}, actor.person))
    return refuse("room-holder",
                  "You are in the circle, but no release covers you yet, so you can't read or write here.",
                  "Ask for the client's release to cover you.");
  return self;
}
}  // namespace

void Draft::need(const Room& room) {
  const auto is_added = [&](const Event& event) {
    const auto* added = std::get_if<RoomAdded>(&event.body);
    return added != nullptr && added->room == room;
  };
  const bool opening = file.founder.is_zero();
  const bool there = file.rooms.contains(room);
  const bool anew = there && facts.shut.contains(room) && may_hold(file.circle, room, actor.person);
  if (!opening && (!there || anew) && std::none_of(events_.begin(), events_.end(), is_added)) {
    const LogId log = room.kind == RoomKind::access ? file.access : lies_apart(room) ? fresh.log() : file.id;
    events_.push_back({fresh.entry(), at_, Room{}, RoomAdded{room, fresh.room(), log, anew}});
  }
}

EntryId Draft::add(const Room& room, Body body) {
  return add(fresh.entry(), room, std::move(body));
}

EntryId Draft::add(EntryId id, const Room& room, Body body) {
  need(room);
  events_.push_back({id, at_, room, std::move(body)});
  return events_.back().id;
}

std::optional<Refusal> check_text(std::string& text) {
  text = base::clean(text);
  if (base::trim(text).empty()) return refusal("text-empty");
  return check_reason(text);
}

std::optional<Refusal> check_reason(std::string& text) {
  text = base::clean(text);
  if (!base::is_utf8(text)) return refusal("text-unreadable");
  if (base::characters(text) > kLongestText) return refusal("text-too-long");
  return std::nullopt;
}

Answer<std::vector<Event>> decide(const File& file, const PracticeFacts& facts, const Actor& actor,
                                  const Command& command, Instant now, Fresh& fresh) {
  if (const auto* open = std::get_if<OpenFile>(&command)) {
    Draft draft(file, facts, actor, nullptr, now, fresh);
    return decide_open(draft, *open);
  }
  if (file.founder.is_zero()) return refuse("file-begun");
  // That a file was read is noted all the same: it lies apart from what the newer program wrote.
  // And a stop is taken whatever else is wrong.
  if (file.newer && !stops(command) && !std::holds_alternative<NoteReading>(command)) return refuse("newer-program");
  const auto self = acting(file, actor);
  if (!self) return std::unexpected(self.error());
  Draft draft(file, facts, actor, *self, now, fresh);
  auto events = std::visit(
      [&]<class C>(const C& part) -> Answer<Events> {
        if constexpr (std::is_same_v<C, OpenFile>)
          return refuse("file-empty");
        else
          return decide_part(draft, part);
      },
      command);
  if (!events) return events;
  std::optional<File> ended;  // what follows an ending in one command comes after it
  for (const Event& event : *events) {
    if (const auto rule = check_after_ending(ended ? *ended : file, event, (*self)->role))
      return refuse(*rule, {}, has_reason(event.body) ? "Leave the reason out: the client would read it." : std::string());
    const auto* in_course = std::get_if<InCourse>(&event.body);
    if (in_course == nullptr || !std::holds_alternative<course::Closed>(in_course->body)) continue;
    ended = file;
    ended->course.closing.closed = true;
  }
  return events;
}

bool stops(const Command& command) {
  const auto* record = std::get_if<Record>(&command);
  return record != nullptr && record->notes.empty() && std::ranges::all_of(record->wishes, [](const course::Body& wish) {
           return std::holds_alternative<course::Held>(wish) || std::holds_alternative<course::SessionStopped>(wish);
         });
}

}  // namespace trefoil::care
