#include "course/decide.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "course/programme.h"

namespace trefoil::course {

namespace {
using Found = std::vector<Unmet>;

const Found kNothing;
constexpr std::int64_t kHalfDay = 12 * 3'600'000;
Found refused(std::string_view rule, std::string what, std::string mend = {}) {
  return {{rule, std::move(what), std::move(mend)}};
}

bool is_place(const std::string& place) {
  return base::is_utf8(place) && !base::has_hidden_signs(place) && base::characters(place) <= kLongestPlace;
}

// "the client, the therapist"
std::string parts_in_words(const std::set<Part>& parts) {
  std::string out;
  for (const Part part : parts) out += (out.empty() ? "the " : ", the ") + std::string(name(part));
  return out;
}

struct Check {
  std::span<const Rule> table;
  const Course& course;
  const Circle& circle;
  PersonId by;
  const Moment& moment;
  const Seat* self;

  // A rule that the table lacks is in nobody's way; order alone is always kept.
  Found against(std::string_view rule, std::string what = {}, std::string mend = {}) const {
    const bool binds = rule == "in-order" || find_rule(table, rule) != nullptr;
    return binds ? refused(rule, std::move(what), std::move(mend)) : kNothing;
  }
  // Whether what came with a revision of the rules binds this (revisions.h).
  bool since(int revision) const { return moment.revision >= revision; }
  bool is(Part part) const { return self->part == part; }
  bool leads() const { return is(Part::practitioner) || is(Part::therapist); }
  bool of_triad(PersonId person) const {
    const Seat* seat = circle.seat(person);
    return seat != nullptr && seat->part != Part::mentor;
  }
  bool is_client(PersonId person) const {
    const Seat* seat = circle.seat(person);
    return seat != nullptr && seat->part == Part::client;
  }

  // What `whose` says for themself; a client's word may be witnessed by the therapist, who signs it.
  Found own_word(PersonId whose, PersonId witness) const {
    if (circle.seat(whose) == nullptr) return against("in-order", "This person is not in the circle.");
    if (whose == by) return witness.is_zero() ? kNothing : against("own-word");
    if (is_client(whose) && is(Part::therapist) && witness == by) return kNothing;
    return against(is_client(whose) ? "own-word" : "own-part");
  }
  Found clients_word(PersonId client, PersonId witness) const {
    if (!is_client(client)) return against("in-order", "This person is not a client of this file.");
    return own_word(client, witness);
  }
  Found therapists(PersonId client) const {
    if (!is(Part::therapist)) return against("own-part", "This is the therapist's to write.");
    if (!is_client(client)) return against("in-order", "This person is not a client of this file.");
    return kNothing;
  }
  Found while_open() const { return course.closing.closed ? against("no-contact-after") : kNothing; }
  const Session* at(SessionId id, Step step) const {
    const Session* session = course.session(id);
    return session != nullptr && session->step == step ? session : nullptr;
  }
  Found not_there() const { return against("in-order", "The session is not at this point."); }
  Found no_place() const {
    return against("in-order", "Where you meet is one line, of at most 200 letters.", "Shorten it.");
  }
  Found nothing_planned() const {
    return against("in-order", "Nothing is planned for it, so there is nothing that the two could agree to.",
                   "Choose at least one thing that is planned; a conversation is one, too.");
  }
  // Who takes part in a session of this kind.
  bool takes_part(const Session& session, PersonId person) const {
    const Seat* seat = circle.seat(person);
    if (seat == nullptr) return false;
    if (seat->part == Part::client || session.kind == SessionKind::triadic) return seat->part != Part::mentor;
    return seat->part == (session.kind == SessionKind::therapist ? Part::therapist : Part::practitioner);
  }
  // With the practitioner after the end: not even planned. With the therapist: always.
  Found meets(const SessionKind kind) const {
    return kind != SessionKind::therapist && course.closing.closed ? against("no-contact-after") : kNothing;
  }
  static bool explained(const Treatment& treatment, int version, PersonId by) {
    const auto found = treatment.explained.find(version);
    return found != treatment.explained.end() && found->second.contains(by);
  }
  bool day_to_come(Day day) const { return moment.today <= day; }

