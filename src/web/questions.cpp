#include "web/questions.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/text.h"
#include "care/takings.h"
#include "measure/score.h"
#include "practice/instrument_digest.h"

namespace trefoil::web {

namespace {
using measure::Instrument;
using measure::Item;
constexpr std::size_t kLongestText = 2'000;  // characters of one answer in words
constexpr double kMostNumber = 1e9;
constexpr int kSecondsAQuestion = 10;

std::string sent_of(const Fields& sent, const std::string& name) {
  const auto found = std::ranges::find(sent, name, &Fields::value_type::first);
  return found == sent.end() ? std::string() : base::trim(found->second);
}

// That no answer is wanted was chosen, and not just nothing.
bool chose_none(const Fields& sent, const std::string& name) {
  const auto found = std::ranges::find(sent, name, &Fields::value_type::first);
  return found != sent.end() && base::trim(found->second).empty();
}

// The pairs of circles of closeness, drawn: how far apart the centres of two circles of radius 22 are, by the place of
// the answer (Aron, Aron and Smollan 1992 have the idea; these are ours, by the area that both cover).
View circles_of(const Instrument& instrument, std::size_t place) {
  constexpr double kApart[] = {56, 44, 36, 29, 22, 13, 4};
  View out = View::list();
  if (instrument.id != "closeness-circles" || place >= std::size(kApart)) return out;
  const double half = kApart[place] / 2;
  out.add(View::object({{"left", fmt::format("{:g}", 60 - half)}, {"right", fmt::format("{:g}", 60 + half)}}));
  return out;
}

// `nth`: its number in its part, where there are several.
View item_model(const Instrument& instrument, std::size_t which, std::size_t place, const Fields& sent, std::size_t nth,
                Said said) {
  const Item& item = instrument.items[place];
  const std::string name = field_name(which, place), answer = sent_of(sent, name);
  View choices = View::list();
  for (std::size_t i = 0; i < item.choices.size(); ++i) {
    const auto& choice = item.choices[i];
    choices.add(View::object({{"id", i == 0 ? name : fmt::format("{}-{}", name, i)},
                              {"value", choice.code},
                              {"label", choice.text},
                              {"chosen", answer == choice.code},
                              {"circles", circles_of(instrument, i)}}));
  }
  const auto is = [&](Item::Kind kind) { return item.kind == kind; };
  return View::object({{"name", name},
                       {"nth", nth > 0 ? fmt::format("{}.", nth) : std::string()},
                       {"text", item.text},
                       {"alert", alert_in_words(item, said)},
                       {"most", item.most ? measure::number_text(*item.most) : std::string()},
                       {"none_id", name + "-none"},
                       {"none", chose_none(sent, name)},
                       {"value", is(Item::Kind::choice) ? std::string() : answer},
                       {"display", is(Item::Kind::display)},
                       {"choice", is(Item::Kind::choice)},
                       {"whole", is(Item::Kind::whole)},
                       {"number", is(Item::Kind::number)},
                       {"words", is(Item::Kind::text)},
                       {"choices", std::move(choices)}});
}

std::unexpected<Error> no_answer(std::string what, const std::string& place, std::string mend) {
  return fail(Fault::bad_input, std::move(what), place, std::move(mend));
}

// As it is kept: a choice by its code, a number as it was typed, words cleaned.
Result<std::string> read_item(const Item& item, const std::string& typed, const std::string& place) {
  switch (item.kind) {
    case Item::Kind::choice:
      if (std::ranges::find(item.choices, typed, &measure::Choice::code) == item.choices.end())
        return no_answer("This is none of the answers that can be given.", place, "Choose one of them, or leave it out.");
      return typed;
    case Item::Kind::whole:
    case Item::Kind::number: {
      double value = 0;
      const auto [end, problem] = std::from_chars(typed.data(), typed.data() + typed.size(), value);
      const bool read = problem == std::errc() && end == typed.data() + typed.size() && std::abs(value) <= kMostNumber;
      if (!read || (item.kind == Item::Kind::whole && (value != std::floor(value) || value < 0)))
        return no_answer(item.kind == Item::Kind::whole ? "This is no whole number." : "This is no number.", place,
                         "Write it in digits, or leave it out.");
      if (item.most && value > *item.most)
        return no_answer("This is more than there can be: " + measure::number_text(*item.most) + " at most.", place,
                         "Write a smaller number, or leave it out.");
      return typed;
    }
    case Item::Kind::text: {
      std::string text = base::clean(typed);
      if (!base::is_utf8(text) || base::characters(text) > kLongestText)
        return no_answer("This is longer than an answer can be.", place, "Write it in fewer words.");
      return text;
    }
    case Item::Kind::display:
      break;
  }
  return std::string();
}

measure::Answer place_of(const Item& item, const std::string& code) {
  const auto found = std::ranges::find(item.choices, code, &measure::Choice::code);
  return found == item.choices.end() ? measure::kMissing : static_cast<measure::Answer>(found - item.choices.begin());
}

std::optional<care::Scored> score_of(const Instrument& instrument, const std::vector<std::string>& answers,
                                     const Answering& by) {
  const measure::Scorer scorer(instrument);
  if (scorer.items().empty()) return std::nullopt;
  std::vector<measure::Answer> places;
  for (const auto item : scorer.items()) places.push_back(place_of(instrument.items[item], answers[item]));
  const auto scored = scorer.score(places);
  if (!scored.score) return std::nullopt;
  std::string origin(in_words(by.way));
  if (scored.missing > 0)
    origin += fmt::format(", {} of {} questions", places.size() - scored.missing, places.size());
  return care::Scored{measure::scale_of(instrument), {{by.day, std::nullopt}, *scored.score}, std::move(origin), {}};
}

std::size_t questions_of(const Instrument& instrument) {
  return static_cast<std::size_t>(
      std::ranges::count_if(instrument.items, [](const Item& item) { return item.kind != Item::Kind::display; }));
}

// Words are nobody's but the person's own and the therapist's, in a diary too.
bool lies_apart(const Item& item) { return item.kind == Item::Kind::text || item.alerts_from; }

const Item* item_of(const Instrument& instrument, const std::string& id) {
  const auto found = std::ranges::find(instrument.items, id, &Item::id);
  return found == instrument.items.end() ? nullptr : &*found;
}
std::string answer_of(const Item& item, const std::string& code) {
  const auto choice = std::ranges::find(item.choices, code, &measure::Choice::code);
  return choice == item.choices.end() ? code : choice->text;
}

// Whether all of the instrument was asked, in the words that it has now: an adaptive test asks some of it alone, and what
// it did not ask was not left out.
bool asked_whole(const care::File& file, const care::Item& entry, const Instrument& instrument) {
  const auto& answered = std::get<care::Answered>(entry.event.body);
  const auto* taken = care::taken_at(file, entry.event.at, answered.person, answered.instrument);
  return taken != nullptr && taken->wording == practice::wording_of(instrument);
}

bool alerts(const Item& item, const std::string& code) {
  if (!item.alerts_from) return false;
  const auto found = std::ranges::find(item.choices, code, &measure::Choice::code);
  return found != item.choices.end() && found->points >= *item.alerts_from;
}
}  // namespace

std::string field_name(std::size_t instrument, std::size_t item) { return fmt::format("q{}-{}", instrument, item); }
bool is_answer_field(std::string_view name) {
  return name.size() > 1 && name.front() == 'q' && name[1] >= '0' && name[1] <= '9' && name.find('-') != name.npos;
}

std::string_view in_words(Way way) {
  switch (way) {
    case Way::own_page:
      return "answered after signing in";
    case Way::professionals_screen:
      return "answered on a professional's screen";
    case Way::link:
      return "answered by a link";
  }
  return {};
}

std::string alert_in_words(const Item& item, Said said) {
  std::vector<std::string> telling, others;
  for (const auto& choice : item.choices)
    (alerts(item, choice.code) ? telling : others).push_back("“" + choice.text + "”");
  if (telling.empty()) return {};
  const auto listed = [](const std::vector<std::string>& all) {
    std::string out;
    for (std::size_t i = 0; i < all.size(); ++i) out += (i == 0 ? "" : i + 1 == all.size() ? " or " : ", ") + all[i];
    return out;
  };
  const auto which = !others.empty() && others.size() <= telling.size() ? "any answer but " + listed(others) : listed(telling);
  if (said == Said::to_client)
    return "If you choose " + which + " here, your therapist finds it first the next time they open Trefoil. Nobody is called or "
           "sent a message. If you are in danger now, ring the emergency number.";
  return "If " + which + " is chosen here, the therapist finds it first the next time they open Trefoil. Nobody is called or "
         "sent a message. Whoever is in danger now rings the emergency number.";
}

View questions_model(const Asking& asking, const Fields& sent, Said said) {
  View out = View::list();
  for (std::size_t which = 0; which < asking.size(); ++which) {
    const Instrument& instrument = *asking[which];
    View items = View::list();
    // From 1 in each part: what an instrument says of itself names its own numbers.
    const bool several = questions_of(instrument) > 1;
    std::size_t nth = 0;
    for (std::size_t place = 0; place < instrument.items.size(); ++place)
      items.add(item_model(instrument, which, place, sent,
                           several && instrument.items[place].kind != Item::Kind::display ? ++nth : 0, said));
    out.add(View::object({{"part", asking.size() > 1 ? fmt::format("Part {} of {}", which + 1, asking.size()) : std::string()},
                          // Its whole title may say what its questions leave unsaid, as loneliness.
                          {"title", instrument.short_name},
                          {"items", std::move(items)},
                          {"copyright", instrument.copyright}}));
  }
  return out;
}

bool tells_therapist(const Asking& asking) {
  return std::ranges::any_of(asking, [](const Instrument* one) {
    return std::ranges::any_of(one->items, [](const Item& item) { return item.alerts_from.has_value(); });
  });
}

int seconds_of(const Instrument& instrument) {
  if (instrument.minutes) return static_cast<int>(std::lround(*instrument.minutes * 60));
  return static_cast<int>(questions_of(instrument)) * kSecondsAQuestion;
}
int seconds_of(const Asking& asking) {
  int out = 0;
  for (const auto* one : asking) out += seconds_of(*one);
  return out;
}

Result<std::vector<care::Taking>> read_answers(const Asking& asking, const Fields& sent, const Answering& by) {
  std::vector<care::Taking> out;
  for (std::size_t which = 0; which < asking.size(); ++which) {
    const Instrument& instrument = *asking[which];
    const bool diary = measure::scored_items(instrument).empty();
    care::Taking taking{instrument.id, practice::wording_of(instrument), instrument.title, by.person, {}, {}, {}, {}};
    std::vector<std::string> answers(instrument.items.size());
    for (std::size_t place = 0; place < instrument.items.size(); ++place) {
      const Item& item = instrument.items[place];
      const std::string name = field_name(which, place), typed = sent_of(sent, name);
      if (item.kind == Item::Kind::display || typed.empty()) continue;
      answers[place] = TRY(read_item(item, typed, name));
      const bool apart = !diary || lies_apart(item);
      (apart ? taking.replies : taking.diary).push_back({item.id, answers[place]});
      if (alerts(item, answers[place])) taking.alerts.push_back(item.id);
    }
    if (taking.replies.empty() && taking.diary.empty()) continue;
    taking.score = score_of(instrument, answers, by);
    out.push_back(std::move(taking));
  }
  if (out.empty())
    return fail(Fault::bad_input, "Nothing was answered.", "main", "Answer what you like; anything can be left out.");
  return out;
}

std::string answers_in_words(const Instruments& instruments, const care::File& file, const care::Item& item) {
  std::string out;
  for (const auto& line : answer_lines(instruments, file, item))
    out += (out.empty() ? "" : "\n") + line.text + (line.told ? "  (the therapist finds it first)" : "");
  return out;
}

std::vector<AnswerLine> answer_lines(const Instruments& instruments, const care::File& file, const care::Item& entry) {
  const auto& answered = std::get<care::Answered>(entry.event.body);
  const Instrument* instrument = instruments.find(answered.instrument);
  const auto line = [](const std::string& asked, const std::string& answer, bool told) {
    return AnswerLine{asked + (asked.ends_with('?') || asked.ends_with('.') ? " " : ": ") + answer, told};
  };
  std::vector<AnswerLine> out;
  if (instrument == nullptr || !asked_whole(file, entry, *instrument)) {
    for (const auto& reply : answered.replies) {
      const Item* item = instrument == nullptr ? nullptr : item_of(*instrument, reply.item);
      out.push_back(line(item == nullptr ? reply.item : item->text, item == nullptr ? reply.answer : answer_of(*item, reply.answer),
                         std::ranges::count(answered.alerts, reply.item) > 0));
    }
    return out;
  }
  // Of a diary the words lie apart from the days, in an entry of their own.
  const bool diary = measure::scored_items(*instrument).empty();
  const Item* first = answered.replies.empty() ? nullptr : item_of(*instrument, answered.replies.front().item);
  for (const auto& item : instrument->items) {
    if (item.kind == Item::Kind::display) continue;
    if (diary && first != nullptr && lies_apart(item) != lies_apart(*first)) continue;
    const auto reply = std::ranges::find(answered.replies, item.id, &care::Reply::item);
    if (reply == answered.replies.end())
      out.push_back(line(item.text, item.alerts_from ? "left out, which says nothing either way" : "left out", false));
    else
      out.push_back(line(item.text, answer_of(item, reply->answer), std::ranges::count(answered.alerts, item.id) > 0));
  }
  return out;
}

}  // namespace trefoil::web
