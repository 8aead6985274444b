#include "measure/score.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace trefoil::measure {

namespace {
std::pair<double, double> ends(const Item& item) {
  const auto [low, high] = std::ranges::minmax(item.choices, {}, &Choice::points);
  return {low.points, high.points};
}
bool uses_weights(Scoring method) { return method == Scoring::weighted || method == Scoring::goal_attainment; }
}  // namespace

std::vector<std::size_t> scored_items(const Instrument& instrument) {
  std::vector<std::size_t> out;
  if (instrument.method == Scoring::none) return out;
  for (std::size_t i = 0; i < instrument.items.size(); ++i)
    if (instrument.items[i].kind == Item::Kind::choice) out.push_back(i);
  return out;
}

std::optional<double> goal_attainment_t(std::span<const Goal> goals) {
  double reached = 0, weights = 0, squares = 0;
  for (const Goal& goal : goals) {
    reached += goal.weight * goal.level;
    weights += goal.weight;
    squares += goal.weight * goal.weight;
  }
  if (!(weights > 0)) return std::nullopt;
  return 50 + 10 * reached / std::sqrt((1 - kGoalCorrelation) * squares + kGoalCorrelation * weights * weights);
}

std::optional<std::pair<double, double>> score_range(const Instrument& instrument) {
  const auto items = scored_items(instrument);
  if (items.empty()) return std::nullopt;
  double low = 0, high = 0;
  std::vector<Goal> lowest, highest;
  for (const std::size_t i : items) {
    const Item& item = instrument.items[i];
    const double weight = uses_weights(instrument.method) ? item.weight : 1;
    const auto [least, most] = ends(item);
    low += weight * least;
    high += weight * most;
    lowest.push_back({least, weight});
    highest.push_back({most, weight});
  }
  if (instrument.method == Scoring::goal_attainment)
    return std::pair{*goal_attainment_t(lowest), *goal_attainment_t(highest)};
  if (instrument.method == Scoring::mean) {
    low /= static_cast<double>(items.size());
    high /= static_cast<double>(items.size());
  }
  return std::pair{low, high};
}

Scale scale_of(const Instrument& instrument) {
  Scale out;
  out.name = instrument.title;
  out.short_name = instrument.short_name;
  out.direction = instrument.direction;
  if (const auto range = score_range(instrument)) {
    out.minimum = range->first;
    out.maximum = range->second;
  }
  if (instrument.reliability) {
    out.reliability = instrument.reliability->value;
    out.source = instrument.reliability->source;
  }
  if (instrument.spread) {
    out.spread = instrument.spread->value;
    if (out.source.empty())
      out.source = instrument.spread->source;
    else if (out.source != instrument.spread->source)
      out.source += "; " + instrument.spread->source;
  }
  return out;
}

std::optional<std::size_t> band_of(const Instrument& instrument, double score) {
  const auto& bands = instrument.bands;
  const auto after = std::ranges::upper_bound(bands, score, {}, &Band::from);
  if (after == bands.begin() || score > bands.back().to) return std::nullopt;
  return static_cast<std::size_t>(after - bands.begin()) - 1;
}

std::optional<double> t_score(const Instrument& instrument, double raw) {
  const auto& rows = instrument.t_scores;
  if (rows.empty() || raw < rows.front().raw || raw > rows.back().raw) return std::nullopt;
  const auto at = std::ranges::lower_bound(rows, raw, {}, &TRow::raw);
  if (at->raw == raw) return at->t;
  const TRow& below = *(at - 1);
  return below.t + (at->t - below.t) * (raw - below.raw) / (at->raw - below.raw);
}

Scorer::Scorer(const Instrument& instrument)
    : instrument_(&instrument), items_(scored_items(instrument)), range_(score_range(instrument)) {
  const auto fill = [&](Part& part) {
    for (const std::size_t place : part.places) part.weight += weights_[place];
    part.most_missing = items_.empty() ? 0 : instrument.most_missing * part.places.size() / items_.size();
  };
  for (const std::size_t i : items_) {
    const Item& item = instrument.items[i];
    const auto [least, most] = ends(item);
    std::vector<double> points;
    for (const Choice& choice : item.choices)
      points.push_back(item.reversed ? least + most - choice.points : choice.points);
    points_.push_back(std::move(points));
    weights_.push_back(uses_weights(instrument.method) ? item.weight : 1);
  }
  whole_.places.resize(items_.size());
  std::iota(whole_.places.begin(), whole_.places.end(), std::size_t{0});
  fill(whole_);
  for (const Subscale& subscale : instrument.subscales) {
    Part part;
    for (const std::size_t i : subscale.items)
      if (const auto at = std::ranges::find(items_, i); at != items_.end())
        part.places.push_back(static_cast<std::size_t>(at - items_.begin()));
    fill(part);
    subscales_.push_back(std::move(part));
  }
  if (const auto error = standard_error(scale_of(instrument))) margin_ = kNormal95 * *error;
}

