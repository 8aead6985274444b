// The items of an instrument: what is asked, the answers that each offers, and how they count.
#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "codec/instrument_json.h"
#include "codec/instrument_parts.h"

namespace trefoil::codec::questionnaire {

namespace {
using measure::Item;
using measure::Scoring;

constexpr std::string_view kOrdinalValue = "http://hl7.org/fhir/StructureDefinition/ordinalValue";
constexpr std::string_view kItem = "urn:trefoil:item";
constexpr std::string_view kMaxValue = "http://hl7.org/fhir/StructureDefinition/maxValue";

std::optional<Item::Kind> parse_item_kind(std::string_view text) {
  if (text == "choice") return Item::Kind::choice;
  if (text == "integer") return Item::Kind::whole;
  if (text == "decimal") return Item::Kind::number;
  if (text == "text") return Item::Kind::text;
  if (text == "display") return Item::Kind::display;
  return std::nullopt;
}

measure::Choice read_choice(Fields coding, const Item& item, Scoring method) {
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
  if (!valued && method != Scoring::none)
    coding.wrong("extension", "has no points", "Add http://hl7.org/fhir/StructureDefinition/ordinalValue.");
  if (!valued) choice.points = static_cast<double>(item.choices.size());
  if (method == Scoring::goal_attainment && !(std::abs(choice.points) <= 2))
    coding.wrong("extension", "has points that are no level of attainment", "Write points from -2 to 2.");
  coding.done();
  return choice;
}

void read_choices(Fields& one, Item& item, Scoring method) {
  one.each("answerOption", [&](Fields& option) {
    if (item.choices.size() == limits::kChoices)
      return option.wrong("valueCoding", "is one more than the 50 answers that an item may offer",
                          "Draw some together.");
    item.choices.push_back(read_choice(option.object("valueCoding"), item, method));
    option.done();
  });
  if (item.choices.size() < 2) one.wrong("answerOption", "must offer at least two answers", "Add one.");
}

// As FHIR says it: a whole number at a whole one.
void read_most(Fields& outer, Item& item) {
  const bool whole = item.kind == Item::Kind::whole;
  if (!whole && item.kind != Item::Kind::number)
    outer.wrong("url", "stands at an item that is no number", "Take it out.");
  else if (item.most)
    outer.wrong("url", "stands twice", "Write one maximum.");
  else
    item.most = whole ? static_cast<double>(outer.whole("valueInteger")) : points(outer, "valueDecimal");
  if (item.most && whole && *item.most < 1)
    outer.wrong("valueInteger", "leaves nothing to answer: a whole number is counted from 0", "Write 1 or more.");
  outer.done();
}

void read_item_extensions(Fields& one, Item& item, Scoring method) {
  bool scoring = false;
  one.each("extension", [&](Fields& outer) {
    const std::string url = outer.text("url");
    if (url == kMaxValue) return read_most(outer, item);
    if (url != kItem || scoring)
      return outer.wrong("url", scoring ? "stands twice" : "is no extension that is known here",
                         "Write urn:trefoil:item once, and at a number http://hl7.org/fhir/StructureDefinition/maxValue.");
    scoring = true;
    if (item.kind != Item::Kind::choice || method == Scoring::none)
      outer.wrong("url", "stands at an item that is not scored", "Take it out, or make it a choice.");
    parts(outer, {}, [&](Fields& part, const std::string& about) {
      if (about == "reversed") {
        item.reversed = part.flag("valueBoolean");
      } else if (about == "weight") {
        item.weight = points(part, "valueDecimal");
        if (!(item.weight > 0))
          part.wrong("valueDecimal", "must be above 0", "Turn the item round instead (reversed).");
        if (method != Scoring::weighted && method != Scoring::goal_attainment)
          part.wrong("url", "counts only where the method is weighted", "Take it out, or write that method.");
      } else if (about == "alerts-from") {
        item.alerts_from = points(part, "valueDecimal");
        if (std::ranges::none_of(item.choices, [&](const auto& choice) { return choice.points >= *item.alerts_from; }))
          part.wrong("valueDecimal", "is more than any answer gives: nobody would be told", "Correct the points.");
      } else {
        return false;
      }
      return true;
    });
    outer.done();
  });
}

void read_item(Fields& one, bool in_group, Draft& draft) {
  Item item;
  item.id = id_text(one, "linkId");
  if (const std::string folded = base::fold(item.id);
      folded == "id" || folded == "score" || folded == "band" || folded == "missing" || folded == "t")
    one.wrong("linkId", "is the name of a column that is not an item's", "Give it another one, as \"own-1\".");
  if (!draft.ids.insert(item.id).second)
    one.wrong("linkId", "is that of an earlier item too", "Give each item its own.");
  const std::string type = one.text("type");
  if (type == "group") {
    if (in_group) return one.wrong("type", "is a group inside a group", "Put its items into the outer one.");
    if (one.has("text")) {
      item.text = words(one, "text");
      item.kind = Item::Kind::display;
      draft.made.items.push_back(std::move(item));
    }
    if (one.has("required")) one.flag("required");
    read_items(one, true, draft);
    return one.done();
  }
  const auto kind = parse_item_kind(type);
  if (!kind) one.wrong("type", "is no type of item", "Write choice, integer, decimal, text, display or group.");
  item.kind = kind.value_or(Item::Kind::text);
  item.text = words(one, "text");
  if (one.has("required")) item.required = one.flag("required");
  if (item.kind == Item::Kind::choice) read_choices(one, item, draft.made.method);
  if (one.has("extension")) read_item_extensions(one, item, draft.made.method);
  one.done();
  draft.made.items.push_back(std::move(item));
}
}  // namespace

void read_items(Fields& in, bool in_group, Draft& draft) {
  bool any = false;
  in.each("item", [&](Fields& one) {
    any = true;
    if (draft.ids.size() == limits::kInstrumentItems)
      return one.wrong("linkId", "is one more than the 200 items that an instrument may have",
                       "Make two instruments of it.");
    read_item(one, in_group, draft);
  });
  if (!any) in.wrong("item", "must have at least one item", "Add one.");
}

}  // namespace trefoil::codec::questionnaire
