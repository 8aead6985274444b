// The instruments that Trefoil carries.
#include <fmt/format.h>

#include "cli/common.h"
#include "cli/measure.h"
#include "web/instruments.h"

namespace trefoil::cli {

namespace {
Result<int> list_instruments() {
  for (const auto& instrument : TRY(web::read_instruments(web::embedded_instruments())))
    say(fmt::format("{}\t{}\t{}\t{}", instrument.id, instrument.version, instrument.title, instrument.licence));
  return kOk;
}
}  // namespace

void add_measure_list(CLI::App& group, int& code) {
  auto* command =
      group.add_subcommand("list", "Id, version, title and licence of each instrument that Trefoil carries");
  command->footer("Example:\n  trefoil measure list");
  command->callback([&code] { settle(code, list_instruments); });
}

}  // namespace trefoil::cli
