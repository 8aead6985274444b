// Scores of people's answers to an instrument.
#include <fmt/format.h>

#include <iterator>
#include <map>

#include "cli/common.h"
#include "cli/measure.h"
#include "cli/measure_input.h"
#include "codec/measure_csv.h"
#include "measure/score.h"

namespace trefoil::cli {

namespace {
struct ScoreWish {
  std::string instrument, file;
};

// Twelve digits: what a mean of whole points needs, and not what binary fractions add to it.
void put_score(std::string& out, const std::optional<double>& value) {
  if (value)
    fmt::format_to(std::back_inserter(out), "{:.12g}", *value + 0.0);
  else
    out += "NA";
}

std::vector<std::string> score_columns(const measure::Instrument& instrument) {
  std::vector<std::string> out{"score"};
  for (const auto& subscale : instrument.subscales) out.push_back(subscale.name);
  out.emplace_back("band");
  out.emplace_back("missing");
  if (!instrument.t_scores.empty()) out.emplace_back("t");
  return out;
}

Result<int> score_file(const ScoreWish& wish) {
  ProgressLine line;
  if (wish.instrument == "-" && wish.file == "-")
    return fail(Fault::bad_input, "The instrument and the answers can't both be the pipe.", "--instrument");
  const auto instrument = TRY(find_or_read_instrument(wish.instrument));
  if (instrument.method == measure::Scoring::none)
    return fail(Fault::bad_input, "This instrument has no score.", "--instrument",
                "Its answers are looked at one by one.");
  const auto columns = score_columns(instrument);
  const Bytes bytes = TRY(read_file_or_pipe(wish.file));
  auto read = codec::read_answers(bytes, instrument, columns, [&](std::size_t done) {
    line.show(fmt::format("{} MB read", done / 1'000'000));
    return !Interrupt::asked();
  });
  if (!read) return std::unexpected(in_file(std::move(read.error()), wish.file));

  std::string out(read->header);
  const char between = read->separator;
  for (const auto& column : columns) out += between + csv_cell(column, between);
  out += '\n';
  const measure::Scorer scorer(instrument);
  measure::Scored scored;
  std::size_t prorated = 0, none = 0;
  std::map<std::size_t, std::size_t> alerts;
  for (std::size_t person = 0; person < read->rows.size(); ++person) {
    scorer.score(read->responses.of(person), scored);
    (out += read->rows[person]) += between;
    put_score(out, scored.score);
    for (const auto& subscale : scored.subscales) put_score(out += between, subscale);
    out += between;
    out += scored.band ? csv_cell(instrument.bands[*scored.band].words, between) : "NA";
    fmt::format_to(std::back_inserter(out), "{}{}", between, scored.missing);
    if (!instrument.t_scores.empty()) put_score(out += between, scored.t);
    out += '\n';
    prorated += scored.score && scored.missing > 0;
    none += !scored.score;
    for (const std::size_t item : scored.alerts) ++alerts[item];
  }
  const auto people = [](std::size_t count) { return fmt::format("{} {}", count, count == 1 ? "person" : "people"); };
  if (prorated > 0) note(fmt::format("{} missed answers: the score is prorated.", people(prorated)));
  if (none > 0) note(fmt::format("{} missed too many answers: NA.", people(none)));
  for (const auto& [item, count] : alerts)
    note(fmt::format("{} gave an answer to {} that a therapist should look at today.", people(count),
                     instrument.items[item].id));
  // The table holds numbers alone: whoever passes it on passes these sentences on beside it.
  for (const auto& sentence : instrument.cannot_say) note("What the score can't say: " + sentence);
  TRY(put_out(out));
  return kOk;
}
}  // namespace

void add_measure_score(CLI::App& group, int& code) {
  const auto wish = std::make_shared<ScoreWish>();
  auto* command = group.add_subcommand("score", "Scores answers: adds score, subscales, band and missing");
  command->add_option("--instrument", wish->instrument, "Its id (trefoil measure list), or a file of your own")
      ->required()
      ->type_name("ID|FILE.json");
  command->add_option("file", wish->file, "Answers: a row a person, a column an item")
      ->required()
      ->type_name("FILE.csv");
  command->footer(
      "Columns are found by the items' ids; a header that names no item has the items in order, but for a column id.\n"
      "NA and empty cells are missing. A score of too few answers is NA.\n\n"
      "Example:\n  trefoil measure score --instrument phq-9 answers.csv");
  command->callback([wish, &code] { code = settle_or_stop([&] { return score_file(*wish); }); });
}

}  // namespace trefoil::cli
