#include "demo/demo.h"

#include "cli/common.h"
#include "web/instruments.h"
#include "web/programmes.h"

namespace trefoil::cli {

namespace {
Result<int> demo(const Common& common) {
  const auto folder = TRY(practice::make_folder(data_folder(common), true));
  base::SettableClock clock(base::SystemClock().now());
  auto opened = TRY(wire(folder, true));
  opened.house.clock = &clock;
  TRY(demo::make_demo(opened.house, clock, web::programmes(), web::instruments()));
  note("An invented practice is in " + folder.data.string() + ". Look at it with: trefoil serve --data " +
       folder.data.string());
  for (const auto& person : demo::demo_sign_ins())
    say(person.sign_in_name + "\t" + person.passphrase + "\t" + person.does);
  return kOk;
}
}  // namespace

void add_demo(CLI::App& app, int& code) {
  auto common = std::make_shared<Common>();
  auto* command = app.add_subcommand("demo", "An invented practice in a rehearsal folder, to look around in");
  add_data_option(*command, *common);
  command->footer("Example:\n  trefoil demo --data ~/trefoil-demo && trefoil serve --data ~/trefoil-demo");
  command->callback([common, &code] { settle(code, [&] { return demo(*common); }); });
}

}  // namespace trefoil::cli
