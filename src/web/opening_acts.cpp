// The acts of the opening: the enquiry, release, consent, the therapist's assessment.
#include <algorithm>
#include <array>

#include "base/text.h"
#include "web/acts.h"

namespace trefoil::web {

namespace {
using namespace course;
using care::Record;
using care::Write;

// The versions of the words below: another wording is another version.
constexpr int kTreatmentText = 1, kTreatmentTextOfTwo = 2;
int treatment_version(const Scene& scene) {
  return goes_without_practitioner(scene.course(), scene.circle()) ? kTreatmentTextOfTwo : kTreatmentText;
}
const std::vector<std::string>& treatment_text(const Scene& scene) {
  static const std::vector<std::string> kWithout = {
      "This is therapy. Its aim is that you come to know closeness at your own pace, and that you take what you learn into "
      "your own life.",
      "You work with a therapist. What is agreed to be tried at home you do there by yourselves, and talk over with the "
      "therapist afterwards.",
      "Each of you says what you agree to, every time. You can say no, take it back, pause or stop at any moment, without a "
      "reason, and nobody will hold it against you.",
      "There are limits. Nothing is asked of you that is not in the plan, and the therapist never touches you. Nobody sees "
      "what happens at home: if you feel pressed to anything, say so to the therapist, alone, or stop.",
      "It has an end, agreed by all of you. The therapist stays for you after it.",
      "It may stir up feelings, also painful ones. It may not help. You can end it on any day.",
  };
  if (treatment_version(scene) == kTreatmentTextOfTwo) return kWithout;
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
  Input who{Input::Kind::many, "recipients", "Who may know", "Tick each of them; nobody else is meant.", ""};
  const auto typed = scene.ask.fields("recipients");
  for (const auto& seat : scene.circle().seats) {
    if (seat.part == Part::client) continue;
    if (seat.part == Part::practitioner && !opens(scene)) continue;  // after the ending it is for the aftercare
    // Nobody is ticked beforehand: whom the client lets know is said by them, not left standing.
    const bool chosen = std::ranges::find(typed, seat.person.str()) != typed.end();
    who.choices.add(View::object({{"value", seat.person.str()},
                                  {"label", scene.name(seat.person)},
                                  {"more", scene.part_word(seat.part)},
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
                          "From then on no session with the practitioner, or of all three, can begin. What was done until "
                          "then the practitioner still reports to the therapist, so that nobody is left alone with it; "
                          "nothing more is said to anybody else.",
                          "From then on no session with the practitioner, or of all three, can begin. What was done until "
                          "then the practitioner still reports to the therapist; nothing more is said to anybody else."),
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
            treatment_version(scene) == kTreatmentTextOfTwo
                ? "Go through this text with them, before they sign."
                : "Go through this text with the client. Both of you explain it, each for themself, before the client signs.",
            treatment_text(scene),
            {},
            "",
            "I have explained it"};
  add_person_input(scene, form, "To whom", clients(scene));
  return form;
}
Result<Record> read_explain(const Scene& scene) {
  const auto client = TRY(person_field(scene, clients(scene)));
  return Record{{TreatmentExplained{client, treatment_version(scene)}}};
}
Form consent_form(const Scene& scene) {
  Form form{"Consent to the treatment",
            witness_words(scene, "Read it in your own time. You can take it back on any day.",
                          "This is the text as the client reads it; they can take their consent back on any day."),
            treatment_text(scene),
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
  return Record{{TreatmentConsented{client, treatment_version(scene), until, witness_of(scene, client)}}};
}
// There is something to sign once both have explained the text to the client.
bool consent_open(const Scene& scene) {
  if (!word_open(scene)) return false;
  const auto circle = scene.circle();
  return std::ranges::any_of(whose_word(scene), [&](PersonId who) {
    const auto found = scene.course().treatment.find(who);
    if (found == scene.course().treatment.end()) return false;
    const auto by = found->second.explained.find(treatment_version(scene));
    return by != found->second.explained.end() &&
           std::ranges::all_of(std::array{Part::practitioner, Part::therapist}, [&](Part part) {
             const Seat* seat = circle.first(part);
             return seat == nullptr
                        ? part == Part::practitioner && treatment_version(scene) == kTreatmentTextOfTwo
                        : by->second.contains(seat->person);
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

constexpr Act kOpeningActs[] = {
    {"enquiry", "The enquiry", enquiry_form, read_enquiry, led},
    {"release", "Sign the release of information", release_form, read_release, word},
    {"release-back", "Take the release back", release_back_form, read_release_back, has_release},
    {"suitability", "Suitability", suitability_form, read_suitability, therapist_open},
    {"capacity", "Capacity to consent", capacity_form, read_capacity, therapist_open},
    {"explain", "Explain the treatment", explain_form, read_explain, led_open},
    {"consent", "Consent to the treatment", consent_form, read_consent, consent_open},
    {"consent-back", "Take the consent back", consent_back_form, read_consent_back, has_consent},
};
}  // namespace

std::span<const Act> opening_acts() { return kOpeningActs; }

}  // namespace trefoil::web
