// What the professionals state of themselves and of the practice: conflicts of interest, credentials, the attestation, the
// terms of a file.
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/text.h"
#include "base/time.h"
#include "care/decide.h"
#include "course/programme.h"
#include "practice/files.h"
#include "web/acts.h"
#include "web/programmes.h"

namespace trefoil::web {

namespace {
using namespace course;
using care::Record;

Form conflicts_form(const Scene& scene) {
  Form form{"Conflicts of interest",
            "Whether you stand to the client, or to the other professional, in another way as well: "
            "kin, friend, employer, supervisor, debtor.",
            {},
            {},
            readers_of(scene, kClinical),
            "Declare"};
  form.inputs.push_back(
      words_input(scene, "words", "What there is to declare", "Write “none” where there is nothing.", true));
  return form;
}
Result<Record> read_conflicts(const Scene& scene) {
  TRY(needed(scene, "words", "Nothing is declared."));
  return Record{{ConflictsDeclared{}}, clinical(scene, "words", "Conflicts of interest: ")};
}
// What somebody is trained for, under the plan's phases; without a plan under the programmes that could be followed here.
// What was recorded before stays to be seen, wherever it came from.
void add_competence(const Scene& scene, Form& form, const std::set<std::string>& recorded) {
  std::set<std::string> shown;
  auto chosen = recorded;
  if (!scene.ask.form.empty()) {
    const auto typed = scene.ask.fields("competence");
    chosen = {typed.begin(), typed.end()};
  }
  std::size_t count = 0;
  const auto group = [&](const std::string& label, const std::set<std::string>& activities) {
    Input trained{Input::Kind::many, "competence", label, "", ""};
    trained.required = false;
    for (const auto& activity : activities)
      if (shown.insert(activity).second)
        trained.choices.add(View::object(
            {{"value", activity}, {"label", activity}, {"more", ""}, {"chosen", chosen.contains(activity)}}));
    if (!trained.choices.shows()) return;
    if (count > 0) trained.id = "competence-" + std::to_string(count);
    if (count++ == 0) trained.hint = "Tick what you are trained for; nobody does to another person what they have not learned.";
    form.inputs.push_back(std::move(trained));
  };
  for (const auto& phase : scene.course().plan.phases) group(phase.name, phase.activities);
  if (scene.course().plan.version == 0)
    for (const auto& programme : scene.ask.services.programmes.all()) {
      if (!not_for(programme, scene.circle(), scene.one.file().couple).empty()) continue;
      std::set<std::string> all;
      for (const auto& phase : phases_of(programme)) all.insert(phase.activities.begin(), phase.activities.end());
      group(programme.name, all);
    }
  group("Recorded before, and not in the plan", recorded);
}
// What the reader last wrote down under one of these headings, to go on from; what is renewed is seldom another thing.
std::string last_written(const Scene& scene, std::string_view heading) {
  const auto& file = scene.one.file();
  for (auto item = file.items.rbegin(); item != file.items.rend(); ++item) {
    if (item->author != scene.self() || !std::holds_alternative<care::Noted>(item->event.body) || item->moved_to) continue;
    const std::string text = file.text_of(*item);
    if (text.starts_with(heading)) return text.substr(heading.size());
  }
  return {};
}
// Credentials and the attestation are of the person and the practice, not of one file: where this file has none yet, what
// the reader recorded last in another one is offered, to be looked at and stated anew with one press. Conflicts of
// interest are about this client, and are never carried over.
struct Elsewhere {
  std::string words;
  std::optional<Credential> credential;
  bool of_age = false;  // they gave their date of birth there
  Instant at;
};
std::optional<Elsewhere> elsewhere(const Scene& scene, std::string_view heading) {
  std::optional<Elsewhere> out;
  const auto read = practice::each_file(scene.ask.house(), scene.ask.holder(), [&](practice::OpenedFile&& opened) {
    const auto& file = opened.file;
    if (file.id == scene.one.file().id) return;
    for (const auto& item : file.items) {
      if (item.author != scene.self() || !std::holds_alternative<care::Noted>(item.event.body) || item.moved_to) continue;
      const std::string text = file.text_of(item);
      if (!text.starts_with(heading) || (out && item.event.at < out->at)) continue;
      const auto found = file.course.credentials.find(scene.self());
      out = Elsewhere{text.substr(heading.size()),
                      found == file.course.credentials.end() ? std::nullopt : std::optional(found->second),
                      (out && out->of_age) || file.course.of_age.contains(scene.self()), item.event.at};
    }
  });
  return read ? out : std::nullopt;
}
std::string carried_words(const Elsewhere& from, const Scene& scene) {
  return "Filled in from what you recorded in another file on " +
         base::in_words(base::local_day(from.at, scene.one.zone)) + ". Look at it; it is stated anew here when you press the button.";
}
constexpr std::string_view kCredentials = "Credentials: ", kAttestation = "Attestation: ";

Form credentials_form(const Scene& scene) {
  Form form{"Your credentials",
            "Where you are trained and registered, and that your insurer has agreed in writing to this work.",
            {},
            {},
            readers_of(scene, kClinical),
            "Record them"};
  std::string words = last_written(scene, kCredentials);
  bool of_age = scene.course().of_age.contains(scene.self());
  Day until = scene.moment().today + 365;
  std::set<std::string> competence;
  if (const auto found = scene.course().credentials.find(scene.self()); found != scene.course().credentials.end())
    competence = found->second.competence;
  else if (const auto from = words.empty() ? elsewhere(scene, kCredentials) : std::nullopt) {
    words = from->words;
    form.lead += " " + carried_words(*from, scene);
    of_age = of_age || from->of_age;
    if (from->credential) competence = from->credential->competence;
    if (from->credential && scene.moment().today <= from->credential->until) until = from->credential->until;
  }
  form.inputs.push_back(day_input(scene, "until", "They run until", until));
  form.inputs.push_back(words_input(scene, "words", "Body, registration, insurer", "", true));
  form.inputs.back().value = scene.typed("words", words);
  if (!of_age)
    form.inputs.push_back({Input::Kind::day, "born", "Your date of birth",
                           "Everyone in this work is 18 or older. The file is told that you are; the date is kept nowhere.",
                           scene.typed("born", "")});
  if (scene.is(Part::practitioner)) add_competence(scene, form, competence);
  return form;
}
// That they are 18 or older: by what they gave before, here or in another file, or by the date that they give now.
Result<bool> of_age(const Scene& scene) {
  if (scene.course().of_age.contains(scene.self())) return true;
  if (base::trim(scene.ask.field("born")).empty()) {
    const auto from = elsewhere(scene, kCredentials);
    if (from && from->of_age) return true;
    return fail(Fault::bad_input, "Your date of birth is missing.", "born", "Choose the day on which you were born.");
  }
  const Day born = TRY(day_field(scene, "born")), today = scene.moment().today;
  if (!care::can_be_birth(born, today))
    return fail(Fault::bad_input, "This can't be a date of birth: it lies before 1900 or after today.", "born",
                "Choose the day on which you were born.");
  if (base::years_between(born, today) < 18)
    return fail(Fault::bad_input, "By this date of birth you are not yet 18, and this work is for adults only.", "born",
                "Correct the date if it is a slip.");
  return true;
}
Result<Record> read_credentials(const Scene& scene) {
  CredentialStated body;
  body.until = TRY(day_ahead(scene, "until"));
  TRY(needed(scene, "words", "The credentials are not said."));
  for (const auto& activity : scene.ask.fields("competence"))
    if (!activity.empty()) body.competence.insert(activity);
  if (scene.is(Part::practitioner) && body.competence.empty())
    return fail(Fault::bad_input, "It is not said what you are trained for, and so nothing could be planned with you.",
                "competence", "Tick what you are trained for.");
  body.of_age = TRY(of_age(scene));
  return Record{{body}, clinical(scene, "words", kCredentials)};
}
Form attest_form(const Scene& scene) {
  Form form{
      "The practice's attestation",
      "Where this practice stands in the law of its country, and in its professions' codes.",
      {"The practice keeps no directory and no public profiles of its practitioners or clients, recruits nobody, and "
       "matches nobody for anything but this work."},
      {},
      readers_of(scene, kClinical),
      "Attest"};
  form.inputs.push_back(words_input(scene, "words", "The legal and professional position", "", true));
  std::string words = last_written(scene, kAttestation);
  if (const auto from = words.empty() && !scene.course().attested ? elsewhere(scene, kAttestation) : std::nullopt) {
    words = from->words;
    form.lead += " " + carried_words(*from, scene);
  }
  form.inputs.back().value = scene.typed("words", words);
  return form;
}
Result<Record> read_attest(const Scene& scene) {
  TRY(needed(scene, "words", "The position is not said."));
  return Record{{PracticeAttested{}}, clinical(scene, "words", kAttestation)};
}
Form terms_form(const Scene& scene) {
  const Terms& terms = scene.course().terms;
  const Terms& least = scene.one.roster.terms;  // the practice's; within it each file has its own
  Form form{"The terms of this file",
            "A practice can be stricter than the profession asks, and a file stricter than its practice, never looser. The "
            "therapist alone takes back what was made stricter.",
            {},
            {},
            "",
            "Keep"};
  form.inputs.push_back(number_input(scene, "met_days", "The therapist has met the client within how many days",
                                     terms.met_days, fmt::format("At most {}.", least.met_days)));
  form.inputs.push_back(number_input(scene, "groundwork", "Meetings of client and therapist that come first",
                                     terms.groundwork, fmt::format("At least {}.", least.groundwork)));
  form.inputs.push_back(
      number_input(scene, "report_hours", "Hours until a report is due", terms.report_hours,
                   fmt::format("At most {}.", least.report_hours)));
  Input intensive{Input::Kind::tick, "intensive",
                  "An intensive course: the therapist meets the client once on every day of it", "", ""};
  intensive.required = false;
  intensive.choices = View::list();
  intensive.value = scene.ask.form.empty() ? (terms.intensive ? "yes" : "") : std::string(scene.ask.field("intensive"));
  form.inputs.push_back(std::move(intensive));
  Input unwaived{Input::Kind::many, "unwaived", "Waived for no session",
                 "The therapist can waive these for one session, with a reason; those that are ticked here not even then.", ""};
  unwaived.required = false;
  const auto typed = scene.ask.fields("unwaived");
  const auto chosen = scene.ask.form.empty() ? terms.unwaived : std::set<std::string>(typed.begin(), typed.end());
  unwaived.choices = waivable_choices(chosen, least.unwaived);
  form.inputs.push_back(std::move(unwaived));
  return form;
}
Result<Record> read_terms(const Scene& scene) {
  Terms terms;
  terms.met_days = TRY(number_field(scene, "met_days", 1, 1000));
  terms.groundwork = TRY(number_field(scene, "groundwork", 0, 1000));
  terms.report_hours = TRY(number_field(scene, "report_hours", 1, 1000));
  terms.intensive = scene.ask.field("intensive") == "yes";
  for (const auto& rule : scene.ask.fields("unwaived")) terms.unwaived.insert(rule);
  // What the whole practice has is there without being ticked.
  terms.unwaived.insert(scene.one.roster.terms.unwaived.begin(), scene.one.roster.terms.unwaived.end());
  return Record{{TermsSet{terms}}};
}

constexpr Act kProfessionalActs[] = {
    {"conflicts", "Conflicts of interest", conflicts_form, read_conflicts, led},
    {"credentials", "Credentials", credentials_form, read_credentials, led_here},
    {"attest", "The practice's attestation", attest_form, read_attest, led},
    {"terms", "The terms", terms_form, read_terms, led_open},
};
}  // namespace

std::span<const Act> professional_acts() { return kProfessionalActs; }

}  // namespace trefoil::web
