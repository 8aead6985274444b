// Scores of people's answers to an instrument.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/crew.h"
#include "cli/common.h"
#include "cli/large_input.h"
#include "cli/measure.h"
#include "cli/measure_input.h"
#include "codec/answers_csv.h"
#include "codec/cells.h"
#include "measure/score.h"
#include "measure/score_table.h"

namespace trefoil::cli {

namespace {
struct ScoreWish {
  std::string instrument, file;
  Common common;
  unsigned threads = 0;
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

struct ScoreCounts {
  std::size_t prorated = 0, none = 0;
  std::map<std::size_t, std::size_t> alerts;  // people by place in Instrument::items
};

// Rows with what is added to them. Where the instrument has few different scores (measure::ScoreTable), what is added
// is written once for each.
class ScoreLines {
 public:
  ScoreLines(const measure::Instrument& instrument, char between)
      : instrument_(instrument), between_(between), scorer_(instrument) {
    auto whole = measure::ScoreTable::of(scorer_);
    for (std::size_t i = 0; whole && i < instrument.subscales.size(); ++i) {
      auto part = measure::ScoreTable::of_subscale(scorer_, i);
      if (!part) return;
      subscales_.push_back({std::move(*part), {}});
    }
    if (!whole) return;
    for (auto& [table, texts] : subscales_)
      for (std::size_t code = 0; code < table.size(); ++code)
        put_score(texts.emplace_back(1, between), table.at(code).score);
    for (std::size_t code = 0; code < whole->size(); ++code) {
      put_score(starts_.emplace_back(1, between), whole->at(code).score);
      put_ending(whole->at(code), endings_.emplace_back());
    }
    if (subscales_.empty())
      for (std::size_t code = 0; code < whole->size(); ++code) starts_[code] += endings_[code];
    const auto longest = [](const std::vector<std::string>& texts) {
      return std::ranges::max(texts, {}, &std::string::size).size();
    };
    longest_ = longest(starts_) + longest(endings_);
    for (const auto& [table, texts] : subscales_) longest_ += longest(texts);
    for (std::size_t i = 0; i < scorer_.items().size(); ++i) note_risk(i);
    table_ = std::move(whole);
  }

  std::string write(const codec::AnswerRows& part, ScoreCounts& counts) const {
    if (table_) return write_by_table(part, counts);
    std::string out;
    measure::Scored scored;
    for (std::size_t person = 0; person < part.rows.size(); ++person) {
      out += part.rows[person];
      scorer_.score(part.responses.of(person), scored);
      put(scored, out);
      count(scored, 1, counts);
      for (const std::size_t item : scored.alerts) ++counts.alerts[item];
    }
    return out;
  }

 private:
  // As above, with every row's length known beforehand: no byte is written twice.
  std::string write_by_table(const codec::AnswerRows& part, ScoreCounts& counts) const {
    std::size_t most = 0;
    for (const auto row : part.rows) most += row.size() + longest_;
    std::vector<std::size_t> of_code(table_->size()), of_risk(risky_.size());
    std::string out;
    out.resize_and_overwrite(most, [&](char* const from, std::size_t) {
      char* to = from;
      const auto put = [&to](std::string_view text) { to = std::copy(text.begin(), text.end(), to); };
      for (std::size_t person = 0; person < part.rows.size(); ++person) {
        const auto answers = part.responses.of(person);
        const std::size_t code = table_->code(answers);
        ++of_code[code];
        put(part.rows[person]);
        put(starts_[code]);
        for (const auto& [table, texts] : subscales_) put(texts[table.code(answers)]);
        if (!subscales_.empty()) put(endings_[code]);
        for (std::size_t i = 0; i < risky_.size(); ++i) of_risk[i] += risky_[i].alerts[answers[risky_[i].place]];
      }
      return static_cast<std::size_t>(to - from);
    });
    for (std::size_t code = 0; code < of_code.size(); ++code) count(table_->at(code), of_code[code], counts);
    for (std::size_t i = 0; i < risky_.size(); ++i)
      if (of_risk[i] > 0) counts.alerts[scorer_.items()[risky_[i].place]] += of_risk[i];
    return out;
  }

