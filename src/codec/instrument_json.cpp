#include "codec/instrument_json.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "codec/fields.h"
#include "codec/instrument_parts.h"
#include "codec/json_text.h"
#include "measure/score.h"

namespace trefoil::codec {

namespace questionnaire {

std::string words(Fields& in, std::string_view name) {
  std::string text = in.text(name);
  const std::string trimmed = base::trim(text);
  if (trimmed.empty())
    in.wrong(name, "must not be empty", "Write it, or take the whole entry out where it may be left out.");
  else if (trimmed != text)
    in.wrong(name, "begins or ends with a blank", "Take the blank out.");
  else if (base::has_hidden_signs(text))
    in.wrong(name, "holds a line's end, a tab or a sign that can't be seen", "Write it as one line.");
  else if (base::characters(text) > limits::kInstrumentText)
    in.wrong(name, "has more than 4,000 characters", "Say it in fewer words.");
  return text;
}
std::string id_text(Fields& in, std::string_view name) {
  std::string text = words(in, name);
  if (base::characters(text) > limits::kInstrumentId)
    in.wrong(name, "has more than 80 characters", "Write a shorter one.");
  return text;
}
double points(Fields& in, std::string_view name) {
  const double value = in.number(name);
  if (!(std::abs(value) <= limits::kPoints))
    in.wrong(name, "must lie between -1,000,000 and 1,000,000", "Correct the number.");
  return value;
}
void once(Fields& in, std::set<std::string>& seen, const std::string& url) {
  if (!seen.insert(url).second) in.wrong("url", "is that of an earlier entry too", "Take one of the two out.");
}

namespace {
using measure::Item;
using measure::Scoring;

constexpr std::string_view kScoring = "urn:trefoil:scoring";

void settle_subscales(Fields& in, Draft& draft) {
  measure::Instrument& out = draft.made;
  std::set<std::string> names{"id", "score", "band", "missing", "t"};
  for (const Item& item : out.items) names.insert(base::fold(item.id));
  for (std::size_t i = 0; i < out.subscales.size(); ++i) {
    auto& subscale = out.subscales[i];
    const Draft::Named& named = draft.subscales[i];
    if (!names.insert(base::fold(subscale.name)).second)
      return in.wrong(named.place, "is a subscale with the name of an item, a column or another subscale",
                      "Give it another name.");
    for (const std::string& id : named.items) {
      const auto at = std::ranges::find(out.items, id, &Item::id);
      if (at == out.items.end() || at->kind != Item::Kind::choice)
        return in.wrong(named.place, "names an item that there is not, or that is not scored", "Write its linkId.");
      const auto place = static_cast<std::size_t>(at - out.items.begin());
      if (std::ranges::find(subscale.items, place) != subscale.items.end())
        return in.wrong(named.place, "names an item twice", "Name it once.");
      subscale.items.push_back(place);
    }
  }
}

// What can only be said once all of it is there.
void settle(Fields& in, Draft& draft) {
  const measure::Instrument& out = draft.made;
  const auto scored = measure::scored_items(out);
  if (out.method == Scoring::none) {
    if (out.most_missing > 0 || out.reliability || out.spread || out.cutoff || !out.bands.empty() ||
        !out.subscales.empty() || !out.t_scores.empty())
      in.wrong("extension", "says something of scores, and the method is none", "Take it out, or name a method.");
    return;
  }
  if (scored.empty())
    return in.wrong("item", "has no item of type choice, and the method needs one",
                    "Add one, or write none as method.");
  if (out.most_missing >= scored.size())
    in.wrong("extension", "has a most-missing that leaves no answer", "Write fewer than there are scored items.");
  const auto range = *measure::score_range(out);
  if (!(range.first < range.second))
    return in.wrong("item", "has answers that all give the same points", "Correct the points.");
  constexpr double kSlack = 1e-9;
  const auto outside = [&](double value) { return value < range.first - kSlack || value > range.second + kSlack; };
  if (out.cutoff && outside(out.cutoff->value))
    in.wrong("extension", "has a cutoff that no score reaches", "Correct it.");
  if (!out.bands.empty() && (std::abs(out.bands.front().from - range.first) > kSlack ||
                             std::abs(out.bands.back().to - range.second) > kSlack))
    in.wrong("extension", "has bands that do not reach from the lowest score to the highest", "Add what is lacking.");
  settle_subscales(in, draft);
}

measure::Instrument read(Fields& in) {
  Draft draft;
  measure::Instrument& out = draft.made;
  if (in.text("resourceType") != "Questionnaire")
    in.wrong("resourceType", "must be Questionnaire", "An instrument is a FHIR R4 Questionnaire.");
  out.id = id_text(in, "id");
  for (const char c : out.id)
    if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '-')
      in.wrong("id", "is not an id", "Use small letters a to z, digits and hyphens, as \"phq-9\".");
  if (in.has("url")) out.url = words(in, "url");
  out.version = words(in, "version");
  out.title = words(in, "title");
  if (const auto status = in.text("status"); status != "active" && status != "draft" && status != "retired")
    in.wrong("status", "is not active, draft or retired", "Write active.");
  out.about = words(in, "description");
  out.copyright = words(in, "copyright");
  bool scoring = false;
  in.each("extension", [&](Fields& one) {
    if (one.text("url") != kScoring)
      return one.wrong("url", "is no extension that is known here", "Write urn:trefoil:scoring, or take it out.");
    if (scoring) return one.wrong("url", "stands twice", "Draw the two together.");
    scoring = true;
    read_scoring(one, draft);
    one.done();
  });
  if (!scoring) in.wrong("extension", "has no urn:trefoil:scoring", "Say there how it is scored, and its source.");
  read_items(in, false, draft);
  in.done();
  if (in.ok()) settle(in, draft);
  return std::move(draft.made);
}
}  // namespace

}  // namespace questionnaire

Result<measure::Instrument> read_instrument(std::string_view json, std::string_view file_name) {
  const auto in_file = [&](Error error) {
    if (error.mend.empty()) error.mend = "The files of instruments/ show what stands where.";
    if (!file_name.empty())
      error.place = error.place.empty() ? std::string(file_name) : std::string(file_name) + ", " + error.place;
    return std::unexpected(std::move(error));
  };
  const auto value = read_json(json, "instrument", limits::kInstrument, 12);
  if (!value) return in_file(value.error());
  Trouble trouble{Fault::bad_input};
  Fields in(*value, trouble);
  measure::Instrument instrument = questionnaire::read(in);
  if (trouble.first) return in_file(std::move(*trouble.first));
  return instrument;
}

}  // namespace trefoil::codec
