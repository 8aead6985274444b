#include "web/file_models.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "care/rules.h"

namespace trefoil::web {

Instant OneFile::last_entry() const {
  Instant last = file().opened_at;
  for (const auto& item : file().items) last = std::max(last, item.event.at);
  return last;
}

std::optional<LogId> file_asked(const Ask& ask) { return LogId::parse(ask.captures.at(0)); }

Result<OneFile> open_one(Ask& ask) {
  const auto id = file_asked(ask);
  if (!id) return fail(Fault::not_found, "There is no such file, or you hold no key to it.");
  return open_other(ask, *id);
}

Result<OneFile> open_other(Ask& ask, LogId id) {
  OneFile one;
  one.opened = TRY(practice::open_file(ask.house(), ask.holder(), id));
  one.roster = *TRY(ask.roster());
  one.zone = one.file().zone.empty() ? one.roster.zone : one.file().zone;
  one.now = ask.house().clock->now();
  one.reader = ask.holder().person;
  one.instruments = &ask.services.instruments;
  return one;
}

bool note_reading(Ask& ask, const practice::OpenedFile& opened) {
  const LogId file = opened.file.id;
  const auto* self = opened.file.member(ask.holder().person);
  if (self == nullptr || !self->active) return false;
  const bool parts = practice::would_part(ask.house(), ask.holder(), opened);
  const bool first = ask.services.sign_ins.first_reading(ask.cookie, file);
  if (!first && !parts) return false;
  if (practice::record_reading(ask.house(), ask.holder(), opened)) return parts;
  // A full disk refuses writes and keeps reading: the page is shown, and whoever runs the machine hears of it.
  ask.services.sign_ins.forget_reading(ask.cookie, file);
  if (ask.services.options.report) ask.services.options.report("fault", "a reading could not be noted");
  return false;
}

Result<OneFile> open_to_read(Ask& ask) {
  auto one = TRY(open_one(ask));
  if (note_reading(ask, one.opened)) return open_one(ask);  // as it stands now
  return one;
}

void set_name(View& model, const OneFile& one) {
  model.set("id", one.id());
  model.set("code", one.file().code);
  model.set("initials", one.file().display_name());
  model.set("full_name", one.file().full_name());
}

std::string sentence_case(std::string words) {
  if (!words.empty() && words[0] >= 'a' && words[0] <= 'z') words[0] = static_cast<char>(words[0] - 'a' + 'A');
  return words;
}

std::string counted(std::size_t count, std::string_view one, std::string_view many) {
  static constexpr std::string_view kWords[] = {"no",  "one", "two",   "three", "four", "five",
                                                "six", "seven", "eight", "nine",  "ten"};
  const auto words = count == 1 ? one : many;
  return count < std::size(kWords) ? fmt::format("{} {}", kWords[count], words) : fmt::format("{} {}", count, words);
}

std::string joined(const std::vector<std::string>& parts, std::string_view between) {
  return fmt::format("{}", fmt::join(parts, between));
}

std::string next_try_words(std::int64_t ms) {
  return fmt::format("Several tries did not fit. The next one is looked at in {}.",
                     counted(static_cast<std::size_t>((ms + 999) / 1000), "second", "seconds"));
}

View contact_model(const care::File& file, PersonId client) {
  for (const auto& one : file.clients)
    if (one.person == client && (!one.contact.may.empty() || !one.contact.may_not.empty()))
      return View::object({{"name", one.chosen_name.empty() ? one.legal_name : one.chosen_name},
                           {"may", joined(one.contact.may, "; ")},
                           {"may_not", joined(one.contact.may_not, "; ")}});
  return View(false);
}

std::string initials_of(const care::File& file, const care::Member& member) {
  care::File alone;  // the same rule as for the whole file's name
  for (const auto& client : file.clients)
    if (client.person == member.person) alone.clients.push_back(client);
  return alone.clients.empty() ? member.name : alone.display_name();
}

// --- rooms ---

std::string room_value(const care::Room& room) {
  std::string value(care::name(room.kind));
  if (!room.person.is_zero()) value += "." + room.person.str();
  return value;
}

std::optional<care::Room> parse_room(std::string_view value) {
  const auto dot = value.find('.');
  const auto kind = care::parse_room_kind(value.substr(0, dot));
  if (!kind) return std::nullopt;
  if (dot == value.npos) return care::Room{*kind, {}};
  const auto person = PersonId::parse(value.substr(dot + 1));
  if (!person) return std::nullopt;
  return care::Room{*kind, *person};
}

std::string room_label(const care::File& file, const care::Room& room, PersonId reader) {
  const auto* member = file.member(room.person);
  const bool mine = room.person == reader;
  const std::string whose = member != nullptr && !member->name.empty() ? member->name : "somebody";
  switch (room.kind) {
    case care::RoomKind::shared:
      return "Everyone in the circle";
    case care::RoomKind::clinical:
      return "Between professionals";
    case care::RoomKind::therapy:
      return mine ? "To my therapist" : whose + " with the therapist";
    case care::RoomKind::health:
      return mine ? "My health" : "Health of " + whose;
    case care::RoomKind::process:
      return mine ? "My process notes" : "Process notes of " + whose;
    case care::RoomKind::own:
      return mine ? "For myself" : "What " + whose + " keeps alone";
    case care::RoomKind::access:
      return "Who opened the file";
    default:
      return "Elsewhere";
  }
}

View rooms_model(const OneFile& one, const std::vector<care::Room>& rooms, std::string_view chosen) {
  View out = View::list();
  const auto& circle = one.file().circle;
  const bool therapist = std::any_of(circle.begin(), circle.end(), [](const care::Member& member) {
    return member.active && member.role == care::Role::therapist;
  });
  for (const auto& room : rooms) {
    const auto value = room_value(room);
    std::string more;
    if (care::holders(circle, room).size() == 1)
      more = room.kind == care::RoomKind::therapy || room.kind == care::RoomKind::health
                 ? (therapist ? "" : "There is no therapist in the circle yet. One who joins can read it then.")
                 : "If you lose your passphrase and your recovery code, it is gone.";
    // What the law calls for is not decided by keys (UK GDPR art. 15; 45 CFR 164.501).
    if (room.kind == care::RoomKind::process)
      more += " In some countries, the United Kingdom among them, the client can still ask for a copy by law.";
    out.add(View::object({{"value", value},
                          {"label", room_label(one.file(), room, one.reader)},
                          {"readers", sentence_case(care::renamed(one.names(), care::readers_in_words(circle, room, one.reader)))},
                          {"more", more},
                          {"chosen", value == chosen}}));
  }
  return out;
}

std::vector<care::Room> rooms_of_circle(const care::File& file) {
  using Kind = care::RoomKind;
  std::vector<care::Room> rooms{{Kind::shared, {}}, {Kind::clinical, {}}};
  const auto each = [&](Kind kind, auto&& wanted) {
    for (const auto& member : file.circle)
      if (member.active && wanted(member.role)) rooms.push_back({kind, member.person});
  };
  const auto client = [](care::Role role) { return role == care::Role::client; };
  each(Kind::therapy, client);
  each(Kind::health, [&](care::Role role) { return client(role) || role == care::Role::practitioner; });
  each(Kind::process, [&](care::Role role) { return !client(role); });
  each(Kind::own, client);
  return rooms;
}

std::string could_read(const OneFile& one, const care::Member& member) {
  // As if they were in the circle: the rule of care, asked of them as they were.
  auto circle = one.file().circle;
  for (auto& other : circle)
    if (other.person == member.person) other.active = other.since == member.since;
  std::vector<std::string> labels;
  for (const auto& [room, place] : one.file().rooms)
    if (room.kind != care::RoomKind::access && care::may_hold(circle, room, member.person))
      labels.push_back(room_label(one.file(), room, one.reader));
  return labels.empty() ? "nothing" : joined(labels, "; ");
}

std::vector<care::Room> rooms_to_write(const OneFile& one) {
  if (!one.may_act()) return {};
  auto rooms = care::writable_rooms(one.file(), one.reader);
  // A client is not offered a room for health before there is one: what is kept there is asked for first.
  if (one.self()->role == care::Role::client)
    std::erase_if(rooms, [&](const care::Room& room) {
      return room.kind == care::RoomKind::health && !one.file().rooms.contains(room);
    });
  return rooms;
}

std::vector<care::Room> share_targets(const OneFile& one, const care::Item& item) {
  const auto& circle = one.file().circle;
  auto rooms = rooms_to_write(one);
  const auto now = care::holders(circle, item.event.room);
  std::erase_if(rooms, [&](const care::Room& room) {
    return room == item.event.room ||
           !std::all_of(now.begin(), now.end(), [&](PersonId person) { return care::may_hold(circle, room, person); });
  });
  return rooms;
}

// --- parts of pages ---

namespace {
// What the client's release means for a mentor now; how long it runs, the client's paper says.
std::string release_words(const care::Member& member) {
  if (member.role != care::Role::mentor) return {};
  return member.released
             ? "Covered by the client's release. When it is taken back or runs out, take them out: new keys begin at "
               "once."
             : "No release of the client covers them, so they read nothing. When one does: take them out, and put them "
               "in again with it.";
}

// How somebody stands to their keys. A client's last change of keys is their own acceptance, or still an invitation.
std::pair<std::string, std::string> keys_of(const OneFile& one, const care::Member& member) {
  using Standing = practice::PersonEntry::Standing;
  if (!care::may_hold(one.file().circle, {}, member.person)) return {"reads nothing yet", "plain"};
  if (const auto* entry = one.roster.person(member.person)) {
    if (entry->standing == Standing::invited) return {"invited, not yet here", "wait"};
    if (entry->standing == Standing::removed) return {"left the practice", "stop"};
    const bool same = !member.keys.empty() && member.keys.back() == entry->key;
    return same ? std::pair("has keys", "ok") : std::pair("waits for keys", "wait");
  }
  if (member.keys.empty()) return {"no keys yet", "wait"};
  PersonId changed_by = member.person;
  for (const auto& item : one.file().items)
    if (const auto* changed = std::get_if<care::KeyChanged>(&item.event.body);
        changed != nullptr && changed->person == member.person)
      changed_by = item.author;
  return changed_by == member.person ? std::pair("has keys", "ok") : std::pair("invited, not yet here", "wait");
}
// The same for a client, who need not know that reading takes a key.
std::string keys_to_client(const std::string& keys) {
  if (keys == "has keys") return "can read";
  if (keys == "waits for keys") return "can't read yet";
  return keys == "no keys yet" ? "no sign-in yet" : keys;
}
}  // namespace

View people_model(const OneFile& one) {
  View out = View::list();
  const auto& circle = one.file().circle;
  const auto clients = std::count_if(circle.begin(), circle.end(), [](const care::Member& member) {
    return member.active && member.role == care::Role::client;
  });
  const bool professional = one.here() && care::is_professional(one.self()->role);
  for (const auto& member : circle) {
    if (!member.active) continue;
    const auto [keys, tone] = keys_of(one, member);
    const bool to_client = one.self() != nullptr && one.self()->role == care::Role::client;
    const bool only_client = member.role == care::Role::client && clients == 1;
    out.add(View::object({{"person", member.person.str()},
                          {"name", member.name},
                          {"does", care::role_words(one.names(), {member.role})},
                          {"since", base::in_words(base::local_day(member.since, one.zone))},
                          {"keys", to_client ? keys_to_client(keys) : keys},
                          {"tone", tone},
                          {"removable", professional && one.may_act() && !only_client &&
                                            !(one.over() && (member.role == care::Role::client || member.role == care::Role::therapist))},
                          {"release", release_words(member)},
                          {"after", "Until now " + member.name + " could read: " + could_read(one, member) + "."}}));
  }
  return out;
}

View readers_model(const OneFile& one) {
  View out = View::list();
  for (const auto& room : rooms_of_circle(one.file()))
    out.add(View::object({{"label", room_label(one.file(), room, one.reader)},
                          {"readers", sentence_case(one.readers(room, one.reader))}}));
  return out;
}

View readings_model(const OneFile& one) {
  View out = View::list();
  for (const auto& reading : practice::readings(one.opened)) {
    const auto* member = one.file().member(reading.person);
    out.add(View::object({{"when", one.when(reading.at)},
                          {"name", reading.person == one.reader ? "You" : reading.name},
                          {"more", member != nullptr ? care::role_words(one.names(), {member->role}) : std::string()}}));
  }
  return out;
}

View includes_model(const OneFile& one) {
  View out = View::list();
  std::map<care::Room, std::size_t> entries;
  for (const auto& item : one.file().items) ++entries[item.event.room];
  const auto add = [&](std::string text) { out.add(View::object({{"text", std::move(text)}})); };
  if (!one.file().clients.empty()) add("Names, and how they may be contacted");
  for (const auto& [room, count] : entries)
    add(room_label(one.file(), room, one.reader) + ": " + counted(count, "entry", "entries"));
  for (const auto& [name, series] : one.file().series)
    add(name + ": " + counted(series.scores.size(), "score", "scores"));
  return out;
}

// --- refusals of a form ---

int status_of(const practice::Refused& refused) {
  if (const auto* error = std::get_if<Error>(&refused)) return status_of(error->fault);
  for (const auto& reason : std::get<care::Refusal>(refused).reasons) {
    const auto* rule = care::find_rule(reason.rule);
    if (rule == nullptr || rule->kind == care::RuleKind::boundary) return 403;
    if (rule->kind == care::RuleKind::gate) return 409;
  }
  return 422;  // what can't be expressed: the form has to be put right
}

View problem_of(const Ask& ask, const practice::Refused& refused,
                const std::function<std::string(std::string_view rule)>& anchor) {
  if (const auto* error = std::get_if<Error>(&refused)) return problem_of(*error);
  const auto& reasons = std::get<care::Refusal>(refused).reasons;
  View items = View::list();
  for (const auto& reason : reasons) {
    View mends = View::list();
    if (const auto link = where_mended(ask, reason.rule); link && link->href != ask.request.path)
      mends.add(View::object({{"href", link->href}, {"text", link->text}}));
    std::string text = joined({reason.what, reason.why, reason.mend}, " ");
    if (const auto who = who_mends(reason.who); !who.empty()) text += " " + who;
    items.add(View::object({{"anchor", anchor(reason.rule)}, {"text", text}, {"mends", std::move(mends)}}));
  }
  return View::object({{"lead", reasons.size() == 1 ? "One thing is in the way." : "Some things are in the way."},
                       {"items", std::move(items)},
                       {"at_passphrase", ""}});
}

bool is_not_found(const practice::Refused& refused) {
  const auto* error = std::get_if<Error>(&refused);
  return error != nullptr && error->fault == Fault::not_found;
}

Result<void> passphrase_given(Ask& ask, std::string_view field) {
  const auto account = base::fold(ask.present.name);
  if (const auto ms = ask.services.throttle.wait(account, ask.request.peer); ms > 0)
    return fail(Fault::busy, next_try_words(ms), std::string(field), "Nothing is locked for good.");
  auto confirmed = practice::confirm(ask.house(), ask.holder(), ask.field(field));
  if (confirmed) {
    ask.services.throttle.succeeded(account, ask.request.peer);
    return {};
  }
  if (confirmed.error().fault == Fault::refused) ask.services.throttle.failed(account, ask.request.peer);
  confirmed.error().place = field;
  return confirmed;
}

int passphrase_status(const Error& error) { return error.fault == Fault::busy ? 429 : status_of(error.fault); }

}  // namespace trefoil::web
