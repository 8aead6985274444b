#include "care/circle.h"

#include <algorithm>

#include "base/bytes.h"
#include "base/text.h"

namespace trefoil::care {

namespace {
bool is_triad_role(Role role) { return role == Role::client || role == Role::practitioner || role == Role::therapist; }
bool has_place_in_circle(Role role) { return is_triad_role(role) || role == Role::mentor; }

// A key is one person's for good, and one that was given up is never taken back.
bool is_someone_elses(const File& file, KeyId key, PersonId person) {
  return std::any_of(file.circle.begin(), file.circle.end(), [&](const Member& member) {
    return member.person != person && std::find(member.keys.begin(), member.keys.end(), key) != member.keys.end();
  });
}
bool was_given_up(const File& file, KeyId key, PersonId person) {
  const Member* member = file.member(person);
  if (member == nullptr || member->keys.empty() || member->keys.back() == key) return false;
  return std::find(member->keys.begin(), member->keys.end(), key) != member->keys.end();
}

bool answers_for_the_file(const File& file, const Member& member) {
  return member.active && is_professional(member.role) && !member.keys.empty() &&
         has_right(file.circle, member, Room{});
}

}  // namespace

bool has_therapist(const File& file, PersonId apart_from) {
  return std::any_of(file.circle.begin(), file.circle.end(), [&](const Member& one) {
    return one.active && one.role == Role::therapist && !one.keys.empty() && one.person != apart_from;
  });
}

InTheWay check_hand_out(const File& file, const Member* before, const Member& by) {
  const bool has_keys = before != nullptr && !before->keys.empty() && !before->keys.back().is_zero();
  if (by.role == Role::therapist) return std::nullopt;
  return by.role != Role::practitioner || (has_keys && has_therapist(file)) ? InTheWay("client-keys") : InTheWay();
}

namespace {
// As practice/erase.cpp writes them: a log, and a signature of 64 bytes.
bool is_seal(const std::string& line) {
  const auto words = base::split(line, ' ');
  const auto bytes = words.size() == 2 ? base::from_base32(words[1]) : std::nullopt;
  return LogId::parse(words.front()) && bytes && bytes->size() == 64;
}
}  // namespace

InTheWay check_add_room(const File& file, const RoomAdded& added, const Member& by) {
  if (!is_well_formed(added.room)) return "note-room";
  // Whoever may hold one of these may make it anew: nobody reads more by it than they would, and nothing is lost.
  const bool renewable = added.room.kind == RoomKind::therapy || added.room.kind == RoomKind::health;
  if (file.rooms.contains(added.room) != added.anew || (added.anew && !renewable)) return "room-known";
  if (added.id.is_zero() || file.room_of(added.id)) return "room-known";
  if (!has_right(file.circle, by, added.room)) return "room-holder";
  // Rooms that lie apart must not share the course's log, and course rooms must lie in it.
  if (added.log.is_zero()) return "room-known";
  if (added.room.kind == RoomKind::access) return added.log == file.access ? InTheWay() : "room-known";
  if (lies_apart(added.room)) {
    const bool taken = added.log == file.id || added.log == file.access ||
                       std::any_of(file.rooms.begin(), file.rooms.end(),
                                   [&](const auto& room) { return room.second.log == added.log; });
    return taken ? "room-known" : InTheWay();
  }
  return added.log == file.id ? InTheWay() : "room-known";
}

InTheWay check_join(const File& file, const Joined& joined, const Member& by) {
  if (!is_professional(by.role)) return "professional-only";
  if (joined.person.is_zero()) return "name-missing";
  if (!has_place_in_circle(joined.role)) return "circle-role";
  std::size_t clients = 0;
  for (const Member& member : file.circle) {
    if (member.person == joined.person) {
      if (member.active) return member.role == joined.role ? "already-in-circle" : "no-double-role";
      // Who was a client here never comes back as a professional, nor the other way round.
      if ((member.role == Role::client) != (joined.role == Role::client)) return "no-double-role";
    }
    if (member.active && member.role == Role::client) ++clients;
  }
  if (joined.role == Role::client && clients >= (file.couple ? 2u : 1u)) return "client-places";
  if (!joined.key.is_zero() &&
      (is_someone_elses(file, joined.key, joined.person) || was_given_up(file, joined.key, joined.person)))
    return "key-taken";
  return std::nullopt;
}

InTheWay check_joining_after(const File& file, const Joined& joined) {
  if (!file.course.closing.closed) return std::nullopt;
  // Nor does whoever was the practitioner come back as somebody else.
  const bool theirs = joined.role == Role::practitioner || std::ranges::any_of(file.circle, [&](const Member& member) {
    return member.person == joined.person && member.role == Role::practitioner;
  });
  return theirs ? InTheWay("no-contact-after") : InTheWay();
}

InTheWay check_joining_key(const File& file, const Joined& joined, const Member& by) {
  if (joined.role != Role::client || joined.key.is_zero() || by.person == joined.person) return std::nullopt;
  const Member* before = file.member(joined.person);
  const bool theirs = before != nullptr && !before->keys.empty() && before->keys.back() == joined.key;
  return theirs ? InTheWay() : check_hand_out(file, before, by);
}

InTheWay check_key_change(const File& file, const KeyChanged& changed, const Member& by) {
  const Member* member = file.member(changed.person);
  if (member == nullptr || !member->active) return "not-in-circle";
  if (by.person != changed.person && !is_professional(by.role)) return "professional-only";
  if (by.person != changed.person && member->role == Role::client)
    if (auto rule = check_hand_out(file, member, by)) return rule;
  if (changed.key.is_zero() || (!member->keys.empty() && member->keys.back() == changed.key)) return "key-taken";
  if (is_someone_elses(file, changed.key, changed.person) || was_given_up(file, changed.key, changed.person))
    return "key-taken";
  return std::nullopt;
}

InTheWay check_leave(const File& file, PersonId who, const Member& by) {
  const Member* member = file.member(who);
  if (member == nullptr || !member->active) return "not-in-circle";
  if (by.person != who && !is_professional(by.role)) return "professional-only";
  if (!answers_for_the_file(file, *member)) return std::nullopt;
  const auto left = std::count_if(file.circle.begin(), file.circle.end(),
                                  [&](const Member& other) { return answers_for_the_file(file, other); });
  return left <= 1 ? "last-professional" : InTheWay();
}

InTheWay check_describe(const File& file, PersonId client, const Member& by) {
  const Member* member = file.member(client);
  if (member == nullptr || !member->active || member->role != Role::client) return "describe-client";
  if (by.person != client && !is_professional(by.role)) return "describe-client";
  return std::nullopt;
}

InTheWay check_ask_erasure(const File& file, PersonId asker, const Member& by) {
  if (by.person != asker) return "not-in-circle";
  return file.erasure ? "erasure-asked" : InTheWay();
}

InTheWay check_withdraw_erasure(const File& file) { return file.erasure ? InTheWay() : "erasure-asked"; }

InTheWay check_ways(const PracticeTold& told, const Member& by) {
  if (!is_professional(by.role)) return "professional-only";
  if (told.ways.client_idle < 1 || told.ways.client_idle > 240) return "lock-minutes";
  return wrong_role_name(told.ways.names) ? InTheWay("role-names") : InTheWay();
}

InTheWay check_safeguarding(const File& file, const SafeguardingTold& told, const Member& by) {
  if (!is_professional(by.role)) return "professional-only";
  for (const Lead& lead : told.safeguarding.leads) {
    if (lead.person.is_zero() || lead.key.is_zero()) return "name-missing";
    if (file.member(lead.person) != nullptr || file.owner_of(lead.key) != nullptr) return "lead-apart";
  }
  return told.safeguarding.answer_days < 1 || told.safeguarding.answer_days > 60 ? InTheWay("answer-days") : InTheWay();
}

bool would_be_contact(const File& file, const Room& room, Role by) {
  return file.course.closing.closed && by == Role::practitioner && room.kind == RoomKind::shared;
}

namespace {
// What of the course the practitioner still writes after the ending: what ends or stops something, and what they owe.
struct CourseAfterEnding {
  bool operator()(const course::SessionCancelled&) const { return true; }
  bool operator()(const course::SessionMissed&) const { return true; }
  bool operator()(const course::SessionEnded&) const { return true; }
  bool operator()(const course::SessionStopped&) const { return true; }
  bool operator()(const course::ReportDelivered&) const { return true; }
  bool operator()(const course::ActivityAnswered& e) const { return e.answer != course::Answer::given; }
  bool operator()(const course::WentBack&) const { return true; }
  bool operator()(const course::Held&) const { return true; }
  bool operator()(const course::Resumed&) const { return true; }
  bool operator()(const course::ClosingFormGiven&) const { return true; }
  bool operator()(const course::ConflictsDeclared&) const { return true; }
  bool operator()(const course::PracticeAttested&) const { return true; }
  bool operator()(const course::HealthStated&) const { return true; }
  bool operator()(const course::Enquired&) const { return true; }
  template <class Any>
  bool operator()(const Any&) const {
    return false;
  }
};

// What the practitioner may still write into `shared` after the ending; whatever is not named here could carry words.
struct AfterEnding {
  const File& file;

