#include "items/calibrate.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "items/em.h"
#include "items/standard_errors.h"

namespace trefoil::items {

namespace {
struct Renumbered {
  Responses responses;
  std::vector<std::vector<Answer>> kept;
};

// The categories in use, numbered without gaps.
Renumbered renumber(const Responses& responses) {
  Renumbered out{responses, std::vector<std::vector<Answer>>(responses.items)};
  std::vector<std::array<Answer, 256>> to(responses.items);
  for (auto& row : to) row.fill(kMissing);
  std::size_t item = 0;
  for (const Answer answer : responses.answers) {
    if (answer != kMissing) to[item][answer] = 1;
    item = item + 1 == responses.items ? 0 : item + 1;
  }
  for (item = 0; item < responses.items; ++item)
    for (std::size_t code = 0; code < kMissing; ++code)
      if (to[item][code] != kMissing) {
        to[item][code] = static_cast<Answer>(out.kept[item].size());
        out.kept[item].push_back(static_cast<Answer>(code));
      }
  item = 0;
  for (Answer& answer : out.responses.answers) {
    answer = to[item][answer];
    item = item + 1 == responses.items ? 0 : item + 1;
  }
  return out;
}

Result<void> check_items(const std::vector<std::vector<Answer>>& kept, const CalibrationOptions& options) {
  if (kept.size() < 3)
    return fail(Fault::bad_input, "There are fewer than three items: their slopes can't be told from one another.", {},
                "Calibrate three items or more together.");
  for (std::size_t item = 0; item < kept.size(); ++item) {
    if (kept[item].empty())
      return fail(Fault::bad_input, "Nobody answered this item.", name_of(options.names, item), "Leave it out.");
    if (kept[item].size() == 1)
      return fail(Fault::bad_input, "Everybody answered this item alike, so nothing can be learnt about it.",
                  name_of(options.names, item), "Leave it out, or add people who answered otherwise.");
    if (kept[item].size() > kMostCategories)
      return fail(Fault::bad_input, "This item has more than 100 categories.", name_of(options.names, item));
  }
  return {};
}
}  // namespace

Result<Calibration> calibrate(const Responses& responses, const CalibrationOptions& options) {
  TRY(check(options.span));
  Calibration out;
  Model model;
  {
    const auto renumbered = renumber(responses);
    TRY(check_items(renumbered.kept, options));
    out.kept = renumbered.kept;
    model.groups.push_back({merge(renumbered.responses), {}});
  }
  Group& group = model.groups.front();
  std::vector<std::size_t> categories;
  for (std::size_t item = 0; item < responses.items; ++item) {
    categories.push_back(out.kept[item].size());
    group.items.push_back(static_cast<std::uint32_t>(item));
  }
  model.items = starting_items(group.patterns, categories);
  const auto fitted = TRY(fit(model, options));

  double sum = 0;
  for (std::size_t item = 0; item < model.items.size(); ++item) {
    const double slope = model.items[item].slope;
    sum += slope;
    if (std::abs(slope) >= 0.99 * kSteepest)
      return fail(
          Fault::bad_input,
          "The slope of this item has no finite estimate: its answers follow from the others' without exception.",
          name_of(options.names, item), "Add people, or leave out one of two items that ask the same.");
    if (std::abs(slope) < 1e-6)
      return fail(Fault::bad_input, "This item has nothing to do with the others: it has no place on their scale.",
                  name_of(options.names, item), "Leave it out.");
  }
  if (sum < 0)
    for (GradedItem& item : model.items) item.slope = -item.slope;
  out.items = std::move(model.items);
  out.log_likelihood = fitted.log_likelihood;
  out.iterations = fitted.iterations;
  out.converged = fitted.converged;
  out.course = fitted.course;
  out.silent = group.patterns.silent;
  out.patterns = group.patterns.people.size();
  out.people = responses.people() - out.silent;
  std::size_t parameters = 0;
  for (const GradedItem& item : out.items) parameters += item.categories();
  out.errors_from = information_for(parameters, out.patterns);
  const auto telling = [&](Progress::Work work) -> OnShare {
    if (!options.progress) return {};
    return [&options, work, at = Progress{work, out.iterations, out.log_likelihood}](double share) mutable {
      at.share = share;
      return options.progress(at);
    };
  };
  out.errors =
      TRY(standard_errors(out.items, group.patterns, options.span, out.errors_from, telling(Progress::Work::errors)));
  out.fits = TRY(item_fit(out.items, group.patterns, options.span, telling(Progress::Work::fit)));
  return out;
}

}  // namespace trefoil::items
