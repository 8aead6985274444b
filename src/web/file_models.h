// What the pages of a file share: opening it for a page, and its parts as models. Inside web.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "care/decide.h"
#include "course/ahead.h"
#include "course/way.h"
#include "practice/views.h"
#include "web/ask.h"

namespace trefoil::web {

// A file as the signed-in person sees it, with what a page needs beside it.
struct OneFile {
  practice::OpenedFile opened;
  practice::Roster roster;  // empty for a client
  std::string zone;
  Instant now;
  PersonId reader;
  const Instruments* instruments = nullptr;  // what can be asked here, for the words of what was answered

  const care::File& file() const { return opened.file; }
  // What the practice calls its roles: from its settings, and for a client as the file was told last.
  std::string readers(const care::Room& room, PersonId to) const {  // in words, as the practice calls them
    return care::renamed(names(), care::readers_in_words(file().circle, room, to));
  }
  const care::RoleNames& names() const { return roster.people.empty() ? opened.file.ways.names : roster.role_names; }
  std::string id() const { return opened.file.id.str(); }
  const care::Member* self() const { return opened.file.member(reader); }
  bool here() const { return self() != nullptr && self()->active; }  // else they left: what was before stays readable
  bool may_act() const { return here() && !opened.file.newer; }
  bool over() const { return care::part_is_over(opened.file, reader); }  // the work has ended, and they were its practitioner
  std::string when(Instant at) const { return when_text(at, zone, now); }
  Instant last_entry() const;  // not File::last_at, which readings move on
};

// The file that the address names (the first capture). not_found where it names none, or one without a key: one answer.
Result<OneFile> open_one(Ask& ask);
Result<OneFile> open_other(Ask& ask, LogId id);  // one that the address does not name
// The same for a page that shows what lies in it: who opened the file is noted, once a sign-in.
Result<OneFile> open_to_read(Ask& ask);
// Of a file whose words are shown, once a sign-in, and where the look takes a practitioner out: true then.
bool note_reading(Ask& ask, const practice::OpenedFile& opened);
std::optional<LogId> file_asked(const Ask& ask);

// --- words and parts ---
void set_name(View& model, const OneFile& one);                                       // id, code, initials, full_name
std::string sentence_case(std::string words);                                         // ASCII
std::string counted(std::size_t count, std::string_view one, std::string_view many);  // "three entries", "14 entries"
// After how many milliseconds a passphrase is looked at again.
std::string next_try_words(std::int64_t ms);
std::string joined(const std::vector<std::string>& parts, std::string_view between);
// How a client may and may not be reached: name, may, may_not; false where nothing is noted.
View contact_model(const care::File& file, PersonId client);
std::string initials_of(const care::File& file, const care::Member& member);

// A room in an address of ours or a form: its kind, with whose it is.
std::string room_value(const care::Room& room);
std::optional<care::Room> parse_room(std::string_view value);
std::string room_label(const care::File& file, const care::Room& room, PersonId reader);
View rooms_model(const OneFile& one, const std::vector<care::Room>& rooms, std::string_view chosen);
std::vector<care::Room> rooms_of_circle(const care::File& file);  // those that the people in it may have
// The rooms that exist and that this member may hold, or might until they left, in words.
std::string could_read(const OneFile& one, const care::Member& member);
std::vector<care::Room> rooms_to_write(const OneFile& one);  // none where the reader may not act any more
std::vector<care::Room> share_targets(const OneFile& one, const care::Item& item);

View people_model(const OneFile& one);    // of circle and client_circle, active ones
View readers_model(const OneFile& one);   // who can read what: label, readers
View readings_model(const OneFile& one);  // who opened the file
View includes_model(const OneFile& one);  // what an export holds, by room

// Which part of the timeline is shown; empty: everything.
struct Filter {
  std::string kind;  // notes, course, people, measures; keys and sessions only where they are asked for
  std::string room;  // a room's id: says nothing to who reads the address
  std::optional<base::SessionId> session = {};  // notes about one session alone
};
View entries_model(const OneFile& one, const Filter& filter, bool links);
// Entries, and earlier (_timeline): the newest `open` are shown, since a year has hundreds and most visits are about those.
void set_timeline(View& model, const OneFile& one, const Filter& filter, std::size_t open = 25);
void set_filters(View& model, const OneFile& one, const Filter& filter);
// Somebody's own note that can still be changed, by the second capture; null for any other.
const care::Item* own_note(const Ask& ask, const OneFile& one);

// --- refusals of a form ---
int status_of(const practice::Refused& refused);
// The reasons as a form's problem; `anchor` gives a rule's field ("#text").
View problem_of(const Ask& ask, const practice::Refused& refused,
                const std::function<std::string(std::string_view rule)>& anchor);
bool is_not_found(const practice::Refused& refused);
// The passphrase of the form's field, asked for again; slowed down like a sign-in. The error's place is the field.
Result<void> passphrase_given(Ask& ask, std::string_view field = "passphrase");
int passphrase_status(const Error& error);

// --- pages ---
http::Response client_today(Ask& ask);
http::Response professional_today(Ask& ask);
// The page of these rows: what professional_today shows when they are ready.
http::Response today_page(Ask& ask, const practice::Roster& roster, const practice::Cases& cases, Instant now);
http::Response show_file(Ask& ask, const OneFile& one, View problem, int status);
// The form of something that is asked; the reader is whose list it stands in.
std::string address_of(const std::string& file, const course::Asked& asked, PersonId reader);
View asked_model(const OneFile& one);                    // what the reader is asked to do: href, text
std::string held_words(Ask& ask, const OneFile& one);    // why the work stands still; empty where it does not
std::string ended_words(const OneFile& one);             // that the work has ended, and when; empty before
View sessions_to_come(const OneFile& one);               // href, when, text, more, word, tone
// What runs out soon: href, text, more, word, tone; all of it, or what the reader can renew.
View ahead_model(const OneFile& one, bool all);
std::string hours_words(const OneFile& one);             // of sessions with the practitioner; empty where there was none
// "Release of information, Dr Okafor", and "runs until 3 March 2027".
std::string ahead_words(const course::RunsOut& one, std::string_view whose);
std::string until_words(const course::RunsOut& one, Day today);
std::string kind_words(course::SessionKind kind, const care::RoleNames& names);
std::span<const Route> circle_routes();    // joined into file_routes
std::span<const Route> identity_routes();  // the same
std::span<const Route> course_routes();    // the same
std::span<const Route> stop_card_routes();
std::span<const Route> session_routes();   // the same
std::span<const Route> concern_routes();   // the same
// What waits for a safeguarding lead, as Today's rows; empty for anybody else. `logs`: those that may be concerns.
View concerns_waiting(Ask& ask, const std::set<LogId>& logs);
// The same for a client, whose logs are looked into but for `files`: answers to what they raised, in words that name no concern. href, text.
View answers_waiting(Ask& ask, const std::set<LogId>& files);

}  // namespace trefoil::web
