// The texts are read by people in a hard moment: plain, short, never a reproach. What each rule asks and its source:
// IPSA, ICASA, SPC (Surrogate Partner Collective) and SEPTO are the training bodies' codes of ethics; practice: several
// working practitioners; ours: a choice of this project where those are silent.
#include "course/rules.h"

#include <algorithm>

#include "course/gates.h"

namespace trefoil::course {

namespace {
using enum Waivable;
constexpr std::string_view kTherapist = "the therapist", kPractitioner = "the practitioner", kClient = "the client",
                           kBoth = "practitioner and therapist", kThree = "all three",
                           kNobody = "nobody";

constexpr Rule kRules[] = {
    // --- whatever the session ---
    {"no-contact-after", "The work goes on", true, true, never, "The work has ended, and practitioner and client meet no more.",
     "The ending is part of what helps: it was agreed from the start, and nobody is left waiting.", kNobody,
     "What is still to be said goes through the therapist.", "SEPTO 3, IPSA 5", not_closed},
    {"triad-complete", "The three are there", true, true, never,
     "A client, a practitioner and a therapist are needed, three different people.",
     "The three keep each other safe by being three.", kBoth, "Bring the person who is missing into the circle.",
     "IPSA 1, SPC 2", triad_complete},
    {"no-hold", "No stop or pause", true, true, never, "The file is on hold.", "A stop or a pause counts at once and everywhere.",
     "after a stop the client, and then the therapist; after a pause whoever paused it",
     "The client says that they want to go on, and the therapist takes their stop off; a pause is taken off by whoever set it.",
     "ours",
     no_hold},
    {"adult", "Everyone is an adult", true, true, never, "Everyone has to be 18 or older.", "This work is for adults, without exception.",
     kBoth, "Record the client's date of birth; each professional gives their own with their credentials.", "all", adult},
    {"release-live", "Release of information", true, true, never, "The client's release of information is not live.",
     "The professionals may talk about the client because the client lets them, and only with those named.", kClient,
     "Sign a release that names practitioner and therapist.", "practice; 45 CFR 164.508(c)", release_live},
    {"clock-forward", "The clock", true, true, never, "The clock is behind.", "What may begin depends on the day.",
     "whoever looks after this installation", "Set the clock right, then start.", "ours", clock_forward},
    {"one-session", "One session at a time", true, true, never, "Another session is going on.", "People are in one place at a time.", kBoth,
     "End the other session first.", "ours", one_at_a_time},
    // --- before a session with the practitioner: the opening ---
    {"attested", "The practice's attestation", true, false, never, "The practice's attestation is missing.",
     "A practice says where it stands in the law of its country before anybody relies on it.", kBoth,
     "Attest to the legal and professional position.", "COSRT guideline 11 (2015), IPSA", attested},
    {"credentials-current", "Credentials", true, false, never, "Credentials are missing or have run out.",
     "Who does this work is trained, registered and insured for it.", kBoth,
     "Record the credentials and until when they run.", "SEPTO 1, 7", credentials_current},
    {"conflict-declared", "Conflicts of interest", true, false, never, "Conflicts of interest have not been declared.",
     "Nobody is helped by somebody who stands to them in another way as well.", kBoth,
     "Declare them, or that there are none.", "IPSA 5", conflict_declared},
    {"suitability", "Suitability", true, false, never, "The therapist has not found the work suitable, or it is time to look again.",
     "Not everybody is helped by this, and some would be harmed.", kTherapist,
     "Assess suitability, with a date to look again.", "practice, SPC", suitability},
    {"capacity", "Capacity to consent", true, false, never, "That the client can consent is not on record.",
     "Only somebody who can decide for themself can agree to this.", kTherapist, "Record it, with a date to look again.", "ours",
     capacity},
    {"consent-treatment", "Consent to the treatment", true, false, never, "Consent to the treatment is missing, or has run out.",
     "Whoever takes part knows the aims and the limits, and wants this.", "client, practitioner and therapist",
     "Both professionals explain the text; then the client signs it.", "IPSA 4, SPC 3", consent_treatment},
    {"triadic-meeting", "All three have met", true, false, never, "The three have not met together.",
     "Goals, limits and the ending are agreed with everybody in the room.", kThree, "Meet, all three.", "practice",
     triadic_meeting},
    {"plan-signed", "The plan, signed by all three", true, false, never, "The plan is not signed by all three.",
     "Each of the three has put into it what they need, and agrees to what it says.", kThree,
     "Read the plan and sign it.", "SEPTO", plan_signed},
    {"groundwork", "Sessions of client and therapist", true, false, therapist, "Client and therapist have not met often enough yet.",
     "The client comes to the practitioner knowing somebody to talk with about it.", kTherapist,
     "Meet the client more often first, or waive this for the session, with a reason.", "practice", groundwork},
    {"therapist-engaged", "The therapist is there", true, false, never, "The therapist has not met the client lately.",
     "The work stands on a therapist who is there all the way.", kTherapist, "Meet the client.", "SPC 2",
     therapist_engaged},
    // --- the loop ---
    {"report-delivered", "The last report", true, false, therapist, "The last session has not been reported.",
     "The therapist can only help with what they know of.", kPractitioner, "Write the report on the last session.",
     "practice, IPSA", report_delivered},
    {"consult-held", "The last consult", true, false, therapist, "The two professionals have not consulted.",
     "Two look at every session, so that neither is alone with it.", kTherapist,
     "Talk about the last session, both of you; the therapist notes it.",
     "IPSA", consult_held},
    {"therapist-between", "Client and therapist in between", true, false, therapist, "The client has not met the therapist in between.",
     "What happened is talked through before more happens.", kTherapist, "Meet the client.", "practice",
     therapist_between},
    {"pace", "Pace", true, false, never, "This phase is not agreed.",
     "Nothing goes on by itself; the client can go back or stop at any time.", kThree,
     "Agree to the phase, each of the three, or plan the session in the present one.", "practice", pace},
    {"health-current", "Health statements", true, false, never, "A health statement is missing, or has run out.",
     "Where people are close, both know that it is safe.", "client and practitioner", "Bring a statement up to date.",
     "SEPTO 6, practice", health_current},
    {"within-competence", "Within competence", true, false, therapist, "Something planned goes beyond the practitioner's training.",
     "Nobody does to another person what they have not learned.", kTherapist,
     "Record the training where there is one, leave it out, or let the therapist agree to it in writing for this session.", "IPSA 6, 7", within_competence},
    {"activity-consent", "What both agree to", true, false, never, "Not everything planned is agreed to.",
     "Both are asked afresh every time, and can take it back with no reason asked.", "client and practitioner",
     "Whoever has not answered yet is asked; what somebody says no to is left out.", "practice, ours", activity_consent},
    // --- rules that bind other things than the beginning of a session ---
    {"closure-agreed", "An agreed ending", false, false, never, "The ending is not agreed by all three.",
     "An ending that was planned can be taken leave of.", kThree,
     "Each agrees to the day and gives a closing form, and a closing session is held; or end at once, and say so.",
     "practice"},
    {"own-word", "One's own word", false, false, never, "This is the client's own to say.", "Consent is given by the person whose it is.",
     kClient, "The client says it, or the therapist writes down what they said, as their witness.", "ours"},
    {"own-part", "One's own part", false, false, never, "This is not yours to write.", "Each of the three answers for their own part.",
     "the person whose part it is", "Ask them to write it.", "IPSA"},
    {"waiver-limits", "What can't be waived", false, false, never, "This can't be waived.", "Some rules are what makes this work safe at all.",
     kNobody, "Meet the rule; the file says how.", "ours"},
    {"terms-tighter", "Terms", false, false, never, "A practice can make its rules stricter, never looser.",
     "The limits are the profession's, not one practice's.", kBoth, "Choose a stricter value.", "ours"},
    {"in-order", "Order", false, false, never, "This does not fit how things stand.", "The record tells one story.", "you",
     "Look at the file again, and go on from there.", "ours"},
};
}  // namespace

std::span<const Rule> rules() { return kRules; }

const Rule* find_rule(std::span<const Rule> table, std::string_view id) {
  const auto found = std::ranges::find(table, id, &Rule::id);
  return found == table.end() ? nullptr : &*found;
}

bool may_be_waived(const Rule& rule, const Terms& terms) {
  return rule.missing != nullptr && rule.waiver == therapist && !terms.unwaived.contains(std::string(rule.id));
}

bool are_waivable(const std::set<std::string>& ids) {
  return std::ranges::all_of(ids, [](const std::string& id) {
    const Rule* rule = find_rule(rules(), id);
    return rule != nullptr && may_be_waived(*rule, {});
  });
}

namespace {
bool binds_at(const Rule& rule, const Look& look) {
  return rule.missing != nullptr && rule.since <= look.moment.revision;
}
}  // namespace

std::optional<std::string> missing(const Rule& rule, const Look& look) {
  return binds_at(rule, look) ? rule.missing(look) : std::nullopt;
}

std::vector<Gate> gates(std::span<const Rule> table, const Look& look) {
  std::vector<Gate> out;
  out.reserve(table.size());
  for (const Rule& rule : table) {
    const bool binds = (look.session.kind == SessionKind::practitioner && rule.practitioner) ||
                       (look.session.kind == SessionKind::triadic && rule.triadic);
    if (!binds || !binds_at(rule, look)) continue;
    Gate gate{&rule, Standing::met, {}, nullptr};
    if (auto what = missing(rule, look)) {
      gate.standing = Standing::unmet;
      gate.what = std::move(*what);
      // Only the therapist of today waives, and only what table and terms let them: a stray waiver counts for nothing.
      const Seat* therapist_now = look.circle.first(Part::therapist);
      if (may_be_waived(rule, look.course.terms))
        for (const Waiver& waiver : look.session.waivers)
          if (waiver.rule == rule.id && therapist_now != nullptr && waiver.by == therapist_now->person)
            gate.standing = Standing::waived, gate.waiver = &waiver;
    }
    out.push_back(std::move(gate));
  }
  return out;
}

}  // namespace trefoil::course
