// What a bank's items say along its scale, and how sure an estimate can be there.
#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "cli/common.h"
#include "cli/measure.h"
#include "cli/measure_input.h"
#include "codec/cells.h"
#include "items/graded_response.h"

namespace trefoil::cli {

namespace {
struct InformationWish {
  std::string bank, points = "-4,4,33";
};

Result<int> information_of_bank(const InformationWish& wish) {
  auto span = read_span(wish.points);
  if (!span) {
    span.error().place = "--points";
    return std::unexpected(std::move(span.error()));
  }
  const auto bank = TRY(read_bank_file(wish.bank));
  for (const std::string own : {"theta", "information", "se"})
    if (std::ranges::find(bank.items, own, &items::BankItem::id) != bank.items.end())
      return fail(Fault::bad_input, fmt::format("An item is named \"{}\", as a column of the table is.", own),
                  shown_name(wish.bank), "Give it another name.");
  const auto test = bank.parameters();
  std::string out = "theta";
  for (const auto& item : bank.items) out += "," + codec::csv_cell(item.id);
  out += ",information,se\n";
  for (std::size_t at = 0; at < span->points; ++at) {
    if (Interrupt::asked()) return fail(Fault::refused, "It was stopped.");
    const double theta =
        span->low + (span->high - span->low) * static_cast<double>(at) / static_cast<double>(span->points - 1);
    fmt::format_to(std::back_inserter(out), "{:.6g}", theta + 0.0);
    for (const auto& item : test) fmt::format_to(std::back_inserter(out), ",{:.6g}", items::information(item, theta));
    fmt::format_to(std::back_inserter(out), ",{:.6g},", items::information(test, theta));
    if (const auto error = items::standard_error_at(test, theta))
      fmt::format_to(std::back_inserter(out), "{:.6g}\n", *error);
    else
      out += "NA\n";
  }
  TRY(put_out(out));
  return kOk;
}
}  // namespace

void add_measure_information(CLI::App& group, int& code) {
  const auto wish = std::make_shared<InformationWish>();
  auto* command = group.add_subcommand(
      "information", "What items and test say along the scale, and the standard error there, as CSV");
  command->add_option("--bank", wish->bank, "Calibrated items")->required()->type_name("BANK.json");
  command->add_option("--points", wish->points, "Where on the scale: from, to, how many")
      ->capture_default_str()
      ->type_name("LO,HI,N");
  command->footer(
      "A row a place on the scale: theta, the Fisher information of each item, of all of them, and se, the standard\n"
      "error of an estimate by all of them (1 / sqrt(information); NA where they say nothing).\n\n"
      "Example:\n  trefoil measure information --bank bank.json");
  command->callback([wish, &code] { code = settle_or_stop([&] { return information_of_bank(*wish); }); });
}

}  // namespace trefoil::cli
