// The timeline of a file: each thing that happened, in words, with who can read it.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "care/parting.h"
#include "course/telling.h"
#include "measure/series.h"
#include "web/file_models.h"
#include "web/questions.h"

namespace trefoil::web {

namespace {
// What an entry is called and says; no title: it is not shown here.
struct Words {
  std::string kind, title, text, why;
};

std::string name_of(const OneFile& one, PersonId person) {
  if (person == one.reader) return "you";
  const auto* member = one.file().member(person);
  return member != nullptr && !member->name.empty() ? member->name : "somebody";
}

// What is planned, moved, answered and begun is told by the session's own page, and that a measure was answered by its
// score; among everything it would hide the rest.
bool is_running_matter(const course::Body& body) {
  return std::holds_alternative<course::SessionPlanned>(body) || std::holds_alternative<course::SessionMoved>(body) ||
         std::holds_alternative<course::SessionStarted>(body) || std::holds_alternative<course::ActivityAnswered>(body) ||
         std::holds_alternative<course::ActivityDone>(body) || std::holds_alternative<course::ActivityLeftOut>(body) ||
         std::holds_alternative<course::MeasureTaken>(body);
}

std::string_view topic_title(care::Topic topic) {
  switch (topic) {
    case care::Topic::none: return "Note";
    case care::Topic::briefing: return "Briefing";
    case care::Topic::report: return "Report";
    case care::Topic::process: return "Process notes";
    case care::Topic::progress: return "Progress note";
    case care::Topic::consult: return "Consult";
    case care::Topic::meeting: return "Meeting";
    case care::Topic::statement: return "Statement";
  }
  return {};
}

std::string occasion_words(const measure::Occasion& when) {
  if (when.day) return base::in_words(*when.day);
  return "Week " + measure::number_text(when.week.value_or(0));
}

Words words_of(const OneFile& one, const care::Item& item) {
  const auto& file = one.file();
  const auto name = [&](PersonId person) { return sentence_case(name_of(one, person)); };
  return std::visit(
      [&]<class T>(const T& body) -> Words {
        if constexpr (std::is_same_v<T, care::Noted>) {
          if (item.moved_to)
            return {"notes", "Note, moved away", "",
                    fmt::format("It was written in the wrong place, and {} moved it to where it belongs.",
                                name_of(one, item.author))};
          std::string why;
          if (body.moved_from) why = "Moved here from where it did not belong.";
          if (body.shared_from) why = "Shared from where fewer people could read it.";
          return {"notes", std::string(topic_title(body.topic)), file.text_of(item), why};
        } else if constexpr (std::is_same_v<T, care::Scored>) {
          const auto& scale = body.scale;
          return {"measures",
                  (scale.short_name.empty() ? scale.name : scale.short_name) + ": " +
                      measure::number_text(body.score.value),
                  joined(body.origin.empty() ? std::vector{occasion_words(body.score.when)}
                                             : std::vector{occasion_words(body.score.when), body.origin},
                         ", "),
                  ""};
        } else if constexpr (std::is_same_v<T, care::Answered>) {
          const auto* instrument = one.instruments->find(body.instrument);
          const bool seen = std::ranges::any_of(file.alerts, [&](const care::Alert& alert) {
            return alert.seen && alert.answers == item.event.id;
          });
          return {"measures", instrument != nullptr ? instrument->short_name : body.title,
                  answers_in_words(*one.instruments, file, item),
                  body.alerts.empty() ? ""
                  : seen              ? "One of these the therapist was to find first. They have read it."
                                      : "One of these the therapist was to find first. They have not said yet that they read it."};
        } else if constexpr (std::is_same_v<T, care::FileOpened>) {
          return {"people", body.imported ? "The file was begun by an import" : "The file was begun", "", ""};
        } else if constexpr (std::is_same_v<T, care::Joined>) {
          return {"people", sentence_case(body.person == one.reader ? "you" : body.name) + " came into the circle",
                  "As " + care::role_words(one.names(), {body.role}) + ".", ""};
        } else if constexpr (std::is_same_v<T, care::Left>) {
          if (care::is_by_ending(file, item))
            return {"people", name(body.person) + (body.person == one.reader ? " have" : " has") +
                                  " parted, as the work has ended", "", ""};
          return {"people", name(body.person) + " left the circle", body.reason, ""};
        } else if constexpr (std::is_same_v<T, care::KeyChanged>) {
          return {"keys",
                  item.author == body.person
                      ? name(body.person) + (body.person == one.reader ? " have" : " has") + " new keys"
                      : name(body.person) + (body.person == one.reader ? " were" : " was") + " given keys",
                  "", ""};
        } else if constexpr (std::is_same_v<T, care::ClientDescribed>) {
          return {"people", "Name and contact were written down", "", ""};
        } else if constexpr (std::is_same_v<T, care::ErasureAsked>) {
          return {"people", "Erasing the file was asked for", body.reason, ""};
        } else if constexpr (std::is_same_v<T, care::ErasureWithdrawn>) {
          return {"people", "Erasing the file was taken back", "", ""};
        } else if constexpr (std::is_same_v<T, care::InCourse>) {
          const auto* plan = std::get_if<course::PlanProposed>(&body.body);
          if (plan != nullptr) return {"course", course::telling(body.body, file.course, item.author, {name, file.zone}), course::own_words(*plan), ""};
          return {is_running_matter(body.body) ? "sessions" : "course", course::telling(body.body, file.course, item.author, {name, file.zone}), "", ""};
        } else if constexpr (std::is_same_v<T, care::Unknown>) {
          return {"", "Written by a newer Trefoil", "", "This version can't read it."};
        } else {
          return {};  // corrections stand under what they correct, readings on a page of their own
        }
      },
      item.event.body);
}

// All that stood before the words that count now, oldest first.
std::string stood_before(const care::File& file, const care::Item& item) {
  const auto* note = std::get_if<care::Noted>(&item.event.body);
  if (note == nullptr || item.corrections.empty()) return {};
  std::vector<std::string> texts{note->text};
  for (std::size_t i = 0; i + 1 < item.corrections.size(); ++i)
    if (const auto* body = std::get_if<care::Corrected>(&file.items[item.corrections[i]].event.body))
      texts.push_back(body->text);
  return joined(texts, "\n\n");
}

bool is_own(const OneFile& one, const care::Item& item) {
  return std::holds_alternative<care::Noted>(item.event.body) && item.author == one.reader && !item.moved_to &&
         one.may_act() && care::may_hold(one.file().circle, item.event.room, one.reader);
}

// What the client reads the practitioner leaves as it is after the ending; they can still move it away.
bool is_closed_to(const OneFile& one, const care::Item& item) { return one.over() && item.event.room == care::Room{}; }

View entry_model(const OneFile& one, const care::Item& item, const Words& words, const std::string& readers,
                 bool links) {
  const auto& file = one.file();
  const std::string id = item.event.id.str(), base = "/files/" + one.id() + "/entries/" + id;
  std::string why = words.why;
  const bool corrected = !item.corrections.empty() && !item.moved_to;
  if (corrected) {
    const auto& last = file.items[item.corrections.back()];
    why += (why.empty() ? "" : " ") + ("Corrected " + one.when(last.event.at) + ".");
  }
  const bool own = links && is_own(one, item);
  const auto told = care::told_as(item.event);
  // Answers stand folded up: nobody who opens the page has to see them, or have them seen.
  const bool answers = std::holds_alternative<care::Answered>(item.event.body);
  View lines = View::list();
  if (answers)
    for (const auto& line : base::split(words.text, '\n'))
      lines.add(View::object({{"anchor", "a-" + id + "-" + std::to_string(lines.items()->size())}, {"text", line}}));
  return View::object({{"anchor", "e-" + id},
                       {"title", words.title},
                       {"readers", readers},
                       {"when", one.when(item.event.at)},
                       {"who", told.empty() ? name_of(one, item.author) : std::string(told)},
                       {"text", answers ? std::string() : words.text},
                       {"many", answers ? "The answers" : ""},
                       {"scores", std::move(lines)},
                       {"was", corrected ? stood_before(file, item) : std::string()},
                       {"why", why},
                       {"correct", own && !is_closed_to(one, item) ? base + "/correct" : std::string()},
                       {"move", own ? base + "/move" : std::string()},
                       {"share", own && !share_targets(one, item).empty() ? base + "/share" : std::string()}});
}

bool shows(const OneFile& one, const Filter& filter, const care::Item& item, const Words& words) {
  if (filter.session) {
    const auto* note = std::get_if<care::Noted>(&item.event.body);
    return note != nullptr && note->session == filter.session;
  }
  if (words.title.empty() || (!filter.kind.empty() && filter.kind != words.kind)) return false;
  // Housekeeping: only for whoever looks for it.
  if (filter.kind.empty() && (words.kind == "keys" || words.kind == "sessions")) return false;
  if (filter.room.empty()) return true;
  const auto place = one.file().rooms.find(item.event.room);
  return place != one.file().rooms.end() && place->second.id.str() == filter.room;
}

// Scores that came in together are one thing that happened: the charts show them, here each stands under the sentence.
bool belong_together(const OneFile& one, const care::Item& a, const care::Item& b) {
  const auto *first = std::get_if<care::Scored>(&a.event.body), *second = std::get_if<care::Scored>(&b.event.body);
  return first != nullptr && second != nullptr && a.author == b.author && first->origin == second->origin &&
         base::local_day(a.event.at, one.zone) == base::local_day(b.event.at, one.zone);
}

std::string list_in_words(const std::vector<std::string>& names) {
  if (names.size() > 3) return fmt::format("{}, {} and {} more", names[0], names[1], names.size() - 2);
  std::string out;
  for (std::size_t i = 0; i < names.size(); ++i)
    out += (i == 0 ? "" : i + 1 == names.size() ? " and " : ", ") + names[i];
  return out;
}

// `run`: at least two, the newest first.
View scores_model(const OneFile& one, const std::vector<const care::Item*>& run, const std::string& readers) {
  std::vector<std::string> names;
  View scores = View::list();
  for (auto item = run.rbegin(); item != run.rend(); ++item) {
    const auto& body = std::get<care::Scored>((*item)->event.body);
    const auto& name = body.scale.short_name.empty() ? body.scale.name : body.scale.short_name;
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    const bool newest = *item == run.front();  // its place is the entry's own
    scores.add(View::object({{"anchor", (newest ? "s-" : "e-") + (*item)->event.id.str()},
                             {"text", fmt::format("{}: {}, {}", name, measure::number_text(body.score.value),
                                                  occasion_words(body.score.when))}}));
  }
  const auto& origin = std::get<care::Scored>(run.front()->event.body).origin;
  const bool imported = origin.starts_with("imported");
  const auto title = fmt::format("{} scores of {}{}", run.size(), list_in_words(names), imported ? " imported" : "");
  const Words words{"measures", title, imported ? sentence_case(origin) : origin, ""};
  View entry = entry_model(one, *run.front(), words, readers, false);
  entry.set("many", "Each of them");
  entry.set("scores", std::move(scores));
  return entry;
}
}  // namespace

View entries_model(const OneFile& one, const Filter& filter, bool links) {
  const auto& file = one.file();
  std::vector<const care::Item*> order;
  order.reserve(file.items.size());
  for (auto item = file.items.rbegin(); item != file.items.rend(); ++item) order.push_back(&*item);
  std::stable_sort(order.begin(), order.end(), [](const auto* a, const auto* b) { return a->event.at > b->event.at; });
  std::map<care::Room, std::string> readers;
  std::vector<const care::Item*> run;  // scores that wait for whether more belong to them
  View out = View::list();
  const auto readers_of = [&](const care::Item& item) -> const std::string& {
    auto& who = readers[item.event.room];
    if (who.empty()) who = sentence_case(one.readers(item.event.room, one.reader));
    if (who == "Nobody") who = "Only you";  // who left reads on what was theirs alone
    return who;
  };
  const auto put_run = [&] {
    if (run.size() > 1)
      out.add(scores_model(one, run, readers_of(*run.front())));
    else if (run.size() == 1)
      out.add(entry_model(one, *run.front(), words_of(one, *run.front()), readers_of(*run.front()), links));
    run.clear();
  };
  for (const auto* item : order) {
    const auto words = words_of(one, *item);
    if (!shows(one, filter, *item, words)) continue;
    if (!run.empty() && !belong_together(one, *run.back(), *item)) put_run();
    if (std::holds_alternative<care::Scored>(item->event.body))
      run.push_back(item);
    else
      out.add(entry_model(one, *item, words, readers_of(*item), links));
  }
  put_run();
  return out;
}

void set_timeline(View& model, const OneFile& one, const Filter& filter, std::size_t open) {
  const View all = entries_model(one, filter, true);
  const auto& items = *all.items();
  View earlier = View::list();
  for (std::size_t at = open; at < items.size(); ++at) earlier.add(items[at]);
  model.set("entries", first_of(all, open));
  if (!earlier.shows()) return void(model.set("earlier", false));
  const auto count = counted(earlier.items()->size(), "earlier entry", "earlier entries");
  model.set("earlier", View::object({{"count", sentence_case(count)}, {"entries", std::move(earlier)}}));
}

void set_filters(View& model, const OneFile& one, const Filter& filter) {
  const auto address = [&](const std::string& kind, const std::string& room) {
    std::string query;
    if (!kind.empty()) query += "?kind=" + kind;
    if (!room.empty()) query += (query.empty() ? "?room=" : "&room=") + room;
    return "/files/" + one.id() + query + "#happened";
  };
  std::map<std::string, bool> kinds;
  std::map<care::Room, std::string> rooms;
  for (const auto& item : one.file().items) {
    const auto words = words_of(one, item);
    if (words.title.empty()) continue;
    if (!words.kind.empty()) kinds[words.kind] = true;
    if (const auto place = one.file().rooms.find(item.event.room); place != one.file().rooms.end())
      rooms[item.event.room] = place->second.id.str();
  }
  static constexpr std::pair<std::string_view, std::string_view> kKinds[] = {
      {"notes", "Notes"}, {"course", "The course"}, {"sessions", "Sessions"}, {"measures", "Measures"}, {"people", "People"}, {"keys", "Keys"}};
  View by_kind = View::list({View::object({{"href", address("", filter.room)},
                                           {"label", kinds.contains("keys") ? "Everything but keys" : "Everything"},
                                           {"here", filter.kind.empty()}})});
  for (const auto& [kind, label] : kKinds)
    if (kinds.contains(std::string(kind)))
      by_kind.add(View::object(
          {{"href", address(std::string(kind), filter.room)}, {"label", label}, {"here", filter.kind == kind}}));
  View by_room = View::list(
      {View::object({{"href", address(filter.kind, "")}, {"label", "Everything"}, {"here", filter.room.empty()}})});
  for (const auto& [room, id] : rooms)
    by_room.add(View::object({{"href", address(filter.kind, id)},
                              {"label", room_label(one.file(), room, one.reader)},
                              {"here", filter.room == id}}));
  model.set("kinds", std::move(by_kind));
  model.set("rooms", std::move(by_room));
  model.set("filtered", !filter.kind.empty() || !filter.room.empty());
}

const care::Item* own_note(const Ask& ask, const OneFile& one) {
  const auto id = EntryId::parse(ask.captures.at(1));
  if (!id) return nullptr;
  const auto* item = one.file().item(*id);
  return item != nullptr && is_own(one, *item) ? item : nullptr;
}

}  // namespace trefoil::web
