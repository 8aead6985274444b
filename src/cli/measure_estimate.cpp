// Where on a bank's scale people are.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "cli/common.h"
#include "cli/measure.h"
#include "cli/measure_input.h"
#include "items/estimate.h"
#include "items/quadrature.h"

namespace trefoil::cli {

namespace {
struct EstimateWish {
  std::string bank, method = "eap", file, quadrature;
};

Result<int> estimate_file(const EstimateWish& wish) {
  ProgressLine line;
  const auto method = items::parse_method(wish.method);
  if (!method) return fail(Fault::bad_input, "This is not a method.", "--method", "eap, map or ml.");
  items::Span span;
  if (!wish.quadrature.empty()) span = TRY(read_span(wish.quadrature));
  if (wish.bank == "-" && wish.file == "-")
    return fail(Fault::bad_input, "The bank and the answers can't both be the pipe.", "--bank");
  const auto bank = TRY(read_bank_file(wish.bank));
  const Bytes bytes = TRY(read_file_or_pipe(wish.file));
  auto read = codec::read_responses(
      bytes, bank,
      [&](std::size_t done) {
        line.show(fmt::format("{} MB read", done / 1'000'000));
        return !Interrupt::asked();
      },
      {"theta", "se"});
  if (!read) return std::unexpected(in_file(std::move(read.error()), wish.file));
  const auto estimates = TRY(items::estimate(bank.parameters(), read->responses, *method, span, [&](std::size_t done) {
    line.show(fmt::format("{} of {} people", done, read->rows.size()));
    return !Interrupt::asked();
  }));

  std::string out;
  const char between = read->separator;
  fmt::format_to(std::back_inserter(out), "{}{}theta{}se\n", read->header, between, between);
  std::size_t none = 0;
  for (std::size_t person = 0; person < read->rows.size(); ++person) {
    if (const auto& one = estimates[person]) {
      fmt::format_to(std::back_inserter(out), "{}{}{:.6f}{}{:.6f}\n", read->rows[person], between,
                     std::abs(one->theta) < 5e-7 ? 0.0 : one->theta, between, one->error);  // never -0.000000
    } else {
      fmt::format_to(std::back_inserter(out), "{}{}NA{}NA\n", read->rows[person], between, between);
      ++none;
    }
  }
  tell_outside(*read, wish.file);
  if (!read->absent.empty())
    note(fmt::format("{}: no column {}, so {} of the bank's {} items are missing for everybody.", shown_name(wish.file),
                     read->absent.front(), read->absent.size(), read->items.size()));
  if (none > 0)
    note(fmt::format("{} {} no ml estimate (no answers, or all at the same end): NA. eap and map have one.", none,
                     none == 1 ? "person has" : "people have"));
  TRY(put_out(out));
  return kOk;
}
}  // namespace

void add_measure_estimate(CLI::App& group, int& code) {
  const auto wish = std::make_shared<EstimateWish>();
  auto* command =
      group.add_subcommand("estimate", "Where people are on a bank's scale: adds theta and its standard error");
  command->add_option("--bank", wish->bank, "Calibrated items")->required()->type_name("BANK.json");
  command->add_option("--method", wish->method, "eap: mean of the posterior; map: its top; ml: of the likelihood")
      ->capture_default_str()
      ->type_name("eap|map|ml")
      ->check(CLI::IsMember({"eap", "map", "ml"}));
  command->add_option("--quadrature", wish->quadrature, "Points for eap (default -6,6,61)")->type_name("LO,HI,N");
  command->add_option("file", wish->file, "Answers: a row a person, a column an item")
      ->required()
      ->type_name("FILE.csv");
  command->footer(
      "Columns are found by their names; those that are no item stay as they are. NA, empty cells and numbers that are "
      "no\n"
      "code of the item are missing.\n\n"
      "Example:\n  trefoil measure estimate --bank bank.json --method eap answers.csv");
  command->callback([wish, &code] { code = settle_or_stop([&] { return estimate_file(*wish); }); });
}

}  // namespace trefoil::cli
