// Writing into a file; correcting, moving and sharing what one wrote.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "care/parting.h"
#include "web/file_models.h"

namespace trefoil::web {

namespace {
std::string field_of(std::string_view rule) {
  return rule.starts_with("text-")                                                                            ? "#text"
         : rule == "same-room" || rule == "room-holder" || rule == "note-room" || rule == "narrower-to-wider" ? "#room"
                                                                                                              : "#main";
}

std::string file_address(const Ask& ask) { return "/files/" + ask.captures.at(0); }

// A form that can't be shown again (the entry is gone, the file is not theirs to write in): its text stays on the page.
http::Response keep_words(Ask& ask, const practice::Refused& refused) {
  return refusal_page(ask, refused, ask.field("text"),
                      ask.holder().professional ? file_address(ask) : std::string("/today"));
}

// --- writing ---

http::Response show_write(Ask& ask, const OneFile& one, View problem, int status = 200) {
  const bool professional = ask.holder().professional;
  const auto rooms = rooms_to_write(one);
  std::string chosen(ask.field("room"));
  const auto wanted = ask.request.asked("for") == "therapist" ? care::RoomKind::therapy : care::RoomKind::own;
  if (!professional && ask.form.empty())
    for (const auto& room : rooms)
      if (room.kind == wanted) chosen = room_value(room);
  View model = professional ? top_model(ask, "files") : client_model(ask, "/today");
  set_name(model, one);
  model.set("problem", std::move(problem));
  model.set("rooms", rooms_model(one, rooms, chosen));
  model.set("text", ask.field("text"));
  return page(ask, professional ? "write" : "client_write", model, status);
}

http::Response get_write(Ask& ask) {
  const auto one = open_to_read(ask);
  if (!one) return error_page(ask, one.error());
  if (rooms_to_write(*one).empty())
    return refusal_page(
        ask,
        Error{Fault::refused, "You can't write into this file.", "",
              one->here() ? "Parts of it were written by a newer Trefoil, so it can only be read here. Who "
                            "looks after this installation can update it."
              : care::has_parted(one->file(), one->reader)
                  ? "The work has ended, and your part in it. What is still to be said goes through the therapist."
                  : "You are not in its circle any more. Its practitioner or therapist can put you in again."},
        "", ask.holder().professional ? file_address(ask) : std::string("/today"));
  return show_write(ask, *one, no_problem());
}

http::Response write_again(Ask& ask, View problem, int status, const practice::Refused& refused) {
  const auto one = open_one(ask);
  if (!one) return error_page(ask, one.error());
  if (rooms_to_write(*one).empty()) return keep_words(ask, refused);
  return show_write(ask, *one, std::move(problem), status);
}

http::Response post_write(Ask& ask) {
  const auto file = file_asked(ask);
  if (!file) return no_such_page(ask);
  const auto room = parse_room(ask.field("room"));
  const auto kind = ask.field("kind");
  if (!room || (!kind.empty() && kind != "note")) {
    const Error error =
        room ? Error{Fault::bad_input, "There is no such kind of entry here.", "kind", "Choose one of the list."}
             : Error{Fault::bad_input, "It is not said who shall be able to read it.", "room", "Choose one."};
    return write_again(ask, problem_of(error), 422, error);
  }
  const auto done = practice::act(ask.house(), ask.holder(), *file, care::Write{*room, std::string(ask.field("text"))});
  if (!done) {
    if (is_not_found(done.error())) return no_such_page(ask);
    return write_again(ask, problem_of(ask, done.error(), field_of), status_of(done.error()), done.error());
  }
  return see_other(ask.holder().professional ? file_address(ask) + "?done=kept" : std::string("/today?done=kept"));
}

// --- one's own entry ---

struct OwnEntry {
  OneFile one;
  EntryId id;
  const care::Item& item() const { return *one.file().item(id); }
};

Result<OwnEntry> open_own(Ask& ask, bool to_read) {
  auto one = to_read ? TRY(open_to_read(ask)) : TRY(open_one(ask));
  const auto* item = own_note(ask, one);
  if (item == nullptr) return fail(Fault::not_found, "There is no such entry of yours.");
  const auto id = item->event.id;
  return OwnEntry{std::move(one), id};
}

// Where the file is read: a client's lies on their own page.
std::string home_of(const Ask& ask) {
  return ask.present.holder->professional ? file_address(ask) : std::string("/today");
}

std::string for_reader(const Ask& ask, std::string_view name) {
  return (ask.present.holder->professional ? "" : "client_") + std::string(name);
}

View entry_model(Ask& ask, const OwnEntry& own, View problem) {
  const auto& item = own.item();
  View model = ask.holder().professional ? top_model(ask, "files") : client_model(ask, "/today");
  model.set("leave", home_of(ask));
  set_name(model, own.one);
  model.set("problem", std::move(problem));
  model.set("entry", own.id.str());
  model.set("title", "Note");
  model.set("when", own.one.when(item.event.at));
  model.set("readers", own.one.readers(item.event.room, own.one.reader));
  model.set("text", own.one.file().text_of(item));
  return model;
}

http::Response show_correct(Ask& ask, const OwnEntry& own, View problem, int status = 200) {
  View model = entry_model(ask, own, std::move(problem));
  model.set("was", own.one.file().text_of(own.item()));
  if (!ask.form.empty()) model.set("text", ask.field("text"));
  model.set("why", ask.field("why"));
  return page(ask, for_reader(ask, "correct"), model, status);
}

// Who could read it until now.
View exposed_model(const OneFile& one, const care::Item& item) {
  View exposed = View::list();
  for (const auto person : care::holders(one.file().circle, item.event.room)) {
    if (person == one.reader) continue;
    const auto* member = one.file().member(person);
    // A client's own reading shows to the client alone, so nothing can be said of it.
    std::string since = "; whether they opened the file since, only they can see";
    if (member->role != care::Role::client) {
      const bool opened = std::any_of(one.file().reads.begin(), one.file().reads.end(), [&](const care::Read& read) {
        return read.by == person && read.at >= item.event.at;
      });
      since = opened ? ", and has opened the file since" : ", and has not opened the file anew since";
    }
    exposed.add(View::object({{"text", fmt::format("{} has been able to read it since {}{}.", member->name,
                                                   one.when(std::max(item.event.at, member->since)), since)}}));
  }
  if (exposed.items()->empty()) exposed.add(View::object({{"text", "Nobody but you could read it."}}));
  return exposed;
}

// Other files that an entry may belong into: those whose circle its author is in.
View other_files(Ask& ask, const OneFile& here, const std::string& address) {
  View choices = View::list();
  const auto read = practice::each_file(ask.house(), ask.holder(), [&](practice::OpenedFile&& opened) {
    const auto& file = opened.file;
    if (file.id == here.file().id || file.newer || care::writable_rooms(file, here.reader).empty()) return;
    choices.add(View::object({{"href", address + "?into=" + file.id.str()},
                              {"initials", file.display_name()},
                              {"full_name", file.full_name()},
                              {"code", file.code}}));
  });
  return read ? std::move(choices) : View::list();
}

http::Response show_move(Ask& ask, const OwnEntry& own, View problem, int status = 200) {
  const auto& one = own.one;
  const auto& item = own.item();
  const bool professional = ask.holder().professional;
  const std::string address = file_address(ask) + "/entries/" + own.id.str() + "/move";
  const auto into = ask.form.empty() ? ask.request.asked("into") : ask.field("file");
  const bool choosing = professional && into == "other";
  View model = entry_model(ask, own, std::move(problem));
  auto rooms = rooms_to_write(one);
  std::erase(rooms, item.event.room);
  model.set("exposed", exposed_model(one, item));
  model.set("file", one.id());
  model.set("elsewhere", false);
  model.set("rooms", rooms_model(one, rooms, ask.field("room")));
  if (const auto id = LogId::parse(into); professional && id && *id != one.file().id) {
    const auto other = open_other(ask, *id);
    if (!other) return error_page(ask, other.error());
    model.set("file", other->id());
    model.set("elsewhere", View::object({{"initials", other->file().display_name()},
                                         {"full_name", other->file().full_name()},
                                         {"code", other->file().code}}));
    model.set("rooms", rooms_model(*other, rooms_to_write(*other), ask.field("room")));
  }
  model.set("choosing", choosing);
  model.set("choices", choosing ? other_files(ask, one, address) : View::list());
  model.set("another", address + "?into=other");
  return page(ask, for_reader(ask, "move"), model, status);
}

http::Response show_share(Ask& ask, const OwnEntry& own, View problem, int status = 200) {
  View model = entry_model(ask, own, std::move(problem));
  model.set("rooms", rooms_model(own.one, share_targets(own.one, own.item()), ask.field("room")));
  return page(ask, for_reader(ask, "share"), model, status);
}

template <auto show>
http::Response get_form(Ask& ask) {
  const auto own = open_own(ask, true);
  if (!own) return error_page(ask, own.error());
  return show(ask, *own, no_problem(), 200);
}

// Does it, and shows the form again with its text where something is in the way.
http::Response change(Ask& ask, const care::Command& command, http::Response (*show)(Ask&, const OwnEntry&, View, int),
                      std::string_view done_word) {
  const auto done = practice::act(ask.house(), ask.holder(), *file_asked(ask), command);
  if (done) return see_other(home_of(ask) + "?done=" + std::string(done_word));
  if (is_not_found(done.error())) return no_such_page(ask);
  const auto own = open_own(ask, false);
  if (!own) return keep_words(ask, done.error());
  return show(ask, *own, problem_of(ask, done.error(), field_of), status_of(done.error()));
}

// The entry of the address; nothing is said of one that the person can't change.
std::optional<EntryId> entry_asked(const Ask& ask) {
  return file_asked(ask) ? EntryId::parse(ask.captures.at(1)) : std::nullopt;
}

http::Response post_correct(Ask& ask) {
  const auto entry = entry_asked(ask);
  if (!entry) return no_such_page(ask);
  return change(ask, care::Correct{*entry, std::string(ask.field("text"))}, show_correct, "corrected");
}

http::Response into_room(Ask& ask, bool move) {
  const auto entry = entry_asked(ask);
  if (!entry) return no_such_page(ask);
  const auto show = move ? show_move : show_share;
  const auto room = parse_room(ask.field("room"));
  if (!room) {
    const auto own = open_own(ask, false);
    if (!own) return error_page(ask, own.error());
    const Error error{Fault::bad_input, "It is not said who shall be able to read it.", "room", "Choose one."};
    return show(ask, *own, problem_of(error), 422);
  }
  return move ? change(ask, care::Move{*entry, *room}, show, "moved")
              : change(ask, care::Share{*entry, *room}, show, "shared");
}

// Out of the wrong file into the right one, both in one commit.
http::Response into_file(Ask& ask, LogId to) {
  const auto own = open_own(ask, false);
  if (!own) return error_page(ask, own.error());
  const auto room = parse_room(ask.field("room"));
  if (!room)
    return show_move(
        ask, *own,
        problem_of(Error{Fault::bad_input, "It is not said who shall be able to read it.", "room", "Choose one."}),
        422);
  const auto done = practice::move_to_file(ask.house(), ask.holder(), own->one.file().id, own->id, to, *room);
  if (done) return see_other("/files/" + to.str() + "?done=moved");
  if (is_not_found(done.error())) return no_such_page(ask);
  return show_move(ask, *own, problem_of(ask, done.error(), field_of), status_of(done.error()));
}

http::Response post_move(Ask& ask) {
  const auto file = ask.field("file");
  if (file.empty() || file == ask.captures.at(0)) return into_room(ask, true);
  const auto to = LogId::parse(file);
  return to && ask.holder().professional ? into_file(ask, *to) : no_such_page(ask);
}
http::Response post_share(Ask& ask) { return into_room(ask, false); }
}  // namespace

std::span<const Route> entry_routes() {
  using http::Lane;
  using http::Method;
  static constexpr Route kRoutes[] = {
      {Method::get, "/files/*/write", Who::signed_in, get_write},
      {Method::post, "/files/*/write", Who::signed_in, post_write, Lane::write},
      {Method::get, "/files/*/entries/*/correct", Who::signed_in, get_form<show_correct>},
      {Method::post, "/files/*/entries/*/correct", Who::signed_in, post_correct, Lane::write},
      {Method::get, "/files/*/entries/*/move", Who::signed_in, get_form<show_move>},
      {Method::post, "/files/*/entries/*/move", Who::signed_in, post_move, Lane::write},
      {Method::get, "/files/*/entries/*/share", Who::signed_in, get_form<show_share>},
      {Method::post, "/files/*/entries/*/share", Who::signed_in, post_share, Lane::write},
  };
  return kRoutes;
}

}  // namespace trefoil::web
