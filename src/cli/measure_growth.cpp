// How scores grow in many people, from the command line.
#include "growth/fit.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "cli/common.h"
#include "cli/measure.h"
#include "cli/measure_input.h"
#include "codec/growth_csv.h"
#include "codec/object.h"

namespace trefoil::cli {

namespace {
struct GrowthWish {
  codec::GrowthColumns columns;
  std::string covariates, random = "slope", file;
  bool reml = false, ml = false, quadratic = false, log_time = false;
};

std::string as_json(const growth::Fit& fit, const codec::GrowthTable& table) {
  const auto& model = fit.model;
  const auto names = model.form.names();
  std::string text;
  {
    codec::Object out(text);
    {
      codec::Object fixed(out.name("fixed"));
      for (std::size_t i = 0; i < names.size(); ++i) {
        // A covariate is named by a column of the file, which may hold any sign.
        std::string name = boost::json::serialize(boost::json::string_view(names[i]));
        codec::Object one(fixed.name(name.substr(1, name.size() - 2)));
        one.number("estimate", model.fixed[i]);
        one.number("se", fit.standard_errors[i]);
      }
    }
    {
      codec::Object random(out.name("random"));
      random.number("intercept", model.random.intercept);
      if (model.form.random == growth::RandomPart::slope) {
        random.number("slope", model.random.slope);
        random.number("covariance", model.random.covariance);
        const double product = model.random.intercept * model.random.slope;
        if (product > 0)
          random.number("correlation", std::clamp(model.random.covariance / std::sqrt(product), -1.0, 1.0));
        else
          random.raw("correlation", "null");
      }
    }
    out.number("residual", model.residual);
    out.number("loglik", fit.loglik);
    out.number("criterion", fit.criterion);
    out.text("method", fit.used == growth::Criterion::reml ? "reml" : "ml");
    out.flag("converged", fit.converged);
    out.whole("iterations", static_cast<std::int64_t>(fit.iterations));
    out.flag("singular", fit.singular);
    if (fit.note.empty())
      out.raw("note", "null");
    else
      out.text("note", fit.note);
    out.whole("subjects", static_cast<std::int64_t>(fit.subjects));
    out.whole("rows", static_cast<std::int64_t>(fit.rows));
    out.whole("left_out", static_cast<std::int64_t>(table.without_outcome + table.without_other));
    out.whole("designs", static_cast<std::int64_t>(fit.designs));
  }
  return text + "\n";
}

// The library names its columns by what they are; the file by their headers.
Error named(Error error, const codec::GrowthColumns& columns) {
  if (error.place == "outcome")
    error.place = "column " + columns.outcome;
  else if (error.place == "time")
    error.place = "column " + columns.time;
  else if (error.place == "subject")
    error.place = "column " + columns.subject;
  else if (std::ranges::find(columns.covariates, error.place) != columns.covariates.end())
    error.place = "column " + error.place;
  return error;
}

Result<int> fit_file(const GrowthWish& wish) {
  codec::GrowthColumns columns = wish.columns;
  if (!wish.covariates.empty())
    for (const auto& name : base::split(wish.covariates, ',')) columns.covariates.push_back(base::trim(name));
  const Bytes bytes = TRY(read_file_or_pipe(wish.file));
  ProgressLine line;
  auto table = codec::read_growth(bytes, columns, [&](std::size_t read) {
    line.show(fmt::format("{} of {} MB", read / 1'000'000, bytes.size() / 1'000'000));
    return !Interrupt::asked();
  });
  if (!table) return std::unexpected(in_file(std::move(table.error()), wish.file));
  growth::Form form;
  form.random = wish.random == "intercept" ? growth::RandomPart::intercept : growth::RandomPart::slope;
  form.quadratic = wish.quadratic;
  form.log_time = wish.log_time;
  form.covariates = columns.covariates;
  // Each stands under its name in what is written.
  const auto effects = form.names();
  for (const auto& name : columns.covariates)
    if (std::ranges::count(effects, name) > 1)
      return fail(Fault::bad_input, fmt::format("The model has a \"{}\" of its own.", name), "--covariates",
                  "Give that column another name.");
  auto fit = growth::fit_model(table->data(), form, wish.ml ? growth::Criterion::ml : growth::Criterion::reml);
  if (!fit) return std::unexpected(in_file(named(std::move(fit.error()), columns), wish.file));
  const auto rows = [](std::size_t count) { return fmt::format("{} {}", count, count == 1 ? "row is" : "rows are"); };
  if (table->without_outcome > 0)
    note(fmt::format("{}: {} left out, without an outcome.", shown_name(wish.file), rows(table->without_outcome)));
  if (table->without_other > 0)
    note(fmt::format("{}: {} left out, with an outcome but without a time or a covariate.", shown_name(wish.file),
                     rows(table->without_other)));
  if (!fit->note.empty()) note(fit->note);
  if (!fit->converged) note("The search did not settle: don't use these figures.");
  TRY(put_out(as_json(*fit, *table)));
  return kOk;
}
}  // namespace

void add_measure_growth(CLI::App& group, int& code) {
  const auto wish = std::make_shared<GrowthWish>();
  auto* command = group.add_subcommand("growth", "How scores grow over time in many people, as JSON");
  command->add_option("file", wish->file, "A row a score")->required()->type_name("FILE.csv");
  command->add_option("--outcome", wish->columns.outcome, "The column of scores")->required()->type_name("COLUMN");
  command->add_option("--time", wish->columns.time, "The column of times, as numbers")->required()->type_name("COLUMN");
  command->add_option("--subject", wish->columns.subject, "The column that tells people apart")
      ->required()
      ->type_name("COLUMN");
  command->add_option("--covariates", wish->covariates, "Columns of numbers, with commas between")->type_name("A,B");
  command->add_option("--random", wish->random, "What differs from subject to subject")
      ->capture_default_str()
      ->type_name("intercept|slope")
      ->check(CLI::IsMember({"intercept", "slope"}));
  auto* reml = command->add_flag("--reml", wish->reml, "Restricted maximum likelihood (so it is without this)");
  command->add_flag("--ml", wish->ml, "Maximum likelihood")->excludes(reml);
  command->add_flag("--quadratic", wish->quadratic, "And the square of time, the same for all");
  command->add_flag("--log-time", wish->log_time, "log(1 + time) in place of time");
  command->footer(
      "Rows without an outcome (empty or NA) are left out, and counted. With slope, each subject has an intercept and "
      "a\n"
      "slope of its own. criterion is -2 log-likelihood, restricted with --reml; docs/growth.md tells what it all "
      "means.\n\n"
      "Example:\n  trefoil measure growth --outcome Reaction --time Days --subject Subject sleepstudy.csv");
  command->callback([wish, &code] { code = settle_or_stop([&] { return fit_file(*wish); }); });
}

}  // namespace trefoil::cli
