// The acts of the plan: writing and signing it, its phases, health statements, a session to come.
#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "base/text.h"
#include "web/acts.h"
#include "web/programmes.h"

namespace trefoil::web {

namespace {
using namespace course;
using care::Record;

// --- the plan ---
std::string_view not_for_here(const Scene& scene, const Programme& programme) {
  return not_for(programme, scene.circle(), scene.one.file().couple);
}
Form plan_write_form(const Scene& scene) {
  Form form{"Write the plan",
            "The plan follows a programme. A new plan takes the place of the old one, and all three sign it again.",
            {},
            {},
            "",
            "Write it"};
  if (!scene.is(Part::therapist))
    form.lead += " The therapist sets the terms: of a programme's you take over those that are stricter. Whether it is an intensive "
                 "course the therapist says, under The terms.";
  Input which{Input::Kind::choice, "programme", "Programme", "", ""};
  const auto chosen = scene.typed("programme", "");
  std::vector<std::string> others;
  for (const auto& programme : scene.ask.services.programmes.all()) {
    if (const auto whom = not_for_here(scene, programme); !whom.empty()) {
      others.push_back(fmt::format("{} ({})", programme.name, whom));
      continue;
    }
    which.choices.add(View::object({{"value", programme.id},
                                    {"label", programme.name},
                                    {"more", programme.about},
                                    {"chosen", chosen == programme.id}}));
  }
  form.inputs.push_back(std::move(which));
  const Plan& plan = scene.course().plan;
  Input goals = words_input(scene, "goals", "What this person wants to reach", "In their own words, as the three of you have talked about it.", false);
  Input limits = words_input(scene, "limits", "Limits", "What is not to be done, or not yet; what each of you needs.", false);
  if (scene.ask.form.empty()) goals.value = plan.goals, limits.value = plan.limits;
  form.inputs.push_back(std::move(goals));
  form.inputs.push_back(std::move(limits));
  form.readers = readers_of(scene, kShared);
  if (!others.empty()) form.read.push_back("Not for this file: " + joined(others, "; ") + ".");
  if (scene.leads())
    for (const auto& faulty : scene.ask.services.programmes.faulty())
      form.read.push_back("A programme of your own can't be used. " + base::describe(faulty));
  return form;
}
Result<Record> read_plan_write(const Scene& scene) {
  const auto* found = scene.ask.services.programmes.find(scene.ask.field("programme"));
  if (found == nullptr) return fail(Fault::bad_input, "It is not said which programme.", "programme", "Choose one.");
  if (const auto whom = not_for_here(scene, *found); !whom.empty())
    return fail(Fault::bad_input, fmt::format("This programme is {}; this file is not.", whom), "programme",
                "Choose another one.");
  PlanProposed plan = plan_from(*found);
  plan.goals = base::trim(scene.ask.field("goals"));
  plan.limits = base::trim(scene.ask.field("limits"));
  for (const auto& [text, field] : {std::pair(&plan.goals, "goals"), std::pair(&plan.limits, "limits")})
    if (text->size() > kLongestOfPlan)
      return fail(Fault::bad_input, "This is too long for a plan.", field, "Some 4,000 letters are the most.");
  Record record{{std::move(plan)}};
  auto terms = tightened(found->terms, scene.one.roster.terms);  // the practice's own are the least
  terms.unwaived.insert(scene.course().terms.unwaived.begin(), scene.course().terms.unwaived.end());  // a programme says nothing of it
  // The practitioner takes over what is stricter in it, and leaves the rest to the therapist.
  if (!scene.is(Part::therapist)) terms = tightened(scene.course().terms, terms);
  if (terms != scene.course().terms) record.wishes.emplace_back(TermsSet{terms});
  return record;
}
// A plan keeps its activities as a set; whoever signs reads them in the order in which the programme goes, with what it
// says of each phase. What the programme of today does not have follows.
std::vector<std::string> in_order(const std::set<std::string>& activities, const Programme::Phase* of) {
  std::vector<std::string> out;
  if (of != nullptr)
    for (const auto& activity : of->activities)
      if (activities.contains(activity.name)) out.push_back(activity.name);
  for (const auto& activity : activities)
    if (std::ranges::find(out, activity) == out.end()) out.push_back(activity);
  return out;
}
const Programme::Phase* phase_of(const Scene& scene, const Plan& plan, const std::string& name) {
  for (const auto& programme : scene.ask.services.programmes.all()) {
    if (programme.name != plan.programme) continue;
    const auto found = std::ranges::find(programme.phases, name, &Programme::Phase::name);
    return found == programme.phases.end() ? nullptr : &*found;
  }
  return nullptr;
}
std::vector<std::string> plan_text(const Scene& scene, const Plan& plan) {
  std::vector<std::string> out;
  if (!plan.goals.empty()) out.push_back("What is wanted: " + plan.goals);
  if (!plan.limits.empty()) out.push_back("Limits: " + plan.limits);
  for (std::size_t at = 0; at < plan.phases.size(); ++at) {
    const Phase& phase = plan.phases[at];
    const auto* of = phase_of(scene, plan, phase.name);
    std::string text = fmt::format("{}. {}.", at + 1, phase.name);
    if (of != nullptr && !of->about.empty()) text += " " + scene.tell(of->about);
    if (phase.needs_health && !phase.activities.empty()) text += " Both health statements are needed.";
    out.push_back(std::move(text));
    for (const auto& activity : in_order(phase.activities, of)) {
      const auto about = about_activity(scene, activity);
      out.push_back("— " + activity + (about.empty() ? std::string(".") : ". " + about));
    }
  }
  return out;
}
// Who has not signed yet, of those for whom the reader can: a statement is given once, by whoever gave it first.
std::vector<PersonId> still_to(const Scene& scene, const std::function<bool(PersonId)>& given) {
  auto people = own_or_clients(scene);
  std::erase_if(people, given);
  return people;
}
// Where one alone was left, the form asked nobody who is meant.
Result<PersonId> still_field(const Scene& scene, const std::function<bool(PersonId)>& given) {
  const auto left = still_to(scene, given);
  return person_field(scene, scene.ask.field("person").empty() && !left.empty() ? left : own_or_clients(scene));
}
bool has_signed(const Scene& scene, PersonId who) { return scene.course().plan.signed_by.contains(who); }
Form sign_form(const Scene& scene) {
  const Plan& plan = scene.course().plan;
  Form form{"The plan",
            plan.version == 0 ? "There is no plan yet."
                              : plan.programme + ", version " + std::to_string(plan.version) +
                                    ". "
                                    "Nothing in it happens by itself: before each session you are asked again.",
            plan_text(scene, plan),
            {},
            "",
            "Sign"};
  std::vector<std::string> names;
  for (const PersonId who : plan.signed_by) names.push_back(scene.name(who));
  if (!names.empty()) form.read.push_back("Signed by: " + joined(names, ", ") + ".");
  const auto people = still_to(scene, [&](PersonId who) { return has_signed(scene, who); });
  if (people.empty())
    form.button.clear();  // to be read: there is nobody left for whom the reader could sign
  else if (people != std::vector{scene.self()})
    form.lead += as_witness(scene);
  add_person_input(scene, form, "Whose signature", people);
  if (people.size() == 1 && people.front() != scene.self())
    form.read.push_back("Left is the signature of " + scene.name(people.front()) +
                        ". Whoever has keys of their own can sign it themself.");
  return form;
}
Result<Record> read_sign(const Scene& scene) {
  const auto who = TRY(still_field(scene, [&](PersonId person) { return has_signed(scene, person); }));
  if (has_signed(scene, who))
    return fail(Fault::refused, sentence_case(scene.name(who)) + " signed this plan already.", "person",
                "A second signature would add nothing.");
  return Record{{PlanSigned{who, scene.course().plan.version, witness_of(scene, who)}}};
}
std::string phase_name(const Scene& scene, int phase) {
  const auto& phases = scene.course().plan.phases;
  return phase >= 0 && phase < static_cast<int>(phases.size()) ? phases[static_cast<std::size_t>(phase)].name
                                                               : std::string();
}
bool has_agreed(const Scene& scene, PersonId who) {
  const auto found = scene.course().advancing.find(who);
  return found != scene.course().advancing.end() && found->second == scene.course().phase + 1;
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
  form.lead += as_witness(scene);
  add_person_input(scene, form, "Who agrees", still_to(scene, [&](PersonId who) { return has_agreed(scene, who); }));
  return form;
}
Result<Record> read_phase(const Scene& scene) {
  const auto who = TRY(still_field(scene, [&](PersonId person) { return has_agreed(scene, person); }));
  if (has_agreed(scene, who))
    return fail(Fault::refused, sentence_case(scene.name(who)) + " agreed to it already.", "person",
                "Anybody can go back at any time.");
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
care::Room health_room(PersonId whose) { return {care::RoomKind::health, whose}; }
// What the statements say that the reader holds the keys to, the newest first.
std::vector<std::string> statements(const Scene& scene) {
  std::vector<std::string> out;
  const auto& file = scene.one.file();
  for (auto item = file.items.rbegin(); item != file.items.rend(); ++item) {
    const bool kept = std::holds_alternative<care::Noted>(item->event.body) && !item->moved_to;
    if (kept && item->event.room.kind == care::RoomKind::health)
      out.push_back(scene.name(item->event.room.person) + ": " + file.text_of(*item));
  }
  return out;
}
Form health_form(const Scene& scene) {
  Form form{"Health statement",
            "All three read that there is one and until when it runs. What it says is read by the person whose it is and "
            "by the therapist, by nobody else.",
            statements(scene),
            {},
            scene.is(Part::therapist) ? std::string("the person whose it is and you")
                                      : readers_of(scene, health_room(scene.self())),
            "Record it"};
  add_person_input(scene, form, "Whose", health_people(scene));
  form.inputs.push_back(day_input(scene, "made", "It was made on", scene.moment().today));
  form.inputs.push_back({Input::Kind::line, "seen", "Who has seen it", "By name, as Dr Reed of the clinic.",
                         scene.typed("seen", "")});
  form.inputs.push_back(day_input(scene, "until", "It runs until", scene.moment().today + 91));
  form.inputs.push_back(words_input(scene, "words", "What it says", "As little as the other has to rely on.", false));
  return form;
}
Result<Record> read_health(const Scene& scene) {
  const auto who = TRY(person_field(scene, health_people(scene)));
  const auto made = TRY(day_been(scene, "made"));
  const auto seen = TRY(needed(scene, "seen", "It is not said who has seen it."));
  const auto until = TRY(day_ahead(scene, "until"));
  std::string text = fmt::format("Made on {}, seen by {}. It runs until {}.", base::in_words(made), seen,
                                 base::in_words(until));
  if (const auto words = base::trim(scene.ask.field("words")); !words.empty()) text += "\n\n" + words;
  return Record{{HealthStated{who, until}}, {care::Write{health_room(who), std::move(text)}}};
}
// It is asked for only where what is planned by now needs it.
bool health_offered(const Scene& scene) {
  const auto& phases = scene.course().plan.phases;
  const auto reached = std::min<std::ptrdiff_t>(scene.course().phase + 2, std::ssize(phases));
  const bool needed = std::any_of(phases.begin(), phases.begin() + std::max<std::ptrdiff_t>(reached, 0),
                                  [](const Phase& phase) { return phase.needs_health; });
  return needed && !health_people(scene).empty() && opens(scene);
}

// --- a session to come ---
// Where the last session was that whoever plans would plan first.
std::string last_place(const Scene& scene) {
  const auto kind = scene.is(Part::practitioner) ? SessionKind::practitioner : SessionKind::therapist;
  std::string place;
  for (const auto& session : scene.course().sessions)
    if (session.kind == kind && !session.place.empty()) place = session.place;
  return place;
}
Form plan_form(const Scene& scene) {
  const bool closed = scene.course().closing.closed;
  Form form{"Plan a session",
            closed ? "For the aftercare: the work has ended, and the therapist meets the client."
                   : "Whether it can begin is looked at when it begins, not now; the session's page shows what is "
                     "still missing.",
            {},
            {},
            "",
            "Plan it"};
  std::vector<std::pair<std::string, std::string>> kinds{{"therapist", kind_words(SessionKind::therapist, scene.one.names())}};
  if (!closed) kinds.insert(kinds.end(), {{"triadic", "All three"}, {"practitioner", kind_words(SessionKind::practitioner, scene.one.names())}});
  form.inputs.push_back(choice(scene, "kind", "Who meets",
                               scene.is(Part::practitioner) && !closed ? "practitioner" : "therapist",
                               std::move(kinds)));
  // The next quarter of an hour; nobody means 14:07.
  constexpr std::int64_t kQuarter = 15 * 60'000;
  const Instant soon{(scene.one.now.ms + kQuarter - 1) / kQuarter * kQuarter};
  form.inputs.push_back(day_input(scene, "day", "Day", base::local_day(soon, scene.one.zone)));
  form.inputs.push_back(
      {Input::Kind::time, "time", "Time", "", scene.typed("time", base::local_time(soon, scene.one.zone))});
  form.inputs.push_back(number_input(scene, "minutes", "Minutes", 60));
  form.inputs.push_back(place_input(scene, last_place(scene)));
  if (closed) return form;
  const int last = std::min(scene.course().phase + 1, static_cast<int>(scene.course().plan.phases.size()) - 1);
  if (last >= 0) {
    std::vector<std::pair<std::string, std::string>> phases;
    // What has no activities has no sessions with the practitioner; of the others the phase is not looked at.
    for (int at = 0; at <= last; ++at)
      if (at == scene.course().phase || !scene.course().plan.phases[static_cast<std::size_t>(at)].activities.empty())
        phases.emplace_back(std::to_string(at), phase_name(scene, at));
    form.inputs.push_back(choice(scene, "phase", "Phase", std::to_string(scene.course().phase), phases));
    Input what{Input::Kind::many, "activities", care::renamed(scene.one.names(), "With the practitioner: what is planned"),
               "Both are asked afresh whether they agree to each of them.", ""};
    what.required = false;
    const auto typed = scene.ask.fields("activities");
    what.choices = activity_choices(scene, last, {typed.begin(), typed.end()});
    if (last > scene.course().phase)
      what.hint += " What stands under the next phase, “" + phase_name(scene, last) + "”, only where that phase is chosen above.";
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
  body.place = TRY(place_field(scene));
  if (!scene.ask.field("phase").empty()) body.phase = TRY(number_field(scene, "phase", 0, 1000));
  if (body.kind == SessionKind::practitioner)
    for (const auto& activity : scene.ask.fields("activities")) body.activities.insert(activity);
  body.closing = scene.ask.field("closing") == "yes";
  return Record{{body}};
}

// After the ending the therapist alone still meets the client.
bool plan_offered(const Scene& scene) { return led_open(scene) || scene.is(Part::therapist); }

constexpr Act kPlanActs[] = {
    {"plan-write", "Write the plan", plan_write_form, read_plan_write, led_open},
    {"sign", "The plan, to read and sign", sign_form, read_sign, has_plan},
    {"phase", "Go on to the next phase", phase_form, read_phase, can_go_on},
    {"back", "Go back to an earlier phase", back_form, read_back, can_go_back},
    {"health", "Health statement", health_form, read_health, health_offered},
    {"plan", "Plan a session", plan_form, read_plan, plan_offered},
};
}  // namespace

std::span<const Act> plan_acts() { return kPlanActs; }

}  // namespace trefoil::web