Scorer::Sums Scorer::add_up(const Part& part, std::span<const Answer> answers) const {
  Sums out;
  for (const std::size_t place : part.places) {
    if (answers[place] == kMissing) continue;
    const double own = weights_[place];
    out.points += own * points_[place][answers[place]];
    out.weight += own;
    out.squares += own * own;
    ++out.answered;
  }
  return out;
}

std::optional<double> Scorer::settle(const Part& part, const Sums& sums) const {
  const std::size_t count = part.places.size();
  if (sums.answered == 0 || count - sums.answered > part.most_missing) return std::nullopt;
  // As goal_attainment_t, without a list for each person.
  if (instrument_->method == Scoring::goal_attainment)
    return 50 + 10 * sums.points /
                    std::sqrt((1 - kGoalCorrelation) * sums.squares + kGoalCorrelation * sums.weight * sums.weight);
  if (instrument_->method == Scoring::mean) return sums.points / sums.weight;
  // Not multiplied and divided where nothing is missing: a sum of whole points is whole.
  return sums.answered == count ? sums.points : sums.points / sums.weight * part.weight;
}

// The lowest and highest T of the goals that were answered: a heavy goal that is missing lets the others reach further.
std::pair<double, double> Scorer::range_of(std::span<const Answer> answers) const {
  std::vector<Goal> lowest, highest;
  for (std::size_t place = 0; place < items_.size(); ++place) {
    if (answers[place] == kMissing) continue;
    const auto [least, most] = std::ranges::minmax(points_[place]);
    lowest.push_back({least, weights_[place]});
    highest.push_back({most, weights_[place]});
  }
  return {goal_attainment_t(lowest).value_or(50), goal_attainment_t(highest).value_or(50)};
}

// What is said of a score; `range` is what its interval ends at.
void Scorer::place(Scored& out, const std::optional<std::pair<double, double>>& range) const {
  out.low = out.high = out.t = std::nullopt;
  out.band = std::nullopt;
  if (!out.score) return;
  // Prorating multiplies what it divided: it may land a rounding error outside.
  if (range_ && instrument_->method != Scoring::goal_attainment)
    out.score = std::clamp(*out.score, range_->first, range_->second);
  out.band = band_of(*instrument_, *out.score);
  out.t = t_score(*instrument_, *out.score);
  if (!margin_ || !range) return;
  out.low = std::max(*out.score - *margin_, range->first);
  out.high = std::min(*out.score + *margin_, range->second);
}

void Scorer::score(std::span<const Answer> answers, Scored& out) const {
  out.missing = static_cast<std::size_t>(std::ranges::count(answers, kMissing));
  out.score = settle(whole_, add_up(whole_, answers));
  const bool narrower = instrument_->method == Scoring::goal_attainment && out.missing > 0 && out.score && margin_;
  place(out, narrower ? range_of(answers) : range_);
  out.subscales.clear();
  for (const Part& part : subscales_) out.subscales.push_back(settle(part, add_up(part, answers)));
  out.alerts.clear();
  for (std::size_t place = 0; place < items_.size(); ++place) {
    const Item& item = instrument_->items[items_[place]];
    if (item.alerts_from && answers[place] != kMissing && item.choices[answers[place]].points >= *item.alerts_from)
      out.alerts.push_back(items_[place]);
  }
}

Scored Scorer::score_of_sum(double sum, std::size_t answered) const {
  Scored out;
  out.missing = items_.size() - answered;
  out.score = settle(whole_, {sum, static_cast<double>(answered), 0, answered});
  place(out, range_);
  return out;
}

Scored Scorer::score(std::span<const Answer> answers) const {
  Scored out;
  score(answers, out);
  return out;
}

}  // namespace trefoil::measure
