// Concerns: raising one, those that somebody raised or has to answer, and one of them.
#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "base/text.h"
#include "course/decide.h"
#include "practice/concerns.h"
#include "web/file_models.h"

namespace trefoil::web {

namespace {
using care::Concern;
using practice::OpenedConcern;

Day due_today(const Concern& concern, Instant now) { return base::local_day(now, concern.raised.zone); }

// --- raising ---
http::Response show_raise(Ask& ask, const OneFile& one, View problem, int status = 200) {
  const bool professional = ask.holder().professional;
  const auto who = practice::acting(ask.house(), ask.holder());
  if (!who) return error_page(ask, who.error());
  const auto told = practice::safeguarding_for(one.opened, ask.holder(), *who);
  View leads = View::list();
  for (const auto& lead : told.leads)
    leads.add(View::object({{"name", lead.name}, {"words", practice::key_words(lead.key)}}));
  View model = professional ? top_model(ask, "files") : client_model(ask, "/today");
  set_name(model, one);
  model.set("asks", !told.leads.empty());
  model.set("leads", std::move(leads));
  model.set("body", told.outside_body);
  model.set("days", told.answer_days);
  model.set("text", ask.field("text"));
  model.set("may_stop", one.may_act());
  model.set("ticked", ask.field("stopping") == "yes");
  model.set("action", "/files/" + one.id() + "/concern");
  model.set("leave", professional ? "/files/" + one.id() : std::string("/today"));
  model.set("problem", std::move(problem));
  return page(ask, professional ? "concern_new" : "client_concern_new", model, status);
}

// No reading is noted: who thinks of raising a concern is nobody's business.
http::Response get_raise(Ask& ask) {
  const auto one = open_one(ask);
  return one ? show_raise(ask, *one, no_problem()) : error_page(ask, one.error());
}

http::Response post_raise(Ask& ask) {
  const auto one = open_one(ask);
  if (!one) return error_page(ask, one.error());
  const auto raised = practice::raise_concern(ask.house(), ask.holder(), one->file().id, ask.field("text"),
                                              ask.field("stopping") == "yes");
  if (raised) return see_other("/concerns/" + raised->str() + "?done=raised");
  const auto anchor = [](std::string_view rule) { return rule.starts_with("text-") ? "#text" : "#main"; };
  return show_raise(ask, *one, problem_of(ask, raised.error(), anchor), status_of(raised.error()));
}

// --- the list ---
struct ConcernStanding {
  std::string word;
  std::string_view tone;
};
ConcernStanding standing_of(const Concern& concern, Instant now) {
  if (concern.closed) return {"closed", "plain"};
  if (concern.answered) return {"answered", "ok"};
  if (care::is_overdue(concern, due_today(concern, now))) return {"overdue", "stop"};
  return {"answer due " + base::in_words(concern.raised.due), "wait"};
}

// What who raised it finds on their Today, until they have read it. It says nothing of a concern: somebody may look over
// their shoulder.
std::string news_of(const Concern& concern, Instant now) {
  if (concern.unread())
    return concern.answered || concern.closed ? "There is an answer for you." : "There is something for you to read.";
  if (care::is_overdue(concern, due_today(concern, now))) return "An answer to you is late.";
  return {};
}

// What the roles of those around it are called: a client knows it from the file alone.
care::RoleNames names_around(Ask& ask, const Concern& concern) {
  if (ask.holder().professional) return role_names(ask);
  const auto file = practice::open_file(ask.house(), ask.holder(), concern.raised.file);
  return file ? file->file.ways.names : care::RoleNames{};
}
std::string raiser_in_words(const Concern& concern, const care::RoleNames& names) {
  return concern.raised.by.name + ", " + care::role_word(names, concern.raised.by.role);
}

std::string news_of(Ask& ask, const OpenedConcern& one, Instant now) {
  auto news = news_of(one.concern, now);
  if (news.empty() && practice::orphaned(ask.house(), ask.holder(), one)) news = "Something that you wrote needs you.";
  return news;
}

View row_of_concern(const OpenedConcern& one, const care::RoleNames& names, bool mine, Instant now) {
  const auto& concern = one.concern;
  const auto standing = standing_of(concern, now);
  const auto raised = when_text(concern.at, concern.raised.zone, now);
  std::string more = "file " + concern.raised.code;
  if (concern.pauses()) more += "; the work stands still";
  return View::object({{"href", "/concerns/" + concern.id.str()},
                       {"title", mine ? "Raised " + raised : raiser_in_words(concern, names) + ", " + raised},
                       {"more", more},
                       {"word", standing.word},
                       {"tone", standing.tone}});
}

http::Response get_concerns(Ask& ask) {
  std::vector<std::string> unreadable;
  const auto all = practice::concerns(ask.house(), ask.holder(), {}, &unreadable);
  if (!all) return error_page(ask, all.error());
  const bool professional = ask.holder().professional;
  const auto now = ask.house().clock->now();
  const auto names = role_names(ask);  // a client's own rows say none
  View mine = View::list(), given = View::list();
  for (const auto& one : *all) {
    const bool own = one.by(ask.holder().person);
    (own ? mine : given).add(row_of_concern(one, names, own, now));
  }
  bool lead = !given.items()->empty();
  if (professional)
    if (const auto roster = ask.roster()) lead = lead || practice::is_lead(**roster, ask.holder().person);
  View model = professional ? top_model(ask, "practice") : client_model(ask, "/today");
  model.set("lead", lead);
  View damage = View::list();
  for (const auto& words : unreadable) damage.add(View::object({{"text", words}}));
  model.set("damage", std::move(damage));
  model.set("given", std::move(given));
  model.set("mine", std::move(mine));
  return page(ask, professional ? "concerns" : "client_concerns", model);
}

// --- one ---
std::string party_name(const Concern& concern, PersonId person, PersonId reader) {
  if (person == reader) return "you";
  const auto* party = concern.party(person);
  return party != nullptr ? party->name : std::string("somebody");
}

View facts_of(const Concern& concern, const care::RoleNames& names, PersonId reader, Instant now) {
  View out = View::list();
  const auto add = [&](std::string_view label, std::string value) {
    if (!value.empty()) out.add(View::object({{"label", label}, {"value", std::move(value)}}));
  };
  std::vector<std::string> around, readers;
  for (const auto& one : concern.raised.around) around.push_back(one.name + ", " + care::role_word(names, one.role));
  for (const auto& party : concern.parties)
    if (party.active) readers.push_back(party_name(concern, party.person, reader));
  if (concern.raised.by.person != reader) add("Raised by", raiser_in_words(concern, names));
  add("File", concern.raised.code);
  add("With", joined(around, "; "));
  add("Who reads this", sentence_case(joined(readers, ", ")));
  add("Answer due", base::in_words(concern.raised.due));
  if (concern.read && concern.raised.by.person != reader)
    add("The answer was read", sentence_case(when_text(*concern.read, concern.raised.zone, now)));
  return out;
}

// The raiser's own pause, as the file has it: whether it is on, and theirs to take off.
struct OwnPause {
  bool on = false, liftable = false;
};
std::optional<OwnPause> own_pause(Ask& ask, const OpenedConcern& one) {
  if (!one.by(ask.holder().person) || !one.concern.raised.stopping) return std::nullopt;
  const auto file = practice::open_file(ask.house(), ask.holder(), one.concern.raised.file);
  if (!file) return std::nullopt;
  const auto circle = file->file.seats();
  for (const auto& hold : file->file.course.holds)
    if (hold.kind == course::HoldKind::practice_pause && hold.by == ask.holder().person)
      return OwnPause{true, !file->file.newer && course::may_lift(file->file.course, circle, hold, ask.holder().person)};
  return OwnPause{};
}

std::string paused_words(const Concern& concern, const std::optional<OwnPause>& own, Instant now) {
  if (!concern.raised.stopping) return {};
  if (concern.lifted)
    return "The work stood still for it until " + when_text(*concern.lifted, concern.raised.zone, now) + ".";
  if (own && !own->on) return "The work stood still for it; the hold is off by now.";
  return "The work is paused for it. The safeguarding lead takes the pause off; so can who raised it.";
}

// Of a concern whose leads are none any more: to whom it can be handed on, and in which words.
void set_orphaned(View& model, Ask& ask, const OpenedConcern& one) {
  const auto orphaned = practice::orphaned(ask.house(), ask.holder(), one);
  View heirs = View::list();
  std::string words;
  if (orphaned) {
    std::vector<std::string> before;
    for (const PersonId gone : orphaned->gone) before.push_back(party_name(one.concern, gone, ask.holder().person));
    words = joined(before, " and ") + (before.size() == 1 ? " takes" : " take") + " concerns here no longer" +
            (orphaned->leads.empty()  ? ", and nobody else here can take this one."
             : orphaned->others_stay ? std::string(", and still ") + (before.size() == 1 ? "reads" : "read") + " what is written in this one."
                                     : ".");
    for (const auto& lead : orphaned->leads)
      heirs.add(View::object(
          {{"name", lead.name}, {"words", practice::key_words(lead.key)}, {"key", lead.key.str()}}));
  }
  model.set("may_hand", orphaned && !orphaned->leads.empty());
  const bool stay = orphaned && orphaned->others_stay;
  model.set("hand_words", stay ? "It can go on with whoever still takes them, alone; nobody reads it then who does not now."
                               : "These take them now. They read it, from its beginning on, only if you hand it on; compare "
                                 "a key's words by voice if you want to be sure.");
  model.set("hand_button", stay ? "Go on without them" : "Hand it on");
  model.set("hand_after", stay ? "What was written until now they have read; nothing that comes after."
                               : "The words of before can be read then by whoever takes it; whoever had it reads nothing that "
                                 "comes after.");
  model.set("orphaned", std::move(words));
  model.set("heirs", std::move(heirs));
}

// As it is opened for a page or a form; not_found for a wrong address too.
Result<OpenedConcern> concern_asked(Ask& ask) {
  const auto id = LogId::parse(ask.captures.at(0));
  if (!id) return fail(Fault::not_found, "There is no such concern, or you hold no key to it.");
  return practice::open_concern(ask.house(), ask.holder(), *id);
}

http::Response show_concern(Ask& ask, const OpenedConcern& one, View problem, int status = 200) {
  const auto& concern = one.concern;
  const bool professional = ask.holder().professional;
  const PersonId reader = ask.holder().person;
  const auto now = ask.house().clock->now();
  const auto* party = concern.party(reader);
  bool leads = party != nullptr && party->active && party->lead;
  if (leads) {
    const auto roster = ask.roster();
    leads = roster && practice::is_lead(**roster, reader);
  }
  const bool may_note = party != nullptr && party->active && !concern.closed && !one.newer;
  View notes = View::list();
  for (const auto& note : concern.notes)
    notes.add(View::object({{"when", when_text(note.at, concern.raised.zone, now)},
                            {"who", party_name(concern, note.by, reader)},
                            {"text", note.text},
                            {"answer", note.answers}}));
  const bool overdue = care::is_overdue(concern, due_today(concern, now));
  View model = professional ? top_model(ask, "practice") : client_model(ask, "/concerns");
  model.set("id", concern.id.str());
  model.set("title", "A concern, raised " + when_text(concern.at, concern.raised.zone, now));
  model.set("lead",
            one.newer ? std::string("Parts of it were written by a newer Trefoil: it can be read here, not changed.")
            : concern.closed   ? std::string("It is closed.")
            : concern.answered ? "It was answered " + when_text(*concern.answered, concern.raised.zone, now) + "."
                               : "It waits for an answer, due " + base::in_words(concern.raised.due) + ".");
  model.set("overdue", overdue ? "The answer was due " + base::in_words(concern.raised.due) + "." : std::string());
  model.set("body", concern.raised.outside_body);
  const auto own = own_pause(ask, one);
  model.set("paused", paused_words(concern, own, now));
  model.set("may_take_off", own && own->liftable);
  set_orphaned(model, ask, one);
  model.set("facts", facts_of(concern, names_around(ask, concern), reader, now));
  model.set("text", concern.raised.text);
  model.set("notes", std::move(notes));
  model.set("outcome", concern.outcome);
  model.set("closed", concern.closed ? when_text(*concern.closed, concern.raised.zone, now) : std::string());
  model.set("may_note", may_note);
  model.set("may_answer", may_note && leads && !concern.answered);
  model.set("may_lift", leads && concern.pauses() && !one.newer);
  model.set("may_close", may_note && leads);
  model.set("note", ask.field("note"));
  model.set("closing", ask.field("closing"));
  model.set("problem", std::move(problem));
  return page(ask, professional ? "concern" : "client_concern", model, status);
}

http::Response get_concern(Ask& ask) {
  auto one = concern_asked(ask);
  if (one && one->by(ask.holder().person) && one->concern.unread() && !one->newer) {
    // A full disk keeps nobody from reading; it then stays on their Today.
    if (practice::write_concern(ask.house(), ask.holder(), one->concern.id, care::AnswerRead{})) one = concern_asked(ask);
  }
  return one ? show_concern(ask, *one, no_problem()) : error_page(ask, one.error());
}

http::Response after(Ask& ask, const practice::ConcernResult& done, std::string_view word, std::string_view field) {
  if (done) return see_other("/concerns/" + done->str() + "?done=" + std::string(word));
  if (is_not_found(done.error())) return no_such_page(ask);
  const auto one = concern_asked(ask);
  if (!one) return error_page(ask, one.error());
  const auto anchor = [&](std::string_view rule) {
    return rule.starts_with("text-") ? "#" + std::string(field) : std::string("#main");
  };
  return show_concern(ask, *one, problem_of(ask, done.error(), anchor), status_of(done.error()));
}

http::Response post_note(Ask& ask) {
  const auto id = LogId::parse(ask.captures.at(0));
  if (!id) return no_such_page(ask);
  const care::ConcernNoted note{std::string(ask.field("note")), ask.field("answers") == "yes"};
  return after(ask, practice::write_concern(ask.house(), ask.holder(), *id, note), "kept", "note");
}
http::Response post_close(Ask& ask) {
  const auto id = LogId::parse(ask.captures.at(0));
  if (!id) return no_such_page(ask);
  const care::ConcernClosed closed{std::string(ask.field("closing"))};
  const auto before = practice::open_concern(ask.house(), ask.holder(), *id);
  if (before && before->concern.pauses()) {
    // Nobody closes it and leaves the work standing still without having meant to.
    const auto pause = ask.field("pause");
    if (pause != "off" && pause != "on")
      return show_concern(ask, *before,
                          problem_of(Error{Fault::bad_input, "The work still stands still for it.", "pause",
                                                "Say whether the pause goes off with it."}),
                          422);
    if (pause == "off")
      return after(ask, practice::lift_pause(ask.house(), ask.holder(), *id, closed), "kept", "closing");
  }
  return after(ask, practice::write_concern(ask.house(), ask.holder(), *id, closed), "kept", "closing");
}
http::Response post_hand_on(Ask& ask) {
  const auto id = LogId::parse(ask.captures.at(0));
  if (!id) return no_such_page(ask);
  std::vector<KeyId> shown;
  for (const auto& heir : ask.fields("heir")) shown.push_back(KeyId::parse(heir).value_or(KeyId{}));
  return after(ask, practice::hand_on(ask.house(), ask.holder(), *id, shown), "kept", "main");
}
http::Response post_lift(Ask& ask) {
  const auto id = LogId::parse(ask.captures.at(0));
  if (!id) return no_such_page(ask);
  return after(ask, practice::lift_pause(ask.house(), ask.holder(), *id), "lifted", "main");
}
// By who raised it, in the file whose hold it is. Nothing of it is written into the concern: the lead takes off what they
// find on, and one that is off already is no fault.
http::Response post_take_off(Ask& ask) {
  const auto one = concern_asked(ask);
  if (!one) return error_page(ask, one.error());
  if (!one->by(ask.holder().person)) return no_such_page(ask);
  const auto done = practice::act(ask.house(), ask.holder(), one->concern.raised.file,
                                  care::Record{{course::Resumed{course::HoldKind::practice_pause, ask.holder().person}}});
  if (done) return see_other("/concerns/" + one->concern.id.str() + "?done=lifted");
  const auto anchor = [](std::string_view) { return std::string("#main"); };
  return show_concern(ask, *one, problem_of(ask, done.error(), anchor), status_of(done.error()));
}
}  // namespace

View answers_waiting(Ask& ask, const std::set<LogId>& files) {
  View out = View::list();
  std::vector<std::string> unreadable;
  const auto all = practice::concerns(ask.house(), ask.holder(), files, &unreadable);
  if (!all || !unreadable.empty())
    out.add(View::object({{"href", "/concerns"}, {"text", "Something that you wrote can't be read here."}}));
  if (!all) return out;
  for (const auto& one : *all)
    if (one.by(ask.holder().person))
      if (const auto news = news_of(ask, one, ask.house().clock->now()); !news.empty())
        out.add(View::object({{"href", "/concerns/" + one.concern.id.str()}, {"text", news}}));
  return out;
}

View concerns_waiting(Ask& ask, const std::set<LogId>& logs) {
  View out = View::list();
  const auto roster = ask.roster();
  const bool lead = roster && practice::is_lead(**roster, ask.holder().person);
  std::vector<std::string> unreadable;
  const auto all = practice::concerns_among(ask.house(), ask.holder(), logs, &unreadable);
  if (!all || !unreadable.empty()) {
    const auto count = std::max<std::size_t>(1, unreadable.size());
    out.add(View::object({{"initials", "A concern"},
                          {"full_name", "A concern"},
                          {"what", sentence_case(counted(count, "concern", "concerns")) + " could not be read"},
                          {"href", "/concerns"},
                          {"more", all ? "" : base::describe(all.error())},
                          {"word", "damage"},
                          {"tone", "stop"}}));
  }
  if (!all) return out;
  const auto now = ask.house().clock->now();
  for (const auto& one : *all) {
    if (one.by(ask.holder().person)) {
      if (const auto news = news_of(ask, one, now); !news.empty())
        out.add(View::object({{"initials", one.concern.raised.code},
                              {"full_name", one.concern.raised.code},
                              {"what", news},
                              {"href", "/concerns/" + one.concern.id.str()},
                              {"more", ""},
                              {"word", "answer"},
                              {"tone", "wait"}}));
      continue;
    }
    if (!lead || !one.concern.open()) continue;
    const bool back = one.concern.written_back();
    const auto standing = back ? ConcernStanding{"new", "wait"} : standing_of(one.concern, now);
    out.add(View::object({{"initials", one.concern.raised.code},
                          {"full_name", one.concern.raised.code},
                          {"what", back                   ? "Read what was written to you in a concern"
                                   : one.concern.answered ? "Close a concern"
                                                          : "Answer a concern"},
                          {"href", "/concerns/" + one.concern.id.str()},
                          {"more", back ? "after your answer; raised " + when_text(one.concern.at, one.concern.raised.zone, now)
                                        : "raised " + when_text(one.concern.at, one.concern.raised.zone, now)},
                          {"word", standing.word},
                          {"tone", standing.tone}}));
  }
  return out;
}

std::span<const Route> concern_routes() {
  using http::Lane;
  using http::Method;
  static constexpr Route kRoutes[] = {
      {Method::get, "/files/*/concern", Who::signed_in, get_raise},
      {Method::post, "/files/*/concern", Who::signed_in, post_raise, Lane::write},
      {Method::get, "/concerns", Who::signed_in, get_concerns},
      {Method::get, "/concerns/*", Who::signed_in, get_concern},
      {Method::post, "/concerns/*/note", Who::signed_in, post_note, Lane::write},
      {Method::post, "/concerns/*/close", Who::signed_in, post_close, Lane::write},
      {Method::post, "/concerns/*/pass-on", Who::signed_in, post_hand_on, Lane::write},
      {Method::post, "/concerns/*/lift", Who::signed_in, post_lift, Lane::write},
      {Method::post, "/concerns/*/take-off", Who::signed_in, post_take_off, Lane::write},
  };
  return kRoutes;
}

}  // namespace trefoil::web
