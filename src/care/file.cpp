#include "care/file.h"

#include <algorithm>

#include "base/text.h"

namespace trefoil::care {

namespace {
// The first character, in upper case where it is ASCII, with its full stop.
std::string initial(std::string_view word) {
  std::size_t length = 1;
  while (length < word.size() && (static_cast<unsigned char>(word[length]) & 0xc0) == 0x80) ++length;
  std::string out(word.substr(0, length));
  if (out.size() == 1 && out[0] >= 'a' && out[0] <= 'z') out[0] = static_cast<char>(out[0] - 'a' + 'A');
  return out + ".";
}

struct Name {
  std::string given, family;  // first and last word; no family where there is one word
};
Name parts(const std::string& name) {
  std::vector<std::string> words;
  for (const std::string& word : base::split(base::trim(name), ' '))
    if (!base::trim(word).empty()) words.push_back(base::trim(word));
  if (words.empty()) return {};
  return {words.front(), words.size() > 1 ? words.back() : std::string()};
}

const std::string& called(const Identity& client) {
  return base::trim(client.chosen_name).empty() ? client.legal_name : client.chosen_name;
}

std::string initials(const Name& name) {
  return name.family.empty() ? initial(name.given) : initial(name.given) + " " + initial(name.family);
}
}  // namespace

const Member* File::member(PersonId person) const {
  const Member* past = nullptr;
  for (const Member& candidate : circle) {
    if (candidate.person != person) continue;
    if (candidate.active) return &candidate;
    past = &candidate;
  }
  return past;
}

const Member* File::owner_of(KeyId key) const {
  if (key.is_zero()) return nullptr;
  for (const Member& candidate : circle)
    if (std::find(candidate.keys.begin(), candidate.keys.end(), key) != candidate.keys.end())
      return member(candidate.person);
  return nullptr;
}

const Item* File::item(EntryId wanted) const {
  // The smallest index: of two with the same id, the one that was read first.
  const Item* found = nullptr;
  for (auto [from, to] = index.equal_range(wanted); from != to; ++from)
    if (found == nullptr || &items[from->second] < found) found = &items[from->second];
  return found;
}

const Item* File::item(EntryId wanted, const Room& room) const {
  for (auto [from, to] = index.equal_range(wanted); from != to; ++from)
    if (items[from->second].event.room == room) return &items[from->second];
  return nullptr;
}

const std::string& File::text_of(const Item& note) const {
  static const std::string none;
  if (!note.corrections.empty())
    if (const auto* corrected = std::get_if<Corrected>(&items[note.corrections.back()].event.body))
      return corrected->text;
  if (const auto* noted = std::get_if<Noted>(&note.event.body)) return noted->text;
  if (const auto* corrected = std::get_if<Corrected>(&note.event.body)) return corrected->text;
  return none;
}

std::string File::display_name() const {
  std::vector<Name> names;
  for (const Identity& client : clients)
    if (Name name = parts(called(client)); !name.given.empty()) names.push_back(std::move(name));
  if (names.empty()) return code;
  if (names.size() == 2 && !names[0].family.empty() && base::fold(names[0].family) == base::fold(names[1].family))
    return initial(names[0].given) + " and " + initials(names[1]);
  std::string out = initials(names[0]);
  for (std::size_t i = 1; i < names.size(); ++i) out += (i + 1 == names.size() ? " and " : ", ") + initials(names[i]);
  return out;
}

std::string File::full_name() const {
  std::vector<std::string> names;
  for (const Identity& client : clients)
    if (std::string name = base::trim(called(client)); !name.empty()) names.push_back(std::move(name));
  if (names.empty()) return code;
  std::string out = names[0];
  for (std::size_t i = 1; i < names.size(); ++i) out += (i + 1 == names.size() ? " and " : ", ") + names[i];
  return out;
}

course::Circle File::seats() const {
  course::Circle out;
  const auto part = [](Role role) -> std::optional<course::Part> {
    if (role == Role::client) return course::Part::client;
    if (role == Role::practitioner) return course::Part::practitioner;
    if (role == Role::therapist) return course::Part::therapist;
    if (role == Role::mentor) return course::Part::mentor;
    return std::nullopt;
  };
  for (const Member& one : circle) {
    const auto as = part(one.role);
    if (!one.active || !as) continue;
    course::Seat seat{one.person, *as, one.since, {}};
    for (const Identity& client : clients)
      if (client.person == one.person) seat.birth = client.birth;
    out.seats.push_back(seat);
  }
  out.led = !safeguarding.leads.empty();
  return out;
}

bool File::is_told_lead(PersonId person) const {
  return std::ranges::any_of(safeguarding.leads, [&](const Lead& lead) { return lead.person == person; });
}

std::string_view told_as(const Event& event) {
  const auto* in_course = std::get_if<InCourse>(&event.body);
  if (in_course == nullptr) return {};
  const auto* held = std::get_if<course::Held>(&in_course->body);
  const auto* resumed = std::get_if<course::Resumed>(&in_course->body);
  const auto* taken = std::get_if<course::MeasureTaken>(&in_course->body);
  if (taken != nullptr && taken->by_link) return "the link";
  if (held != nullptr && held->by_card) return "the stop card";
  if (held != nullptr && held->kind == course::HoldKind::practice_pause) return "the practice";
  if (resumed != nullptr && resumed->kind == course::HoldKind::practice_pause) return "the practice";
  return {};
}

course::Moment File::moment(Instant at) const {
  return {.at = at, .today = base::local_day(at, zone), .newest = shared_at, .zone = zone};
}
course::Moment File::moment(Instant at, const InCourse& written) const {
  auto moment = File::moment(at);
  moment.revision = std::max(written.revision, revision);
  return moment;
}

std::optional<Room> File::room_of(RoomId wanted) const {
  for (const auto& [room, place] : rooms)
    if (place.id == wanted) return room;
  if (const auto before = rooms_before.find(wanted); before != rooms_before.end()) return before->second;
  return std::nullopt;
}

}  // namespace trefoil::care
