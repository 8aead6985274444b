// The texts of the rules. They are read by people in a hard moment: plain, short, never a reproach.
#include <algorithm>
#include <array>

#include "care/rules.h"
#include "course/rules.h"

namespace trefoil::care {

namespace {
using enum RuleKind;
constexpr std::string_view kYou = "you";
constexpr std::string_view kProfessional = "the practitioner or therapist of this file";

constexpr Rule kRules[] = {
    // --- the file ---
    {"file-empty", shape, "This file has been begun already.",
     "A file begins once, so that its record has one beginning.", kYou, "Make a new file.", "ours"},
    {"file-begun", shape, "This file has not been begun.", "Everything in a file stands on how it was opened.", kYou,
     "Open the file first.", "ours"},
    {"code-missing", shape, "The file has no code.", "The code is how a file is found without a name.", kYou,
     "Give the file a code.", "ours"},
    {"newer-program", gate, "Parts of this file were written by a newer Trefoil, so it can only be read here.",
     "What this version can't understand, it might contradict.", "whoever looks after this installation",
     "Update Trefoil, then try again.", "ours"},
    // --- the circle ---
    {"not-in-circle", boundary, "This person is not in the file's circle.",
     "A file belongs to the people whom it names, and to nobody else.", kProfessional, "Add them to the circle first.",
     "IPSA, 45 CFR 164.508(c)"},
    {"already-in-circle", shape, "This person is in the circle already.",
     "Each person stands in a circle once, so that everyone knows who they are there.", kYou,
     "There is nothing to do; to change how they take part, take them out first.", "ours"},
    {"no-double-role", shape, "One person can't hold two roles in the same file.",
     "The three keep each other safe by being three: nobody is client and professional, or practitioner and therapist, "
     "of one another.",
     kProfessional, "Choose somebody else for the role, or take this person out of the other one first.",
     "triad-complete: IPSA 1, SPC 2"},
    {"circle-role", shape, "This role has no place in a circle.",
     "A circle is made of clients, practitioner, therapist and mentor; the safeguarding lead stays outside it, so that "
     "a concern has somewhere to go.",
     kYou, "Choose client, practitioner, therapist or mentor.", "DESIGN, SEPTO 8"},
    {"role-held", shape, "You don't hold this role in your practice.",
     "A file's circle rests on who its professionals are.", "the practice's owner",
     "Ask the owner to add the role, or open the file in a role that you hold.", "triad-complete: IPSA 1, SPC 2"},
    {"client-places", shape, "This file has its client already.",
     "A file is about one client, or one couple, and what is written in it is theirs alone.", kYou,
     "Open a file of their own for this person.", "ours"},
    {"last-professional", gate, "The last professional can't leave this file.",
     "Somebody has to be able to answer for the record, and to give the client what is theirs.", kProfessional,
     "Add another practitioner or therapist, who has accepted, before this one leaves.", "triad-complete: IPSA 1"},
    {"professional-only", boundary, "Only a professional of the circle can do this.",
     "Who takes part, and in what role, is answered for by the people who are trained to.", kProfessional,
     "Ask your practitioner or therapist.", "IPSA"},
    {"client-keys", boundary, "A client's keys are handed out by the therapist, or by the practitioner where there are none yet.",
     "Whoever hands out keys could use them first, and so read what a client tells the therapist alone.", kProfessional,
     "Ask the therapist to invite the client again.", "ours"},
    {"describe-client", boundary, "Only a client of this file can be described here, by themself or by a professional.",
     "What is kept about a person is kept because they are the client.", kProfessional,
     "Ask your practitioner or therapist.", "ours"},
    {"key-current", gate, "You are signed in with keys that this file no longer goes by.",
     "Keys change when a passphrase may be lost; from then on only the new ones count.", kYou,
     "Sign out and in again; if that doesn't help, ask to be invited again.", "ours"},
    {"key-taken", shape, "These keys can't be used for this person.",
     "A key stands for one person, and a key that was given up is never taken back.", kProfessional,
     "Invite the person again, which makes new keys.", "ours"},
    // --- identity ---
    {"name-missing", shape, "A name is missing.", "The others need to know who is meant.", kYou,
     "Write the name by which they want to be called.", "ours"},
    {"name-too-long", shape, "A name or line of contact is longer than 500 characters.",
     "It would not fit where it has to be read.", kYou, "Shorten it; a note has room for more.", "ours"},
    {"name-signs", shape, "A name or a line of contact holds signs that can't be seen.",
     "They could turn the words around or hide some, and whoever reads them would not know.", kYou,
     "Type it anew instead of pasting it.", "ours"},
    {"birth-date", shape, "This can't be a date of birth: it lies before 1900 or after today.",
     "Whether somebody is an adult is reckoned from it.", kYou, "Write the day on which they were born, or leave it out.",
     "adult: all codes"},
    {"adult", shape, "By this date of birth the client is not yet 18.",
     "This work is for adults only; there is no exception.", kYou, "Correct the date of birth if it is a slip.",
     "adult: all codes"},
    // --- rooms and notes ---
    {"room-holder", boundary, "You can't write where you can't read.",
     "Each part of a file belongs to the people who can read it, and only they write in it.",
     "somebody who can read it", "Write it where you can read it, or ask one of them.", "ours"},
    {"client-shared", boundary, "You can't write to everyone in the circle.",
     "What a client writes is theirs: for themself, or for their therapist. The professionals answer for what everybody "
     "reads.",
     "your practitioner or therapist", "Write it to your therapist, who can bring it up with everybody.",
     "client-sees: practice, ours"},
    {"note-room", shape, "Notes can't be written there.", "That part of the record is kept for something else.", kYou,
     "Choose another place for the note.", "ours"},
    {"room-known", shape, "This room is there already.", "A room has one place, so that its keys have one meaning.",
     kYou, "There is nothing to do.", "ours"},
    {"own-entry", boundary, "You can't change what somebody else wrote.",
     "Everyone's words stay their own; only the person who wrote them can correct, move or share them.",
     "the person who wrote it", "Ask them, or write a note of your own about it.", "ours"},
    {"narrower-to-wider", boundary, "This would not reach everyone who can read the entry now.",
     "Sharing only ever adds readers; it never takes an entry from one group to another.", kYou,
     "Choose a place that everyone here can read, or move the entry if it was written in the wrong place.", "ours"},
    {"same-room", shape, "The entry is there already.", "Moving or sharing means another place.", kYou,
     "Choose another place.", "ours"},
    {"entry-known", shape, "There is no such entry here that you can read.",
     "Only a note that you can see can be corrected, moved or shared.", kYou,
     "Look at the file again and choose it there.", "ours"},
    {"entry-repeated", shape, "An entry with this mark is there already.",
     "An entry is spoken of by its mark, so each has its own.", kYou, "Send it again.", "ours"},
    {"entry-moved", shape, "This entry was moved to another place.", "It goes on where it was moved to.",
     "the person who wrote it", "Open it in its new place.", "ours"},
    {"text-empty", shape, "There is nothing written yet.", "An empty entry would stay in the record for good.", kYou,
     "Write something, then save.", "ours"},
    {"text-too-long", shape, "This text is longer than 100,000 characters.",
     "Longer ones would make the file slow for everybody.", kYou, "Divide it into two.", "ours"},
    {"text-unreadable", shape, "This text holds signs that are not valid UTF-8.",
     "What can't be read back can't be kept.", kYou, "Type the text again, or save the document as UTF-8 first.",
     "ours"},
    {"session-known", shape, "There is no such session in this file.", "A note is found again with its session.", kYou,
     "Look at the file again and choose the session there.", "ours"},
    // --- scores ---
    {"score-valid", shape, "A score can't be kept as it is.",
     "A chart is only as true as the numbers and dates that it stands on.", kYou,
     "Correct the score and send it again.", "ours"},
    // --- erasure ---
    {"erasure-asked", shape, "Erasing was not asked for, or it was asked for already.",
     "One person asks and another confirms, so that both have thought about it.", "anybody in the circle",
     "Look at the file again to see how things stand.", "ours"},
    {"erasure-two-people", gate, "You asked for this, so somebody else has to confirm it.",
     "What is erased is gone for good; two people have to want it.", "somebody else of the circle",
     "Ask them to look at it. Until then you can still take it back.", "ours"},
    {"erasure-professional", gate, "A professional has to be one of the two who ask and confirm.",
     "The law makes professionals keep some records for a time, and they answer for it.", kProfessional,
     "Ask your practitioner or therapist to confirm.", "UK GDPR art. 17(3)"},
    {"double-booked", gate, "Somebody has another session at that hour.", "People are in one place at a time.",
     kProfessional, "Choose another hour, or move the other session first.", "ours"},
    // --- concerns ---
    {"lead-apart", shape, "Who takes the concerns of a file can't be or have been in its circle.",
     "A concern needs somebody to go to who is none of those whom it may be about.", "the practice's owner",
     "Name another safeguarding lead.", "DESIGN, SEPTO 8"},
    {"answer-days", shape, "A concern is answered within 1 to 60 days.", "Whoever raised it knows when to ask again.",
     kYou, "Choose a number of days from 1 to 60.", "SEPTO 8"},
    {"role-names", shape, "This can't be what the practice calls a role.",
     "Whoever reads it knows by it who somebody is.", kYou, "Choose short names, a different one for each role.",
     "IPSA, SPC, ICASA"},
    {"lock-minutes", shape, "A sign-in locks after 1 to 240 quiet minutes.", "What is open is not left open.", kYou,
     "Choose a number of minutes from 1 to 240.", "ours"},
    {"concern-outside", gate, "Nobody in this practice can take this concern.",
     "It would reach somebody whom it may be about.", "the body outside the practice that it names",
     "Turn to the body outside the practice.", "SEPTO 8"},
    {"concern-party", boundary, "Only whoever raised a concern and the safeguarding lead write in it.",
     "It is out of everybody else's sight.", "the safeguarding lead", "Sign in with the keys that it was given to.",
     "SEPTO 8"},
    {"concern-lead", boundary, "This is the safeguarding lead's to do.",
     "Somebody who is none of the three answers for it.", "the safeguarding lead", "Write to the lead in the concern.",
     "SEPTO 8"},
    {"concern-closed", shape, "This concern is closed.", "What was found stands at its end.", kYou,
     "Raise another one, or turn to the body outside the practice.", "SEPTO 8"},
    {"concern-begun", shape, "A concern is raised once, by the person whose it is.",
     "Its record has one beginning.", kYou, "Raise another one.", "ours"},
    {"concern-pause", shape, "There is no pause of this concern to take off.",
     "A pause is taken off once.", kYou, "Look at the concern again.", "ours"},
    {"read-place", boundary, "A reading is noted elsewhere.",
     "Who opened a file shows to everyone in it; a client's own reading shows only to the client.", kYou,
     "There is nothing to do.", "client-sees: practice, ours"},
};
}  // namespace

std::string_view name(RuleKind kind) {
  switch (kind) {
    case RuleKind::gate:
      return "gate";
    case RuleKind::boundary:
      return "boundary";
    case RuleKind::shape:
      return "shape";
  }
  return {};
}

std::span<const Rule> rules() { return kRules; }

const Rule* find_rule(std::string_view id) {
  const auto* found =
      std::find_if(std::begin(kRules), std::end(kRules), [&](const Rule& rule) { return rule.id == id; });
  return found == std::end(kRules) ? nullptr : found;
}

Reason reason(std::string_view rule, std::string what, std::string mend) {
  const Rule* found = find_rule(rule);
  if (found == nullptr) {
    const auto* of_course = course::find_rule(course::rules(), rule);
    if (of_course == nullptr) return {std::string(rule), std::move(what), {}, {}, std::move(mend)};
    return {std::string(rule), what.empty() ? std::string(of_course->what) : std::move(what),
            std::string(of_course->why), std::string(of_course->who),
            mend.empty() ? std::string(of_course->mend) : std::move(mend)};
  }
  return {std::string(rule), what.empty() ? std::string(found->what) : std::move(what), std::string(found->why),
          std::string(found->who), mend.empty() ? std::string(found->mend) : std::move(mend)};
}

}  // namespace trefoil::care
