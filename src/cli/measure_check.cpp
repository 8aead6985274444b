// Whether an instrument of one's own can be read.
#include <fmt/format.h>

#include <algorithm>

#include "cli/common.h"
#include "cli/measure.h"
#include "cli/measure_input.h"
#include "codec/instrument_json.h"
#include "measure/score.h"

namespace trefoil::cli {

namespace {
Result<int> check_instrument(const std::string& path) {
  const Bytes bytes = TRY(read_file_or_pipe(path));
  const auto instrument = TRY(codec::read_instrument(base::text(bytes), shown_name(path)));
  const std::size_t scored = measure::scored_items(instrument).size();
  std::size_t asked = 0;
  for (const auto& item : instrument.items) asked += item.kind != measure::Item::Kind::display;
  std::string line = fmt::format("Fine: {}, version {}, {} {}", instrument.title, instrument.version, asked,
                                 asked == 1 ? "item" : "items");
  if (const auto range = measure::score_range(instrument)) {
    if (scored != asked) line += fmt::format(", {} of them scored", scored);
    line += fmt::format(", scores {} to {}", measure::number_text(range->first), measure::number_text(range->second));
  } else {
    line += ", no score";
  }
  say(line + ".");
  if (scored > 0 && (!instrument.reliability || !instrument.spread))
    note("It gives no reliability or no spread: nothing can be said of chance in a change.");
  if (const auto count = std::ranges::count(instrument.items, true, &measure::Item::required); count > 0)
    note(fmt::format("{} {} required: here any question can be left out all the same, and most-missing says when there is no score.",
                     count, count == 1 ? "item is" : "items are"));
  for (const auto& item : instrument.items)
    if (item.alerts_from)
      note(fmt::format("{} alerts the therapist from {} on.", item.id, measure::number_text(*item.alerts_from)));
  return kOk;
}
}  // namespace

void add_measure_check(CLI::App& group, int& code) {
  const auto file = std::make_shared<std::string>();
  auto* command =
      group.add_subcommand("check", "Whether an instrument of your own can be read, or what is wrong where");
  command->add_option("file", *file, "The instrument, a FHIR R4 Questionnaire")->required()->type_name("FILE.json");
  command->footer(
      "Exit 2 with the first fault, its place and what puts it right. The files of instruments/ show the form.\n\n"
      "Example:\n  trefoil measure check instruments/phq-9.json");
  command->callback([file, &code] { code = settle_or_stop([&] { return check_instrument(*file); }); });
}

}  // namespace trefoil::cli
