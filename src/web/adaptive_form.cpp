#include "web/adaptive_form.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <random>
#include <set>

#include "base/text.h"
#include "measure/score.h"
#include "practice/instrument_digest.h"

namespace trefoil::web {

namespace {
std::string field_of(const Fields& sent, std::string_view name) {
  const auto found = std::ranges::find(sent, name, &Fields::value_type::first);
  return found == sent.end() ? std::string() : base::trim(found->second);
}

items::AdaptiveRules rules_of(const items::Bank& bank) {
  items::AdaptiveRules rules;
  rules.least = std::min(kLeastAsked, bank.items.size());
  rules.most = kMostAsked;
  rules.error = kSureEnough;
  rules.among = kBestAmong;
  for (const auto& item : bank.items)
    if (!item.content.empty()) rules.shares[item.content] = 1;
  return rules;
}

std::size_t draw(std::size_t below) {
  static thread_local std::mt19937_64 random{std::random_device{}()};
  return std::uniform_int_distribution<std::size_t>(0, below - 1)(random);
}

std::optional<std::size_t> number(std::string_view text) {
  std::size_t out = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), out);
  return problem == std::errc() && end == text.data() + text.size() && !text.empty() ? std::optional(out) : std::nullopt;
}

const measure::Item& item_of(const AdaptiveTest& test, std::size_t place) {
  return *std::ranges::find(test.instrument->items, test.bank->items[place].id, &measure::Item::id);
}

std::unexpected<Error> broken() {
  return fail(Fault::bad_input, "What was answered so far can't be read.", "main", "Begin these questions anew.");
}

// One step of a test: its place, and the category that was answered; none: left out.
struct Step {
  std::size_t place;
  std::optional<std::size_t> category;
};
std::optional<std::vector<Step>> read_steps(const AdaptiveTest& test, const std::string& text) {
  std::vector<Step> out;
  std::set<std::size_t> seen;
  if (text.empty()) return out;
  for (const auto& part : base::split(text, '.')) {
    const auto at = part.find('-');
    const auto place = number(std::string_view(part).substr(0, at));
    if (at == part.npos || !place || *place >= test.bank->items.size() || !seen.insert(*place).second) return std::nullopt;
    const auto answer = std::string_view(part).substr(at + 1);
    const auto category = answer == "x" ? std::nullopt : number(answer);
    if (answer != "x" && (!category || *category >= test.bank->items[*place].codes.size())) return std::nullopt;
    out.push_back({*place, category});
  }
  return out;
}
}  // namespace

std::string scored_by(const items::Bank& bank) {
  std::string out = bank.model;
  for (const auto& one : bank.items) {
    out += fmt::format(";{} {} {}", one.id.size(), one.id, one.item.slope);
    for (const double intercept : one.item.intercepts) out += fmt::format(" {}", intercept);
  }
  return out;
}

Result<AdaptiveStand> read_stand(const AdaptiveTest& test, const Fields& sent) {
  auto steps = read_steps(test, field_of(sent, "s"));
  if (!steps) return broken();
  if (const auto now = field_of(sent, "now"); !now.empty()) {
    const auto place = number(now);
    if (!place || *place >= test.bank->items.size() ||
        std::ranges::count(*steps, *place, &Step::place) > 0)
      return broken();
    Step step{*place, std::nullopt};
    if (const auto code = field_of(sent, "q"); !code.empty()) {
      const auto& choices = item_of(test, *place).choices;
      const auto found = std::ranges::find(choices, code, &measure::Choice::code);
      if (found == choices.end())
        return fail(Fault::bad_input, "This is none of the answers that can be given.", "q", "Choose one of them, or leave it out.");
      step.category = static_cast<std::size_t>(found - choices.begin());
    }
    steps->push_back(step);
  }
  AdaptiveStand out;
  items::Adaptive adaptive(*test.bank, rules_of(*test.bank), draw);
  for (const Step& step : *steps) {
    const auto& item = item_of(test, step.place);
    out.so_far += fmt::format("{}{}-{}", out.so_far.empty() ? "" : ".", step.place,
                              step.category ? std::to_string(*step.category) : "x");
    if (!step.category) {
      adaptive.leave_out(step.place);
      continue;
    }
    adaptive.answer(step.place, static_cast<measure::Answer>(*step.category));
    const auto& choice = item.choices[*step.category];
    out.replies.push_back({item.id, choice.code});
    if (item.alerts_from && choice.points >= *item.alerts_from) out.alerts.push_back(item.id);
  }
  out.next = adaptive.next();
  out.estimate = adaptive.estimate();
  return out;
}

View question_model(const AdaptiveTest& test, const AdaptiveStand& stand, Said said) {
  const auto& item = item_of(test, stand.next.value());
  View choices = View::list(), stems = View::list();
  for (const auto& one : test.instrument->items)
    if (one.kind == measure::Item::Kind::display) stems.add(View::object({{"text", one.text}}));
  for (std::size_t i = 0; i < item.choices.size(); ++i)
    choices.add(View::object({{"id", i == 0 ? std::string("q") : fmt::format("q-{}", i)},
                              {"value", item.choices[i].code},
                              {"label", item.choices[i].text}}));
  return View::object({{"title", test.instrument->short_name},
                       {"may_stop", !stand.replies.empty()},
                       {"stems", std::move(stems)},
                       {"text", item.text},
                       {"alert", alert_in_words(item, said)},
                       {"choices", std::move(choices)},
                       {"so_far", stand.so_far},
                       {"now", std::to_string(*stand.next)},
                       {"asked", fmt::format("Question {}, of {} at most.", stand.replies.size() + 1,
                                             std::min(kMostAsked, test.bank->items.size()))},
                       {"copyright", test.instrument->copyright}});
}

std::optional<care::Taking> taking_of(const AdaptiveTest& test, const AdaptiveStand& stand, const Answering& by) {
  if (stand.replies.empty()) return std::nullopt;
  const auto& instrument = *test.instrument;
  care::Taking out{instrument.id, practice::wording_of(instrument, scored_by(*test.bank)), instrument.title, by.person, stand.replies, {}, stand.alerts, {}};
  if (stand.next) return out;  // stopped before it was sure enough
  constexpr double kMean = 50, kSpread = 10;
  measure::Scale scale = measure::scale_of(instrument);
  scale.minimum = scale.maximum = std::nullopt;
  scale.spread = kSpread;
  scale.reliability = std::clamp(1 - stand.estimate.error * stand.estimate.error, 0.0, 1.0);
  scale.source = "the item bank, as an adaptive test: T = 50 + 10 theta";
  const double t = std::round((kMean + kSpread * stand.estimate.theta) * 10) / 10;
  out.score = care::Scored{std::move(scale), {{by.day, std::nullopt}, t}, std::string(in_words(by.way)) + ", as an adaptive test", {}};
  return out;
}

}  // namespace trefoil::web
