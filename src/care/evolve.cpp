// Events into state. First the right to write each is looked at, without touching anything; then it is obeyed.
#include <algorithm>
#include <utility>

#include "care/circle.h"
#include "course/decide.h"
#include "measure/series.h"

namespace trefoil::care {

namespace {
const Room kShared{};

// Who wrote it, with the right to write in its room; else the rule in the way.
const Member* author(const File& file, const Event& event, KeyId key, InTheWay& in_the_way) {
  in_the_way = "not-in-circle";
  if (key.is_zero()) return nullptr;
  const bool apart = lies_apart(event.room);
  for (const Member& member : file.circle) {
    if (apart) {
      if (std::find(member.keys.begin(), member.keys.end(), key) == member.keys.end()) continue;
      if (!member.active && event.at > member.until) continue;
    } else {
      if (!member.active || std::find(member.keys.begin(), member.keys.end(), key) == member.keys.end()) continue;
      if (member.keys.back() != key) {
        in_the_way = "key-current";
        continue;
      }
    }
    if (has_right(file.circle, member, event.room)) {
      in_the_way.reset();
      return &member;
    }
    in_the_way = "room-holder";
  }
  return nullptr;
}

// The log's first entries: opened, the room that this lies in, and the founder themself.
InTheWay check_founding(const File& file, const Event& event, KeyId key) {
  if (event.room != kShared) return "room-holder";
  if (const auto* opened = std::get_if<FileOpened>(&event.body)) {
    if (!file.founder.is_zero()) return "file-empty";
    return key.is_zero() ? InTheWay("not-in-circle") : opened->code.empty() ? InTheWay("code-missing") : InTheWay();
  }
  if (file.founder.is_zero()) return "file-begun";
  if (key != file.founder) return "not-in-circle";
  if (const auto* added = std::get_if<RoomAdded>(&event.body)) {
    if (added->room != kShared || added->anew) return "room-holder";
    const bool misplaced = !file.id.is_zero() && added->log != file.id;
    return !file.rooms.empty() || added->id.is_zero() || added->log.is_zero() || misplaced ? "room-known" : InTheWay();
  }
  if (const auto* joined = std::get_if<Joined>(&event.body)) {
    if (joined->key != key || joined->person.is_zero()) return "not-in-circle";
    return joined->role == Role::practitioner || joined->role == Role::therapist ? InTheWay() : "circle-role";
  }
  return "not-in-circle";
}

struct Checker {
  const File& file;
  const Event& event;
  const Member& by;
  std::size_t& note;  // of a correction or a move: the note's index

  bool in_shared() const { return event.room == kShared; }
  // What was written before this was a rule stands: only a file that has seen its revision is judged by it.
  InTheWay after_ending() const {
    const auto* in_course = std::get_if<InCourse>(&event.body);
    const int revision = std::max(file.revision, in_course == nullptr ? 1 : in_course->revision);
    return revision >= 2 ? check_after_ending(file, event, by.role) : InTheWay();
  }
  bool repeated() const { return event.id.is_zero() || file.item(event.id, event.room) != nullptr; }

  InTheWay operator()(const FileOpened&) const { return "file-empty"; }
  InTheWay operator()(const RoomAdded& body) const {
    return in_shared() ? check_add_room(file, body, by) : InTheWay("room-holder");
  }
  InTheWay operator()(const ClientDescribed& body) const {
    return in_shared() ? check_describe(file, body.identity.person, by) : InTheWay("room-holder");
  }
  InTheWay operator()(const Joined& body) const {
    if (!in_shared()) return "room-holder";
    if (auto rule = check_join(file, body, by)) return rule;
    if (file.revision >= 3)
      if (auto rule = check_joining_after(file, body)) return rule;
    return file.revision >= 2 ? check_joining_key(file, body, by) : InTheWay();
  }
  InTheWay operator()(const KeyChanged& body) const {
    return in_shared() ? check_key_change(file, body, by) : InTheWay("room-holder");
  }
  InTheWay operator()(const Left& body) const {
    return in_shared() ? check_leave(file, body.person, by) : InTheWay("room-holder");
  }
  InTheWay operator()(const Scored& body) const {
    if (!in_shared()) return "room-holder";
    return measure::check(body.scale, body.score) ? InTheWay() : "score-valid";
  }
  InTheWay operator()(const ErasureAsked& body) const {
    return in_shared() ? check_ask_erasure(file, body.by, by) : InTheWay("room-holder");
  }
  InTheWay operator()(const ErasureWithdrawn&) const {
    return in_shared() ? check_withdraw_erasure(file) : InTheWay("room-holder");
  }
  // The gates are asked again here: a start that was written against one counts for nothing.
  InTheWay operator()(const InCourse& body) const {
    if (!in_shared()) return "room-holder";
    const auto found =
        course::check(course::rules(), file.course, file.seats(), body.body, by.person, file.moment(event.at, body));
    return found.empty() ? InTheWay() : InTheWay(found.front().rule);
  }
  InTheWay operator()(const Noted& body) const {
    if (!takes_notes(event.room)) return "note-room";
    for (const auto& from : {body.moved_from, body.shared_from}) {
      const Item* source = from ? file.item(*from) : nullptr;
      if (source != nullptr && source->author != by.person) return "own-entry";
    }
    return std::nullopt;
  }
  InTheWay operator()(const Answered& body) const { return check_answered(file, event.room, body, by); }
  InTheWay operator()(const AlertSeen& body) const { return check_alert_seen(file, event.room, body.of, by); }
  InTheWay operator()(const Corrected& body) const { return check_own_note(file, event.room, body.of, by, note); }
  InTheWay operator()(const MovedAway& body) const { return check_own_note(file, event.room, body.of, by, note); }
  InTheWay operator()(const FileRead& body) const { return check_read(event.room, body.by, by); }
  InTheWay operator()(const SafeguardingTold& body) const {
    return in_shared() ? check_safeguarding(file, body, by) : InTheWay("room-holder");
  }
  InTheWay operator()(const PracticeTold& body) const {
    return in_shared() ? check_ways(body, by) : InTheWay("room-holder");
  }
  InTheWay operator()(const Unknown&) const { return std::nullopt; }
};

struct Change {
  File& file;
  Instant at;
  PersonId by;
  EntryId id;
  std::size_t note = 0;
  std::size_t item = 0;  // the index that this event gets

