#include "codec/instrument_json.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <vector>

#include "base/text.h"
#include "codec/fields.h"
#include "codec/json_text.h"
#include "measure/score.h"

namespace trefoil::codec {

namespace {
using measure::Instrument;
using measure::Item;
using measure::Scoring;

constexpr std::string_view kOrdinalValue = "http://hl7.org/fhir/StructureDefinition/ordinalValue";
constexpr std::string_view kScoring = "urn:trefoil:scoring", kItem = "urn:trefoil:item";

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
std::optional<Item::Kind> parse_item_kind(std::string_view text) {
  if (text == "choice") return Item::Kind::choice;
  if (text == "integer") return Item::Kind::whole;
  if (text == "decimal") return Item::Kind::number;
  if (text == "text") return Item::Kind::text;
  if (text == "display") return Item::Kind::display;
  return std::nullopt;
}

class InstrumentReader {
 public:
  Instrument read(Fields& in) {
    if (in.text("resourceType") != "Questionnaire")
      in.wrong("resourceType", "must be Questionnaire", "An instrument is a FHIR R4 Questionnaire.");
    out_.id = id_text(in, "id");
    for (const char c : out_.id)
      if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '-')
        in.wrong("id", "is not an id", "Use small letters a to z, digits and hyphens, as \"phq-9\".");
    if (in.has("url")) out_.url = words(in, "url");
    out_.version = words(in, "version");
    out_.title = words(in, "title");
    if (const auto status = in.text("status"); status != "active" && status != "draft" && status != "retired")
      in.wrong("status", "is not active, draft or retired", "Write active.");
    out_.about = words(in, "description");
    out_.copyright = words(in, "copyright");
    bool scoring = false;
    in.each("extension", [&](Fields& one) {
      if (one.text("url") != kScoring)
        return one.wrong("url", "is no extension that is known here", "Write urn:trefoil:scoring, or take it out.");
      if (scoring) return one.wrong("url", "stands twice", "Draw the two together.");
      scoring = true;
      read_scoring(one);
      one.done();
    });
    if (!scoring) in.wrong("extension", "has no urn:trefoil:scoring", "Say there how it is scored, and its source.");
    read_items(in, false);
    in.done();
    if (in.ok()) settle(in);
    return std::move(out_);
  }