  bool is_client(PersonId person) const {
    const Member* member = file.member(person);
    return member != nullptr && member->role == Role::client;
  }
  // Where nobody else is there to do it.
  bool is_alone() const { return !has_therapist(file); }

  bool operator()(const RoomAdded&) const { return true; }
  bool operator()(const KeyChanged& e) const { return !is_client(e.person); }
  bool operator()(const Joined& e) const { return e.role == Role::therapist && is_alone(); }
  bool operator()(const SafeguardingTold&) const { return is_alone(); }
  bool operator()(const PracticeTold&) const { return is_alone(); }
  bool operator()(const Left& e) const { return e.reason.empty() && !is_client(e.person); }
  bool operator()(const ErasureAsked& e) const { return e.reason.empty() && std::ranges::all_of(e.seals, is_seal); }
  bool operator()(const ErasureWithdrawn&) const { return true; }
  bool operator()(const MovedAway&) const { return true; }
  bool operator()(const InCourse& e) const { return std::visit(CourseAfterEnding{}, e.body); }
  bool operator()(const Unknown&) const { return true; }  // of which nothing is shown; the newer program judges it
  template <class Any>
  bool operator()(const Any&) const {
    return false;
  }
};
}  // namespace

InTheWay check_after_ending(const File& file, const Event& event, Role by) {
  if (!would_be_contact(file, event.room, by) || std::visit(AfterEnding{file}, event.body)) return std::nullopt;
  return "no-contact-after";
}

InTheWay check_read(const Room& room, PersonId reader, const Member& by) {
  if (by.person != reader) return "not-in-circle";
  return room.kind == (by.role == Role::client ? RoomKind::own : RoomKind::access) ? InTheWay() : "read-place";
}

InTheWay check_own_note(const File& file, const Room& room, EntryId of, const Member& by, std::size_t& found) {
  const Item* item = file.item(of, room);
  if (item == nullptr || !std::holds_alternative<Noted>(item->event.body)) return "entry-known";
  if (item->author != by.person) return "own-entry";
  if (item->moved_to) return "entry-moved";
  found = static_cast<std::size_t>(item - file.items.data());
  return std::nullopt;
}

}  // namespace trefoil::care