  void operator()(const FileOpened& body) {
    file.code = body.code;
    file.imported = body.imported;
    file.couple = body.couple;
    file.access = body.access;
    file.practice = body.practice;
    file.zone = body.zone;
    file.opened_at = at;
  }
  void operator()(const RoomAdded& body) {
    if (const auto before = file.rooms.find(body.room); before != file.rooms.end()) {
      file.rooms_before.emplace(before->second.id, body.room);
      // The address of a link names the room as it was: nothing can be left by it any more, so it is over, and whoever
      // gave it is asked for another.
      if (file.revision >= 3)
        std::erase_if(file.course.measure_links, [&](const auto& link) {
          return link.second.used.ms == 0 && answers_room(file, link.second.person) == body.room;
        });
    }
    file.rooms.insert_or_assign(body.room, RoomPlace{body.id, body.log});
    if (body.room == kShared) file.id = body.log;
  }
  void operator()(const ClientDescribed& body) {
    // What they want to be called is what the circle calls them from now on.
    const Identity& told = body.identity;
    active(told.person)->name = told.chosen_name.empty() ? told.legal_name : told.chosen_name;
    for (Identity& client : file.clients)
      if (client.person == body.identity.person) {
        client = body.identity;
        return;
      }
    file.clients.push_back(body.identity);
  }
  void operator()(const Joined& body) {
    Member member{body.person, body.name, body.role, {}, true, body.released, at, {}};
    // Who comes back keeps the keys that they had before, so that what they wrote stays theirs.
    if (const Member* before = file.member(body.person)) member.keys = before->keys;
    if (!body.key.is_zero() && (member.keys.empty() || member.keys.back() != body.key)) member.keys.push_back(body.key);
    file.circle.push_back(std::move(member));
    // Whoever comes in takes no concerns about it any more.
    std::erase_if(file.safeguarding.leads, [&](const Lead& lead) { return lead.person == body.person; });
  }
  void operator()(const KeyChanged& body) { active(body.person)->keys.push_back(body.key); }
  void operator()(const Left& body) {
    Member* member = active(body.person);
    member->active = false;
    member->until = at;
  }
  void operator()(const Scored& body) {
    measure::Series& series = file.series[series_key(file, body)];
    series.scale = body.scale;
    series.scores.push_back(body.score);
    series.scores.back().error = measure::standard_error(body.scale);
  }
  void operator()(const ErasureAsked& body) { file.erasure = body; }
  void operator()(const ErasureWithdrawn&) { file.erasure.reset(); }
  void operator()(const InCourse& body) {
    file.revision = std::max(file.revision, body.revision);
    course::apply(file.course, file.seats(), body.body, by, file.moment(at, body));
  }
  void operator()(const Noted&) {}
  void operator()(const Corrected&) { file.items[note].corrections.push_back(item); }
  void operator()(const MovedAway& body) { file.items[note].moved_to = body.to; }
  void operator()(const FileRead& body) { file.reads.push_back({body.by, at}); }
  void operator()(const SafeguardingTold& body) {
    file.safeguarding = body.safeguarding;
    for (const Lead& lead : body.safeguarding.leads) file.lead_keys.insert_or_assign(lead.key, lead.person);
  }
  void operator()(const PracticeTold& body) { file.ways = body.ways; }
  void operator()(const Answered& body) {
    if (!body.alerts.empty()) file.alerts.push_back({id, body.person, at, false});
  }
  void operator()(const AlertSeen& body) {
    for (Alert& alert : file.alerts)
      if (alert.answers == body.of) alert.seen = true;
  }
  void operator()(const Unknown&) { file.newer = true; }

