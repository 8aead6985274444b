// The rights that decide and evolve share, each written once: what decide gives, evolve obeys, because both ask here.
// Inside care; others ask words.h and file.h.
#pragma once

#include <optional>
#include <string_view>

#include "care/file.h"

namespace trefoil::care {

// The id of the rule in the way (care/rules.h), or nothing.
using InTheWay = std::optional<std::string_view>;

bool is_well_formed(const Room& room);  // a room that a file can have, with a person exactly where it needs one
bool takes_notes(const Room& room);
// Whether people of this role write notes there at all: a client writes for themself and to their therapist, and reads
// what is shared.
bool is_written_by(const Room& room, Role role);
bool lies_apart(const Room& room);  // in a log of its own; all other rooms lie in the course log
// Whether somebody with this role and release may hold the room while they are active: holders() without `active`.
bool has_right(const std::vector<Member>& circle, const Member& member, const Room& room);

bool has_therapist(const File& file, PersonId apart_from = {});  // one in the circle, with keys

// Whether `by`, who may hold `room`, may write this event there now. All of them: the event lies in its proper room,
// and changes nothing that it must not.
InTheWay check_add_room(const File& file, const RoomAdded& added, const Member& by);
InTheWay check_join(const File& file, const Joined& joined, const Member& by);
// That it gives a client keys which are not theirs yet, where the one who writes it may not hand them out: somebody who
// was taken out and put in again, with keys of another's making. From revision 2 of the rules on.
InTheWay check_joining_key(const File& file, const Joined& joined, const Member& by);
// Whoever hands out a client's keys could use them first. So a mentor never does, and where a client has keys already
// and a therapist is there, only the therapist does: nobody else could read the client's `therapy` room by it.
// `before`: the client as the file knows them; null where it does not yet.
InTheWay check_hand_out(const File& file, const Member* before, const Member& by);
// That a practitioner comes in after the ending. From revision 3 on.
InTheWay check_joining_after(const File& file, const Joined& joined);
InTheWay check_key_change(const File& file, const KeyChanged& changed, const Member& by);
InTheWay check_leave(const File& file, PersonId who, const Member& by);
InTheWay check_describe(const File& file, PersonId client, const Member& by);
InTheWay check_ask_erasure(const File& file, PersonId asker, const Member& by);
InTheWay check_withdraw_erasure(const File& file);
InTheWay check_ways(const PracticeTold& told, const Member& by);
InTheWay check_safeguarding(const File& file, const SafeguardingTold& told, const Member& by);
InTheWay check_read(const Room& room, PersonId reader, const Member& by);
// After the ending the practitioner says nothing more where the client reads it, and hands them no keys: contact goes
// through the therapist (rule no-contact-after). What they write between the professionals stays theirs.
bool would_be_contact(const File& file, const Room& room, Role by);
// What they may still write there is named (circle.cpp), and all else refused: what is left carries no words of theirs.
// From revision 2 of the rules on.
InTheWay check_after_ending(const File& file, const Event& event, Role by);
// Whether `by` may leave these answers in that room; the person who answered is named.
InTheWay check_answered(const File& file, const Room& room, const Answered& answered, const Member& by);
InTheWay check_alert_seen(const File& file, const Room& room, EntryId of, const Member& by);
// To correct or move: the note is there, its own author's, and not moved away. `found` is the note's index.
InTheWay check_own_note(const File& file, const Room& room, EntryId of, const Member& by, std::size_t& found);

}  // namespace trefoil::care
