// The instruments that can be answered: those that Trefoil carries, and a practice's own.
#include <fmt/format.h>

#include "cli/common.h"
#include "cli/measure.h"
#include "web/instruments.h"

namespace trefoil::cli {

namespace {
// What `serve` would offer; a practice need not be there yet. Faulty ones are told, and the others listed.
Result<int> list_instruments(const Common& common) {
  TRY(web::read_instruments(web::embedded_instruments()));
  const web::Instruments instruments(practice::Folder{data_folder(common)}.instruments());
  for (const auto& fault : instruments.faulty()) tell(fault);
  for (const auto& instrument : instruments.all())
    say(fmt::format("{}\t{}\t{}\t{}", instrument.id, instrument.version, instrument.title, instrument.licence));
  return instruments.faulty().empty() ? kOk : kBadInput;
}
}  // namespace

void add_measure_list(CLI::App& group, int& code) {
  auto* command =
      group.add_subcommand("list", "Id, version, title and licence of each instrument: those that Trefoil carries, and the practice's own");
  command->footer("Example:\n  trefoil measure list");
  const auto common = std::make_shared<Common>();
  add_data_option(*command, *common);
  command->callback([common, &code] { settle(code, [&] { return list_instruments(*common); }); });
}

}  // namespace trefoil::cli