  Member* active(PersonId person) {
    return &*std::find_if(file.circle.begin(), file.circle.end(),
                          [&](const Member& member) { return member.active && member.person == person; });
  }
};

// What the timeline shows; rooms are plumbing, a move is a mark on its note, readings have a list of their own.
bool is_item(const Body& body) {
  return !std::holds_alternative<RoomAdded>(body) && !std::holds_alternative<MovedAway>(body) &&
         !std::holds_alternative<FileRead>(body) && !std::holds_alternative<SafeguardingTold>(body) &&
         !std::holds_alternative<PracticeTold>(body) && !std::holds_alternative<AlertSeen>(body);
}

// The one thing that somebody outside the circle may leave in `shared`, which they can't read: a lead takes off a pause
// of the practice. They can't know whether it is still on, so one that is not is nothing wrong.
std::optional<PersonId> lead_of(const File& file, const Event& event, KeyId key) {
  const auto* in_course = std::get_if<InCourse>(&event.body);
  if (in_course == nullptr || event.room != kShared || event.id.is_zero()) return std::nullopt;
  const auto* resumed = std::get_if<course::Resumed>(&in_course->body);
  if (resumed == nullptr || resumed->kind != course::HoldKind::practice_pause) return std::nullopt;
  const auto told = file.lead_keys.find(key);
  if (told == file.lead_keys.end() || !file.is_told_lead(told->second)) return std::nullopt;
  return file.item(event.id, event.room) == nullptr ? std::optional(told->second) : std::nullopt;
}

// The other: a client's stop card says stop for them, without knowing who they are.
std::optional<PersonId> stopped_by_card(const File& file, const Event& event, KeyId key) {
  const auto* in_course = std::get_if<InCourse>(&event.body);
  if (in_course == nullptr || event.room != kShared || event.id.is_zero()) return std::nullopt;
  const auto* held = std::get_if<course::Held>(&in_course->body);
  if (held == nullptr || held->kind != course::HoldKind::client_stop || !held->by.is_zero() || !held->witness.is_zero())
    return std::nullopt;
  const auto client = file.course.stops_for(key, file.moment(event.at).today);
  const auto circle = file.seats();
  const auto* seat = client ? circle.seat(*client) : nullptr;
  if (seat == nullptr || seat->part != course::Part::client) return std::nullopt;
  return file.item(event.id, event.room) == nullptr ? client : std::nullopt;
}

// A client answered on a professional's screen: what was answered goes where the client and the therapist read it.
std::optional<PersonId> left_answers(const File& file, const Event& event, KeyId key) {
  const auto* answered = std::get_if<Answered>(&event.body);
  if (answered == nullptr || event.room.kind != RoomKind::therapy || event.id.is_zero()) return std::nullopt;
  const Member* by = file.owner_of(key);
  if (by == nullptr || !by->active || by->keys.back() != key || by->role != Role::practitioner) return std::nullopt;
  if (check_answered(file, event.room, *answered, *by)) return std::nullopt;
  return file.item(event.id, event.room) == nullptr ? std::optional(by->person) : std::nullopt;
}

// A link leaves what its client answered: once, everything at one time. What it says is whose it is, from now on.
struct ByLink {
  PersonId person;
  Event event;
};
std::optional<ByLink> left_by_link(const File& file, const Event& event, KeyId key) {
  const auto moment = file.moment(event.at);
  const auto* link = file.course.answers_by(key, moment.today, event.at);
  if (link == nullptr || event.id.is_zero() || file.item(event.id, event.room) != nullptr) return std::nullopt;
  const auto circle = file.seats();
  const auto* seat = circle.seat(link->person);
  if (seat == nullptr || seat->part != course::Part::client) return std::nullopt;
  ByLink out{link->person, event};
  if (auto* answered = std::get_if<Answered>(&out.event.body)) {
    if (!answered->person.is_zero() || !link->instruments.contains(answered->instrument)) return std::nullopt;
    answered->person = link->person;
    if (check_answered(file, event.room, *answered, *file.member(link->person))) return std::nullopt;
    return out;
  }
  if (event.room != kShared) return std::nullopt;
  if (auto* scored = std::get_if<Scored>(&out.event.body)) {
    // Only the score of what was just taken: of what has other words than before, neither counts.
    if (!link->owes_score || !scored->person.is_zero() || !measure::check(scored->scale, scored->score))
      return std::nullopt;
    scored->person = link->person;
    scored->score.when = {moment.today, std::nullopt};  // whoever takes what a link leaves knows no zone
    return out;
  }
  auto* in_course = std::get_if<InCourse>(&out.event.body);
  auto* taken = in_course == nullptr ? nullptr : std::get_if<course::MeasureTaken>(&in_course->body);
  if (taken == nullptr || !taken->person.is_zero() || !taken->witness.is_zero() || !taken->session.is_zero() ||
      !link->instruments.contains(taken->instrument))
    return std::nullopt;
  taken->person = link->person;
  if (!course::check(course::rules(), file.course, circle, in_course->body, link->person,
                     file.moment(event.at, *in_course))
           .empty())
    return std::nullopt;
  taken->by_link = true;
  return out;
}

// What somebody outside the circle left with a newer program, by a card, a link or as a lead: it may be the client's
// stop, so that it isn't void here, and nobody writes on as though it were not there.
std::optional<PersonId> left_by_newer(const File& file, const Event& event, KeyId key) {
  if (!std::holds_alternative<Unknown>(event.body) || event.room != kShared || file.owner_of(key) != nullptr ||
      event.id.is_zero() || file.item(event.id, event.room) != nullptr)
    return std::nullopt;
  if (const auto card = file.course.stop_cards.find(key); card != file.course.stop_cards.end())
    return card->second.client;
  if (const auto link = file.course.measure_links.find(key); link != file.course.measure_links.end())
    return link->second.person;
  const auto lead = file.lead_keys.find(key);
  return lead == file.lead_keys.end() ? std::nullopt : std::optional(lead->second);
}

// What was found in its right takes effect.
template <class E>
void obey(File& file, E&& event, const Source& source, PersonId by, std::size_t note) {
  if (std::holds_alternative<FileOpened>(event.body)) file.founder = source.author;
  // Only now is it known which person the founder's key belongs to.
  if (file.circle.empty() && !by.is_zero())
    for (Item& earlier : file.items) earlier.author = by;
  file.last_at = std::max(file.last_at, event.at);
  if (event.room == kShared) file.shared_at = std::max(file.shared_at, event.at);
  std::visit(Change{file, event.at, by, event.id, note, file.items.size()}, event.body);
  if (!is_item(event.body)) return;
  file.index.emplace(event.id, file.items.size());
  file.items.emplace_back(std::forward<E>(event), source.author, by, source.sequence, std::vector<std::size_t>(),
                          std::optional<RoomKind>());
}

template <class E>
void take(File& file, E&& event, const Source& source) {
  InTheWay in_the_way;
  PersonId by;
  std::size_t note = 0;
  const bool item = is_item(event.body);
  if (file.circle.empty()) {
    in_the_way = check_founding(file, event, source.author);
    if (const auto* joined = std::get_if<Joined>(&event.body); joined != nullptr) by = joined->person;
  } else if (const auto lead = lead_of(file, event, source.author)) {
    by = *lead;
  } else if (const auto client = stopped_by_card(file, event, source.author)) {
    Event theirs = event;
    auto& held = std::get<course::Held>(std::get<InCourse>(theirs.body).body);
    held.by = *client;
    held.by_card = true;
    return obey(file, std::move(theirs), source, *client, note);
  } else if (const auto answers = left_answers(file, event, source.author)) {
    by = *answers;
  } else if (auto left = left_by_link(file, event, source.author)) {
    auto& link = file.course.measure_links.at(source.author);
    link.used = event.at;
    link.owes_score = std::holds_alternative<InCourse>(left->event.body);
    return obey(file, std::move(left->event), source, left->person, note);
  } else if (const auto outside = left_by_newer(file, event, source.author)) {
    by = *outside;
  } else if (const Member* member = author(file, event, source.author, in_the_way)) {
    const Checker checker{file, event, *member, note};
    by = member->person;
    in_the_way = item && checker.repeated() ? InTheWay("entry-repeated") : checker.after_ending();
    if (!in_the_way) in_the_way = std::visit(checker, event.body);
  }
  if (in_the_way) {
    if (const auto link = file.course.measure_links.find(source.author); link != file.course.measure_links.end())
      link->second.owes_score = false;
    file.voided.push_back({source.sequence, source.author, std::string(*in_the_way)});
    return;
  }
  obey(file, std::forward<E>(event), source, by, note);
}
}  // namespace

void evolve(File& file, const Event& event, const Source& source) { take(file, event, source); }
void evolve(File& file, Event&& event, const Source& source) { take(file, std::move(event), source); }

}  // namespace trefoil::care
