// A professional's Today: the sessions to come, what waits for them, what stands still and why, what runs out, and the
// hours held. One row a file from the caseload, turned into lists.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "practice/concerns.h"
#include "practice/outside.h"
#include "practice/views.h"
#include "web/acts.h"

namespace trefoil::web {

namespace {
constexpr std::size_t kAskedOfOneFile = 3;  // the course has them all

// What is asked for, in a word beside it.
std::string_view act_word(std::string_view act) {
  static constexpr std::pair<std::string_view, std::string_view> kWords[] = {
      {"report", "report"},        {"consult", "consult"},   {"answers", "agree"}, {"sign", "signature"},
      {"release", "signature"},    {"consent", "signature"}, {"health", "health"}, {"credentials", "credentials"},
      {"suitability", "review"},   {"capacity", "review"},   {"resume", "hold"},   {"phase", "phase"},
      {"closing-form", "the end"}, {"closure", "the end"},   {"plan", "session"},  {"leave-out", "agree"},
      {"close", "the end"},     {"measures", "questions"},
  };
  const auto found = std::ranges::find(kWords, act, &std::pair<std::string_view, std::string_view>::first);
  return found == std::end(kWords) ? "opening" : found->second;
}

std::string day_words(Day day, Day today) {
  const int days = day - today;
  if (days == 0) return "today";
  if (days == 1) return "tomorrow";
  if (days == -1) return "yesterday";
  if (days > 1 && days < 7) return base::weekday(day);
  return base::in_words(day).substr(0, base::in_words(day).rfind(' '));
}

struct Lists {
  Instant now;
  std::string zone;
  PersonId reader;
  care::RoleNames names;
  Day today = base::local_day(now, zone);
  View attention = View::list(), changed = View::list(), late = View::list(), waiting = View::list(),
       held = View::list();
  struct Meeting {
    Instant start, end;
    std::string what;
    View item;
    bool clashes = false;
  };
  std::vector<Meeting> sessions;
  struct Ending {
    course::RunsOut one;
    std::string text, href;
    LogId file;
    std::vector<std::string> files;
  };
  std::vector<Ending> ahead;
  std::vector<std::pair<int, View>> hours;
  std::size_t looks = 0, waits = 0, holds = 0, meets_today = 0;

  static std::string address(const practice::CaseRow& row) { return "/files/" + row.file.str(); }
  static View named(const practice::CaseRow& row, std::string href) {
    return View::object({{"href", std::move(href)}, {"initials", row.initials}, {"full_name", row.full_name}});
  }
  void wait(const practice::CaseRow& row, View& list, std::string href, std::string what, std::string more,
            std::string_view word, std::string_view tone) {
    ++waits;
    View item = named(row, std::move(href));
    item.set("what", std::move(what)).set("more", std::move(more)).set("word", word).set("tone", tone);
    list.add(std::move(item));
  }

