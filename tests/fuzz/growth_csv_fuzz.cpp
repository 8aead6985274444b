// Any bytes as scores over time; what could be read has columns of one length, and a model is fitted or refused.
#include <cmath>
#include <cstdint>
#include <cstdlib>

#include "codec/growth_csv.h"
#include "growth/fit.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace trefoil;
  const auto table = codec::read_growth({data, size}, {"y", "t", "id", {"c"}});
  if (!table) return 0;
  const std::size_t rows = table->outcome.size();
  if (table->time.size() != rows || table->subject.size() != rows || table->covariates.size() != 1 ||
      table->covariates[0].size() != rows)
    std::abort();
  for (const auto subject : table->subject)
    if (subject >= table->subjects.size()) std::abort();
  growth::Form form;
  form.random = rows % 2 == 0 ? growth::RandomPart::slope : growth::RandomPart::intercept;
  form.covariates = {"c"};
  const auto fit = growth::fit_model(table->data(), form);
  if (!fit && fit.error().what.empty()) std::abort();
  if (fit && !(std::isfinite(fit->criterion) && fit->model.residual >= 0)) std::abort();
  if (fit)
    for (const double effect : fit->model.fixed)
      if (!std::isfinite(effect)) std::abort();
  return 0;
}
