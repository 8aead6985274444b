// The scoring of an instrument: method, what may be missing, bands, subscales, T scores, and what is known of the
// score.
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "codec/instrument_json.h"
#include "codec/instrument_parts.h"

namespace trefoil::codec::questionnaire {

namespace {
using measure::Scoring;

std::optional<measure::Direction> parse_better(std::string_view text) {
  if (text == "lower-is-better") return measure::Direction::lower_is_better;
  if (text == "higher-is-better") return measure::Direction::higher_is_better;
  return std::nullopt;
}
std::optional<Scoring> parse_scoring(std::string_view text) {
  if (text == "sum") return Scoring::sum;
  if (text == "mean") return Scoring::mean;
  if (text == "weighted") return Scoring::weighted;
  if (text == "none") return Scoring::none;
  if (text == "goal-attainment") return Scoring::goal_attainment;
  return std::nullopt;
}

measure::Sourced sourced(Fields& one, bool kind) {
  measure::Sourced out;
  const auto take = [&](Fields& part, const std::string& url) {
    if (url == "value")
      out.value = points(part, "valueDecimal");
    else if (url == "source")
      out.source = words(part, "valueString");
    else if (kind && url == "kind")
      out.kind = words(part, "valueString");
    else
      return false;
    return true;
  };
  if (kind)
    parts(one, {"value", "kind", "source"}, take);
  else
    parts(one, {"value", "source"}, take);
  return out;
}

void read_band(Fields& one, Draft& draft) {
  measure::Band band;
  parts(one, {"from", "to", "words", "source"}, [&](Fields& part, const std::string& url) {
    if (url == "from")
      band.from = points(part, "valueDecimal");
    else if (url == "to")
      band.to = points(part, "valueDecimal");
    else if (url == "words")
      band.words = words(part, "valueString");
    else if (url == "source")
      band.source = words(part, "valueString");
    else
      return false;
    return true;
  });
  if (draft.made.bands.size() == limits::kBands)
    one.wrong("url", "is that of more than 50 bands", "Draw bands together.");
  if (band.from > band.to) one.wrong("extension", "ends before it begins", "Write the lower score as from.");
  if (!draft.made.bands.empty() &&
      !(band.from > draft.made.bands.back().to && band.from <= draft.made.bands.back().to + 1))
    one.wrong("extension", "does not begin where the band before it ends",
              "Put the bands in order, each beginning a point at most above the end of the one before.");
  draft.made.bands.push_back(std::move(band));
}

void read_subscale(Fields& one, Draft& draft) {
  measure::Subscale subscale;
  std::vector<std::string> items;
  parts(one, {"name"}, [&](Fields& part, const std::string& url) {
    if (url == "name")
      subscale.name = id_text(part, "valueString");
    else if (url == "item")
      items.push_back(id_text(part, "valueString"));
    else
      return false;
    return true;
  });
  if (items.empty()) one.wrong("extension", "has no part item", "Name the items of the subscale.");
  if (items.size() > limits::kInstrumentItems)
    one.wrong("extension", "has more parts than an instrument items", "Name each item once.");
  if (draft.made.subscales.size() == limits::kBands)
    one.wrong("url", "is that of more than 50 subscales", "Leave some out.");
  draft.made.subscales.push_back(std::move(subscale));
  draft.subscales.push_back({std::move(items), one.place("extension")});
}

void read_t_row(Fields& one, Draft& draft) {
  measure::TRow row;
  parts(one, {"raw", "t"}, [&](Fields& part, const std::string& url) {
    if (url == "raw")
      row.raw = points(part, "valueDecimal");
    else if (url == "t")
      row.t = points(part, "valueDecimal");
    else
      return false;
    return true;
  });
  if (draft.made.t_scores.size() == limits::kTRows)
    one.wrong("url", "is that of more than 1,000 rows", "Leave some out.");
  if (!draft.made.t_scores.empty() && !(row.raw > draft.made.t_scores.back().raw))
    one.wrong("extension", "has a raw score that is not above the one before", "Put the rows in order, each once.");
  draft.made.t_scores.push_back(row);
}

bool read_entry(Fields& one, const std::string& url, Draft& draft) {
  if (url == "short-name") {
    draft.made.short_name = words(one, "valueString");
  } else if (url == "direction") {
    draft.made.direction = one.word("valueCode", parse_better);
  } else if (url == "recall") {
    draft.made.recall = words(one, "valueString");
  } else if (url == "source") {
    draft.made.source = words(one, "valueString");
  } else if (url == "licence") {
    draft.made.licence = words(one, "valueString");
  } else if (url == "method") {
    draft.made.method = one.word("valueCode", parse_scoring);
  } else if (url == "most-missing") {
    const auto most = one.whole("valueInteger");
    if (most < 0 || most >= static_cast<std::int64_t>(limits::kInstrumentItems))
      one.wrong("valueInteger", "must be 0 or more, and fewer than there are items",
                "Write 0 where none may be missing.");
    else
      draft.made.most_missing = static_cast<std::size_t>(most);
  } else if (url == "missing-source") {
    draft.made.missing_source = words(one, "valueString");
  } else if (url == "reliability") {
    draft.made.reliability = sourced(one, true);
    if (draft.made.reliability->value < 0 || draft.made.reliability->value > 1)
      one.wrong("extension", "must have a value from 0 to 1", "Write it as 0.89.");
  } else if (url == "spread") {
    draft.made.spread = sourced(one, false);
    if (!(draft.made.spread->value > 0))
      one.wrong("extension", "must have a value above 0", "A spread is a standard deviation.");
  } else if (url == "cutoff") {
    draft.made.cutoff = sourced(one, false);
  } else if (url == "band") {
    read_band(one, draft);
  } else if (url == "subscale") {
    read_subscale(one, draft);
  } else if (url == "t-score") {
    read_t_row(one, draft);
  } else if (url == "minutes") {
    draft.made.minutes = points(one, "valueDecimal");
    if (!(*draft.made.minutes > 0 && *draft.made.minutes <= 600))
      one.wrong("valueDecimal", "must be above 0 and at most 600", "Write how many minutes it takes.");
  } else if (url == "cannot-say") {
    if (draft.made.cannot_say.size() == limits::kBands)
      one.wrong("url", "is that of more than 50 entries", "Say less.");
    draft.made.cannot_say.push_back(words(one, "valueString"));
  } else {
    return false;
  }
  return true;
}
}  // namespace

void read_scoring(Fields& scoring, Draft& draft) {
  std::set<std::string> seen;
  scoring.each("extension", [&](Fields& one) {
    const std::string url = one.text("url");
    if (url != "band" && url != "subscale" && url != "t-score" && url != "cannot-say") once(one, seen, url);
    if (!read_entry(one, url, draft))
      return one.wrong("url", "is no entry of the scoring", "The files of instruments/ show which there are.");
    one.done();
  });
  for (const auto* needed : {"short-name", "direction", "source", "licence", "method", "most-missing"})
    if (!seen.contains(needed)) scoring.wrong("extension", "has no entry " + std::string(needed), "Add one.");
  if (draft.made.most_missing > 0 && !seen.contains("missing-source"))
    scoring.wrong("extension", "has no entry missing-source: most-missing allows prorating",
                  "Say where that rule comes from, or write 0 for most-missing.");
  if (draft.made.cannot_say.empty())
    scoring.wrong("extension", "has no entry cannot-say",
                  "Say what the score can't: that it is no diagnosis, for one.");
}

}  // namespace trefoil::codec::questionnaire