  Found operator()(const TermsSet& e) const {
    if (!leads()) return against("own-part");
    if (auto found = within(e.terms) ? kNothing : against("terms-tighter"); !found.empty()) return found;
    for (const std::string& id : e.terms.unwaived)
      if (const Rule* rule = find_rule(table, id); rule == nullptr || rule->waiver != Waivable::therapist)
        return against("in-order", "There is no such rule that could be waived.");
    // They watch over the practitioner, who doesn't loosen them alone.
    if (is(Part::practitioner) && looser(e.terms, course.terms))
      return against("own-part", "The therapist sets the terms; the practitioner can make them stricter.");
    return kNothing;
  }
  Found operator()(const SuitabilityStated& e) const { return therapists(e.client); }
  Found operator()(const CapacityStated& e) const { return therapists(e.client); }
  Found operator()(const ReleaseSigned& e) const {
    if (auto found = clients_word(e.client, e.witness); !found.empty()) return found;
    if (course.closing.closed && std::ranges::any_of(e.recipients, [&](PersonId person) {
          const Seat* seat = circle.seat(person);
          return seat != nullptr && seat->part == Part::practitioner;
        }))
      return against("no-contact-after");
    if (!day_to_come(e.until)) return against("in-order", "The release would have run out already.");
    return kNothing;
  }
  Found operator()(const ReleaseWithdrawn& e) const { return clients_word(e.client, e.witness); }
  Found operator()(const TreatmentExplained& e) const {
    if (auto found = while_open(); !found.empty()) return found;
    if (!leads()) return against("own-part", "The practitioner and the therapist explain it, each for themself.");
    if (!is_client(e.client) || e.version < 1) return against("in-order");
    return kNothing;
  }
  Found operator()(const TreatmentConsented& e) const {
    if (auto found = while_open(); !found.empty()) return found;
    if (auto found = clients_word(e.client, e.witness); !found.empty()) return found;
    if (e.version < 1 || !day_to_come(e.until))
      return against("in-order", "There is no such text, or the consent would have run out already.");
    const auto treatment = course.treatment.find(e.client);
    for (const Part part : {Part::practitioner, Part::therapist}) {
      const Seat* seat = circle.first(part);
      if (part == Part::practitioner && goes_without_practitioner(course, circle)) continue;
      if (seat == nullptr || treatment == course.treatment.end() || !explained(treatment->second, e.version, seat->person))
        return against("consent-treatment", goes_without_practitioner(course, circle)
                                                ? "The therapist explains the text first."
                                                : "Both professionals explain the text first.");
    }
    return kNothing;
  }
  Found operator()(const TreatmentWithdrawn& e) const { return clients_word(e.client, e.witness); }
  Found operator()(const CredentialStated&) const { return leads() ? kNothing : against("own-part"); }
  Found operator()(const ConflictsDeclared&) const { return leads() ? kNothing : against("own-part"); }
  Found operator()(const PracticeAttested&) const { return leads() ? kNothing : against("own-part"); }
  Found operator()(const PlanProposed& e) const {
    if (auto found = while_open(); !found.empty()) return found;
    if (!leads())
      return against("own-part", "The practitioner or the therapist writes the plan; each of you signs it.");
    if (e.goals.size() > kLongestOfPlan || e.limits.size() > kLongestOfPlan)
      return against("in-order", "The plan's goals and limits are too long: some 4,000 letters each at most.");
    if (e.phases.empty()) return against("in-order", "A plan has at least one phase.");
    if (e.without_practitioner && circle.first(Part::practitioner) != nullptr)
      return against("in-order", "This file has a practitioner, and the plan would go without one.");
    const auto empty = [](const Phase& phase) { return phase.activities.empty(); };
    return since(2) && std::ranges::all_of(e.phases, empty)
               ? against("in-order", "A plan names at least one thing that you will do; a conversation is one, too.")
               : kNothing;
  }
  Found operator()(const PlanSigned& e) const {
    if (auto found = while_open(); !found.empty()) return found;
    if (!of_triad(e.by)) return against("own-part");
    if (auto found = own_word(e.by, e.witness); !found.empty()) return found;
    return course.plan.version == 0 || e.version != course.plan.version
               ? against("in-order", "The plan has changed since.")
               : kNothing;
  }
  Found operator()(const PhaseAgreed& e) const {
    if (auto found = while_open(); !found.empty()) return found;
    if (!of_triad(e.by)) return against("own-part");
    if (auto found = own_word(e.by, e.witness); !found.empty()) return found;
    const bool next = e.phase == course.phase + 1 && e.phase < static_cast<int>(course.plan.phases.size());
    return next ? kNothing : against("in-order", "Phases follow one another.");
  }
  Found operator()(const WentBack& e) const {
    if (!of_triad(by)) return against("own-part");
    return e.phase >= 0 && e.phase < course.phase ? kNothing : against("in-order", "That is no earlier phase.");
  }
  Found operator()(const HealthStated& e) const {
    const Seat* seat = circle.seat(e.person);
    if (seat == nullptr || (seat->part != Part::client && seat->part != Part::practitioner)) return against("in-order");
    // The therapist records what they have seen; whose it is may say so themself.
    return e.person == by || is(Part::therapist) ? kNothing : against("own-part");
  }