  void add(const practice::CaseRow& row) {
    const auto href = address(row);
    std::vector<std::string> reasons;
    for (const auto& word : row.attention)
      if (std::ranges::find(row.holds, word) == row.holds.end()) reasons.push_back(word);
    if (!reasons.empty()) {
      ++looks;
      View item = named(row, href);
      attention.add(item.set("text", joined(reasons, " ")));
    }
    if (!row.holds.empty()) {
      ++holds;
      View item = named(row, href + "/course");
      held.add(item.set("text", care::renamed(names, joined(row.holds, " "))));
    }
    if (row.erasure && row.erasure->by != reader)
      wait(row, late, href + "/erase", "Confirm or decline an erasure",
           fmt::format("Asked for by {} on {}", row.erasure->name.empty() ? "somebody" : row.erasure->name,
                       base::in_words(row.erasure->day)),
           "erasure", "stop");
    if (row.alerts > 0)
      wait(row, late, href + "/measuring", "Read an answer today", "It is one of those that you are told of at once",
           "today", "stop");
    add_asked(row, href);
    if (!row.waits_for_key.empty())
      wait(row, waiting, href, "Hand over keys", row.waits_for_key + " may read more than they hold keys to", "keys",
           "wait");
    if (!row.changed.empty()) {
      View item = named(row, href);
      changed.add(item.set("text", row.changed));
    }
    for (const auto& session : row.sessions) add_session(row, session, href);
    for (const auto& one : row.ahead) add_ahead(row, one, href);
    if (row.hours.sessions > 0 && !row.ended) {
      View item = named(row, href + "/course");
      hours.emplace_back(row.hours.minutes, std::move(item.set("text", course::in_words(row.hours))));
    }
  }
  void add_asked(const practice::CaseRow& row, const std::string& href) {
    std::size_t told = 0;
    for (const auto& [asked, whose] : row.asked) {
      if (told++ == kAskedOfOneFile && row.asked.size() > kAskedOfOneFile + 1) {
        const auto rest = row.asked.size() - kAskedOfOneFile;
        wait(row, waiting, href + "/course", fmt::format("And {} more", counted(rest, "thing", "things")), "",
             "opening", "plain");
        waits += rest - 1;
        return;
      }
      wait(row, asked.late ? late : waiting, address_of(row.file.str(), asked, reader), care::renamed(names, asked.text), whose,
           asked.late ? "late" : act_word(asked.act), asked.late ? "stop" : "wait");
    }
  }
  void add_session(const practice::CaseRow& row, const course::Coming& session, const std::string& href) {
    const Day day = base::local_day(session.start, zone);
    const bool passed = session.step == course::Step::planned && day < today;
    meets_today += day == today ? 1 : 0;
    const bool bound = session.kind != course::SessionKind::therapist;
    const auto [word, tone] =
        session.step == course::Step::running ? std::pair<std::string, std::string_view>{"going on", "ok"}
        : passed                              ? std::pair<std::string, std::string_view>{"not begun", "wait"}
        : session.missing > 0
            ? std::pair<std::string, std::string_view>{counted(session.missing, "thing", "things") + " missing", "stop"}
        : bound ? std::pair<std::string, std::string_view>{"ready", "ok"}
                : std::pair<std::string, std::string_view>{"planned", "plain"};
    View item = named(row, href + "/sessions/" + session.session.str());
    item.set("when", sentence_case(day_words(day, today)) + " " + base::local_time(session.start, zone))
        .set("what", kind_words(session.kind, names) + (session.place.empty() ? "" : ", " + session.place))
        .set("word", word)
        .set("tone", tone);
    sessions.push_back({session.start, session.start + std::chrono::minutes(session.minutes),
                        kind_words(session.kind, names), std::move(item)});
  }
  // What is the same in several files, as a professional's credentials, is told once.
  void add_ahead(const practice::CaseRow& row, const practice::CaseRow::Ahead& ahead_of, const std::string& href) {
    const auto& one = ahead_of.one;
    for (auto& known : ahead) {
      if (known.one.act != one.act || known.one.until != one.until) continue;
      if (one.act == "credentials" && known.one.about == one.about) return known.files.push_back(row.initials);
      if (one.act == "credentials" || known.file != row.file || known.one.yours != one.yours) continue;
      known.text = ahead_words(one, {});  // of everybody whom it concerns there
      return;
    }
    std::string to = href + "/course";
    if (one.yours) {
      course::Asked asked;
      asked.act = one.act;
      asked.about = one.about;
      to = address_of(row.file.str(), asked, reader);
    }
    ahead.push_back({one,
                     ahead_words(one, one.about == reader ? "your own" : ahead_of.whose),
                     std::move(to),
                     row.file,
                     {row.initials}});
  }

  // The reader's own supervision, where they are a practitioner and noted one before.
  void add_supervision(const practice::Roster& roster) {
    const auto* entry = roster.person(reader);
    const auto due = entry == nullptr ? std::nullopt : practice::supervision_due(roster, *entry);
    if (!due || !entry->roles.contains(care::Role::practitioner) || *due > today + practice::kAheadDays) return;
    ahead.push_back({{"supervision", "own supervision", reader, *due, true}, "Own supervision", "/people/" + reader.str(), {}, {}});
  }

  // Whoever booked the later one could not open the other's file, and so did not see it: only the one who is to be in
  // both can.
  void tell_clashes() {
    for (std::size_t later = 1; later < sessions.size(); ++later)
      for (std::size_t at = 0; at < later; ++at)
        if (sessions[at].end > sessions[later].start && sessions[later].end > now)
          for (auto* one : {&sessions[at], &sessions[later]}) one->clashes = true;
    for (auto& one : sessions)
      if (one.clashes) one.item.set("what", one.what + "; you have another at that hour");
  }

