#include "codec/programme_json.h"

#include <algorithm>

#include "base/text.h"
#include "codec/course_words.h"
#include "codec/fields.h"
#include "codec/json_text.h"

namespace trefoil::codec {

namespace {
using course::Programme;

// One line for people to read. What it says stands on screens and in exports, so nothing may hide in it.
std::string line(Fields& in, std::string_view name, std::size_t most) {
  std::string text = in.text(name);
  const std::string trimmed = base::trim(text);
  if (trimmed.empty())
    in.wrong(name, "must not be empty", "Write it in words that the client understands.");
  else if (trimmed != text)
    in.wrong(name, "begins or ends with a blank", "Take the blank out.");
  else if (base::has_hidden_signs(text))
    in.wrong(name, "holds a line's end, a tab or a sign that can't be seen", "Write it as one line.");
  else if (base::characters(text) > most)
    in.wrong(name, "has more than " + std::to_string(most) + " characters", "Say it in fewer words.");
  return text;
}

int whole(Fields& in, std::string_view name, int least, int most, std::string_view what, std::string_view mend) {
  const std::int64_t value = in.whole(name);
  if (value < least || value > most) in.wrong(name, what, mend);
  return static_cast<int>(std::clamp<std::int64_t>(value, least, most));
}

std::string read_id(Fields& in, std::string_view name, std::string_view example) {
  std::string id = in.text(name);
  const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
  if (id.empty() || id.size() > limits::kProgrammeName || id.front() == '-' || id.back() == '-' ||
      !std::ranges::all_of(id, fits))
    in.wrong(name, "is not an id", "Use small letters a to z, digits and hyphens, as \"" + std::string(example) + "\".");
  return id;
}

// One of the words of a table; else what may stand there.
template <class E, std::size_t N>
E one_of(Fields& in, std::string_view name, const Words<E, N>& words) {
  const std::string given = in.text(name);
  if (const auto found = parser(words)(given)) return *found;
  std::string known;
  for (const auto& [value, word] : words) known += (known.empty() ? "" : ", ") + std::string(word);
  in.wrong(name, "is not one of the words that may stand here", "Write one of these: " + known + ".");
  return words.front().first;
}

// What is asked when. It can only suggest: the therapist sets it, and takes out what they like.
void read_measure(Fields& in, Programme& programme) {
  course::MeasurePlan plan;
  plan.seconds = 0;
  plan.instrument = read_id(in, "instrument", "ucla-3");
  plan.when = one_of(in, "when", kOccasions);
  const bool weekly = plan.when == course::Occasion::weekly;
  if (weekly)
    plan.weeks = whole(in, "weeks", 1, 52, "must be 1 to 52", "Write every how many weeks it is asked.");
  else if (in.has("weeks"))
    in.wrong("weeks", "stands beside something else than weekly", "Take it out, or write \"when\": \"weekly\".");
  if (in.has("kind")) {
    plan.any_kind = false;
    plan.kind = one_of(in, "kind", kSessionKinds);
    if (plan.when != course::Occasion::before_session && plan.when != course::Occasion::after_session)
      in.wrong("kind", "stands beside something that is no session", "Take it out, or write before-session or after-session.");
    if (plan.kind != course::SessionKind::therapist && !programme.needs_practitioner)
      in.wrong("kind", "is a session with a practitioner, and circle says that there is none", "Write therapist, or leave it out.");
  }
  if (in.has("answers")) {
    plan.answers = one_of(in, "answers", kParts);
    if (plan.answers == course::Part::mentor)
      in.wrong("answers", "is somebody who has nothing to answer", "Write client, practitioner or therapist.");
    if (plan.answers == course::Part::practitioner && !programme.needs_practitioner)
      in.wrong("answers", "is a practitioner, and circle says that there is none", "Write client or therapist.");
  }
  in.done();
  const auto before = std::ranges::find(programme.measures, plan);
  if (before != programme.measures.end())
    in.wrong("instrument", "is asked at the same time by measures[" + std::to_string(before - programme.measures.begin()) + "] too",
             "Leave one out.");
  programme.measures.push_back(std::move(plan));
}

void read_circle(Fields in, Programme& out) {
  out.clients = whole(in, "clients", 1, 2, "must be 1 or 2", "Write 1, or 2 for a couple.");
  out.needs_practitioner = in.flag("needs_practitioner");
  in.done();
}

course::Terms read_terms(Fields in) {
  course::Terms terms;
  for (const course::TermRange& range : course::term_ranges()) {
    if (!in.has(range.name)) continue;
    const bool any_more = range.most == course::kAnyNumber;
    const std::string allowed = any_more ? std::to_string(range.least) + " or more"
                                         : std::to_string(range.least) + " to " + std::to_string(range.most);
    terms.*range.value = whole(in, range.name, range.least, range.most,
                               "must be " + allowed +
                                   ": a programme can tighten the rules, never loosen them (rule "
                                   "terms-tighter)",
                               "Choose a stricter value, or leave the field out.");
  }
  if (in.has("intensive")) terms.intensive = in.flag("intensive");
  in.done();
  return terms;
}

// Where an activity of this name, whatever its capitals, stands already.
struct Found {
  const Programme::Activity* activity = nullptr;
  bool in_this_phase = false;
  std::string place;
};
// The names of the activities that were read, folded, a list for each phase: a start of the program reads them all.
using Folded = std::vector<std::vector<std::string>>;
Found find_alike(const Programme& programme, const Programme::Phase& now, const Folded& folded,
                 std::string_view wanted) {
  const auto look = [&](const Programme::Phase& phase, std::size_t index, bool here) -> Found {
    for (std::size_t i = 0; i < phase.activities.size(); ++i)
      if (folded[index][i] == wanted)
        return {&phase.activities[i], here,
                "phases[" + std::to_string(index) + "].activities[" + std::to_string(i) + "]"};
    return {};
  };
  if (Found found = look(now, programme.phases.size(), true); found.activity != nullptr) return found;
  for (std::size_t i = 0; i < programme.phases.size(); ++i)
    if (Found found = look(programme.phases[i], i, false); found.activity != nullptr) return found;
  return {};
}

void read_activity(Fields& in, const Programme& programme, Programme::Phase& phase, Folded& folded) {
  Programme::Activity read{line(in, "name", limits::kProgrammeName), line(in, "about", limits::kProgrammeAbout)};
  in.done();
  // Whoever agrees to an activity agrees to what is written about it: one name, one meaning.
  std::string name = base::fold(read.name);
  if (const Found before = find_alike(programme, phase, folded, name); before.activity != nullptr) {
    if (before.in_this_phase)
      in.wrong("name", "is the name of " + before.place + " too", "Leave one out, or give it another name.");
    else if (before.activity->name != read.name)
      in.wrong("name", "differs from " + before.place + " in capitals or blanks alone",
               "Write it as it stands there, or give it another name.");
    else if (before.activity->about != read.about)
      in.wrong("about", "is not what " + before.place + " of the same name says",
               "Say the same there and here, or give it another name.");
  }
  phase.activities.push_back(std::move(read));
  folded.back().push_back(std::move(name));
}

void read_phase(Fields& in, Programme& programme, Folded& names) {
  names.emplace_back();
  Programme::Phase phase{
      line(in, "name", limits::kProgrammeName), line(in, "about", limits::kProgrammeAbout), {}, false};
  phase.needs_health = in.flag("needs_health");
  in.each("activities", [&](Fields& activity) {
    if (phase.activities.size() == limits::kActivities)
      return in.wrong("activities", "has more than " + std::to_string(limits::kActivities) + " in it",
                      "Make two phases of it.");
    read_activity(activity, programme, phase, names);
  });
  in.done();
  const std::string folded = base::fold(phase.name);
  for (std::size_t i = 0; i < programme.phases.size(); ++i)
    if (base::fold(programme.phases[i].name) == folded)
      in.wrong("name", "is the name of phases[" + std::to_string(i) + "] too", "Give it another name.");
  // What an earlier phase holds may be planned in a later one (decide_sessions.cpp), and needs what it needed there.
  if (!programme.phases.empty() && programme.phases.back().needs_health && !phase.needs_health)
    in.wrong("needs_health", "must be true after a phase that needs it: what belongs there may still be planned here",
             "Write true.");
  programme.phases.push_back(std::move(phase));
}

Programme read(Fields& in) {
  Programme out;
  Folded names;
  out.id = read_id(in, "id", "touch-weekly");
  out.version = whole(in, "version", 1, 1'000'000, "must be a whole number from 1 on", "Begin with 1.");
  out.name = line(in, "name", limits::kProgrammeName);
  out.about = line(in, "about", limits::kProgrammeAbout);
  read_circle(in.object("circle"), out);
  in.each("phases", [&](Fields& phase) {
    if (out.phases.size() == limits::kPhases)
      return in.wrong("phases", "has more than " + std::to_string(limits::kPhases) + " in it", "Draw phases together.");
    read_phase(phase, out, names);
  });
  if (out.phases.empty()) in.wrong("phases", "must have at least one phase", "Add one.");
  if (in.has("terms")) out.terms = read_terms(in.object("terms"));
  if (in.has("measures"))
    in.each("measures", [&](Fields& measure) {
      if (out.measures.size() == limits::kProgrammeMeasures)
        return in.wrong("measures", "has more than " + std::to_string(limits::kProgrammeMeasures) + " in it",
                        "Nobody answers as much: leave some out.");
      read_measure(measure, out);
    });
  in.done();
  return out;
}
}  // namespace

Result<Programme> read_programme(std::string_view json, std::string_view file_name) {
  const auto in_file = [&](Error error) {
    if (error.mend.empty()) error.mend = "docs/programmes.md shows what stands where.";
    if (!file_name.empty())
      error.place = error.place.empty() ? std::string(file_name) : std::string(file_name) + ", " + error.place;
    return std::unexpected(std::move(error));
  };
  const auto value = read_json(json, "programme", limits::kProgramme);
  if (!value) return in_file(value.error());
  Trouble trouble{Fault::bad_input};
  Fields in(*value, trouble);
  Programme programme = read(in);
  if (trouble.first) return in_file(std::move(*trouble.first));
  return programme;
}

}  // namespace trefoil::codec