  Found operator()(const SessionPlanned& e) const {
    if (auto found = meets(e.kind); !found.empty()) return found;
    if (!leads()) return against("own-part", "The practitioner or the therapist plans the sessions.");
    if (e.session.is_zero() || course.session(e.session) != nullptr || e.minutes < kLeastMinutes || e.minutes > 24 * 60)
      return against("in-order");
    if (!is_place(e.place)) return no_place();
    if (e.kind != SessionKind::practitioner)
      return e.activities.empty() ? kNothing
                                  : against("in-order", "Activities belong to sessions of client and practitioner.");
    if (e.phase < 0 || (e.phase > 0 && e.phase >= static_cast<int>(course.plan.phases.size())))
      return against("in-order", "The plan has no such phase.");
    // What nobody was asked about nobody has agreed to: a conversation too is something that is planned.
    if (e.activities.empty() && course.plan.version > 0) return nothing_planned();
    for (const std::string& activity : e.activities)
      if (std::ranges::none_of(
              course.plan.phases.begin(),
              course.plan.phases.begin() + std::min<std::ptrdiff_t>(e.phase + 1, std::ssize(course.plan.phases)),
              [&](const Phase& phase) { return phase.activities.contains(activity); }))
        return against("in-order", "The plan has “" + activity + "” neither in this phase nor before it.",
                       "Choose the phase that it belongs to.");
    return kNothing;
  }
  Found operator()(const SessionMoved& e) const {
    const Session* session = at(e.session, Step::planned);
    if (session == nullptr) return not_there();
    if (!leads() || e.minutes < kLeastMinutes || e.minutes > 24 * 60) return against("own-part");
    if (e.place && !is_place(*e.place)) return no_place();
    // It would become one of the plan of now, with nothing in it.
    if (session->kind == SessionKind::practitioner && session->activities.empty() && course.plan.version > 0)
      return against("in-order", "Nothing is planned for it, so there is nothing that the two could agree to.",
                     "Cancel the session, and plan it anew with something; a conversation is enough.");
    return kNothing;
  }
  Found operator()(const SessionCancelled& e) const {
    const Session* session = at(e.session, Step::planned);
    if (session == nullptr) return not_there();
    return of_triad(by) ? kNothing : against("own-part");
  }
  Found operator()(const SessionMissed& e) const {
    const Session* session = at(e.session, Step::planned);
    if (session == nullptr || moment.at < session->start) return not_there();
    return leads() ? kNothing : against("own-part");
  }
  Found operator()(const ActivityLeftOut& e) const {
    const Session* session = at(e.session, Step::planned);
    if (session == nullptr || !session->activities.contains(e.activity)) return not_there();
    if (!leads()) return against("own-part", "The practitioner or the therapist changes what is planned.");
    return session->activities.size() > 1
               ? kNothing
               : against("in-order", "It is all that is planned for this session.",
                         "Cancel the session, and plan it anew with something else.");
  }
  Found operator()(const Enquired& e) const {
    if (!leads()) return against("own-part");
    return e.on <= moment.today ? kNothing : against("in-order", "That day is still to come.");
  }
  Found operator()(const ActivityAnswered& e) const {
    const Session* session = course.session(e.session);
    if (session == nullptr || is_over(session->step) || !session->activities.contains(e.activity)) return not_there();
    const Seat* seat = circle.seat(e.by);
    if (seat == nullptr || (seat->part != Part::client && seat->part != Part::practitioner))
      return against("own-part", "Client and practitioner answer, each for themself.");
    if (auto found = own_word(e.by, e.witness); !found.empty()) return found;
    const auto before = session->answers.find({e.activity, e.by});
    const bool given = before != session->answers.end() && before->second == Answer::given;
    if (e.answer == Answer::withdrawn && !given) return against("in-order", "There is nothing to take back.");
    return kNothing;
  }
  Found operator()(const Waived& e) const {
    const Session* session = at(e.session, Step::planned);
    if (session == nullptr) return not_there();
    const Rule* rule = find_rule(table, e.rule);
    const bool may_be = rule != nullptr && may_be_waived(*rule, course.terms);
    if (auto found = may_be ? kNothing
                            : against("waiver-limits", course.terms.unwaived.contains(e.rule)
                                                           ? "This is waived for no session here: the file's terms say so."
                                                           : "");
        !found.empty())
      return found;
    if (!is(Part::therapist)) return against("own-part", "A waiver is the therapist's to give.");
    if (e.reason.empty()) return against("in-order", "A waiver has a reason.");
    return kNothing;
  }
  Found operator()(const SessionStarted& e) const {
    const Session* session = at(e.session, Step::planned);
    if (session == nullptr) return not_there();
    if (!takes_part(*session, by) || is(Part::client))
      return against("own-part", "The professional of the session starts it.");
    // Its other gates bind sessions with the practitioner; this one binds whoever meets the client.
    if (const Rule* one = find_rule(table, "one-session"); session->kind == SessionKind::therapist && one != nullptr)
      if (auto what = missing(*one, {course, circle, *session, moment})) return against(one->id, std::move(*what));
    Found found;
    for (const Gate& gate : gates(table, {course, circle, *session, moment}))
      if (gate.standing == Standing::unmet) found.push_back({gate.rule->id, gate.what});
    // What both agreed to was this session at its hour. Any other may be written down afterwards, but not beforehand.
    const std::int64_t off = moment.at.ms - session->start.ms;
    if (off < -kHalfDay || (session->kind == SessionKind::practitioner && off > kHalfDay))
      found.push_back({"in-order", "This session was planned for another hour; move it first."});
    return found;
  }
  Found operator()(const ActivityDone& e) const {
    const Session* session = at(e.session, Step::running);
    if (session == nullptr || !session->activities.contains(e.activity)) return not_there();
    if (!takes_part(*session, by) || is(Part::client)) return against("own-part");
    // What has to hold all the way, and not only at the beginning.
    for (const std::string_view id : {"no-contact-after", "no-hold", "release-live", "consent-treatment"})
      if (const Rule* rule = find_rule(table, id); rule != nullptr)
        if (auto what = missing(*rule, {course, circle, *session, moment})) return against(id, std::move(*what));
    for (const Seat& seat : circle.seats)
      if ((seat.part == Part::client || seat.part == Part::practitioner) &&
          !session->consents(e.activity, seat.person))
        return against("activity-consent", "The " + std::string(name(seat.part)) + " has taken it back.");
    return kNothing;
  }
  Found operator()(const SessionEnded& e) const {
    const Session* session = at(e.session, Step::running);
    if (session == nullptr) return not_there();
    if (!takes_part(*session, by)) return against("own-part");
    if (e.minutes < 0 || e.minutes > 24 * 60) return against("in-order");
    // What is ended counts as held, so that it must have lasted; stopping asks for nothing.
    const bool brief = moment.at.ms - session->began.ms < kLeastMinutes * 60'000LL && e.minutes < kLeastMinutes;
    return brief && since(2) ? against("in-order", "It began here only just now: say how long it lasted, or stop it.")
                             : kNothing;
  }
  Found operator()(const SessionStopped& e) const {
    // Anybody of the circle, and no reason is asked: a stop in the wrong hands costs an hour.
    return at(e.session, Step::running) != nullptr ? kNothing : not_there();
  }
  Found operator()(const ReportDelivered& e) const {
    const Session* session = course.session(e.session);
    if (session == nullptr || !has_been(session->step) || session->kind != SessionKind::practitioner ||
        session->reported)
      return not_there();
    return is(Part::practitioner) ? kNothing : against("own-part", "The practitioner writes the report.");
  }
  Found operator()(const Consulted& e) const {
    const Session* session = course.session(e.session);
    if (session == nullptr || !has_been(session->step) || session->kind != SessionKind::practitioner || e.minutes < 1)
      return not_there();
    return is(Part::therapist) ? kNothing : against("own-part", "The therapist notes the consult.");
  }

