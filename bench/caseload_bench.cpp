// The caseload after signing in: 400 files of 200 entries, to the last byte of the page, by a program that has just
// started (what was verified before lies on disk, under the reader's MAC), against unsealing the same bytes from memory;
// one thread each. At least 0.2, aim 0.3.
//
//   caseload_bench [pairs=7] [files=400] [entries=200] [directory=.]
#include "practice/views.h"
#include "served.h"
#include "unsealing.h"

namespace {
using namespace trefoil;
using bench::must;

// Every log and key of the practitioner's files.
struct Everything {
  std::vector<LogId> logs;
  ledger::Keychain keys;
};
Everything everything(bench::Scene& scene) {
  Everything out;
  for (const auto& wrap : must(scene.store->wraps_to(scene.ada.key()))) {
    if (wrap.log == scene.ada.practice_log) continue;
    out.keys.add(must(ledger::unwrap(scene.ada.arena, scene.ada.current(), wrap.log, wrap.room, wrap.epoch, wrap.sealed)));
    if (out.logs.empty() || out.logs.back() != wrap.log) out.logs.push_back(wrap.log);
  }
  return out;
}
}  // namespace

int main(int argc, char** argv) {
  const auto pairs = bench::argument(argc, argv, 1, 7);
  const auto files = bench::argument(argc, argv, 2, 400);
  const auto entries = bench::argument(argc, argv, 3, 200);
  bench::Scene scene(argc > 4 ? argv[4] : ".");
  for (std::size_t i = 0; i < files; ++i) scene.file(static_cast<int>(i), entries);
  const auto all = everything(scene);
  bench::Unsealing floor(*scene.store, all.keys);
  floor.keep(all.logs);

  // Without page, server and sign-in, in time of the thread alone.
  const auto roster = must(practice::read_roster(scene.house, scene.ada));
  const auto inside = [&] {
    scene.forget();
    return 1 / bench::cpu_seconds([&] {
      const auto cases = must(practice::caseload(scene.house, scene.ada, roster, scene.house.clock->now()));
      if (cases.rows.size() != files) bench::give_up("The caseload is not whole.");
    });
  };
  const auto unseal_inside = [&] { return 1 / bench::cpu_seconds([&] { floor.unseal_kept(); }); };
  bench::in_pairs(1, inside, unseal_inside);  // verifies everything once
  const auto within = bench::in_pairs(pairs, inside, unseal_inside);

  bench::Served served(scene, 1);
  const auto page = [&](const char* path) {
    scene.forget();
    const auto ask = bench::request_for(path, served.port(), served.signed_in(scene.ada));
    std::size_t size = 0;
    const double took = bench::seconds([&] { size = bench::first_answer(served.port(), ask).size(); });
    if (size < files * 100 && std::string_view(path) == "/files") bench::give_up("The caseload did not come.");
    return 1 / took;
  };
  const auto unseal = [&] { return 1 / bench::seconds([&] { floor.unseal_kept(); }); };
  const auto caseload = [&] { return page("/files"); };
  bench::in_pairs(1, caseload, unseal);  // warm
  const auto taken = bench::in_pairs(pairs, caseload, unseal);
  bench::row(fmt::format("caseload of {} files x {} entries, last byte after sign-in", files, entries),
             fmt::format("unsealing the same {} entries ({} MB), one thread each", floor.entries, floor.bytes / 1'000'000),
             taken.ratios, "0.2; aim 0.3",
             fmt::format("{:.0f} ms, {:.0f} ms", 1e3 / bench::median(taken.work), 1e3 / bench::median(taken.floor)));
  bench::row("of that, in the process (time of the thread)", "the same", within.ratios, "-",
             fmt::format("{:.0f} ms, {:.0f} ms", 1e3 / bench::median(within.work), 1e3 / bench::median(within.floor)));
  const auto today = bench::in_pairs(pairs, [&] { return page("/today"); }, unseal);
  bench::row("Today over the same files", "the same", today.ratios, "-",
             fmt::format("{:.0f} ms, {:.0f} ms", 1e3 / bench::median(today.work), 1e3 / bench::median(today.floor)));
}
