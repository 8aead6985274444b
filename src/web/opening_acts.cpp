// The acts of the opening: release, consent, the therapist's assessment, what the professionals declare, the terms.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "web/acts.h"
#include "web/programmes.h"

namespace trefoil::web {

namespace {
using namespace course;
using care::Record;
using care::Write;

constexpr int kTreatmentText = 1;  // the version of the words below: another wording is another version
const std::vector<std::string>& treatment_text() {
  static const std::vector<std::string> kText = {
      "This is therapy. Its aim is that you come to know closeness at your own pace, with somebody who is trained for "
      "it, "
      "and that you take what you learn into your own life.",
      "Three people work together: you, the practitioner, and the therapist. After every session with the practitioner "
      "you meet the therapist, and the two of them talk about how it went.",
      "Before each session you are asked what you agree to in it. You can say no, take it back, pause or stop at any "
      "moment, without a reason, and nobody will hold it against you.",
      "There are limits. Nothing is done that is not in the plan; in those sessions the therapist is not in the room, "
      "and never touches "
      "you; there is no contact outside the sessions but to arrange them.",
      "It has an end, agreed by the three of you. After it, you and the practitioner do not meet or write to each "
      "other; "
      "the therapist stays for you.",
      "It may stir up feelings, also painful ones. It may not help. You can end it on any day.",
  };
  return kText;
}

// --- the enquiry ---
Form enquiry_form(const Scene& scene) {
  Form form{"The enquiry",
            "Who asked whether this work might help, and how it came to that. A practice recruits nobody: who wrote or "
            "spoke first is part of the record.",
            {},
            {},
            readers_of(scene, kClinical),
            "Record it"};
  form.inputs.push_back(choice(scene, "by", "Who asked", "client",
                               {{"client", "The client themself"},
                                {"relative", "Somebody close to them, or who cares for them"},
                                {"professional", "Another professional"}}));
  form.inputs.push_back(choice(scene, "first", "Who wrote or spoke first", "they",
                               {{"they", "They did"}, {"practice", "Somebody of this practice"}}));
  form.inputs.push_back(day_input(scene, "on", "When", scene.moment().today));
  form.inputs.push_back(words_input(scene, "words", "What was asked, and how they may be answered", "", false));
  return form;
}
Result<Record> read_enquiry(const Scene& scene) {
  Enquired body;
  const auto by = scene.ask.field("by");
  if (by != "client" && by != "relative" && by != "professional")
    return fail(Fault::bad_input, "It is not said who asked.", "by", "Choose one.");
  body.by = by == "client" ? Enquirer::client : by == "relative" ? Enquirer::relative : Enquirer::professional;
  const auto first = scene.ask.field("first");
  if (first != "they" && first != "practice")
    return fail(Fault::bad_input, "It is not said who wrote or spoke first.", "first", "Choose one.");
  body.practice_first = first == "practice";
  body.on = TRY(day_been(scene, "on"));
  return Record{{body}, clinical(scene, "words", "Enquiry: ")};
}

// --- release and consent ---
Form release_form(const Scene& scene) {
  Form form{"Release of information",
            witness_words(scene,
                          "You allow the people named here to talk with each other about you and this work, and "
                          "nobody else. You can take it back at any time.",
                          "The client allows the people named here to talk with each other about them and this work, "
                          "and nobody else. They can take it back at any time."),
            {},
            {},
            "",
            scene.is(Part::client) ? "Sign" : "Sign as their witness"};
  add_person_input(scene, form, "Whose release", whose_word(scene));
  Input who{Input::Kind::many, "recipients", "Who may know", "Each of them is named; nobody else is meant.", ""};
  const auto typed = scene.ask.fields("recipients");
  for (const auto& seat : scene.circle().seats) {
    if (seat.part == Part::client) continue;
    const bool chosen =
        scene.ask.form.empty() ? seat.part != Part::mentor : std::ranges::find(typed, seat.person.str()) != typed.end();
    who.choices.add(View::object({{"value", seat.person.str()},
                                  {"label", scene.name(seat.person)},
                                  {"more", std::string(name(seat.part))},
                                  {"chosen", chosen}}));
  }
  form.inputs.push_back(std::move(who));
  form.inputs.push_back(day_input(scene, "until", "Until when", scene.moment().today + 365));
  return form;
}
Result<Record> read_release(const Scene& scene) {
  ReleaseSigned body;
  body.client = TRY(person_field(scene, whose_word(scene)));
  for (const auto& text : scene.ask.fields("recipients"))
    if (const auto person = PersonId::parse(text)) body.recipients.insert(*person);
  if (body.recipients.empty())
    return fail(Fault::bad_input, "Nobody is named.", "recipients", "Choose who may know, or leave it unsigned.");
  body.until = TRY(day_ahead(scene, "until"));
  body.witness = witness_of(scene, body.client);
  return Record{{body}};
}
// What is taken back is taken back after the ending too.
bool has_release(const Scene& scene) {
  return word(scene) &&
         std::ranges::any_of(whose_word(scene), [&](PersonId who) { return scene.course().releases.contains(who); });
}
Form release_back_form(const Scene& scene) {
  Form form{"Take the release back",
            witness_words(scene,
                          "From then on the professionals may not talk about you any more, and no session with the "
                          "practitioner can begin.",
                          "From then on the professionals may not talk about the client any more, and no session with "
                          "the practitioner can begin."),
            {},
            {},
            "",
            scene.is(Part::client) ? "Take it back" : "The client takes it back",
            true};
  add_person_input(scene, form, "Whose release", whose_word(scene));
  return form;
}
Result<Record> read_release_back(const Scene& scene) {
  const auto client = TRY(person_field(scene, whose_word(scene)));
  return Record{{ReleaseWithdrawn{client, witness_of(scene, client)}}};
}

Form explain_form(const Scene& scene) {
  Form form{"Explain the treatment",
            "Go through this text with the client. Both of you explain it, each for themself, "
            "before the client signs.",
            treatment_text(),
            {},
            "",
            "I have explained it"};
  add_person_input(scene, form, "To whom", clients(scene));
  return form;
}
Result<Record> read_explain(const Scene& scene) {
  const auto client = TRY(person_field(scene, clients(scene)));
  return Record{{TreatmentExplained{client, kTreatmentText}}};
}
Form consent_form(const Scene& scene) {
  Form form{"Consent to the treatment",
            witness_words(scene, "Read it in your own time. You can take it back on any day.",
                          "This is the text as the client reads it; they can take their consent back on any day."),
            treatment_text(),
            {},
            "",
            scene.is(Part::client) ? "Sign" : "Sign as their witness"};
  add_person_input(scene, form, "Whose consent", whose_word(scene));
  form.inputs.push_back(day_input(scene, "until", "Until when", scene.moment().today + 365));
  return form;
}
Result<Record> read_consent(const Scene& scene) {
  const auto client = TRY(person_field(scene, whose_word(scene)));
  const auto until = TRY(day_ahead(scene, "until"));
  return Record{{TreatmentConsented{client, kTreatmentText, until, witness_of(scene, client)}}};
}
// There is something to sign once both have explained the text to the client.
bool consent_open(const Scene& scene) {
  if (!word_open(scene)) return false;
  const auto circle = scene.circle();
  return std::ranges::any_of(whose_word(scene), [&](PersonId who) {
    const auto found = scene.course().treatment.find(who);
    if (found == scene.course().treatment.end()) return false;
    const auto by = found->second.explained.find(kTreatmentText);
    return by != found->second.explained.end() &&
           std::ranges::all_of(std::array{Part::practitioner, Part::therapist}, [&](Part part) {
             const Seat* seat = circle.first(part);
             return seat != nullptr && by->second.contains(seat->person);
           });
  });
}
bool has_consent(const Scene& scene) {
  return word(scene) && std::ranges::any_of(whose_word(scene), [&](PersonId who) {
           const auto found = scene.course().treatment.find(who);
           return found != scene.course().treatment.end() && found->second.version > 0;
         });
}
Form consent_back_form(const Scene& scene) {
  Form form{"Take the consent back",
            witness_words(scene, "No session with the practitioner can begin from then on. Nobody will ask why.",
                          "No session with the practitioner can begin from then on. Nobody asks the client why."),
            {},
            {},
            "",
            scene.is(Part::client) ? "Take it back" : "The client takes it back",
            true};
  add_person_input(scene, form, "Whose consent", whose_word(scene));
  return form;
}
Result<Record> read_consent_back(const Scene& scene) {
  const auto client = TRY(person_field(scene, whose_word(scene)));
  return Record{{TreatmentWithdrawn{client, witness_of(scene, client)}}};
}

// --- the therapist's assessment ---
std::vector<std::string> checklist_of(const Scene& scene) {
  const auto roster = scene.ask.roster();
  return practice::checklist_of(roster ? **roster : practice::Roster{});
}
Input checklist_input(const Scene& scene) {
  Input looked{Input::Kind::many, "looked", "What you looked at", "Tick what you looked at, whatever you found: each can speak against the work. What you found goes into your reasons.", ""};
  looked.required = false;
  const auto typed = scene.ask.fields("looked");
  for (const auto& line : checklist_of(scene))
    looked.choices.add(View::object(
        {{"value", line}, {"label", line}, {"more", ""}, {"chosen", std::ranges::find(typed, line) != typed.end()}}));
  return looked;
}
// What was looked at and what was not, as the record keeps it beside the reasons: nothing ticked is nothing looked at.
// Only where a form had no list (one that was open before there was any) is nothing said of it.
Result<std::string> checklist_words(const Scene& scene) {
  const auto typed = scene.ask.fields("looked");
  if (typed.empty() && scene.ask.field("list_shown") != "yes") return std::string();
  const auto all = checklist_of(scene);
  for (const auto& line : typed)
    if (std::ranges::find(all, line) == all.end())
      return fail(Fault::bad_input, "The practice's list has changed since.", "looked", "Look at it once more.");
  std::string looked, left;
  for (const auto& line : all) {
    auto& out = std::ranges::find(typed, line) != typed.end() ? looked : left;
    out += (out.empty() ? "" : "; ") + line;
  }
  return (looked.empty() ? "" : "\nLooked at: " + looked + ".") + (left.empty() ? "" : "\nNot looked at: " + left + ".");
}

Form suitability_form(const Scene& scene) {
  Form form{
      "Suitability",
      "Whether this work can help this client now, and will not harm them. The therapist alone decides.",
      {},
      {},
      readers_of(scene, kClinical),
      "Record it"};
  add_person_input(scene, form, "Whom", clients(scene));
  form.inputs.push_back(checklist_input(scene));
  form.inputs.push_back({Input::Kind::hidden, "list_shown", "", "", "yes"});
  form.inputs.push_back(choice(scene, "verdict", "What you find", "",
                               {{"suitable", "Suitable"}, {"not-now", "Not now"}, {"not-suitable", "Not suitable"}}));
  form.inputs.push_back(day_input(scene, "review", "Look again by", scene.moment().today + 182));
  form.inputs.push_back(words_input(scene, "words", "Your reasons", "", false));
  return form;
}
Result<Record> read_suitability(const Scene& scene) {
  SuitabilityStated body;
  body.client = TRY(person_field(scene, clients(scene)));
  const auto verdict = scene.ask.field("verdict");
  if (verdict != "suitable" && verdict != "not-now" && verdict != "not-suitable")
    return fail(Fault::bad_input, "It is not said what you find.", "verdict", "Choose one.");
  body.verdict = verdict == "suitable"  ? Verdict::suitable
                 : verdict == "not-now" ? Verdict::not_now
                                        : Verdict::not_suitable;
  body.review = TRY(day_ahead(scene, "review"));
  auto words = clinical(scene, "words", "Suitability: ");
  const auto looked = TRY(checklist_words(scene));
  if (words.empty() && !looked.empty()) words.push_back(care::Write{kClinical, "Suitability."});
  if (!words.empty()) words.front().text += looked;
  return Record{{body}, std::move(words)};
}
Form capacity_form(const Scene& scene) {
  Form form{"Capacity to consent",
            "Whether the client understands what is offered, can weigh it, and can say yes and no freely.",
            {},
            {},
            readers_of(scene, kClinical),
            "Record it"};
  add_person_input(scene, form, "Whom", clients(scene));
  form.inputs.push_back(
      choice(scene, "can", "What you find", "", {{"yes", "They can consent"}, {"no", "It is not certain"}}));
  form.inputs.push_back(day_input(scene, "review", "Look again by", scene.moment().today + 182));
  form.inputs.push_back(words_input(scene, "words", "What you base it on", "", false));
  return form;
}
Result<Record> read_capacity(const Scene& scene) {
  const auto client = TRY(person_field(scene, clients(scene)));
  const auto can = scene.ask.field("can");
  if (can != "yes" && can != "no") return fail(Fault::bad_input, "It is not said what you find.", "can", "Choose one.");
  const auto review = TRY(day_ahead(scene, "review"));
  return Record{{CapacityStated{client, can == "yes", review}}, clinical(scene, "words", "Capacity: ")};
}

// --- the professionals ---
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
void add_competence(const Scene& scene, Form& form) {
  const auto found = scene.course().credentials.find(scene.self());
  std::set<std::string> recorded, shown;
  if (found != scene.course().credentials.end()) recorded = found->second.competence;
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
constexpr std::string_view kCredentials = "Credentials: ", kAttestation = "Attestation: ";

Form credentials_form(const Scene& scene) {
  Form form{"Your credentials",
            "Where you are trained and registered, and that your insurer has agreed in writing to this work.",
            {},
            {},
            readers_of(scene, kClinical),
            "Record them"};
  form.inputs.push_back(day_input(scene, "until", "They run until", scene.moment().today + 365));
  form.inputs.push_back(words_input(scene, "words", "Body, registration, insurer", "", true));
  form.inputs.back().value = scene.typed("words", last_written(scene, kCredentials));
  if (scene.is(Part::practitioner)) add_competence(scene, form);
  return form;
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
  form.inputs.back().value = scene.typed("words", last_written(scene, kAttestation));
  return form;
}
Result<Record> read_attest(const Scene& scene) {
  TRY(needed(scene, "words", "The position is not said."));
  return Record{{PracticeAttested{}}, clinical(scene, "words", kAttestation)};
}
Form terms_form(const Scene& scene) {
  const Terms& terms = scene.course().terms;
  Form form{"The terms of this file",
            "A practice can be stricter than the profession asks, never looser. The therapist alone takes back what "
            "was made stricter.",
            {},
            {},
            "",
            "Keep"};
  form.inputs.push_back(number_input(scene, "met_days", "The therapist has met the client within how many days",
                                     terms.met_days, "At most 21."));
  form.inputs.push_back(number_input(scene, "groundwork", "Meetings of client and therapist that come first",
                                     terms.groundwork, "At least 3."));
  form.inputs.push_back(
      number_input(scene, "report_hours", "Hours until a report is due", terms.report_hours, "At most 24."));
  Input intensive{Input::Kind::tick, "intensive",
                  "An intensive course: the therapist meets the client once on every day of it", "", ""};
  intensive.required = false;
  intensive.choices = View::list();
  intensive.value = scene.ask.form.empty() ? (terms.intensive ? "yes" : "") : std::string(scene.ask.field("intensive"));
  form.inputs.push_back(std::move(intensive));
  return form;
}
Result<Record> read_terms(const Scene& scene) {
  Terms terms;
  terms.met_days = TRY(number_field(scene, "met_days", 1, 1000));
  terms.groundwork = TRY(number_field(scene, "groundwork", 0, 1000));
  terms.report_hours = TRY(number_field(scene, "report_hours", 1, 1000));
  terms.intensive = scene.ask.field("intensive") == "yes";
  return Record{{TermsSet{terms}}};
}

constexpr Act kOpeningActs[] = {
    {"enquiry", "The enquiry", enquiry_form, read_enquiry, led},
    {"release", "Sign the release of information", release_form, read_release, word},
    {"release-back", "Take the release back", release_back_form, read_release_back, has_release},
    {"suitability", "Suitability", suitability_form, read_suitability, therapist_open},
    {"capacity", "Capacity to consent", capacity_form, read_capacity, therapist_open},
    {"conflicts", "Conflicts of interest", conflicts_form, read_conflicts, led},
    {"credentials", "Credentials", credentials_form, read_credentials, led},
    {"attest", "The practice's attestation", attest_form, read_attest, led},
    {"explain", "Explain the treatment", explain_form, read_explain, led_open},
    {"consent", "Consent to the treatment", consent_form, read_consent, consent_open},
    {"consent-back", "Take the consent back", consent_back_form, read_consent_back, has_consent},
    {"terms", "The terms", terms_form, read_terms, led_open},
};
}  // namespace

std::span<const Act> opening_acts() { return kOpeningActs; }

}  // namespace trefoil::web
