// For tests of growth models: data from tests/golden, made data, and the likelihood written down plainly.
#pragma once

#include <Eigen/Dense>
#include <cmath>
#include <fstream>
#include <map>
#include <numbers>
#include <random>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "growth/fit.h"
#include "growth/simulate.h"
#include "measure/draw.h"

namespace trefoil::growth::testing {

inline measure::Uniform seeded(std::uint64_t seed) {
  return [random = std::mt19937_64(seed)]() mutable { return static_cast<double>(random() >> 11) * 0x1p-53; };
}

// Rows with an outcome of a file of tests/golden without quoted commas.
inline Simulated golden(const std::string& file, const std::string& outcome, const std::string& time,
                        const std::string& subject, const std::vector<std::string>& covariates = {}) {
  std::ifstream in(std::string(TREFOIL_SOURCE_DIR "/tests/golden/") + file);
  const auto cells = [](const std::string& line) {
    std::vector<std::string> out;
    std::stringstream rest(line);
    for (std::string cell; std::getline(rest, cell, ',');) {
      std::erase(cell, '"');
      out.push_back(cell);
    }
    return out;
  };
  std::string line;
  std::getline(in, line);
  std::map<std::string, std::size_t> at;
  const auto header = cells(line);
  for (std::size_t i = 0; i < header.size(); ++i) at[header[i]] = i;
  Simulated data;
  data.covariates.resize(covariates.size());
  std::map<std::string, std::uint32_t> subjects;
  while (std::getline(in, line)) {
    const auto row = cells(line);
    if (row.at(at.at(outcome)) == "NA") continue;
    data.outcome.push_back(std::stod(row.at(at.at(outcome))));
    data.time.push_back(std::stod(row.at(at.at(time))));
    data.subject.push_back(
        subjects.emplace(row.at(at.at(subject)), static_cast<std::uint32_t>(subjects.size())).first->second);
    for (std::size_t k = 0; k < covariates.size(); ++k)
      data.covariates[k].push_back(std::stod(row.at(at.at(covariates[k]))));
  }
  if (data.outcome.empty()) throw std::runtime_error("no data in " + file);
  data.subjects = subjects.size();
  return data;
}

inline Model typical_model() {
  Model model;
  model.fixed = {22, -0.6};
  model.random = {36, -0.8, 0.25};
  model.residual = 16;
  return model;
}

// -2 log-likelihood, restricted or not, by one large normal distribution: nothing profiled, nothing summed by design.
// Patterson and Thompson 1971; without b, which is at its best for the variances.
inline double plain_criterion(const Data& data, const Form& form, const RandomVariance& g, double residual,
                              Criterion criterion) {
  const auto rows = static_cast<Eigen::Index>(data.outcome.size());
  const auto columns = static_cast<Eigen::Index>(form.columns());
  Eigen::MatrixXd x(rows, columns), v(rows, rows);
  for (Eigen::Index i = 0; i < rows; ++i) {
    const auto row = static_cast<std::size_t>(i);
    std::vector<double> covariates;
    for (const auto& column : data.covariates) covariates.push_back(column[row]);
    const auto line = form.row(data.time[row], covariates);
    for (Eigen::Index j = 0; j < columns; ++j) x(i, j) = line[static_cast<std::size_t>(j)];
  }
  for (Eigen::Index i = 0; i < rows; ++i)
    for (Eigen::Index j = 0; j < rows; ++j) {
      const bool one = data.subject[static_cast<std::size_t>(i)] == data.subject[static_cast<std::size_t>(j)];
      v(i, j) = (one ? g.intercept + g.covariance * (x(i, 1) + x(j, 1)) + g.slope * x(i, 1) * x(j, 1) : 0) +
                (i == j ? residual : 0);
    }
  const Eigen::Map<const Eigen::VectorXd> y(data.outcome.data(), rows);
  const Eigen::LLT<Eigen::MatrixXd> root(v);
  const auto log_of = [](const Eigen::LLT<Eigen::MatrixXd>& of) {
    return 2 * of.matrixLLT().diagonal().array().log().sum();
  };
  const Eigen::LLT<Eigen::MatrixXd> normal(x.transpose() * root.solve(x));
  const Eigen::VectorXd left = y - x * normal.solve(x.transpose() * root.solve(y));
  const double squares = left.dot(root.solve(left)) + log_of(root);
  return criterion == Criterion::ml
             ? squares + static_cast<double>(rows) * std::log(2 * std::numbers::pi)
             : squares + log_of(normal) + static_cast<double>(rows - columns) * std::log(2 * std::numbers::pi);
}

}  // namespace trefoil::growth::testing
