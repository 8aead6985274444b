// The measures of a file: all of them, one, and either on paper.
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "care/words.h"
#include "growth/expected_course.h"
#include "practice/finished.h"
#include "web/measure_models.h"

namespace trefoil::web {

namespace {
// Expected courses come of other people's files: shown to a professional of this circle, never on a client's page and
// never on paper.
bool sees_expected(const Ask& ask, const OneFile& one) {
  return ask.present.holder->professional && one.here() && care::is_professional(one.self()->role);
}

View head_of(Ask& ask, const OneFile& one, std::string_view back) {
  View model = ask.holder().professional ? top_model(ask, "files") : client_model(ask, back);
  set_name(model, one);
  return model;
}
std::string_view template_of(const Ask& ask, std::string_view professional, std::string_view client) {
  return ask.present.holder->professional ? professional : client;
}

http::Response get_all(Ask& ask) {
  const auto one = open_to_read(ask);
  if (!one) return error_page(ask, one.error());
  View model = head_of(ask, *one, "/today");
  set_all_measures(model, *one, diary_of(one->file()));
  return page(ask, template_of(ask, "measures", "client_measures"), model);
}

http::Response get_one(Ask& ask) {
  const auto one = open_to_read(ask);
  if (!one) return error_page(ask, one.error());
  const auto measure = find_measure(*one, ask.captures.at(1));
  if (!measure) return no_such_page(ask);
  std::optional<Expected> expected;
  if (sees_expected(ask, *one)) {
    const auto finished = practice::finished_scores(ask.house(), ask.holder(), measure->series->scale, one->file().id);
    if (!finished) return error_page(ask, finished.error());
    expected = expected_beside(*finished, measure->series->scale, practice::by_week(*measure->series));
  }
  View model = head_of(ask, *one, measures_address(*one));
  model.set("measure", measure_model(*one, *measure, expected ? &*expected : nullptr));
  return page(ask, template_of(ask, "measure", "client_measure"), model);
}

// Beside finished files, all of them. A page of its own, which the file's page fetches into itself: fits are worked out anew
// each time (docs/decisions/0015), and a file's page waits for none.
http::Response get_beside(Ask& ask) {
  const auto one = open_to_read(ask);
  if (!one) return error_page(ask, one.error());
  if (!sees_expected(ask, *one)) return no_such_page(ask);
  const auto all = measures_of(one->file(), one->instruments);
  std::vector<measure::Scale> scales;
  for (const auto& measure : all) scales.push_back(measure.series->scale);
  const auto finished = practice::finished_scores(ask.house(), ask.holder(), scales, one->file().id);
  if (!finished) return error_page(ask, finished.error());
  View worse = View::list(), others = View::list();
  std::size_t unknown = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto expected = expected_beside((*finished)[i], scales[i], practice::by_week(*all[i].series));
    if (expected.standing == growth::Standing::too_little) {
      ++unknown;
      continue;
    }
    const bool alert = expected.standing == growth::Standing::worse_than_expected;
    (alert ? worse : others)
        .add(View::object({{"name", all[i].name}, {"href", measure_address(*one, all[i])}, {"words", expected.words}}));
  }
  View model = head_of(ask, *one, measures_address(*one));
  model.set("worse_shown", worse.shows());
  model.set("compared", worse.shows() || others.shows());
  model.set("worse", std::move(worse));
  model.set("others", std::move(others));
  model.set("unknown", unknown == 0 ? std::string()
                                    : sentence_case(counted(unknown, "measure", "measures")) +
                                          " can't be compared yet: the page of each says what is lacking.");
  return page(ask, "beside", model);
}

http::Response on_paper(Ask& ask, const OneFile& one, const std::vector<OneMeasure>& wanted, std::string_view back) {
  View sheets = View::list();
  const auto said = said_of_all(wanted);
  for (const auto& measure : wanted) sheets.add(measure_model(one, measure, nullptr, said));
  View of_all = View::list();
  for (const auto& text : said) of_all.add(View::object({{"text", text}}));
  View model = head_of(ask, one, back);
  model.set("day", base::in_words(base::local_day(one.now, one.zone)));
  model.set("next", back);
  model.set("sheets", std::move(sheets));
  model.set("of_all_shown", of_all.shows());
  model.set("of_all", std::move(of_all));
  return page(ask, "measures_paper", model);
}
http::Response get_all_on_paper(Ask& ask) {
  const auto one = open_to_read(ask);
  if (!one) return error_page(ask, one.error());
  return on_paper(ask, *one, measures_of(one->file(), one->instruments), measures_address(*one));
}
http::Response get_one_on_paper(Ask& ask) {
  const auto one = open_to_read(ask);
  if (!one) return error_page(ask, one.error());
  const auto measure = find_measure(*one, ask.captures.at(1));
  if (!measure) return no_such_page(ask);
  return on_paper(ask, *one, {*measure}, measure_address(*one, *measure));
}
}  // namespace

std::span<const Route> measure_routes() {
  using http::Method;
  static constexpr Route kRoutes[] = {
      {Method::get, "/files/*/measures", Who::signed_in, get_all},
      {Method::get, "/files/*/measures/*", Who::signed_in, get_one},
      {Method::get, "/files/*/measures/beside", Who::professional, get_beside},
      {Method::get, "/files/*/measures/paper", Who::signed_in, get_all_on_paper},
      {Method::get, "/files/*/measures/*/paper", Who::signed_in, get_one_on_paper},
  };
  return kRoutes;
}

}  // namespace trefoil::web
