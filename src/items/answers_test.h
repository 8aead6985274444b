// For tests: answers from the golden files, made people, and a plain reading of the model to compare with.
#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <functional>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "items/graded_response.h"
#include "items/patterns.h"
#include "items/simulate.h"
#include "measure/draw.h"

namespace trefoil::items::testing {

// tests/golden/<name>: whole numbers with commas between under a header; `low` becomes category 0.
inline Responses golden_answers(const std::string& name, int low) {
  std::ifstream in(std::string(TREFOIL_SOURCE_DIR "/tests/golden/") + name);
  std::string line;
  std::getline(in, line);
  Responses out;
  while (std::getline(in, line)) {
    std::stringstream cells(line);
    std::size_t columns = 0;
    for (std::string cell; std::getline(cells, cell, ','); ++columns)
      out.answers.push_back(static_cast<Answer>(std::stoi(cell) - low));
    out.items = columns;
  }
  EXPECT_GT(out.people(), 100u) << name;
  return out;
}

inline measure::Uniform uniform_of(std::uint64_t seed) {
  return [random = std::mt19937_64(seed)]() mutable { return static_cast<double>(random() >> 11) * 0x1p-53; };
}

inline GradedItem item_of(double slope, std::vector<double> thresholds) { return *graded_item(slope, thresholds); }

// `count` items of five categories with slopes from 0.8 to 2.
inline std::vector<GradedItem> some_items(std::size_t count) {
  std::vector<GradedItem> out;
  for (std::size_t i = 0; i < count; ++i) {
    const double at = count > 1 ? static_cast<double>(i) / static_cast<double>(count - 1) : 0.5;
    const double middle = 1 - 2 * at;
    out.push_back(item_of(0.8 + 1.2 * at, {middle - 1.5, middle - 0.5, middle + 0.5, middle + 1.5}));
  }
  return out;
}

// Straight from the definition.
inline double plain_probability(const GradedItem& item, Answer category, double theta) {
  const auto above = [&](std::size_t k) {
    if (k == 0) return 1.0;
    if (k == item.categories()) return 0.0;
    return 1 / (1 + std::exp(-(item.slope * theta + item.intercepts[k - 1])));
  };
  return above(category) - above(category + 1u);
}

// log of a pattern's probability, 61 points from -6 to 6.
inline double plain_log_likelihood(const std::vector<GradedItem>& items, std::span<const Answer> answers) {
  double sum = 0, weights = 0;
  for (int q = 0; q < 61; ++q) {
    const double theta = -6 + 0.2 * q, weight = std::exp(-0.5 * theta * theta);
    double chance = weight;
    for (std::size_t i = 0; i < items.size(); ++i)
      if (answers[i] != kMissing) chance *= plain_probability(items[i], answers[i], theta);
    sum += chance;
    weights += weight;
  }
  return std::log(sum / weights);
}

}  // namespace trefoil::items::testing
