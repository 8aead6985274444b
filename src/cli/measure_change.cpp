// Changes from before to after: reliable, and out of the clinical range.
#include <fmt/format.h>

#include <array>
#include <iterator>

#include "cli/common.h"
#include "cli/measure.h"
#include "cli/measure_input.h"
#include "codec/pairs_csv.h"
#include "codec/object.h"
#include "measure/change.h"
#include "measure/score.h"

namespace trefoil::cli {

namespace {
struct ChangeWish {
  std::string instrument, file;
  Common common;
  std::optional<double> spread, reliability, cutoff;
  double level = 0.95;
  bool higher = false, json = false;
};

struct ChangeBasis {
  measure::ChangeRule rule;
  std::optional<std::pair<double, double>> range;  // of the instrument's scores
  std::string source;
};

// What is given on the command line goes before what the instrument says.
Result<ChangeBasis> basis_of(const ChangeWish& wish) {
  ChangeBasis basis;
  auto spread = wish.spread, reliability = wish.reliability;
  basis.rule.cutoff = wish.cutoff;
  basis.rule.level = wish.level;
  if (wish.higher) basis.rule.direction = measure::Direction::higher_is_better;
  if (!wish.instrument.empty()) {
    if (wish.instrument == "-" && wish.file == "-")
      return fail(Fault::bad_input, "The instrument and the scores can't both be the pipe.", "--instrument");
    const auto instrument = TRY(find_or_read_instrument(wish.instrument, wish.common));
    if (wish.higher)
      return fail(Fault::bad_input, "The instrument says which way is better.", "--higher-is-better", "Leave it out.");
    basis.rule.direction = instrument.direction;
    basis.range = measure::score_range(instrument);
    if (!basis.range) return fail(Fault::bad_input, "This instrument has no score.", "--instrument");
    if (!spread && instrument.spread) spread = instrument.spread->value;
    if (!reliability && instrument.reliability) reliability = instrument.reliability->value;
    if (!wish.cutoff && instrument.cutoff) basis.rule.cutoff = instrument.cutoff->value;
    if (!wish.spread && !wish.reliability) basis.source = measure::scale_of(instrument).source;
  }
  const std::string mend =
      wish.instrument.empty() ? "Give it, or name an --instrument." : "The instrument says none: give it.";
  if (!spread)
    return fail(Fault::bad_input, "Without a standard deviation nothing can be said of chance.", "--sd", mend);
  if (!reliability)
    return fail(Fault::bad_input, "Without a reliability nothing can be said of chance.", "--reliability", mend);
  basis.rule.spread = *spread;
  basis.rule.reliability = *reliability;
  return basis;
}

Result<measure::ReliableChange> judge_by(const measure::ChangeRule& rule) {
  auto judge = measure::ReliableChange::with(rule);
  if (!judge) {
    auto error = std::move(judge.error());
    error.place = error.place == "spread" ? "--sd" : "--" + error.place;
    return std::unexpected(std::move(error));
  }
  return *judge;
}

struct Tally {
  std::array<std::size_t, measure::kChangeClasses> of{};
  std::size_t missing = 0;
};
constexpr std::array kClasses{measure::ChangeClass::recovered, measure::ChangeClass::improved,
                              measure::ChangeClass::unchanged, measure::ChangeClass::deteriorated};

std::string summary_json(const measure::ReliableChange& judge, const ChangeBasis& basis, const Tally& tally) {
  std::string text;
  {
    codec::Object out(text);
    const auto& rule = judge.rule();
    out.number("sd", rule.spread);
    out.number("reliability", rule.reliability);
    if (!basis.source.empty()) out.text("source", basis.source);
    out.number("level", rule.level);
    out.text("direction",
             rule.direction == measure::Direction::lower_is_better ? "lower-is-better" : "higher-is-better");
    if (rule.cutoff)
      out.number("cutoff", *rule.cutoff);
    else
      out.raw("cutoff", "null");
    out.number("sem", judge.sem());
    out.number("se_difference", judge.sed());
    out.number("threshold", judge.threshold());
    std::size_t people = 0;
    for (const auto count : tally.of) people += count;
    out.whole("people", static_cast<std::int64_t>(people));
    out.whole("missing", static_cast<std::int64_t>(tally.missing));
    for (const auto one : kClasses)
      out.whole(measure::word(one), static_cast<std::int64_t>(tally.of[static_cast<std::size_t>(one)]));
  }
  return text + "\n";
}

void say_summary(const measure::ReliableChange& judge, const ChangeBasis& basis, const Tally& tally) {
  const auto& rule = judge.rule();
  note(fmt::format("SD {:.6g}, reliability {:.6g}: standard error of measurement {:.6g}, of a difference {:.6g}.",
                   rule.spread, rule.reliability, judge.sem(), judge.sed()));
  if (!basis.source.empty()) note("From: " + basis.source + ".");
  note(fmt::format("A change is reliable beyond {:.6g} points (level {:.6g}); {} is better; {}.", judge.threshold(),
                   rule.level, rule.direction == measure::Direction::lower_is_better ? "lower" : "higher",
                   rule.cutoff ? fmt::format("cut-off {:.6g}", *rule.cutoff)
                               : std::string("without a cut-off nobody counts as recovered")));
  std::string counts;
  for (const auto one : kClasses)
    counts +=
        fmt::format("{}{} {}", counts.empty() ? "" : ", ", tally.of[static_cast<std::size_t>(one)], measure::word(one));
  note(counts + fmt::format(", {} without both scores.", tally.missing));
}

Result<int> change_of_file(const ChangeWish& wish) {
  ProgressLine line;
  const auto basis = TRY(basis_of(wish));
  const auto judge = TRY(judge_by(basis.rule));
  const Bytes bytes = TRY(read_file_or_pipe(wish.file));
  static const std::vector<std::string> added{"change", "rci", "class"};
  auto read = codec::read_pairs(bytes, basis.range, added, [&](std::size_t done) {
    line.show(fmt::format("{} MB read", done / 1'000'000));
    return !Interrupt::asked();
  });
  if (!read) return std::unexpected(in_file(std::move(read.error()), wish.file));

  const char between = read->separator;
  std::string out(read->header);
  for (const auto& column : added) (out += between) += column;
  out += '\n';
  Tally tally;
  for (std::size_t person = 0; person < read->rows.size(); ++person) {
    const auto& [before, after] = read->pairs[person];
    (out += read->rows[person]) += between;
    if (!before || !after) {
      ++tally.missing;
      fmt::format_to(std::back_inserter(out), "NA{}NA{}NA\n", between, between);
      continue;
    }
    const auto judged = judge.judge(*before, *after);
    ++tally.of[static_cast<std::size_t>(judged.verdict)];
    fmt::format_to(std::back_inserter(out), "{:.12g}{}", judged.difference + 0.0, between);
    if (judged.index)
      fmt::format_to(std::back_inserter(out), "{:.12g}", *judged.index + 0.0);
    else
      out += "NA";
    fmt::format_to(std::back_inserter(out), "{}{}\n", between, measure::word(judged.verdict));
  }
  if (wish.json) {
    TRY(put_out(summary_json(judge, basis, tally)));
    return kOk;
  }
  TRY(put_out(out));
  say_summary(judge, basis, tally);
  return kOk;
}
}  // namespace

void add_measure_change(CLI::App& group, int& code) {
  const auto wish = std::make_shared<ChangeWish>();
  auto* command =
      group.add_subcommand("change", "Reliable and clinically significant change: adds change, rci and class");
  command->add_option("--instrument", wish->instrument, "Its id (trefoil measure list), or a file of your own")
      ->type_name("ID|FILE.json");
  add_data_option(*command, wish->common);
  command->add_option("--sd", wish->spread, "Standard deviation of scores")->type_name("S");
  command->add_option("--reliability", wish->reliability, "Of a score, 0 to 1")->type_name("R");
  command->add_option("--level", wish->level, "Confidence, two-sided")->capture_default_str()->type_name("L");
  command->add_option("--cutoff", wish->cutoff, "The clinical range's last score")->type_name("C");
  command->add_flag("--higher-is-better", wish->higher, "Without an instrument: more is better (else less is)");
  command->add_flag("--json", wish->json, "The summary alone, as JSON, instead of the rows");
  command->add_option("file", wish->file, "Scores: columns id, pre and post")->required()->type_name("FILE.csv");
  command->footer(
      "Jacobson and Truax 1991. Classes: recovered, improved, unchanged, deteriorated; NA where a score is missing. "
      "The\n"
      "summary goes to stderr.\n\n"
      "Example:\n  trefoil measure change --sd 7.5 --reliability 0.8 scores.csv");
  command->callback([wish, &code] { code = settle_or_stop([&] { return change_of_file(*wish); }); });
}

}  // namespace trefoil::cli
