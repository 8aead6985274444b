// An act as a page: its form shown, sent, refused with what stands in the way; and where that is mended.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "course/decide.h"
#include "course/telling.h"
#include "web/acts.h"

namespace trefoil::web {

using namespace course;

std::string course_address(const OneFile& one) { return "/files/" + one.id() + "/course"; }
std::string session_address(const OneFile& one, SessionId id) { return "/files/" + one.id() + "/sessions/" + id.str(); }

namespace {

View input_model(const Input& input) {
  using enum Input::Kind;
  return View::object({{"name", input.name},
                       {"id", input.id.empty() ? input.name : input.id},
                       {"label", input.label},
                       {"hint", input.hint},
                       {"value", input.value},
                       {"required", input.required},
                       {"line", input.kind == line},
                       {"words", input.kind == words},
                       {"day", input.kind == day},
                       {"time", input.kind == time},
                       {"number", input.kind == number},
                       {"choice", input.kind == choice},
                       {"many", input.kind == many},
                       {"tick", input.kind == tick},
                       {"hidden", input.kind == hidden},
                       {"ticked", input.kind == tick && input.value == "yes"},
                       {"choices", input.choices}});
}

}  // namespace

bool said_no(const Session& session) {
  return std::ranges::any_of(session.answers, [](const auto& said) { return said.second != Answer::given; });
}

std::string mend_words(const Scene& scene, std::string_view rule, std::string_view mend, std::string_view who) {
  const auto circle = scene.circle();
  if (rule == "no-hold" && circle.led &&
      std::ranges::any_of(scene.course().holds, [&](const Hold& hold) {
        return hold.kind == HoldKind::practice_pause && !may_lift(scene.course(), circle, hold, scene.self());
      }))
    return "Whoever paused it takes it off; the practice's safeguarding lead can, where it was brought to them. Nobody else "
           "need do anything.";
  if (rule == "activity-consent" && scene.session != nullptr && said_no(*scene.session) && scene.session->activities.size() == 1)
    return "Another session can be planned, with something else. " + who_mends("practitioner or therapist");
  if (rule == "activity-consent" && scene.session != nullptr && said_no(*scene.session))
    return "It is left out of this session, and the rest stands. " + who_mends("practitioner or therapist");
  return std::string(mend) + (who_mends(who).empty() ? "" : " " + who_mends(who));
}

// The page on which something that stands in the way is mended.
std::optional<Link> mended_at(const Scene& scene, std::string_view rule) {
  static constexpr std::pair<std::string_view, std::string_view> kActs[] = {{"suitability", "suitability"},
                                                                            {"capacity", "capacity"},
                                                                            {"release-live", "release"},
                                                                            {"conflict-declared", "conflicts"},
                                                                            {"credentials-current", "credentials"},
                                                                            {"attested", "attest"},
                                                                            {"groundwork", "plan"},
                                                                            {"triadic-meeting", "plan"},
                                                                            {"therapist-engaged", "plan"},
                                                                            {"therapist-between", "plan"},
                                                                            {"pace", "phase"},
                                                                            {"health-current", "health"},
                                                                            {"no-hold", "resume"},
                                                                            {"closure-agreed", "closure"}};
  const auto& one = scene.one;
  if (rule == "triad-complete") return Link{"/files/" + one.id() + "/circle", "The circle"};
  if (rule == "adult" && scene.leads()) return Link{"/files/" + one.id() + "/client", "Names and date of birth"};
  if (rule == "activity-consent") {
    // A no is an answer: what is left to do is to leave it out, before anybody is asked for more.
    if (scene.session != nullptr && said_no(*scene.session) && scene.leads() && scene.session->step == Step::planned)
      return scene.session->activities.size() > 1
                 ? Link{session_address(one, scene.session->id) + "/leave-out", "Leave something out"}
                 : Link{session_address(one, scene.session->id) + "/cancel", "Cancel it"};
    const bool open = scene.session != nullptr && !scene.is(Part::mentor) &&
                      std::ranges::any_of(scene.session->activities, [&](const std::string& activity) {
                        return std::ranges::any_of(scene.circle().seats, [&](const Seat& seat) {
                          const bool theirs =
                              seat.person == scene.self() || (scene.is(Part::therapist) && seat.part == Part::client);
                          return theirs && !scene.session->answers.contains({activity, seat.person});
                        });
                      });
    if (open) return Link{session_address(one, scene.session->id) + "/answers", "Say what you agree to"};
    return std::nullopt;
  }
  if (rule == "within-competence" && scene.session != nullptr && scene.is(Part::therapist))
    return Link{session_address(one, scene.session->id) + "/waive?rule=within-competence",
                "Agree to it for this session"};
  if (rule == "within-competence" && scene.is(Part::practitioner))
    return Link{course_address(one) + "/credentials", "Your credentials"};
  if (rule == "report-delivered" || rule == "consult-held")
    if (const auto* last = scene.course().last(SessionKind::practitioner))
      return Link{session_address(one, last->id), "The last session"};
  std::string_view act;
  if (rule == "consent-treatment") {
    const auto asked = asked_of(scene.self(), rules(), scene.course(), scene.circle(), scene.moment());
    act = std::ranges::find(asked, "explain", &Asked::act) != asked.end() ? "explain" : "consent";
  } else if (rule == "plan-signed" && scene.session != nullptr && scene.session->step == Step::planned &&
             scene.leads() && scene.course().plan.signed_by.contains(scene.self()) &&
             scene.session->plan != scene.course().plan.version) {
    return Link{session_address(one, scene.session->id) + "/move", "Move it"};
  } else if (rule == "plan-signed") {
    act = scene.course().plan.version == 0 ? "plan-write" : "sign";
  } else if (const auto found = std::ranges::find(kActs, rule, &std::pair<std::string_view, std::string_view>::first);
             found != std::end(kActs)) {
    act = found->second;
  }
  const Act* known = find_course_act(act);
  if (known == nullptr || !known->offered(scene)) return std::nullopt;
  return Link{course_address(one) + "/" + std::string(act), std::string(known->label)};
}
View mends_of(const std::optional<Link>& where) {
  View out = View::list();
  if (where) out.add(link_to(where->href, where->text));
  return out;
}

View acts_model(const Scene& scene, const Act* (*find)(std::string_view), const std::string& address,
                std::initializer_list<std::string_view> names) {
  View out = View::list();
  for (const auto name : names)
    if (const Act* act = find(name); act != nullptr && act->offered(scene))
      out.add(link_to(address + "/" + std::string(name), act->label));
  return out;
}

http::Response not_offered(const Scene& scene, const Act& act) {
  return error_page(scene.ask, {Fault::refused, "“" + std::string(act.label) + "” is not asked of you now.", "",
                                "It is another person's to write, or there is nothing to do for it at present. The "
                                "course's page says whose turn it is."});
}

http::Response show_act(const Scene& scene, const Act& act, const std::string& address, const std::string& back,
                        View problem, int status) {
  return show_form(scene, act.form(scene), address, back, std::move(problem), status);
}

http::Response show_form(const Scene& scene, const Form& form, const std::string& address, const std::string& back,
                         View problem, int status) {
  Ask& ask = scene.ask;
  const bool professional = ask.holder().professional;
  View model = professional ? top_model(ask, "files") : client_model(ask, back);
  set_name(model, scene.one);
  View read = View::list(), inputs = View::list();
  for (const auto& paragraph : form.read) read.add(View::object({{"text", paragraph}}));
  for (const auto& input : form.inputs) inputs.add(input_model(input));
  model.set("title", form.title);
  model.set("lead", form.lead);
  model.set("read", std::move(read));
  model.set("inputs", std::move(inputs));
  model.set("readers", form.readers);
  model.set("button", form.button);
  model.set("stop", form.stop);
  model.set("turbo", form.answered ? "false" : "true");
  model.set("action", address);
  model.set("leave", back);
  model.set("problem", std::move(problem));
  return page(ask, professional ? "act" : "client_act", model, status);
}

View problem_in(const Scene& scene, const practice::Refused& refused) {
  const auto* refusal = std::get_if<care::Refusal>(&refused);
  if (refusal == nullptr) return problem_of(std::get<Error>(refused));
  View items = View::list();
  for (const auto& reason : refusal->reasons) {
    auto where = mended_at(scene, reason.rule);
    if (!where) where = where_mended(scene.ask, reason.rule);
    items.add(View::object({{"anchor", reason.rule.starts_with("text-") ? "#words" : "#main"},
                            {"text", scene.tell(reason.what) + " " + mend_words(scene, reason.rule, reason.mend, reason.who)},
                            {"mends", mends_of(where)}}));
  }
  const auto count = items.items()->size();
  return View::object(
      {{"lead", count == 1 ? std::string("This can't be done yet.")
                           : sentence_case(counted(count, "thing is", "things are")) + " still in the way."},
       {"items", std::move(items)},
       {"at_passphrase", ""}});
}

// Where somebody goes on after an act.
std::string home_of(const Scene& scene) {
  if (scene.session != nullptr) return session_address(scene.one, scene.session->id);
  return course_address(scene.one);
}

http::Response send_act(const Scene& scene, const Act& act, const std::string& address) {
  const std::string back = home_of(scene);
  const auto record = act.read(scene);
  if (!record) return show_act(scene, act, address, back, problem_of(record.error()), status_of(record.error().fault));
  const auto done = practice::act(scene.ask.house(), scene.ask.holder(), scene.one.file().id, *record);
  if (done) return see_other(back + "?done=kept");
  if (is_not_found(done.error())) return no_such_page(scene.ask);
  return show_act(scene, act, address, back, problem_in(scene, done.error()), status_of(done.error()));
}

}  // namespace trefoil::web
