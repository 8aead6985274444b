// The diary of touch and contact as a model: words, chart and table.
#include <boost/json.hpp>
#include <cstddef>
#include <span>
#include <string>
#include <utility>

#include "measure/diary.h"
#include "web/instruments.h"
#include "web/measure_models.h"

namespace trefoil::web {

namespace json = boost::json;

namespace {
std::string diary_json(std::span<const measure::DiaryWeek> weeks) {
  json::array kinds, points;
  for (const auto kind : measure::kAllContacts) kinds.emplace_back(sentence_case(std::string(in_words(kind))));
  for (const auto& week : weeks)
    for (std::size_t i = 0; i < measure::kContacts; ++i) {
      const auto& count = week.kinds[i];
      if (!count.wished && !count.actual) continue;
      json::object point{{"on", base::to_string(week.day)}, {"kind", i}};
      if (count.wished) point["wished"] = *count.wished;
      if (count.actual) point["actual"] = *count.actual;
      points.push_back(std::move(point));
    }
  return json::serialize(json::object{{"kinds", std::move(kinds)}, {"points", std::move(points)}});
}
}  // namespace

View diary_model(std::span<const measure::DiaryWeek> unordered) {
  const auto weeks = in_order(unordered);
  if (weeks.empty()) return View(false);
  View kinds = View::list(), rows = View::list(), caveats = View::list();
  for (const auto kind : measure::kAllContacts)
    kinds.add(View::object({{"name", sentence_case(std::string(in_words(kind)))}}));
  for (const auto& row : measure::diary_table(weeks)) {
    View cells = View::list();
    for (std::size_t i = 0; i < row.cells.size(); ++i)
      cells.add(View::object({{"text", row.cells[i]},
                              {"kind", sentence_case(std::string(in_words(measure::kAllContacts[i])))}}));
    rows.add(View::object({{"when", row.when}, {"cells", std::move(cells)}}));
  }
  if (const auto* instrument = find_instrument("touch-diary"))
    for (const auto& text : instrument->cannot_say) caveats.add(View::object({{"text", text}}));
  return View::object({{"words", measure::diary_sentence(weeks)},
                       {"chart", diary_json(weeks)},
                       {"several", weeks.size() > 1},
                       {"kinds", std::move(kinds)},
                       {"rows", std::move(rows)},
                       {"caveats", std::move(caveats)}});
}

}  // namespace trefoil::web
