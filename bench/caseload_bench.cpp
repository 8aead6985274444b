// The caseload after signing in: 400 files of 200 entries, to the last byte of the page, by a program that has just
// started (what was verified before lies on disk, and the outlines of the files), against unsealing the same bytes from
// memory; one thread each. At least 0.2, aim 0.3. The same where no outlines lie there, so that every entry is read, checked
// and unsealed: the page and its function alone. Then Today from warm state, by one sign-in that has seen it before, against
// rendering it from rows that are ready: at most three times as long.
//
//   caseload_bench [pairs=7] [files=400] [entries=200] [directory=.]
#include "practice/views.h"
#include "served.h"
#include "unsealing.h"
#include "web/file_models.h"
#include "web/instruments.h"

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

// Today's own function in the process, for somebody who is signed in.
class Today {
 public:
  Today(bench::Scene& scene, practice::SignIns& sign_ins, std::string cookie)
      : house_(scene.house),
        throttle_(*scene.house.clock),
        templates_(must(web::embedded_pages())),
        programmes_(scene.house.folder.programmes()),
        instruments_(scene.house.folder.instruments()),
        services_{scene.house, sign_ins, throttle_, templates_, options_, programmes_, instruments_, {}},
        cookie_(std::move(cookie)) {
    request_.path = "/today";
  }
  // Pages a second, in time of the thread.
  double from_files(std::size_t pages) {
    return made(pages, [](web::Ask& ask) { return web::professional_today(ask); });
  }
  double from_rows(std::size_t pages) {
    auto first = asked();
    const auto* roster = must(first.roster());
    const auto now = house_.clock->now();
    const auto cases = must(practice::caseload(house_, first.holder(), *roster, now));
    return made(pages, [&](web::Ask& ask) {
      ask.roster_read = *roster;
      return web::today_page(ask, *roster, cases, now);
    });
  }

 private:
  web::Ask asked() {
    web::Ask ask{request_, services_, {}, {}, {}, cookie_, {}, {}};
    ask.present = must(services_.sign_ins.look(cookie_, true));
    return ask;
  }
  template <class Page>
  double made(std::size_t pages, const Page& page) {
    double took = 0;
    for (std::size_t i = 0; i < pages; ++i) {
      auto ask = asked();
      took += bench::cpu_seconds([&] {
        if (page(ask).status != 200) bench::give_up("Today was not made.");
      });
    }
    return static_cast<double>(pages) / took;
  }

  practice::House& house_;
  practice::Throttle throttle_;
  web::Templates templates_;
  web::AppOptions options_;
  web::Programmes programmes_;
  web::Instruments instruments_;
  web::Services services_;
  http::Request request_;
  std::string cookie_;
};
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
    scene.forget_outlines();
    return 1 / bench::cpu_seconds([&] {
      const auto cases = must(practice::caseload(scene.house, scene.ada, roster, scene.house.clock->now()));
      if (cases.rows.size() != files) bench::give_up("The caseload is not whole.");
    });
  };
  const auto unseal_inside = [&] { return 1 / bench::cpu_seconds([&] { floor.unseal_kept(); }); };
  bench::in_pairs(1, inside, unseal_inside);  // verifies everything once
  const auto within = bench::in_pairs(pairs, inside, unseal_inside);

  bench::Served served(scene, 1);
  const auto page = [&](const char* path, bool kept) {
    kept ? scene.forget() : scene.forget_outlines();
    const auto ask = bench::request_for(path, served.port(), served.signed_in(scene.ada));
    std::size_t size = 0;
    const double took = bench::seconds([&] { size = bench::first_answer(served.port(), ask).size(); });
    if (size < files * 100 && std::string_view(path) == "/files") bench::give_up("The caseload did not come.");
    return 1 / took;
  };
  const auto unseal = [&] { return 1 / bench::seconds([&] { floor.unseal_kept(); }); };
  const auto first = bench::in_pairs(pairs, [&] { return page("/files", false); }, unseal);
  const auto caseload = [&] { return page("/files", true); };
  bench::in_pairs(1, caseload, unseal);  // warm
  const auto taken = bench::in_pairs(pairs, caseload, unseal);
  bench::row(fmt::format("caseload of {} files x {} entries, last byte after sign-in", files, entries),
             fmt::format("unsealing the same {} entries ({} MB), one thread each", floor.entries, floor.bytes / 1'000'000),
             taken.ratios, "0.2; aim 0.3",
             fmt::format("{:.0f} ms, {:.0f} ms", 1e3 / bench::median(taken.work), 1e3 / bench::median(taken.floor)));
  bench::row("its first ever: no outlines on disk", "the same", first.ratios, "-",
             fmt::format("{:.0f} ms, {:.0f} ms", 1e3 / bench::median(first.work), 1e3 / bench::median(first.floor)));
  bench::row("of that, in the process (time of the thread)", "the same", within.ratios, "-",
             fmt::format("{:.0f} ms, {:.0f} ms", 1e3 / bench::median(within.work), 1e3 / bench::median(within.floor)));
  const auto today = bench::in_pairs(pairs, [&] { return page("/today", true); }, unseal);
  bench::row("Today over the same files", "the same", today.ratios, "-",
             fmt::format("{:.0f} ms, {:.0f} ms", 1e3 / bench::median(today.work), 1e3 / bench::median(today.floor)));

  const std::string who = served.signed_in(scene.ada);
  Today page_of(scene, served.sign_ins(), who.substr(16, who.size() - 18));
  const auto rendered = [&] { return page_of.from_rows(20); };
  page_of.from_files(1);  // after this it is warm
  const auto warm = bench::in_pairs(pairs * 3, [&] { return page_of.from_files(20); }, rendered);
  std::vector<double> times;
  for (const auto ratio : warm.ratios) times.push_back(1 / ratio);
  bench::row(fmt::format("Today of {} files from warm state, times as long", files), "rendering from rows that are ready",
             times, "at most 3",
             fmt::format("{:.2f} ms, {:.2f} ms", 1e3 / bench::median(warm.work), 1e3 / bench::median(warm.floor)));
}