  Found operator()(const Held& e) const {
    const auto there = [&](const Hold& hold) { return hold.kind == e.kind && hold.by == e.by; };
    if (e.kind == HoldKind::client_stop) {
      // Never refused: whatever else is wrong, a stop is taken. Anybody may pass a client's stop on, as its witness.
      if (!is_client(e.by)) return against("in-order", "This person is not a client of this file.");
      if (e.by_card || (e.by != by && e.witness != by)) return against("own-word");
      return kNothing;
    }
    if (e.by != by || std::ranges::any_of(course.holds, there)) return against("in-order");
    if (e.kind == HoldKind::therapist_pause) return is(Part::therapist) ? kNothing : against("own-part");
    return kNothing;  // anybody's: a pause of the practice says nothing of its reason, so it must say nothing by its author
  }
  Found operator()(const StopCardMade& e) const {
    if (course.stop_cards.contains(e.key)) return against("in-order", "There is such a card already.");
    if (auto found = while_open(); !found.empty()) return found;
    if (!is_client(e.client) || e.key.is_zero()) return against("in-order", "This person is not a client of this file.");
    if (e.client != by && !leads()) return against("own-part", "The client makes it, or a professional for them.");
    return day_to_come(e.until) ? kNothing : against("in-order", "The card would have run out already.");
  }
  Found operator()(const ResumeAsked& e) const {
    if (auto found = clients_word(e.client, e.witness); !found.empty()) return found;
    const bool stopped = std::ranges::any_of(
        course.holds, [&](const Hold& hold) { return hold.kind == HoldKind::client_stop && hold.by == e.client; });
    return stopped ? kNothing : against("in-order", "There is no stop to take back.");
  }
  Found operator()(const Resumed& e) const {
    const auto held =
        std::ranges::find_if(course.holds, [&](const Hold& hold) { return hold.kind == e.kind && hold.by == e.by; });
    if (held == course.holds.end()) return against("in-order", "There is no such hold.");
    const bool own = e.kind == HoldKind::practice_pause && e.by == by;
    // Who has left can't take theirs off any more: then the therapist does. Who is lead is the owner's to say, and it may
    // be about them: a pause that was set while there was one is not the therapist's because there is none any more.
    const bool led = circle.led || (since(2) && held->led);
    if (e.kind == HoldKind::practice_pause && led && !own && circle.seat(e.by) != nullptr)
      return against("own-part", "Whoever paused it takes it off; the practice's safeguarding lead can, where it was brought to them.");
    if (!own && !is(Part::therapist)) return against("own-part", "The therapist takes the hold off.");
    if (e.kind == HoldKind::client_stop && !held->resume_asked)
      return against("own-word", "Only the client can want to go on after their stop.");
    return kNothing;
  }

