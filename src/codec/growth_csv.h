// Scores of many people over time, a row a score, from a CSV: the columns that a growth model is fitted to.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "growth/fit.h"

namespace trefoil::codec {

struct GrowthColumns {
  std::string outcome, time, subject;
  std::vector<std::string> covariates;
};

struct GrowthTable {
  std::vector<double> outcome, time;
  std::vector<std::uint32_t> subject;  // by first appearance, counted from 0
  std::vector<std::vector<double>> covariates;
  std::vector<std::string> subjects;  // their names
  // Rows left out: without an outcome; with one, but without a time or a covariate.
  std::size_t without_outcome = 0, without_other = 0;

  growth::Data data() const;  // lives as long as this
};

// As stream_csv; empty cells and NA are missing, and their rows are left out and counted. Other columns may hold
// anything. bad_input with the place ("line 3, column week"): a column that isn't there or stands twice, a cell that is
// no number, a row without a subject or of another length than the header. `on` is told now and then how many bytes are
// read; false stops, which is refused.
Result<GrowthTable> read_growth(View csv, const GrowthColumns& columns,
                                const std::function<bool(std::size_t bytes)>& on = {});

}  // namespace trefoil::codec
