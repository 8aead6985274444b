// The acts of a whole course: opening, plan, holds, ending.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "web/acts.h"
#include "web/programmes.h"

namespace trefoil::web {

namespace {
using namespace course;
using care::Record;
using care::RoomKind;
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

std::vector<PersonId> clients(const Scene& scene) { return scene.circle().all(Part::client); }
// Whose word the reader can give: a client their own; the therapist what a client said.
std::vector<PersonId> whose_word(const Scene& scene) {
  return scene.is(Part::client) ? std::vector{scene.self()} : clients(scene);
}
// The three, each for themself; for the therapist the clients too.
std::vector<PersonId> own_or_clients(const Scene& scene) {
  std::vector<PersonId> out{scene.self()};
  if (scene.is(Part::therapist))
    for (const auto& client : clients(scene)) out.push_back(client);
  return out;
}
std::string witness_words(const Scene& scene, std::string_view what) {
  if (scene.is(Part::client)) return std::string(what);
  return "This is the client's own to say. If they have said it to you in the room, the therapist can write it down "
         "here, "
         "as their witness. " +
         std::string(what);
}
std::string readers_of(const Scene& scene, const care::Room& room) {
  return care::readers_in_words(scene.one.file().circle, room, scene.self());
}
const care::Room kShared{}, kClinical{RoomKind::clinical, {}};
// A note for the professionals, where something was written.
std::vector<Write> clinical(const Scene& scene, std::string_view field, std::string_view before = {}) {
  const std::string text = base::trim(scene.ask.field(field));
  if (text.empty()) return {};
  return {Write{kClinical, std::string(before) + text}};
}
Result<std::string> needed(const Scene& scene, std::string_view field, std::string_view what) {
  std::string text = base::trim(scene.ask.field(field));
  if (text.empty()) return fail(Fault::bad_input, std::string(what), std::string(field), "Write it, in a few words.");
  return text;
}
Input choice(const Scene& scene, std::string_view name, std::string_view label, std::string_view otherwise,
             std::vector<std::pair<std::string, std::string>> values) {
  Input out{Input::Kind::choice, std::string(name), std::string(label), "", ""};
  const auto chosen = scene.typed(name, otherwise);
  for (auto& [value, text] : values)
    out.choices.add(View::object({{"value", value}, {"label", text}, {"more", ""}, {"chosen", value == chosen}}));
  return out;
}
bool always(const Scene&) { return true; }
bool opens(const Scene& scene) { return !scene.course().closing.closed; }
bool led(const Scene& scene) { return scene.leads(); }
bool led_open(const Scene& scene) { return scene.leads() && opens(scene); }
bool therapist_open(const Scene& scene) { return scene.is(Part::therapist) && opens(scene); }
bool word_open(const Scene& scene) { return (scene.is(Part::client) || scene.is(Part::therapist)) && opens(scene); }
bool triad_open(const Scene& scene) { return (scene.is(Part::client) || scene.leads()) && opens(scene); }

// --- release and consent ---
Form release_form(const Scene& scene) {
  Form form{"Release of information",
            witness_words(scene,
                          "You allow the people named here to talk with each other about you and this work, and "
                          "nobody else. You can take it back at any time."),
            {},
            {},
            "",
            "Sign"};
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
  body.until = TRY(day_field(scene, "until"));
  body.witness = witness_of(scene, body.client);
  return Record{{body}};
}
bool has_release(const Scene& scene) {
  return word_open(scene) &&
         std::ranges::any_of(whose_word(scene), [&](PersonId who) { return scene.course().releases.contains(who); });
}
Form release_back_form(const Scene& scene) {
  Form form{"Take the release back",
            witness_words(scene,
                          "From then on the professionals may not talk about you any more, and no session with the "
                          "practitioner can begin."),
            {},
            {},
            "",
            "Take it back",
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
            witness_words(scene, "Read it in your own time. You can take it back on any day."),
            treatment_text(),
            {},
            "",
            "Sign"};
  add_person_input(scene, form, "Whose consent", whose_word(scene));
  form.inputs.push_back(day_input(scene, "until", "Until when", scene.moment().today + 365));
  return form;
}
Result<Record> read_consent(const Scene& scene) {
  const auto client = TRY(person_field(scene, whose_word(scene)));
  const auto until = TRY(day_field(scene, "until"));
  return Record{{TreatmentConsented{client, kTreatmentText, until, witness_of(scene, client)}}};
}
bool has_consent(const Scene& scene) {
  return word_open(scene) && std::ranges::any_of(whose_word(scene), [&](PersonId who) {
           const auto found = scene.course().treatment.find(who);
           return found != scene.course().treatment.end() && found->second.version > 0;
         });
}
Form consent_back_form(const Scene& scene) {
  Form form{"Take the consent back",
            witness_words(scene, "No session with the practitioner can begin from then on. Nobody will ask why."),
            {},
            {},
            "",
            "Take it back",
            true};
  add_person_input(scene, form, "Whose consent", whose_word(scene));
  return form;
}
Result<Record> read_consent_back(const Scene& scene) {
  const auto client = TRY(person_field(scene, whose_word(scene)));
  return Record{{TreatmentWithdrawn{client, witness_of(scene, client)}}};
}

// --- the therapist's assessment ---
Form suitability_form(const Scene& scene) {
  Form form{
      "Suitability",
      "Whether this work can help this client now, and will not harm them. The therapist alone decides.",
      {"Look at: acute crisis or risk of suicide; psychosis, mania or dissociation that is not held; addiction that "
       "is not in treatment; recent trauma that is not yet worked with; a relationship that would be deceived; "
       "pressure by anybody else; wishes for a partner rather than for learning; illness or medication that matters."},
      {},
      readers_of(scene, kClinical),
      "Record it"};
  add_person_input(scene, form, "Whom", clients(scene));
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
  body.review = TRY(day_field(scene, "review"));
  return Record{{body}, clinical(scene, "words", "Suitability: ")};
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
  const auto review = TRY(day_field(scene, "review"));
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
Form credentials_form(const Scene& scene) {
  Form form{"Your credentials",
            "Where you are trained and registered, and that your insurer has agreed in writing to this work.",
            {},
            {},
            readers_of(scene, kClinical),
            "Record them"};
  form.inputs.push_back(day_input(scene, "until", "They run until", scene.moment().today + 365));
  form.inputs.push_back(words_input(scene, "words", "Body, registration, insurer", "", true));
  if (scene.is(Part::practitioner)) {
    Input trained{Input::Kind::many, "competence", "What you are trained for", "", ""};
    trained.required = false;
    const auto found = scene.course().credentials.find(scene.self());
    std::set<std::string> before, all;
    if (found != scene.course().credentials.end()) before = found->second.competence;
    if (!scene.ask.form.empty()) {
      const auto typed = scene.ask.fields("competence");
      before = {typed.begin(), typed.end()};
    }
    for (const auto& phase : scene.course().plan.phases) all.insert(phase.activities.begin(), phase.activities.end());
    if (all.empty())
      for (const auto& programme : programmes())
        for (const auto& phase : phases_of(programme)) all.insert(phase.activities.begin(), phase.activities.end());
    for (const auto& activity : all)
      trained.choices.add(View::object(
          {{"value", activity}, {"label", activity}, {"more", ""}, {"chosen", before.contains(activity)}}));
    form.inputs.push_back(std::move(trained));
  }
  return form;
}
Result<Record> read_credentials(const Scene& scene) {
  CredentialStated body;
  body.until = TRY(day_field(scene, "until"));
  TRY(needed(scene, "words", "The credentials are not said."));
  for (const auto& activity : scene.ask.fields("competence"))
    if (!activity.empty()) body.competence.insert(activity);
  return Record{{body}, clinical(scene, "words", "Credentials: ")};
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
  return form;
}
Result<Record> read_attest(const Scene& scene) {
  TRY(needed(scene, "words", "The position is not said."));
  return Record{{PracticeAttested{}}, clinical(scene, "words", "Attestation: ")};
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

// --- the plan ---
Form plan_write_form(const Scene& scene) {
  Form form{"Write the plan",
            "The plan follows a programme. A new plan takes the place of the old one, and all three sign it again.",
            {},
            {},
            "",
            "Write it"};
  if (!scene.is(Part::therapist))
    form.lead += " The therapist sets the terms: a programme's are taken over with it only where they are stricter.";
  Input which{Input::Kind::choice, "programme", "Programme", "", ""};
  const auto chosen = scene.typed("programme", "");
  for (const auto& programme : programmes())
    which.choices.add(View::object({{"value", programme.id},
                                    {"label", programme.name},
                                    {"more", programme.about},
                                    {"chosen", chosen == programme.id}}));
  form.inputs.push_back(std::move(which));
  return form;
}
Result<Record> read_plan_write(const Scene& scene) {
  const auto* found = find_programme(scene.ask.field("programme"));
  if (found == nullptr) return fail(Fault::bad_input, "It is not said which programme.", "programme", "Choose one.");
  Record record{{plan_from(*found)}};
  const bool may = scene.is(Part::therapist) || !looser(found->terms, scene.course().terms);
  if (may && found->terms != scene.course().terms) record.wishes.push_back(TermsSet{found->terms});
  return record;
}
std::vector<std::string> plan_text(const Plan& plan) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at < plan.phases.size(); ++at) {
    std::string text = fmt::format("{}. {}", at + 1, plan.phases[at].name);
    out.push_back(text + (plan.phases[at].needs_health ? ". Both health statements are needed." : "."));
    for (const auto& activity : plan.phases[at].activities) {
      const auto about = about_activity(activity);
      out.push_back("— " + activity + (about.empty() ? std::string(".") : ". " + about));
    }
  }
  return out;
}
Form sign_form(const Scene& scene) {
  const Plan& plan = scene.course().plan;
  Form form{"The plan",
            plan.version == 0 ? "There is no plan yet."
                              : plan.programme + ", version " + std::to_string(plan.version) +
                                    ". "
                                    "Nothing in it happens by itself: before each session you are asked again.",
            plan_text(plan),
            {},
            "",
            "Sign"};
  add_person_input(scene, form, "Whose signature", own_or_clients(scene));
  return form;
}
Result<Record> read_sign(const Scene& scene) {
  const auto who = TRY(person_field(scene, own_or_clients(scene)));
  return Record{{PlanSigned{who, scene.course().plan.version, witness_of(scene, who)}}};
}
std::string phase_name(const Scene& scene, int phase) {
  const auto& phases = scene.course().plan.phases;
  return phase >= 0 && phase < static_cast<int>(phases.size()) ? phases[static_cast<std::size_t>(phase)].name
                                                               : std::string();
}
Form phase_form(const Scene& scene) {
  const auto next = phase_name(scene, scene.course().phase + 1);
  Form form{"The next phase",
            next.empty() ? "There is no later phase in the plan."
                         : "Now: " + phase_name(scene, scene.course().phase) + ". Next: " + next +
                               ". It begins once all three have agreed, and anybody can go back at any time.",
            {},
            {},
            "",
            "Agree to go on"};
  add_person_input(scene, form, "Who agrees", own_or_clients(scene));
  return form;
}
Result<Record> read_phase(const Scene& scene) {
  const auto who = TRY(person_field(scene, own_or_clients(scene)));
  return Record{{PhaseAgreed{who, scene.course().phase + 1, witness_of(scene, who)}}};
}
Form back_form(const Scene& scene) {
  Form form{"Go back", "To an earlier phase, at once. Nobody has to agree to it.", {}, {}, "", "Go back"};
  std::vector<std::pair<std::string, std::string>> phases;
  for (int at = 0; at < scene.course().phase; ++at) phases.emplace_back(std::to_string(at), phase_name(scene, at));
  form.inputs.push_back(choice(scene, "phase", "To which phase", phases.empty() ? "" : phases.back().first, phases));
  return form;
}
Result<Record> read_back(const Scene& scene) {
  const int phase = TRY(number_field(scene, "phase", 0, 1000));
  return Record{{WentBack{phase}}};
}
bool can_go_on(const Scene& scene) { return triad_open(scene) && !phase_name(scene, scene.course().phase + 1).empty(); }
bool can_go_back(const Scene& scene) { return triad_open(scene) && scene.course().phase > 0; }
bool has_plan(const Scene& scene) { return triad_open(scene) && scene.course().plan.version > 0; }

std::vector<PersonId> health_people(const Scene& scene) {
  std::vector<PersonId> out;
  for (const auto& seat : scene.circle().seats)
    if ((seat.part == Part::client || seat.part == Part::practitioner) &&
        (scene.is(Part::therapist) || seat.person == scene.self()))
      out.push_back(seat.person);
  return out;
}
Form health_form(const Scene& scene) {
  Form form{"Health statement",
            "Only that there is one and until when it runs stands here, for all three. What it says is not "
            "written here.",
            {},
            {},
            "",
            "Record it"};
  add_person_input(scene, form, "Whose", health_people(scene));
  form.inputs.push_back(day_input(scene, "until", "It runs until", scene.moment().today + 91));
  return form;
}
Result<Record> read_health(const Scene& scene) {
  const auto who = TRY(person_field(scene, health_people(scene)));
  const auto until = TRY(day_field(scene, "until"));
  return Record{{HealthStated{who, until}}};
}
bool health_offered(const Scene& scene) { return !health_people(scene).empty() && opens(scene); }

// --- holds ---
Form pause_form(const Scene& scene) {
  return {"Pause the work",
          scene.is(Part::therapist)
              ? "No session with the practitioner begins until you take the pause off."
              : "No session with the practitioner begins until you or the therapist take the pause off.",
          {},
          {},
          "",
          "Pause",
          true};
}
Result<Record> read_pause(const Scene& scene) {
  return Record{
      {Held{scene.is(Part::therapist) ? HoldKind::therapist_pause : HoldKind::practice_pause, scene.self(), {}}}};
}
Form stop_form(const Scene& scene) {
  Form form{"Stop",
            witness_words(scene,
                          "Everything stands still at once, and a session that is going on ends. Nobody will ask why."),
            {},
            {},
            "",
            "Stop everything",
            true};
  add_person_input(scene, form, "Who says stop", whose_word(scene));
  return form;
}
Result<Record> read_stop(const Scene& scene) {
  const auto who = TRY(person_field(scene, whose_word(scene)));
  return Record{{Held{HoldKind::client_stop, who, witness_of(scene, who)}}};
}
bool stopped(const Scene& scene) {
  return std::ranges::any_of(scene.course().holds, [](const Hold& hold) { return hold.kind == HoldKind::client_stop; });
}
Form go_on_form(const Scene& scene) {
  Form form{"Go on after a stop",
            witness_words(scene, "You talk it through with the therapist first; they take the hold off."),
            {},
            {},
            "",
            "I want to go on"};
  add_person_input(scene, form, "Who wants to go on", whose_word(scene));
  return form;
}
Result<Record> read_go_on(const Scene& scene) {
  const auto who = TRY(person_field(scene, whose_word(scene)));
  return Record{{ResumeAsked{who, witness_of(scene, who)}}};
}
// What the reader can take off: the therapist every hold, anybody else their own pause.
std::vector<Hold> liftable(const Scene& scene) {
  std::vector<Hold> out;
  for (const Hold& hold : scene.course().holds)
    if (scene.is(Part::therapist) || (hold.kind == HoldKind::practice_pause && hold.by == scene.self()))
      out.push_back(hold);
  return out;
}
std::string hold_value(const Hold& hold) {
  return (hold.kind == HoldKind::client_stop       ? "stop-"
          : hold.kind == HoldKind::therapist_pause ? "therapist-"
                                                   : "practice-") +
         hold.by.str();
}
Form resume_form(const Scene& scene) {
  Form form{"Take a hold off",
            "After a client's stop this is possible once they have said that they want to go on.",
            {},
            {},
            "",
            "Take it off"};
  std::vector<std::pair<std::string, std::string>> holds;
  for (const Hold& hold : liftable(scene))
    holds.emplace_back(hold_value(hold), fmt::format("The {}: {}", name(hold.kind), scene.name(hold.by)));
  form.inputs.push_back(choice(scene, "hold", "Which", holds.empty() ? "" : holds.front().first, holds));
  return form;
}
Result<Record> read_resume(const Scene& scene) {
  for (const Hold& hold : scene.course().holds)
    if (scene.ask.field("hold") == hold_value(hold)) return Record{{Resumed{hold.kind, hold.by}}};
  return fail(Fault::bad_input, "It is not said which hold.", "hold", "Choose one.");
}
bool held_led(const Scene& scene) { return led_open(scene) && !liftable(scene).empty(); }
bool can_go_on_again(const Scene& scene) { return word_open(scene) && stopped(scene); }

// --- the ending ---
Form closure_form(const Scene& scene) {
  Form form{"Agree to an ending",
            "All three agree to one day. A closing session is held before it, and each writes a closing form.",
            {},
            {},
            "",
            "Agree"};
  const auto& agreed = scene.course().closing.agreed;
  for (const auto& [who, day] : agreed)
    form.read.push_back(scene.name(who) + " agreed to " + base::in_words(day) + ".");
  add_person_input(scene, form, "Who agrees", own_or_clients(scene));
  form.inputs.push_back(
      day_input(scene, "end", "The last day", agreed.empty() ? scene.moment().today + 28 : agreed.begin()->second));
  return form;
}
Result<Record> read_closure(const Scene& scene) {
  const auto who = TRY(person_field(scene, own_or_clients(scene)));
  const auto end = TRY(day_field(scene, "end"));
  return Record{{ClosureAgreed{who, end, witness_of(scene, who)}}};
}
care::Room closing_room(const Scene& scene) {
  return scene.is(Part::client) ? care::Room{RoomKind::therapy, scene.self()} : kClinical;
}
Form closing_form_form(const Scene& scene) {
  Form form{"Closing form",
            "What was learned, what stays open, what you would like to say at the end.",
            {},
            {},
            readers_of(scene, closing_room(scene)),
            "Give it"};
  add_person_input(scene, form, "Whose", own_or_clients(scene));
  form.inputs.push_back(words_input(scene, "words", "Your words", "", true));
  return form;
}
Result<Record> read_closing_form(const Scene& scene) {
  const auto who = TRY(person_field(scene, own_or_clients(scene)));
  const auto text = TRY(needed(scene, "words", "Nothing is written."));
  return Record{{ClosingFormGiven{who, witness_of(scene, who)}}, {Write{closing_room(scene), text}}};
}
Form close_form(const Scene& scene) {
  return {"End the work, as agreed",
          "From then on you do not meet or write to each other any more: "
          "practitioner and client are no longer connected here. The therapist goes on with the aftercare.",
          {},
          {},
          "",
          scene.is(Part::client) ? "End it" : "End the work",
          true};
}
Result<Record> read_close(const Scene&) { return Record{{Closed{false, ""}}}; }
Form end_form(const Scene& scene) {
  Form form{
      "End at once",
      scene.is(Part::client)
          ? "You can end this on any day. Nobody has to agree, and you need not say why. The therapist stays for you."
          : "An ending that was not agreed by all three is recorded as such, with its reason, which everybody in the "
            "circle reads.",
      {},
      {},
      "",
      "End it now",
      true};
  Input why = words_input(scene, "words", "Why", "", !scene.is(Part::client));
  if (scene.is(Part::client)) why.hint = "Only if you want to. Everybody in the circle can read it.";
  form.inputs.push_back(std::move(why));
  return form;
}
Result<Record> read_end(const Scene& scene) { return Record{{Closed{true, base::trim(scene.ask.field("words"))}}}; }
bool closing(const Scene& scene) { return triad_open(scene) && !scene.course().closing.agreed.empty(); }
bool form_open(const Scene& scene) {
  return (scene.is(Part::client) || scene.leads()) && !scene.course().closing.agreed.empty();
}

// --- a session to come ---
Form plan_form(const Scene& scene) {
  Form form{
      "Plan a session",
      "Whether it can begin is looked at when it begins, not now; the session's page shows what is still missing.",
      {},
      {},
      "",
      "Plan it"};
  form.inputs.push_back(choice(
      scene, "kind", "Who meets", "therapist",
      {{"therapist", "Client and therapist"}, {"triadic", "All three"}, {"practitioner", "Client and practitioner"}}));
  form.inputs.push_back(day_input(scene, "day", "Day", scene.moment().today));
  form.inputs.push_back(
      {Input::Kind::time, "time", "Time", "", scene.typed("time", base::local_time(scene.one.now, scene.one.zone))});
  form.inputs.push_back(number_input(scene, "minutes", "Minutes", 60));
  const int last = std::min(scene.course().phase + 1, static_cast<int>(scene.course().plan.phases.size()) - 1);
  if (last >= 0) {
    std::vector<std::pair<std::string, std::string>> phases;
    for (int at = 0; at <= last; ++at) phases.emplace_back(std::to_string(at), phase_name(scene, at));
    form.inputs.push_back(choice(scene, "phase", "Phase", std::to_string(scene.course().phase), phases));
    Input what{Input::Kind::many, "activities", "With the practitioner: what is planned",
               "Both are asked afresh whether they agree to each of them.", ""};
    what.required = false;
    const auto typed = scene.ask.fields("activities");
    what.choices = activity_choices(scene, last, {typed.begin(), typed.end()});
    form.inputs.push_back(std::move(what));
  }
  Input closing{Input::Kind::tick, "closing", "A closing session, to take leave", "",
                std::string(scene.ask.field("closing"))};
  closing.required = false;
  form.inputs.push_back(std::move(closing));
  return form;
}
Result<Record> read_plan(const Scene& scene) {
  SessionPlanned body;
  const auto kind = scene.ask.field("kind");
  if (kind != "therapist" && kind != "triadic" && kind != "practitioner")
    return fail(Fault::bad_input, "It is not said who meets.", "kind", "Choose one.");
  body.kind = kind == "therapist" ? SessionKind::therapist
              : kind == "triadic" ? SessionKind::triadic
                                  : SessionKind::practitioner;
  body.start = TRY(time_field(scene));
  body.minutes = TRY(number_field(scene, "minutes", 5, 24 * 60));
  if (!scene.ask.field("phase").empty()) body.phase = TRY(number_field(scene, "phase", 0, 1000));
  if (body.kind == SessionKind::practitioner)
    for (const auto& activity : scene.ask.fields("activities")) body.activities.insert(activity);
  body.closing = scene.ask.field("closing") == "yes";
  return Record{{body}};
}

constexpr Act kActs[] = {
    {"release", "Sign the release of information", release_form, read_release, word_open},
    {"release-back", "Take the release back", release_back_form, read_release_back, has_release},
    {"suitability", "Suitability", suitability_form, read_suitability, therapist_open},
    {"capacity", "Capacity to consent", capacity_form, read_capacity, therapist_open},
    {"conflicts", "Conflicts of interest", conflicts_form, read_conflicts, led},
    {"credentials", "Credentials", credentials_form, read_credentials, led},
    {"attest", "The practice's attestation", attest_form, read_attest, led},
    {"explain", "Explain the treatment", explain_form, read_explain, led_open},
    {"consent", "Consent to the treatment", consent_form, read_consent, word_open},
    {"consent-back", "Take the consent back", consent_back_form, read_consent_back, has_consent},
    {"plan-write", "Write the plan", plan_write_form, read_plan_write, led_open},
    {"sign", "Read and sign the plan", sign_form, read_sign, has_plan},
    {"phase", "Go on to the next phase", phase_form, read_phase, can_go_on},
    {"back", "Go back to an earlier phase", back_form, read_back, can_go_back},
    {"health", "Health statement", health_form, read_health, health_offered},
    {"plan", "Plan a session", plan_form, read_plan, led},
    {"terms", "The terms", terms_form, read_terms, led_open},
    {"pause", "Pause the work", pause_form, read_pause, led_open},
    {"stop", "Stop", stop_form, read_stop, always},
    {"go-on", "Go on after a stop", go_on_form, read_go_on, can_go_on_again},
    {"resume", "Take a hold off", resume_form, read_resume, held_led},
    {"closure", "Agree to an ending", closure_form, read_closure, triad_open},
    {"closing-form", "Closing form", closing_form_form, read_closing_form, form_open},
    {"close", "End the work, as agreed", close_form, read_close, closing},
    {"end", "End at once", end_form, read_end, triad_open},
};
}  // namespace

std::span<const Act> course_acts() { return kActs; }

}  // namespace trefoil::web
