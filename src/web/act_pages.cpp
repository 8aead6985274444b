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

bool halted(const Scene& scene) {
  const auto holds = holds_that_count(scene.course(), scene.circle());
  return found_unsuitable(scene.course(), scene.circle()) ||
         std::ranges::any_of(holds, [](const Hold& hold) { return hold.kind == HoldKind::client_stop; });
}

namespace {
// What takes this hold off, and who: as the reader is told it. Of a pause of the practice nothing that tells whose it
// is.
std::string lifted_by(const Scene& scene, const Circle& circle, const Hold& hold) {
  const bool mine = hold.by == scene.self(), therapist = scene.is(Part::therapist),
             may = may_lift(scene.course(), circle, hold, scene.self());
  switch (hold.kind) {
    case HoldKind::client_stop:
      if (hold.resume_asked)
        return therapist ? "After the client's stop you talk it through with them, and take it off."
               : mine    ? "Your therapist talks it through with you, and takes your stop off."
                         : "After the client's stop the therapist talks it through with them, and takes it off.";
      return mine ? "You say that you want to go on, once you do; then your therapist takes your stop off."
             : therapist
                 ? "The client says that they want to go on, once they do; then you take their stop off."
                 : "The client says that they want to go on, once they do; then the therapist takes their stop off.";
    case HoldKind::therapist_pause:
      return may ? "You take the therapist's pause off." : "The therapist takes their pause off.";
    case HoldKind::practice_pause:
      if (may) return "You can take the practice's pause off.";
      return circle.led
                 ? "Whoever paused it takes it off; the practice's safeguarding lead can, where it was brought to them. Nobody else need do anything."
                 : "Whoever paused it takes it off, or the therapist.";
  }
  return {};
}
std::string holds_lifted_by(const Scene& scene) {
  const auto circle = scene.circle();
  std::vector<std::string> out;
  for (const Hold& hold : scene.course().holds)
    if (auto one = lifted_by(scene, circle, hold); std::ranges::find(out, one) == out.end())
      out.push_back(std::move(one));
  return joined(out, " ");
}
}  // namespace

std::string in_the_book(const Scene& scene, std::string_view rule) {
  const bool groundwork = rule == "groundwork", all_three = rule == "triadic-meeting";
  if (!groundwork && !all_three && rule != "therapist-engaged" && rule != "therapist-between") return {};
  const auto counts = [&](const Session& one) {
    if (is_over(one.step) || (one.step == Step::planned && one.start < scene.one.now)) return false;
    return one.kind == (all_three ? SessionKind::triadic : SessionKind::therapist) ||
           (one.kind == SessionKind::triadic && !groundwork);
  };
  const Session* next = nullptr;
  std::ptrdiff_t booked = 0, held = 0;
  for (const Session& one : scene.course().sessions) {
    held += one.kind == SessionKind::therapist && one.was_held() ? 1 : 0;
    if (!counts(one)) continue;
    ++booked;
    if (next == nullptr || one.step == Step::running || (next->step != Step::running && one.start < next->start))
      next = &one;
  }
  if (next == nullptr) return {};
  std::string out = next->step == Step::running
                        ? std::string("A meeting is going on now.")
                        : "A meeting is planned: " + session_in_words(next, scene.one.zone) + ".";
  const auto left = scene.course().terms.groundwork - held - booked;
  if (groundwork && left > 0)
    out += " After what is in the book " + counted(static_cast<std::size_t>(left), "more is", "more are") +
           " still to be planned.";
  return out;
}

std::string_view label_of(const Scene& scene, const Act& act) {
  static constexpr std::pair<std::string_view, std::string_view> kOfClient[] = {
      {"answers", "Write down what the client agrees to"},
      {"stop", "Pass on a client's stop"},
      {"go-on", "Pass on that the client wants to go on"},
      {"release", "Write down the client's release of information"},
      {"release-back", "Write down that the client takes the release back"},
      {"consent", "Write down the client's consent to the treatment"},
      {"consent-back", "Write down that the client takes the consent back"},
  };
  const bool own = scene.is(Part::client) || (act.name == "answers" && scene.is(Part::practitioner));
  const auto found = std::ranges::find(kOfClient, act.name, &std::pair<std::string_view, std::string_view>::first);
  return own || found == std::end(kOfClient) ? act.label : found->second;
}

std::string mend_words(const Scene& scene, std::string_view rule, std::string_view mend, std::string_view who) {
  if (rule == "no-hold" && !scene.course().holds.empty()) return holds_lifted_by(scene);
  if (auto booked = in_the_book(scene, rule); !booked.empty()) return booked;
  if (rule == "activity-consent" && scene.session != nullptr && said_no(*scene.session) && scene.session->activities.size() == 1)
    return "Another session can be planned, with something else. " + who_mends("practitioner or therapist");
  if (rule == "activity-consent" && scene.session != nullptr && said_no(*scene.session))
    return "It is left out of this session, and the rest stands. " + who_mends("practitioner or therapist");
  const auto can = who_mends(scene.tell(std::string(who)));
  return scene.tell(std::string(mend)) + (can.empty() ? "" : " " + can);
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
  if (rule == "adult" && scene.leads() && !scene.course().of_age.contains(scene.self()))
    return Link{course_address(one) + "/credentials", "Your credentials"};
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
    if (open)
      return Link{session_address(one, scene.session->id) + "/answers",
                  std::string(label_of(scene, *find_session_act("answers")))};
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
  return Link{course_address(one) + "/" + std::string(act), std::string(label_of(scene, *known))};
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
      out.add(link_to(address + "/" + std::string(name), label_of(scene, *act)));
  return out;
}

http::Response not_offered(const Scene& scene, const Act& act) {
  if (!opens(scene))
    return error_page(scene.ask, {Fault::refused, "“" + std::string(label_of(scene, act)) + "” is not asked of you any more.", "",
                                  ended_words(scene.one) + " The course's page says what is left to do."},
                      course_address(scene.one));
  return error_page(scene.ask,
                    {Fault::refused, "“" + std::string(label_of(scene, act)) + "” is not asked of you now.", "",
                     "It is another person's to write, or there is nothing to do for it at present. The "
                     "course's page says whose turn it is."},
                    course_address(scene.one));
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

namespace {
// In the same file, where each session has its client: whichever lies over the hour that was sent.
std::optional<Link> booked_already(const Scene& scene) {
  const auto start = time_field(scene);
  const auto minutes = number_field(scene, "minutes", 1, 24 * 60);
  if (!start || !minutes) return std::nullopt;
  constexpr std::int64_t kMinute = 60'000;
  for (const Session& other : scene.course().sessions)
    if (!is_over(other.step) && (scene.session == nullptr || other.id != scene.session->id) &&
        start->ms < other.start.ms + other.minutes * kMinute && other.start.ms < start->ms + *minutes * kMinute)
      return Link{session_address(scene.one, other.id), "To " + session_in_words(&other, scene.one.zone)};
  return std::nullopt;
}
}  // namespace

View problem_in(const Scene& scene, const practice::Refused& refused) {
  const auto* refusal = std::get_if<care::Refusal>(&refused);
  if (refusal == nullptr) return problem_of(std::get<Error>(refused));
  View items = View::list();
  for (const auto& reason : refusal->reasons) {
    auto where = reason.rule == "double-booked" ? booked_already(scene) : mended_at(scene, reason.rule);
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