  void put(const measure::Scored& scored, std::string& out) const {
    put_score(out += between_, scored.score);
    for (const auto& subscale : scored.subscales) put_score(out += between_, subscale);
    put_ending(scored, out);
  }
  void put_ending(const measure::Scored& scored, std::string& out) const {
    out += between_;
    out += scored.band ? codec::csv_cell(instrument_.bands[*scored.band].words, between_) : "NA";
    fmt::format_to(std::back_inserter(out), "{}{}", between_, scored.missing);
    if (!instrument_.t_scores.empty()) put_score(out += between_, scored.t);
    out += '\n';
  }
  void note_risk(std::size_t place) {
    const measure::Item& item = instrument_.items[scorer_.items()[place]];
    if (!item.alerts_from) return;
    Risk& risk = risky_.emplace_back(Risk{place, {}});
    for (std::size_t answer = 0; answer < item.choices.size(); ++answer)
      risk.alerts[answer] = item.choices[answer].points >= *item.alerts_from;
  }
  static void count(const measure::Scored& scored, std::size_t people, ScoreCounts& counts) {
    if (scored.score && scored.missing > 0) counts.prorated += people;
    if (!scored.score) counts.none += people;
  }
  const measure::Instrument& instrument_;
  char between_;
  measure::Scorer scorer_;
  std::optional<measure::ScoreTable> table_;
  std::vector<std::string> starts_, endings_;  // by the table's codes: the score; what comes after subscales
  struct Part {
    measure::ScoreTable table;
    std::vector<std::string> texts;  // by its codes
  };
  std::vector<Part> subscales_;
  struct Risk {
    std::size_t place;                                       // in the scorer's items
    std::array<std::uint8_t, measure::ScoreTable::kAnswers> alerts;  // 1 for answers that a therapist should look at
  };
  std::vector<Risk> risky_;
  std::size_t longest_ = 0;  // bytes that a row can get added
};

void tell_counts(const ScoreCounts& counts, const measure::Instrument& instrument) {
  const auto people = [](std::size_t count) { return fmt::format("{} {}", count, count == 1 ? "person" : "people"); };
  if (counts.prorated > 0) note(fmt::format("{} missed answers: the score is prorated.", people(counts.prorated)));
  if (counts.none > 0) note(fmt::format("{} missed too many answers: NA.", people(counts.none)));
  for (const auto& [item, count] : counts.alerts)
    note(fmt::format("{} gave an answer to {} that a therapist should look at today.", people(count),
                     instrument.items[item].id));
  // The table holds numbers alone: whoever passes it on passes these sentences on beside it.
  for (const auto& sentence : instrument.cannot_say) note("What the score can't say: " + sentence);
}

Result<int> score_file(const ScoreWish& wish) {
  if (wish.instrument == "-" && wish.file == "-")
    return fail(Fault::bad_input, "The instrument and the answers can't both be the pipe.", "--instrument");
  const auto instrument = TRY(find_or_read_instrument(wish.instrument, wish.common));
  if (instrument.method == measure::Scoring::none)
    return fail(Fault::bad_input, "This instrument has no score.", "--instrument",
                "Its answers are looked at one by one.");
  const auto columns = score_columns(instrument);
  const base::Crew crew(wish.threads);
  const LargeInput input = TRY(LargeInput::read(wish.file, crew));
  auto read = [&] {
    ProgressLine line;
    return codec::read_answers(
        input.bytes(), instrument, columns,
        [&](std::size_t done) {
          line.show(fmt::format("{} MB read", done / 1'000'000));
          return !Interrupt::asked();
        },
        crew);
  }();
  if (!read) return std::unexpected(in_file(std::move(read.error()), wish.file));
  if (Interrupt::asked()) return fail(Fault::refused, "It was stopped.");

  // From here on all of it is written: half a table would be taken for a whole one.
  std::string header(read->header);
  for (const auto& column : columns) header += read->separator + codec::csv_cell(column, read->separator);
  TRY(put_out(header += '\n'));
  const ScoreLines lines(instrument, read->separator);
  ScoreCounts counts;
  Result<void> written;
  crew.in_order(
      read->parts.size(),
      [&](std::size_t part) {
        std::pair<std::string, ScoreCounts> made;
        made.first = lines.write(read->parts[part], made.second);
        return std::optional(std::move(made));
      },
      [&](std::size_t, const std::pair<std::string, ScoreCounts>& made) {
        counts.prorated += made.second.prorated;
        counts.none += made.second.none;
        for (const auto& [item, count] : made.second.alerts) counts.alerts[item] += count;
        written = put_out(made.first);
        return written.has_value();
      });
  TRY(written);
  tell_counts(counts, instrument);
  return kOk;
}
}  // namespace

void add_measure_score(CLI::App& group, int& code) {
  const auto wish = std::make_shared<ScoreWish>();
  auto* command = group.add_subcommand("score", "Scores answers: adds score, subscales, band and missing");
  command->add_option("--instrument", wish->instrument, "Its id (trefoil measure list), or a file of your own")
      ->required()
      ->type_name("ID|FILE.json");
  add_data_option(*command, wish->common);
  command->add_option("file", wish->file, "Answers: a row a person, a column an item")
      ->required()
      ->type_name("FILE.csv");
  command->add_option("--threads", wish->threads, "How many work at it (as many as the machine runs at once)")
      ->type_name("N")
      ->check(CLI::Range(1u, 256u));
  command->footer(
      "Columns are found by the items' ids; a header that names no item has the items in order, but for a column id.\n"
      "The same comes out whatever the number of threads.\n"
      "NA and empty cells are missing. A score of too few answers is NA.\n\n"
      "Example:\n  trefoil measure score --instrument phq-9 answers.csv");
  command->callback([wish, &code] { code = settle_or_stop([&] { return score_file(*wish); }); });
}

}  // namespace trefoil::cli