 private:
  // Text for people to read: one line, and nothing hides in it.
  static std::string words(Fields& in, std::string_view name) {
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
  static std::string id_text(Fields& in, std::string_view name) {
    std::string text = words(in, name);
    if (base::characters(text) > limits::kInstrumentId)
      in.wrong(name, "has more than 80 characters", "Write a shorter one.");
    return text;
  }
  static double points(Fields& in, std::string_view name) {
    const double value = in.number(name);
    if (!(std::abs(value) <= limits::kPoints))
      in.wrong(name, "must lie between -1,000,000 and 1,000,000", "Correct the number.");
    return value;
  }
  static void once(Fields& in, std::set<std::string>& seen, const std::string& url) {
    if (!seen.insert(url).second) in.wrong("url", "is that of an earlier entry too", "Take one of the two out.");
  }

  void read_scoring(Fields& scoring) {
    std::set<std::string> seen;
    scoring.each("extension", [&](Fields& one) {
      const std::string url = one.text("url");
      if (url != "band" && url != "subscale" && url != "t-score" && url != "cannot-say") once(one, seen, url);
      if (!read_entry(one, url))
        return one.wrong("url", "is no entry of the scoring", "The files of instruments/ show which there are.");
      one.done();
    });
    for (const auto* needed : {"short-name", "direction", "source", "licence", "method", "most-missing"})
      if (!seen.contains(needed)) scoring.wrong("extension", "has no entry " + std::string(needed), "Add one.");
    if (out_.most_missing > 0 && !seen.contains("missing-source"))
      scoring.wrong("extension", "has no entry missing-source: most-missing allows prorating",
                    "Say where that rule comes from, or write 0 for most-missing.");
    if (out_.cannot_say.empty())
      scoring.wrong("extension", "has no entry cannot-say",
                    "Say what the score can't: that it is no diagnosis, for one.");
  }

  bool read_entry(Fields& one, const std::string& url) {
    if (url == "short-name") {
      out_.short_name = words(one, "valueString");
    } else if (url == "direction") {
      out_.direction = one.word("valueCode", parse_better);
    } else if (url == "recall") {
      out_.recall = words(one, "valueString");
    } else if (url == "source") {
      out_.source = words(one, "valueString");
    } else if (url == "licence") {
      out_.licence = words(one, "valueString");
    } else if (url == "method") {
      out_.method = one.word("valueCode", parse_scoring);
    } else if (url == "most-missing") {
      const auto most = one.whole("valueInteger");
      if (most < 0 || most >= static_cast<std::int64_t>(limits::kInstrumentItems))
        one.wrong("valueInteger", "must be 0 or more, and fewer than there are items",
                  "Write 0 where none may be missing.");
      else
        out_.most_missing = static_cast<std::size_t>(most);
    } else if (url == "missing-source") {
      out_.missing_source = words(one, "valueString");
    } else if (url == "reliability") {
      out_.reliability = sourced(one, true);
      if (out_.reliability->value < 0 || out_.reliability->value > 1)
        one.wrong("extension", "must have a value from 0 to 1", "Write it as 0.89.");
    } else if (url == "spread") {
      out_.spread = sourced(one, false);
      if (!(out_.spread->value > 0))
        one.wrong("extension", "must have a value above 0", "A spread is a standard deviation.");
    } else if (url == "cutoff") {
      out_.cutoff = sourced(one, false);
    } else if (url == "band") {
      read_band(one);
    } else if (url == "subscale") {
      read_subscale(one);
    } else if (url == "t-score") {
      read_t_row(one);
    } else if (url == "minutes") {
      out_.minutes = points(one, "valueDecimal");
      if (!(*out_.minutes > 0 && *out_.minutes <= 600))
        one.wrong("valueDecimal", "must be above 0 and at most 600", "Write how many minutes it takes.");
    } else if (url == "cannot-say") {
      if (out_.cannot_say.size() == limits::kBands) one.wrong("url", "is that of more than 50 entries", "Say less.");
      out_.cannot_say.push_back(words(one, "valueString"));
    } else {
      return false;
    }
    return true;
  }

  // An entry that has entries: each once, `take` by its url, those of `needed` must be there.
  template <class Take>
  static void parts(Fields& one, std::initializer_list<std::string_view> needed, Take take) {
    std::set<std::string> seen;
    one.each("extension", [&](Fields& part) {
      const std::string url = part.text("url");
      if (url != "item") once(part, seen, url);
      if (!take(part, url)) return part.wrong("url", "is no part of this entry", "Take it out.");
      part.done();
    });
    for (const auto name : needed)
      if (!seen.contains(std::string(name))) one.wrong("extension", "has no part " + std::string(name), "Add one.");
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

  void read_band(Fields& one) {
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
    if (out_.bands.size() == limits::kBands) one.wrong("url", "is that of more than 50 bands", "Draw bands together.");
    if (band.from > band.to) one.wrong("extension", "ends before it begins", "Write the lower score as from.");
    if (!out_.bands.empty() && !(band.from > out_.bands.back().to && band.from <= out_.bands.back().to + 1))
      one.wrong("extension", "does not begin where the band before it ends",
                "Put the bands in order, each beginning a point at most above the end of the one before.");
    out_.bands.push_back(std::move(band));
  }

  void read_subscale(Fields& one) {
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
    if (out_.subscales.size() == limits::kBands)
      one.wrong("url", "is that of more than 50 subscales", "Leave some out.");
    out_.subscales.push_back(std::move(subscale));
    subscale_items_.push_back(std::move(items));
    subscale_places_.push_back(one.place("extension"));
  }

  void read_t_row(Fields& one) {
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
    if (out_.t_scores.size() == limits::kTRows) one.wrong("url", "is that of more than 1,000 rows", "Leave some out.");
    if (!out_.t_scores.empty() && !(row.raw > out_.t_scores.back().raw))
      one.wrong("extension", "has a raw score that is not above the one before", "Put the rows in order, each once.");
    out_.t_scores.push_back(row);
  }

  void read_items(Fields& in, bool in_group) {
    bool any = false;
    in.each("item", [&](Fields& one) {
      any = true;
      if (ids_.size() == limits::kInstrumentItems)
        return one.wrong("linkId", "is one more than the 200 items that an instrument may have",
                         "Make two instruments of it.");
      read_item(one, in_group);
    });
    if (!any) in.wrong("item", "must have at least one item", "Add one.");
  }

  void read_item(Fields& one, bool in_group) {
    Item item;
    item.id = id_text(one, "linkId");
    if (const std::string folded = base::fold(item.id);
        folded == "id" || folded == "score" || folded == "band" || folded == "missing" || folded == "t")
      one.wrong("linkId", "is the name of a column that is not an item's", "Give it another one, as \"own-1\".");
    if (!ids_.insert(item.id).second) one.wrong("linkId", "is that of an earlier item too", "Give each item its own.");
    const std::string type = one.text("type");
    if (type == "group") {
      if (in_group) return one.wrong("type", "is a group inside a group", "Put its items into the outer one.");
      if (one.has("text")) {
        item.text = words(one, "text");
        item.kind = Item::Kind::display;
        out_.items.push_back(std::move(item));
      }
      if (one.has("required")) one.flag("required");
      read_items(one, true);
      return one.done();
    }
    const auto kind = parse_item_kind(type);
    if (!kind) one.wrong("type", "is no type of item", "Write choice, integer, decimal, text, display or group.");
    item.kind = kind.value_or(Item::Kind::text);
    item.text = words(one, "text");
    if (one.has("required")) item.required = one.flag("required");
    if (item.kind == Item::Kind::choice) read_choices(one, item);
    if (one.has("extension")) read_item_scoring(one, item);
    one.done();
    out_.items.push_back(std::move(item));
  }

  void read_choices(Fields& one, Item& item) {
    one.each("answerOption", [&](Fields& option) {
      if (item.choices.size() == limits::kChoices)
        return option.wrong("valueCoding", "is one more than the 50 answers that an item may offer",
                            "Draw some together.");
      item.choices.push_back(read_choice(option.object("valueCoding"), item));
      option.done();
    });
    if (item.choices.size() < 2) one.wrong("answerOption", "must offer at least two answers", "Add one.");
  }

  measure::Choice read_choice(Fields coding, const Item& item) {
    measure::Choice choice;
    choice.code = id_text(coding, "code");
    if (choice.code == "NA") coding.wrong("code", "means in a file that there is no answer", "Give it another one.");
    choice.text = words(coding, "display");
    for (const auto& other : item.choices)
      if (other.code == choice.code) coding.wrong("code", "is that of an earlier answer too", "Give each its own.");
    bool valued = false;
    if (coding.has("extension"))
      coding.each("extension", [&](Fields& one) {
        if (one.text("url") != kOrdinalValue || valued)
          return one.wrong("url", valued ? "stands twice" : "is no extension that is known here",
                           "Write http://hl7.org/fhir/StructureDefinition/ordinalValue once, with the points.");
        valued = true;
        choice.points = points(one, "valueDecimal");
        one.done();
      });
    if (!valued && out_.method != Scoring::none)
      coding.wrong("extension", "has no points", "Add http://hl7.org/fhir/StructureDefinition/ordinalValue.");
    if (!valued) choice.points = static_cast<double>(item.choices.size());
    if (out_.method == Scoring::goal_attainment && !(std::abs(choice.points) <= 2))
      coding.wrong("extension", "has points that are no level of attainment", "Write points from -2 to 2.");
    coding.done();
    return choice;
  }

  void read_item_scoring(Fields& one, Item& item) {
    bool scoring = false;
    one.each("extension", [&](Fields& outer) {
      if (outer.text("url") != kItem || scoring)
        return outer.wrong("url", scoring ? "stands twice" : "is no extension that is known here",
                           "Write urn:trefoil:item once.");
      scoring = true;
      if (item.kind != Item::Kind::choice || out_.method == Scoring::none)
        outer.wrong("url", "stands at an item that is not scored", "Take it out, or make it a choice.");
      parts(outer, {}, [&](Fields& part, const std::string& url) {
        if (url == "reversed") {
          item.reversed = part.flag("valueBoolean");
        } else if (url == "weight") {
          item.weight = points(part, "valueDecimal");
          if (!(item.weight > 0))
            part.wrong("valueDecimal", "must be above 0", "Turn the item round instead (reversed).");
          if (out_.method != Scoring::weighted && out_.method != Scoring::goal_attainment)
            part.wrong("url", "counts only where the method is weighted", "Take it out, or write that method.");
        } else if (url == "alerts-from") {
          item.alerts_from = points(part, "valueDecimal");
          if (std::ranges::none_of(item.choices,
                                   [&](const auto& choice) { return choice.points >= *item.alerts_from; }))
            part.wrong("valueDecimal", "is more than any answer gives: nobody would be told", "Correct the points.");
        } else {
          return false;
        }
        return true;
      });
      outer.done();
    });
  }

  // What can only be said once all of it is there.
  void settle(Fields& in) {
    const auto scored = measure::scored_items(out_);
    if (out_.method == Scoring::none) {
      if (out_.most_missing > 0 || out_.reliability || out_.spread || out_.cutoff || !out_.bands.empty() ||
          !out_.subscales.empty() || !out_.t_scores.empty())
        in.wrong("extension", "says something of scores, and the method is none", "Take it out, or name a method.");
      return;
    }
    if (scored.empty())
      return in.wrong("item", "has no item of type choice, and the method needs one",
                      "Add one, or write none as method.");
    if (out_.most_missing >= scored.size())
      in.wrong("extension", "has a most-missing that leaves no answer", "Write fewer than there are scored items.");
    const auto range = *measure::score_range(out_);
    if (!(range.first < range.second))
      return in.wrong("item", "has answers that all give the same points", "Correct the points.");
    constexpr double kSlack = 1e-9;
    const auto outside = [&](double value) { return value < range.first - kSlack || value > range.second + kSlack; };
    if (out_.cutoff && outside(out_.cutoff->value))
      in.wrong("extension", "has a cutoff that no score reaches", "Correct it.");
    if (!out_.bands.empty() && (std::abs(out_.bands.front().from - range.first) > kSlack ||
                                std::abs(out_.bands.back().to - range.second) > kSlack))
      in.wrong("extension", "has bands that do not reach from the lowest score to the highest", "Add what is lacking.");
    settle_subscales(in);
  }

  void settle_subscales(Fields& in) {
    std::set<std::string> names{"id", "score", "band", "missing", "t"};
    for (const Item& item : out_.items) names.insert(base::fold(item.id));
    for (std::size_t i = 0; i < out_.subscales.size(); ++i) {
      auto& subscale = out_.subscales[i];
      if (!names.insert(base::fold(subscale.name)).second)
        return in.wrong(subscale_places_[i], "is a subscale with the name of an item, a column or another subscale",
                        "Give it another name.");
      for (const std::string& id : subscale_items_[i]) {
        const auto at = std::ranges::find(out_.items, id, &Item::id);
        if (at == out_.items.end() || at->kind != Item::Kind::choice)
          return in.wrong(subscale_places_[i], "names an item that there is not, or that is not scored",
                          "Write its linkId.");
        const auto place = static_cast<std::size_t>(at - out_.items.begin());
        if (std::ranges::find(subscale.items, place) != subscale.items.end())
          return in.wrong(subscale_places_[i], "names an item twice", "Name it once.");
        subscale.items.push_back(place);
      }
    }
  }
  Instrument out_;
  std::set<std::string> ids_;
  std::vector<std::vector<std::string>> subscale_items_;
  std::vector<std::string> subscale_places_;
};
}  // namespace

Result<Instrument> read_instrument(std::string_view json, std::string_view file_name) {
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
  Instrument instrument = InstrumentReader().read(in);
  if (trouble.first) return in_file(std::move(*trouble.first));
  return instrument;
}

}  // namespace trefoil::codec
