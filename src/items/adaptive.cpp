#include "items/adaptive.h"

#include <algorithm>
#include <cmath>

namespace trefoil::items {

std::optional<Criterion> parse_criterion(std::string_view word) {
  if (word == "mfi") return Criterion::mfi;
  if (word == "mpwi") return Criterion::mpwi;
  return std::nullopt;
}

Result<void> check(const AdaptiveRules& rules, const Bank& bank) {
  TRY(check(rules.span));
  if (rules.method == Method::ml)
    return fail(Fault::bad_input, "An adaptive test estimates by eap or map: the first answers have no ml estimate.",
                "method");
  if (rules.least > rules.most)
    return fail(Fault::bad_input, "The least number of items is above the most.", "min", "Lower it.");
  if (rules.most == 0) return fail(Fault::bad_input, "A test asks at least one item.", "max");
  if (!(rules.error >= 0) || !std::isfinite(rules.error))
    return fail(Fault::bad_input, "A standard error is a number from 0 on.", "se");
  if (rules.among == 0) return fail(Fault::bad_input, "The item is drawn among one or more.", "among");
  double sum = 0;
  for (const auto& [area, share] : rules.shares) {
    if (!(share >= 0) || !std::isfinite(share))
      return fail(Fault::bad_input, "A share of the content is a number from 0 on.", "content");
    if (std::ranges::find(bank.items, area, &BankItem::content) == bank.items.end())
      return fail(Fault::bad_input, "No item of the bank has this content.", "content " + area);
    sum += share;
  }
  if (!rules.shares.empty() && !(sum > 0 && std::isfinite(sum)))
    return fail(Fault::bad_input, "The shares of the content add up to nothing.", "content");
  return {};
}

Adaptive::Adaptive(const Bank& bank, AdaptiveRules rules, Draw draw)
    : bank_(&bank),
      rules_(std::move(rules)),
      draw_(std::move(draw)),
      quadrature_(normal_quadrature(rules_.span)),
      items_(bank.parameters()),
      open_(bank.items.size(), true),
      answers_(bank.items.size(), kMissing),
      log_posterior_(quadrature_.log_weights) {
  posterior_.assign(quadrature_.padded(), 0.0);
  for (std::size_t q = 0; q < quadrature_.count; ++q) posterior_[q] = std::exp(log_posterior_[q]);
  now_ = rules_.method == Method::eap ? estimate_from(posterior_, quadrature_) : Estimate{0, 1};
  double sum = 0;
  for (const auto& [area, share] : rules_.shares) sum += share;
  for (auto& [area, share] : rules_.shares) share /= sum;
  if (rules_.criterion == Criterion::mpwi) {
    table_.assign(items_.size() * quadrature_.padded(), 0.0);
    for (std::size_t i = 0; i < items_.size(); ++i)
      for (std::size_t q = 0; q < quadrature_.count; ++q)
        table_[i * quadrature_.padded() + q] = information(items_[i], quadrature_.points[q]);
  }
}

double Adaptive::worth(std::size_t item) const {
  if (rules_.criterion == Criterion::mfi) return information(items_[item], now_.theta);
  const std::size_t length = quadrature_.padded();
  const double* row = table_.data() + item * length;
  double lanes[4] = {0, 0, 0, 0};
  for (std::size_t q = 0; q < length; q += 4)
    for (std::size_t lane = 0; lane < 4; ++lane) lanes[lane] += row[q + lane] * posterior_[q + lane];
  return (lanes[0] + lanes[1]) + (lanes[2] + lanes[3]);
}

// The area of an open item whose share of what was asked is furthest below what it should be.
std::string_view Adaptive::area_now() const {
  std::string_view best;
  double furthest = -1e300;
  for (std::size_t i = 0; i < items_.size(); ++i) {
    if (!open_[i]) continue;
    const std::string& area = bank_->items[i].content;
    if (area == best && furthest > -1e300) continue;
    const auto share = rules_.shares.find(area);
    const auto asked = asked_.find(area);
    const double had = asked == asked_.end() || answered_ == 0
                           ? 0
                           : static_cast<double>(asked->second) / static_cast<double>(answered_);
    const double behind = share == rules_.shares.end() || share->second == 0 ? -10 - had : share->second - had;
    if (behind > furthest + 1e-12) {
      furthest = behind;
      best = area;
    }
  }
  return best;
}

std::optional<std::size_t> Adaptive::next() const {
  if (answered_ >= rules_.most) return std::nullopt;
  if (answered_ >= rules_.least && rules_.error > 0 && now_.error <= rules_.error) return std::nullopt;
  const bool balanced = !rules_.shares.empty();
  const std::string_view area = balanced ? area_now() : std::string_view{};
  std::vector<std::pair<double, std::size_t>> best;  // the best first, `among` at most
  for (std::size_t i = 0; i < items_.size(); ++i) {
    if (!open_[i] || (balanced && bank_->items[i].content != area)) continue;
    const double here = worth(i);
    if (best.size() == rules_.among && !(here > best.back().first)) continue;
    const auto place = std::ranges::find_if(best, [&](const auto& other) { return here > other.first; });
    best.insert(place, {here, i});
    if (best.size() > rules_.among) best.pop_back();
  }
  if (best.empty()) return std::nullopt;
  return best[best.size() > 1 && draw_ ? draw_(best.size()) : 0].second;
}

void Adaptive::answer(std::size_t item, Answer answer) {
  open_[item] = false;
  answers_[item] = answer;
  ++answered_;
  ++asked_[bank_->items[item].content];
  double largest = -1e300;
  for (std::size_t q = 0; q < quadrature_.count; ++q) {
    log_posterior_[q] += log_probability(items_[item], answer, quadrature_.points[q]);
    largest = std::max(largest, log_posterior_[q]);
  }
  double sum = 0;
  for (std::size_t q = 0; q < quadrature_.count; ++q) sum += posterior_[q] = std::exp(log_posterior_[q] - largest);
  for (std::size_t q = 0; q < quadrature_.count; ++q) posterior_[q] /= sum;
  now_ = rules_.method == Method::eap ? estimate_from(posterior_, quadrature_)
                                      : estimate_by_top(items_, answers_, Method::map).value_or(Estimate{});
}

}  // namespace trefoil::items