  View sessions_model() {
    std::ranges::stable_sort(sessions, {}, &Meeting::start);
    tell_clashes();
    View out = View::list();
    for (auto& meeting : sessions) out.add(std::move(meeting.item));
    return out;
  }
  View ahead_model() {
    std::ranges::stable_sort(ahead, {}, [](const Ending& ending) { return ending.one.until; });
    View out = View::list();
    for (const auto& ending : ahead) {
      const bool over = ending.one.until < today;
      out.add(View::object({{"href", ending.href},
                            {"text", ending.text},
                            {"more", ending.files.empty() ? sentence_case(until_words(ending.one, today))
                                                  : joined(ending.files, ", ") + "; " + until_words(ending.one, today)},
                            {"word", over ? "over" : "soon"},
                            {"tone", over ? "stop" : "wait"}}));
    }
    return out;
  }
  View hours_model() {
    std::ranges::stable_sort(hours, std::greater(), [](const auto& one) { return one.first; });
    View out = View::list();
    for (auto& [minutes, item] : hours) out.add(std::move(item));
    return out;
  }
  View waiting_model() {
    View out = late;
    for (const auto& item : *waiting.items()) out.add(item);
    return out;
  }
};

View reminders_of(Ask& ask, const practice::Roster& roster, const practice::Cases& cases, Instant now, bool working) {
  View out = View::list();
  for (const auto& row : cases.rows)
    if (row.alerts > 0)
      out.add(View::object({{"text", row.initials + ": an answer that you are told of at once waits to be read."},
                            {"href", "/files/" + row.file.str() + "/measuring"},
                            {"link", "Read it today"},
                            {"tone", "stop"}}));
  const auto last = practice::last_backup(ask.house());
  const bool old = !last || now - *last > std::chrono::hours(24) * roster.backup_days;
  if (old && !cases.rows.empty() && practice::may_manage(roster, ask.holder().person))
    out.add(View::object({{"text", last ? fmt::format("The last backup is more than {} days old.", roster.backup_days)
                                        : std::string("There is no backup yet.")},
                          {"href", "/practice"},
                          {"link", "How to make one"},
                          {"tone", "wait"}}));
  if (const auto told = practice::safeguarding_of(roster); told.leads.empty() && told.outside_body.empty() &&
                                                            !cases.rows.empty() && practice::may_manage(roster, ask.holder().person))
    out.add(View::object({{"text", "Nobody can take a concern here yet."},
                          {"href", "/practice"},
                          {"link", "Name a safeguarding lead, or a body outside"},
                          {"tone", "wait"}}));
  const auto* self = roster.person(ask.holder().person);
  if (working && self != nullptr && self->roles.contains(care::Role::practitioner) && !self->supervised)
    out.add(View::object({{"text", "No supervision of your own is noted yet."},
                          {"href", "/people/" + self->person.str()},
                          {"link", "Note it"},
                          {"tone", "wait"}}));
  for (const auto& damage : cases.damage)
    out.add(View::object({{"text", damage}, {"href", "/files"}, {"link", "Files"}, {"tone", "stop"}}));
  return out;
}
}  // namespace

http::Response professional_today(Ask& ask) {
  const auto read = ask.roster();
  if (!read) return error_page(ask, read.error());
  const auto& roster = **read;
  const auto now = ask.house().clock->now();
  const auto cases = practice::caseload(ask.house(), ask.holder(), roster, now);
  if (!cases) return error_page(ask, cases.error());
  // A safeguarding lead who has just come holds no key to the files: whoever does tells them.
  std::vector<LogId> untold;
  for (const auto& row : cases->rows)
    if (row.untold) untold.push_back(row.file);
  practice::tell_safeguarding(ask.house(), ask.holder(), untold);
  return today_page(ask, roster, *cases, now);
}

http::Response today_page(Ask& ask, const practice::Roster& roster, const practice::Cases& cases, Instant now) {
  Lists lists{.now = now, .zone = roster.zone, .reader = ask.holder().person, .names = roster.role_names};
  const View concerns = concerns_waiting(ask, cases.others);
  for (const auto& concern : *concerns.items()) {
    ++lists.waits;
    lists.late.add(concern);
  }
  for (const auto& row : cases.rows) lists.add(row);
  lists.add_supervision(roster);

  View model = top_model(ask, "today");
  model.set("practitioner", care::role_word(roster.role_names, care::Role::practitioner));
  const auto date = base::in_words(lists.today);
  model.set("day", base::weekday(lists.today) + ", " + date.substr(0, date.rfind(' ')));
  const auto holds = lists.holds == 0 ? std::string() : counted(lists.holds, "is", "are") + " on hold; ";
  const auto need =
      lists.looks == 0 ? std::string() : "; " + counted(lists.looks, "file needs", "files need") + " a look";
  const auto wait =
      lists.waits == 0 ? std::string("nothing waits") : counted(lists.waits, "thing waits", "things wait");
  const auto meet =
      lists.meets_today == 0 ? std::string() : counted(lists.meets_today, "session", "sessions") + " today; ";
  model.set("lead", cases.rows.empty() && lists.waits == 0 ? std::string("Nothing here yet.")
                                        : sentence_case(counted(cases.rows.size(), "file", "files")) + "; " + holds +
                                              meet + wait + " for you" + need + ".");
  // The page stays short: the caseload has the rest.
  const auto show = [&](const std::string& name, const View& list, std::size_t most) {
    model.set(name + "_shown", list.shows());
    model.set(name, first_of(list, most));
  };
  show("sessions", lists.sessions_model(), 12);
  const View waiting = lists.waiting_model();
  constexpr std::size_t kMostWaiting = 20;
  const auto rows = waiting.items()->size();
  model.set("waiting", first_of(waiting, kMostWaiting));
  model.set("waiting_more", rows > kMostWaiting ? "And " + counted(rows - kMostWaiting, "line", "lines") + " more, in the files themselves."
                                                : std::string());
  model.set("attention", first_of(lists.attention, 12));
  show("held", lists.held, 8);
  show("ahead", lists.ahead_model(), 10);
  show("hours", lists.hours_model(), 10);
  model.set("usual", course::kUsualHours);
  model.set("changed", first_of(lists.changed, 8));
  model.set("reminders", reminders_of(ask, roster, cases, now, !lists.hours.empty() || !lists.sessions.empty()));
  model.set("works", practice::meets_clients(roster, ask.holder().person));
  model.set("files_shown", !cases.rows.empty());
  model.set("may_invite", practice::may_manage(roster, ask.holder().person));
  model.set("empty", cases.rows.empty() && lists.waits == 0 && lists.ahead.empty());
  return page(ask, "today", model);
}

// --- the same of one file, on its own pages ---

std::string ahead_words(const course::RunsOut& one, std::string_view whose) {
  return sentence_case(std::string(one.what)) + (whose.empty() ? std::string() : ", " + std::string(whose));
}
std::string until_words(const course::RunsOut& one, Day today) {
  const bool review = one.act == "suitability" || one.act == "capacity" || one.act == "supervision", over = one.until < today;
  return std::string(review ? (over ? "was due on " : "due on ")
                     : over ? "ran out on "
                            : "runs until ") +
         base::in_words(one.until);
}

View ahead_model(const OneFile& one, bool all) {
  View out = View::list();
  const auto& file = one.file();
  if (file.newer) return out;
  const Day today = file.moment(one.now).today;
  for (const auto& ending : course::runs_out(one.reader, file.course, file.seats(), today + practice::kAheadDays)) {
    if (!all && !ending.yours) continue;
    const auto* member = file.member(ending.about);
    const bool client = member != nullptr && member->role == care::Role::client;
    const std::string whose = ending.about == one.reader ? "your own"
                              : member == nullptr        ? std::string()
                              : !client                  ? member->name
                              : file.clients.size() > 1  ? initials_of(file, *member)
                                                         : std::string();
    course::Asked asked;
    asked.act = ending.act;
    asked.about = ending.about;
    out.add(
        View::object({{"href", ending.yours && one.may_act() ? address_of(one.id(), asked, one.reader) : std::string()},
                      {"text", ahead_words(ending, whose)},
                      {"more", sentence_case(until_words(ending, today))},
                      {"word", ending.until < today ? "over" : "soon"},
                      {"tone", ending.until < today ? "stop" : "wait"}}));
  }
  return out;
}

std::string hours_words(const OneFile& one) {
  const auto hours = course::hours_held(one.file().course);
  if (hours.sessions == 0) return {};
  return care::renamed(one.names(), "With the practitioner so far: ") + course::in_words(hours) + ". " + std::string(course::kUsualHours);
}

}  // namespace trefoil::web
