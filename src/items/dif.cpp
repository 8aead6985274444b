#include "items/dif.h"

#include <array>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>

#include "items/em.h"

namespace trefoil::items {

namespace {
using Used = std::vector<std::array<bool, 256>>;

Used used_in(const Responses& responses) {
  Used out(responses.items);
  for (auto& row : out) row.fill(false);
  for (std::size_t person = 0; person < responses.people(); ++person) {
    const auto answers = responses.of(person);
    for (std::size_t i = 0; i < responses.items; ++i) out[i][answers[i]] = true;
  }
  return out;
}

struct GroupPair {
  std::array<Responses, 2> groups;
  std::vector<std::size_t> categories;
  std::vector<bool> alike;  // both groups use the same categories
};

// The categories that somebody of either group used, numbered without gaps.
GroupPair renumber_both(const Responses& first, const Responses& second) {
  GroupPair out{{first, second}, {}, {}};
  const Used in_first = used_in(first), in_second = used_in(second);
  for (std::size_t i = 0; i < first.items; ++i) {
    std::array<Answer, 256> to{};
    to.fill(kMissing);
    std::size_t next = 0;
    bool alike = true;
    for (std::size_t code = 0; code < kMissing; ++code) {
      alike = alike && in_first[i][code] == in_second[i][code];
      if (in_first[i][code] || in_second[i][code]) to[code] = static_cast<Answer>(next++);
    }
    out.categories.push_back(next);
    out.alike.push_back(alike);
    for (Responses& group : out.groups)
      for (std::size_t at = i; at < group.answers.size(); at += group.items) group.answers[at] = to[group.answers[at]];
  }
  return out;
}
}  // namespace

Result<Dif> dif(const Responses& first, const Responses& second, const CalibrationOptions& options) {
  TRY(check(options.span));
  if (first.items != second.items || first.items < 3)
    return fail(Fault::bad_input, "Groups are compared by three items or more, the same in both.");
  const GroupPair pair = renumber_both(first, second);
  for (std::size_t i = 0; i < first.items; ++i)
    if (pair.categories[i] < 2)
      return fail(Fault::bad_input, "Everybody answered this item alike, or nobody did.", name_of(options.names, i),
                  "Leave it out.");
  Model shared;
  for (const Responses& group : pair.groups) {
    Group one{merge(group), {}};
    for (std::size_t i = 0; i < group.items; ++i) one.items.push_back(static_cast<std::uint32_t>(i));
    one.free = !shared.groups.empty();
    if (one.patterns.people.empty()) return fail(Fault::bad_input, "A group has nobody with an answer.");
    shared.groups.push_back(std::move(one));
  }
  // The first group's order of patterns, then the second's: a start of both.
  shared.items = starting_items(shared.groups.front().patterns, pair.categories);
  for (GradedItem& item : shared.items)
    for (std::size_t k = 0; k < item.intercepts.size(); ++k)
      // A category that the first group never used has an infinite start there.
      item.intercepts[k] = std::clamp(std::isfinite(item.intercepts[k]) ? item.intercepts[k] : 0.0, -6.0, 6.0) -
                           1e-3 * static_cast<double>(k);
  for (GradedItem& item : shared.items)
    for (std::size_t k = 1; k < item.intercepts.size(); ++k)
      item.intercepts[k] = std::min(item.intercepts[k], item.intercepts[k - 1] - 1e-2);

  Dif out;
  const Fitted same = TRY(fit(shared, options));
  out.log_likelihood = same.log_likelihood;
  out.converged = same.converged;
  for (std::size_t i = 0; i < shared.items.size(); ++i)
    if (std::abs(shared.items[i].slope) >= 0.99 * kSteepest)
      return fail(Fault::bad_input, "The slope of this item has no finite estimate.", name_of(options.names, i),
                  "Add people, or leave it out.");
  const Group& moved = shared.groups.back();
  if (std::abs(moved.mean) > 3 || moved.deviation < 0.2 || moved.deviation > 3)
    return fail(Fault::bad_input, "The groups lie too far apart on the scale to be compared by these items.");
  out.mean = moved.mean;
  out.deviation = moved.deviation;

  for (std::size_t i = 0; i < shared.items.size(); ++i) {
    if (!pair.alike[i]) {
      out.items.emplace_back();
      continue;
    }
    // From the shared fit on, the item split in two.
    Model split = shared;
    split.items.push_back(split.items[i]);
    split.groups.back().items[i] = static_cast<std::uint32_t>(split.items.size() - 1);
    const Fitted differing = TRY(fit(split, options));
    out.converged = out.converged && differing.converged;
    ItemDif item;
    item.statistic = std::max(0.0, 2 * (differing.log_likelihood - same.log_likelihood));
    item.degrees = pair.categories[i];
    item.chance = boost::math::gamma_q(static_cast<double>(item.degrees) / 2, item.statistic / 2);
    item.first = split.items[i];
    item.second = split.items.back();
    out.items.emplace_back(std::move(item));
  }
  return out;
}

}  // namespace trefoil::items