  // What is answered after the ending is the therapist's to ask, and the client's to answer: the practitioner's part is
  // over.
  Found measuring() const {
    if (!leads()) return against("own-part");
    return course.closing.closed && is(Part::practitioner) ? against("no-contact-after") : kNothing;
  }
  Found operator()(const MeasuresScheduled& e) const {
    if (!is(Part::therapist)) return against("own-part", "The therapist says when measures are answered.");
    if (e.plans.size() > kMostMeasures)
      return against("in-order", "That is more than anybody answers: " + std::to_string(kMostMeasures) + " lines at most.");
    for (auto plan = e.plans.begin(); plan != e.plans.end(); ++plan) {
      if (plan->instrument.empty() || plan->weeks < 1 || plan->weeks > 52 || plan->seconds < 0 ||
          plan->seconds > 3'600 || plan->answers == Part::mentor)
        return against("in-order", "A line of the plan of measures is not filled in as it should be.");
      if (std::find(e.plans.begin(), plan, *plan) != plan)
        return against("in-order", "The same line stands in it twice.");
    }
    return kNothing;
  }
  Found operator()(const MeasureTaken& e) const {
    if (e.instrument.empty() || e.by_link) return against("in-order");
    const Seat* seat = circle.seat(e.person);
    if (seat == nullptr || seat->part == Part::mentor)
      return against("in-order", "This person has nothing to answer in this file.");
    if (course.closing.closed && seat->part == Part::practitioner) return against("no-contact-after");
    if (e.person != by) {
      if (auto found = measuring(); !found.empty()) return found;
      if (seat->part != Part::client) return against("own-part", "Each answers for themself.");
    }
    if (e.witness != (e.person == by ? PersonId{} : by)) return against("own-word");
    if (!e.session.is_zero() && course.session(e.session) == nullptr) return against("in-order");
    const auto first = course.wordings.find(e.instrument);
    return first == course.wordings.end() || first->second == e.wording
               ? kNothing
               : against("in-order", "What is asked has changed since it was first answered here, so that the scores would not "
                                     "compare: put the changed one beside it, under an id of its own.");
  }
  Found operator()(const MeasureLinkMade& e) const {
    if (auto found = measuring(); !found.empty()) return found;
    if (!is_client(e.person)) return against("in-order", "This person is not a client of this file.");
    if (e.key.is_zero() || course.measure_links.contains(e.key) || e.instruments.empty())
      return against("in-order", "There is nothing to ask by this link.");
    return day_to_come(e.until) ? kNothing : against("in-order", "The link would have run out already.");
  }

  Found operator()(const ClosureAgreed& e) const {
    if (auto found = while_open(); !found.empty()) return found;
    if (!of_triad(e.by)) return against("own-part");
    return own_word(e.by, e.witness);
  }
  Found operator()(const ClosingFormGiven& e) const {
    if (!of_triad(e.by)) return against("own-part");
    return own_word(e.by, e.witness);
  }
  Found operator()(const Closed& e) const {
    if (auto found = while_open(); !found.empty()) return found;
    if (!of_triad(by)) return against("own-part");
    if (e.abrupt) {
      // A client's own ending needs nothing; a professional says why, for the record.
      return !is(Part::client) && e.reason.empty() ? against("in-order", "An ending at once has a reason.") : kNothing;
    }
    if (auto found = all_there(course, circle)
                         ? kNothing
                         : against("triad-complete", "An ending is agreed by three: somebody is missing.");
        !found.empty())
      return found;
    // All of it at once: nobody has to send the form again to hear the next reason.
    Found found;
    const auto missing = [&](std::string what) {
      for (Unmet& one : against("closure-agreed", std::move(what))) found.push_back(std::move(one));
    };
    std::set<Day> days;
    std::set<Part> no_day, no_form;
    for (const PersonId person : circle.triad()) {
      const Part part = circle.seat(person)->part;
      if (const auto agreed = course.closing.agreed.find(person); agreed != course.closing.agreed.end())
        days.insert(agreed->second);
      else
        no_day.insert(part);
      if (!course.closing.forms.contains(person)) no_form.insert(part);
    }
    if (!no_day.empty()) missing("Not yet agreed to an ending: " + parts_in_words(no_day) + ".");
    if (days.size() > 1) missing("The three have agreed to different days.");
    if (days.size() == 1 && moment.today < *days.begin()) missing("The day that was agreed is still to come.");
    if (!no_form.empty()) missing("No closing form yet by " + parts_in_words(no_form) + ".");
    if (std::ranges::none_of(course.sessions,
                             [](const Session& session) { return session.closing && session.was_held(); }))
      missing("No closing session has been held.");
    return found;
  }
};
}  // namespace

bool may_lift(const Course& course, const Circle& circle, const Hold& hold, PersonId by) {
  const Moment any{};  // taking a hold off waits for no clock
  return check(rules(), course, circle, Resumed{hold.kind, hold.by}, by, any).empty();
}

std::vector<Unmet> check(std::span<const Rule> table, const Course& course, const Circle& circle, const Body& body,
                         PersonId by, const Moment& moment) {
  const Seat* self = circle.seat(by);
  if (self == nullptr) return refused("own-part", "You are not in this file's circle.");
  return std::visit(Check{table, course, circle, by, moment, self}, body);
}

std::expected<std::vector<Body>, std::vector<Unmet>> decide(std::span<const Rule> table, const Course& course,
                                                            const Circle& circle, const Body& wish, PersonId by,
                                                            const Moment& moment) {
  if (auto found = check(table, course, circle, wish, by, moment); !found.empty())
    return std::unexpected(std::move(found));
  std::vector<Body> events;
  // A stop ends everything that is going on, in the same breath, and so does what is taken back of its grounds; client
  // and therapist may go on talking.
  if (std::holds_alternative<Held>(wish) || std::holds_alternative<ReleaseWithdrawn>(wish) ||
      std::holds_alternative<TreatmentWithdrawn>(wish))
    for (const Session& session : course.sessions)
      if (session.step == Step::running && session.kind != SessionKind::therapist)
        events.emplace_back(SessionStopped{session.id});
  events.push_back(wish);
  return events;
}

}  // namespace trefoil::course
