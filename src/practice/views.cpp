#include "practice/views.h"

#include <fmt/format.h>
#include <string.h>

#include <algorithm>
#include <tuple>

#include "base/text.h"
#include "course/telling.h"
#include "practice/finished.h"
#include "practice/outlines.h"

namespace trefoil::practice {

namespace {
using namespace std::chrono_literals;

// How far up the list each reason lifts a file.
constexpr int kErasure = 300, kAlert = 250, kDamage = 90, kHeld = 80, kKeysToGive = 60, kWorse = 50, kKeysElsewhere = 20,
              kSilent = 10;
constexpr std::chrono::days kLongSilence{60};

// Of one that somebody waits for a key to, in words for whoever knows no such room.
std::string room_in_words(const care::Room& room) {
  switch (room.kind) {
    case care::RoomKind::shared: return "what everyone in the circle reads";
    case care::RoomKind::clinical: return "what stands between the professionals";
    case care::RoomKind::therapy: return "what the client tells the therapist";
    case care::RoomKind::health: return "what was said of health";
    case care::RoomKind::access: return "who opened the file";
    default: return "what belongs to them";
  }
}

void add(CaseRow& row, int urgency, std::string words) {
  row.urgency += urgency;
  row.attention.push_back(std::move(words));
}

// A client by their initials, as the file itself is named.
std::string whose_words(const care::File& file, PersonId person) {
  const auto client = std::ranges::find(file.clients, person, &care::Identity::person);
  if (client == file.clients.end()) {
    const auto* member = file.member(person);
    return member != nullptr ? member->name : std::string();
  }
  if (file.clients.size() < 2) return {};
  care::File alone;
  alone.clients.push_back(*client);
  return alone.display_name();
}

// What the course asks of the reader, and what is to come in it.
void look_ahead(CaseRow& row, const care::File& file, const std::string& zone, PersonId reader, Instant now) {
  const auto circle = file.seats();
  const auto moment = file.moment(now);
  auto all = course::asked_of(reader, course::rules(), file.course, circle, moment);
  row.asked.reserve(all.size());
  for (auto& asked : all) {
    if (!asked.session.is_zero())
      asked.text += ": " + course::session_in_words(file.course.session(asked.session), zone) + ".";
    std::string whose = asked.about == reader ? std::string() : whose_words(file, asked.about);
    row.asked.push_back({std::move(asked), std::move(whose)});
  }
  const Day past = moment.today + kSessionDays + 1;
  row.sessions = course::coming(reader, course::rules(), file.course, circle, moment,
                                base::at_local(past, "00:00", zone).value_or(now + std::chrono::days(kSessionDays)));
  std::erase_if(row.sessions, [](const course::Coming& one) { return !one.yours; });
  for (const auto& one : course::runs_out(reader, file.course, circle, moment.today + kAheadDays))
    row.ahead.push_back({one, whose_words(file, one.about)});
  row.hours = course::hours_held(file.course);
  row.ended = file.course.closing.closed;
}

// A piece of text and where its folded form's characters came from.
struct Piece {
  std::string before, match, after;
};

// The excerpt of `text` around characters [from, to) of its folded form: base::fold turns each character into one,
// leaves out what is not UTF-8, and makes one space of each inner run of white space.
Piece excerpt(std::string_view text, std::size_t from, std::size_t to) {
  const auto length = [&](std::size_t at) {
    std::size_t n = 1;
    while (at + n < text.size() && (static_cast<unsigned char>(text[at + n]) >> 6) == 2) ++n;
    return n;
  };
  std::size_t start = text.size(), end = text.size(), folded = 0;
  bool gap = false, any = false;
  for (std::size_t at = 0, n; at < text.size(); at += n) {
    n = length(at);
    if (base::fold(text.substr(at, n)).empty()) {
      if (base::is_utf8(text.substr(at, n))) gap = any;
      continue;
    }
    if (gap) ++folded;
    if (folded >= from && start == text.size()) start = at;
    if (folded < to) end = at + n;
    gap = false, any = true, ++folded;
    if (folded >= to) break;
  }
  if (start > end) start = end;
  // About 40 characters each side, from a word's beginning where there is one.
  std::size_t left = start, right = end;
  for (int i = 0; i < 40 && left > 0; ++i) do
      --left;
    while (left > 0 && (static_cast<unsigned char>(text[left]) >> 6) == 2);
  for (int i = 0; i < 60 && right < text.size(); ++i) right += length(right);
  if (left > 0)
    if (const auto blank = text.find_first_of(" \n\t", left); blank < start) left = blank + 1;
  if (right < text.size())
    if (const auto blank = text.find_last_of(" \n\t", right - 1); blank != text.npos && blank > end) right = blank;
  Piece piece;
  piece.before = (left > 0 ? "…" : "") + std::string(text.substr(left, start - left));
  piece.match = std::string(text.substr(start, end - start));
  piece.after = std::string(text.substr(end, right - end)) + (right < text.size() ? "…" : "");
  std::ranges::replace(piece.before, '\n', ' ');
  std::ranges::replace(piece.match, '\n', ' ');
  std::ranges::replace(piece.after, '\n', ' ');
  return piece;
}

// What was found, before anything is cut out of it: most of it is never shown.
struct Found {
  const OpenedFile* opened = nullptr;
  const care::Item* item = nullptr;  // null: of the file itself
  std::string_view text;             // in the file's own memory
  std::size_t at = 0;                // bytes into the folded text
  Instant when;
};

std::optional<std::size_t> look(std::string_view text, std::string_view folded_wanted) {
  if (text.size() < folded_wanted.size() / 2) return std::nullopt;  // folding never doubles a text
  const std::string folded = base::fold(text);
  const void* found = ::memmem(folded.data(), folded.size(), folded_wanted.data(), folded_wanted.size());
  if (found == nullptr) return std::nullopt;
  return static_cast<std::size_t>(static_cast<const char*>(found) - folded.data());
}

Hit hit(const Found& found, std::string_view folded_wanted, PersonId reader) {
  const care::File& file = found.opened->file;
  const std::string folded = base::fold(found.text);
  const std::size_t from = base::characters(std::string_view(folded).substr(0, found.at));
  Piece piece = excerpt(found.text, from, from + base::characters(folded_wanted));
  Hit out{.file = file.id,
          .code = file.code,
          .initials = file.display_name(),
          .full_name = file.full_name(),
          .before = std::move(piece.before),
          .match = std::move(piece.match),
          .after = std::move(piece.after),
          .at = found.when};
  care::Room room;
  if (found.item != nullptr) {
    room = found.item->event.room;
    const auto* corrected = std::get_if<care::Corrected>(&found.item->event.body);
    out.entry = corrected != nullptr ? corrected->of : found.item->event.id;  // a correction is shown under its entry
  }
  out.readers = care::renamed(file.ways.names, care::readers_in_words(file.circle, room, reader));
  return out;
}
}  // namespace

// Lately: its last score is of the last 90 days, some three times as long as the usual four weeks between two scores.
bool changed_lately(const Outline& outline, Instant now) {
  constexpr std::int32_t kLately = 90;
  return outline.changed_on && base::local_day(now, outline.file.zone) - *outline.changed_on <= kLately;
}

CaseRow case_row(const Outline& outline, const std::set<KeyId>& over, const Roster& roster, PersonId reader,
                 Instant now) {
  const care::File& file = outline.file;
  CaseRow row{.file = file.id,
              .code = file.code,
              .initials = outline.initials,
              .full_name = outline.full_name,
              .last_at = outline.written,
              .measure = outline.measure,
              .changed = changed_lately(outline, now) ? outline.changed : std::string(),
              .worse = outline.worse,
              .entries = outline.entries};
  const std::string zone = file.zone.empty() ? roster.zone : file.zone;
  if (file.erasure) {
    const auto* by = file.member(file.erasure->by);
    row.erasure = {file.erasure->by, by != nullptr ? by->name : std::string(), file.erasure->day};
    add(row, kErasure, fmt::format("Erasure was asked for on {}.", base::in_words(file.erasure->day)));
  }
  const auto* self = file.member(reader);
  const bool here = self != nullptr && self->active;
  if (here && self->role == care::Role::therapist)
    row.alerts = static_cast<std::size_t>(std::ranges::count(file.alerts, false, &care::Alert::seen));
  if (row.alerts > 0) add(row, kAlert, "An answer was given of which you are told at once.");
  // What it waits for is no business any more of who has left.
  if (here) row.holds = course::holds_in_words(file.course, file.seats(), file.moment(now));
  for (const auto& hold : row.holds) row.attention.push_back(hold);
  if (!row.holds.empty()) row.urgency += kHeld;
  if (file.is_begun() && !file.newer) look_ahead(row, file, zone, reader, now);
  if (outline.damaged > 0)
    add(row, kDamage,
        outline.damaged == 1 ? "An entry is damaged." : fmt::format("{} entries are damaged.", outline.damaged));
  bool mine = false, others = false;
  for (const Owed& owed : here ? owed_grants(file, outline.given, over, roster) : std::vector<Owed>()) {
    (owed.mine_to_give ? mine : others) = true;
    if (owed.mine_to_give && row.waits_for_key.empty()) row.waits_for_key = owed.name;
    row.attention.push_back(fmt::format("{} for a key from {}: {}.",
                                        owed.person == reader ? "You wait" : owed.name + " waits",
                                        owed.mine_to_give ? "you" : "somebody else", room_in_words(owed.room)));
  }
  row.urgency += mine ? kKeysToGive : others ? kKeysElsewhere : 0;
  if (row.worse) add(row, kWorse, "A measure is worse by more than chance would explain.");
  if (now - row.last_at > kLongSilence && !is_finished(file))  // where nothing more is to come, silence is right
    add(row, kSilent, fmt::format("Nothing was written since {}.", base::in_words(base::local_day(row.last_at, zone))));
  // Who has left, or waits for the newest key, tells the file nothing: it is not read for that.
  const bool writes =
      std::ranges::any_of(file.circle, [&](const care::Member& one) { return one.active && one.person == reader; }) &&
      std::ranges::any_of(outline.given, [](const Given& one) { return one.room == care::Room{} && one.mine; });
  row.untold = writes && !file.newer && care::may_tell_safeguarding(file, reader) &&
               (care::safeguarding_for(file, {.safeguarding = safeguarding_of(roster)}) != file.safeguarding ||
                ways_of(roster) != file.ways || care::owed_terms(file, roster.terms, reader));
  if (file.newer) row.attention.emplace_back("Written in part by a newer Trefoil: it can be read, not changed.");
  return row;
}

Result<Cases> caseload(const House& house, Keyholder& holder, const Roster& roster, Instant now) {
  Cases out;
  const auto over = TRY(house.cards->over(*house.store, house.clock->now()));
  std::vector<CaseRow> rows;
  auto seen = TRY(each_outline(
      house, holder, [&] { rows.clear(); },
      [&](const Outline& outline) { rows.push_back(case_row(outline, over, roster, holder.person, now)); }));
  out.damage = std::move(seen.damage);
  out.others = std::move(seen.others);
  // By their places: a row is large to move about.
  std::vector<const CaseRow*> order;
  order.reserve(rows.size());
  for (const auto& row : rows) order.push_back(&row);
  std::ranges::sort(order, [](const CaseRow* a, const CaseRow* b) {
    if (a->urgency != b->urgency) return a->urgency > b->urgency;
    if (a->last_at != b->last_at) return a->last_at > b->last_at;
    return std::tie(a->code, a->file) < std::tie(b->code, b->file);
  });
  out.rows.reserve(rows.size());
  for (const auto* row : order) out.rows.push_back(std::move(rows[static_cast<std::size_t>(row - rows.data())]));
  return out;
}

std::vector<Hit> find(const Caseload& opened, std::string_view wanted, PersonId reader) {
  const std::string folded = base::fold(wanted);
  if (folded.empty()) return {};
  std::vector<Found> found;
  for (const auto& one : opened.files) {
    const care::File& file = one.file;
    const auto try_text = [&](std::string_view text, const care::Item* item, Instant at) {
      if (const auto where = look(text, folded)) found.push_back({&one, item, text, *where, at});
    };
    try_text(file.code, nullptr, file.last_at);
    for (const auto& client : file.clients) {
      try_text(client.chosen_name, nullptr, file.last_at);
      if (client.legal_name != client.chosen_name) try_text(client.legal_name, nullptr, file.last_at);
    }
    for (const auto& [name, series] : file.series) {
      try_text(series.scale.name, nullptr, file.last_at);
      if (series.scale.short_name != series.scale.name) try_text(series.scale.short_name, nullptr, file.last_at);
    }
    for (const auto& item : file.items) {
      if (item.moved_to) continue;  // found where it was moved to, by whoever may read that
      if (const auto* note = std::get_if<care::Noted>(&item.event.body)) try_text(note->text, &item, item.event.at);
      if (const auto* correction = std::get_if<care::Corrected>(&item.event.body))
        try_text(correction->text, &item, item.event.at);
    }
  }
  constexpr std::size_t kMostHits = 100;
  std::ranges::stable_sort(found, [](const Found& one, const Found& other) { return one.when > other.when; });
  if (found.size() > kMostHits) found.resize(kMostHits);
  std::vector<Hit> hits;
  hits.reserve(found.size());
  for (const auto& one : found) hits.push_back(hit(one, folded, reader));
  return hits;
}

}  // namespace trefoil::practice
