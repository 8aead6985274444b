// Opening one file of 500 entries as its page does (read, chain, unseal, decode, evolve; the prefix was verified
// before), against reading and unsealing the same rows and nothing else. At least 0.25, aim 0.5.
//
//   opening_bench [pairs=200] [entries=500] [directory=.]
#include "unsealing.h"
#include "scene.h"

namespace {
using namespace trefoil;
using bench::must;
}  // namespace

int main(int argc, char** argv) {
  const auto pairs = bench::argument(argc, argv, 1, 200);
  const auto entries = bench::argument(argc, argv, 2, 500);
  bench::Scene scene(argc > 3 ? argv[3] : ".");
  const LogId file = scene.file(1, entries);
  const auto opened = must(practice::open_file(scene.house, scene.ada, file));  // verifies everything once
  bench::Unsealing floor(*scene.store, opened.keys);
  std::vector<LogId> logs{file};
  for (const auto& [log, read] : opened.others) logs.push_back(log);
  const auto open = [&] {
    return 1 / bench::seconds([&] {
      const auto again = must(practice::open_file(scene.house, scene.ada, file));
      if (again.file.items.size() != opened.file.items.size()) bench::give_up("The file was not read whole.");
    });
  };
  const auto read = [&] { return 1 / bench::seconds([&] { floor.read_and_unseal(logs); }); };
  bench::in_pairs(pairs / 10 + 1, open, read);  // warm
  const auto taken = bench::in_pairs(pairs, open, read);
  bench::row(fmt::format("open a file of {} entries, prefix verified before (read, check chain, unseal, decode, evolve)", entries),
             "the same rows read and unsealed only", taken.ratios, "0.25; aim 0.5",
             fmt::format("{:.2f} ms, {:.2f} ms", 1e3 / bench::median(taken.work), 1e3 / bench::median(taken.floor)));
}
