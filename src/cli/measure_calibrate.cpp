// Item parameters from answers.
#include <fmt/format.h>

#include "cli/common.h"
#include "cli/measure.h"
#include "cli/measure_input.h"
#include "codec/bank_json.h"
#include "items/bank.h"
#include "items/calibrate.h"
#include "measure/responses.h"

namespace trefoil::cli {

namespace {
struct CalibrateWish {
  std::string model, file, out;
  ItemsWish columns;
};

Result<int> calibrate_file(const CalibrateWish& wish) {
  ProgressLine line;
  const auto columns = TRY(read_items_wish(wish.columns, wish.model == "2pl" ? codec::CodeRange{0, 1} : codec::CodeRange{}));
  const auto& range = columns.range;
  if (wish.model == "2pl" && range.high - range.low != 1)
    return fail(Fault::bad_input, "A 2pl has two codes.", "--range", "Write it as 0,1.");
  const Bytes bytes = TRY(read_file_or_pipe(wish.file));
  auto read = codec::read_responses(bytes, columns, [&](std::size_t done) {
    line.show(fmt::format("{} MB read", done / 1'000'000));
    return !Interrupt::asked();
  });
  if (!read) return std::unexpected(in_file(std::move(read.error()), wish.file));

  items::CalibrationOptions options;
  for (const std::string& item : read->items) options.names.push_back("column " + item);
  options.progress = [&](const items::Progress& now) {
    if (now.work == items::Progress::Work::items)
      line.show(fmt::format("iteration {}, log-likelihood {:.4f}, largest change {:.2g}", now.iteration,
                            now.log_likelihood, now.change));
    else
      line.show(fmt::format("{}: {:.0f} %", now.work == items::Progress::Work::errors ? "standard errors" : "item fit",
                            100 * now.share));
    return !Interrupt::asked();
  };
  const auto calibrated = items::calibrate(read->responses, options);
  if (!calibrated) return std::unexpected(in_file(calibrated.error(), wish.file));

  items::Bank bank{wish.model, {}};
  for (std::size_t i = 0; i < read->items.size(); ++i) {
    items::BankItem item{read->items[i], {}, calibrated->items[i]};
    for (const measure::Answer kept : calibrated->kept[i]) item.codes.push_back(kept + range.low);
    bank.items.push_back(std::move(item));
  }
  const std::string json = codec::write_bank(bank, *calibrated, calibrated->fits);
  if (Interrupt::asked()) return fail(Fault::refused, "It was stopped.");
  // Standard output has it in any case.
  if (!wish.out.empty() && wish.out != "-") TRY(put_into(wish.out, json));
  tell_outside(*read, wish.file);
  if (calibrated->silent > 0) note(fmt::format("{} people answered nothing and are left out.", calibrated->silent));
  if (!calibrated->converged)
    note(fmt::format("It has not converged within {} iterations: take these figures as a sketch.",
                     calibrated->iterations));
  if (calibrated->errors.empty()) note("There are too few different people for standard errors of so many parameters.");
  TRY(put_out(json));
  return kOk;
}
}  // namespace

void add_measure_calibrate(CLI::App& group, int& code) {
  const auto wish = std::make_shared<CalibrateWish>();
  auto* command = group.add_subcommand("calibrate", "Item parameters from answers: graded response or 2PL, as JSON");
  command->add_option("--model", wish->model, "grm: graded response; 2pl: right or wrong")
      ->required()
      ->type_name("grm|2pl")
      ->check(CLI::IsMember({"grm", "2pl"}));
  command->add_option("file", wish->file, "Answers: a row a person, a column an item")
      ->required()
      ->type_name("FILE.csv");
  command->add_option("--out", wish->out, "Write the bank there too")->type_name("BANK.json");
  add_items_options(*command, wish->columns, "grm: 0,20; 2pl: 0,1");
  command->footer(
      "Codes are whole numbers; NA, an empty cell and a code outside the range are missing. A column named id is no "
      "item.\n"
      "docs/item-response.md says what the numbers mean.\n\n"
      "Example:\n  trefoil measure calibrate --model grm answers.csv --out bank.json");
  command->callback([wish, &code] { code = settle_or_stop([&] { return calibrate_file(*wish); }); });
}

}  // namespace trefoil::cli
