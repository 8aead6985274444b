// Opening one file with a person's keys, and acting on it: open, decide, seal, commit, evolve.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "care/decide.h"
#include "practice/keyholder.h"
#include "practice/roster.h"

namespace trefoil::practice {

// A file as one holder sees it.
struct OpenedFile {
  care::File file;
  ledger::OpenedLog course;
  std::map<LogId, ledger::OpenedLog> others;  // process, own, access logs that the holder can open
  ledger::Keychain keys;                       // views into the holder's arena
  std::set<PersonId> gone;                     // people who left the practice: they may hold nothing new
  std::set<KeyId> over;                        // keys of links that ran out: they are given nothing new either
  std::optional<RoomId> first_room;            // `shared`, before the entry that names it
  std::shared_ptr<const ledger::Cards> cards;
  ledger::Hash checkpoint{};                   // the newest that was seen
  std::vector<std::string> damage;             // in words, with the place
  std::uint64_t unreadable = 0;                // entries in rooms that the holder has no key to
};
// not_found where the holder holds no key to it (the same answer as where it does not exist).
Result<OpenedFile> open_file(const House& house, Keyholder& holder, LogId file);
// Every file that the holder has keys to; those that can't be read at all are told in `damage`.
struct Caseload {
  std::vector<OpenedFile> files;
  std::vector<std::string> damage;
};
Result<Caseload> open_all(const House& house, Keyholder& holder);
// The same one by one, so that only one is in memory at a time; the damage in words.
Result<std::vector<std::string>> each_file(const House& house, Keyholder& holder,
                                           const std::function<void(OpenedFile&&)>& visit);
// The same for a caller who knows some of the logs already. `known` is asked once, with every log that the holder has
// keys to and the holder's wraps of it, before any is opened; which it names are passed by. `apart` is told the others
// that are no file's course, each with its keys.
using WrapsByLog = std::map<LogId, std::vector<ledger::Wrap>>;
struct Beside {
  std::function<std::set<LogId>(const WrapsByLog& wraps)> known;
  std::function<void(LogId log, const ledger::Keychain& keys)> apart;
};
Result<std::vector<std::string>> each_file(const House& house, Keyholder& holder, const Beside& beside,
                                           const std::function<void(OpenedFile&&)>& visit);
Result<LogId> find_by_code(const House& house, Keyholder& holder, std::string_view code);

// The answer of an act: done, or refused with reasons.
struct Acted {
  LogId file;
  std::vector<care::Event> events;
  ledger::Receipt receipt;
};
using ActResult = std::expected<Acted, std::variant<care::Refusal, Error>>;
// Decides on the file as it is now; when somebody else wrote in the meantime, loads and decides again, up to three
// times. With the events go the key changes that they demand: new rooms with their first epoch, grants to whoever may
// hold a room now, new epochs where somebody holds a key who may not any more.
ActResult act(const House& house, Keyholder& holder, LogId file, const care::Command& command);
// One's own entry out of the wrong file into a room of another, in one commit: here it is marked as moved away, there it
// stands with its newest words and the mark of where it comes from.
ActResult move_to_file(const House& house, Keyholder& holder, LogId from, EntryId entry, LogId to,
                       const care::Room& room);
// A new file: makes the course log; OpenFile's `course` is filled in here.
ActResult act_new(const House& house, Keyholder& holder, care::OpenFile command);

// Grants that are owed in this file (somebody may hold a room and has no key) and that this holder can make: in words,
// "Dr Okafor: their notes with the client". Empty: nothing owed.
struct Owed {
  PersonId person;
  std::string name;
  care::Room room;
  bool mine_to_give = false;  // else: somebody else holds it
};
std::vector<Owed> owed_grants(const OpenedFile& opened, const Roster& roster);
// The same from what a reader sees of it: of each room whose log they read, who was given its newest epoch. `over`: keys
// of links that ran out.
struct Given {
  care::Room room;
  std::set<KeyId> to;
  bool mine = false;  // the reader holds that epoch
};
std::vector<Given> given_in(const OpenedFile& opened);
// Rooms of a person with the therapist whose newest key is with nobody of the circle any more (care::PracticeFacts::shut).
std::set<care::Room> shut_rooms(const OpenedFile& opened);
std::vector<Owed> owed_grants(const care::File& file, const std::vector<Given>& given, const std::set<KeyId>& over,
                              const Roster& roster);
// Whether the holder's next act in this file takes a practitioner out whose part has ended (care/parting.h).
bool would_part(const House& house, Keyholder& holder, const OpenedFile& opened);
Result<void> hand_over(const House& house, Keyholder& holder, LogId file);

// Records that the holder opened the file: once a sign-in (the caller knows which sign-ins have).
Result<void> record_reading(const House& house, Keyholder& holder, const OpenedFile& opened);
struct Reading {
  PersonId person;
  std::string name;
  Instant at;
};
std::vector<Reading> readings(const OpenedFile& opened);  // newest first

}  // namespace trefoil::practice
