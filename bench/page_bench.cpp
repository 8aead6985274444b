// The page of a file of 50 entries over HTTP, 32 keep-alive connections, against opening the file and rendering its page
// in the process, on as many threads as the server has (who asks is given there: no cookie, no route). At least 0.5.
//
//   page_bench [pairs=9] [requests=4000]
#include <atomic>

#include "served.h"
#include "web/instruments.h"

namespace {
using namespace trefoil;
constexpr unsigned kThreads = 2;
constexpr std::size_t kConnections = 32, kEntries = 50;

const web::Route& file_page() {
  for (const auto& route : web::file_routes())
    if (route.pattern == "/files/*" && route.method == http::Method::get) return route;
  bench::give_up("There is no page of a file.");
}

class InProcess {
 public:
  InProcess(bench::Scene& scene, practice::SignIns& sign_ins, LogId file, std::string cookie)
      : throttle_(*scene.house.clock),
        templates_(bench::must(web::embedded_pages())),
        programmes_(scene.house.folder.programmes()),
        instruments_(scene.house.folder.instruments()),
        services_{scene.house, sign_ins, throttle_, templates_, options_, programmes_, instruments_, {}},
        file_(file),
        cookie_(std::move(cookie)) {
    request_.path = "/files/" + file.str();
  }
  // Pages a second of `threads` that ask one after the other.
  double load(unsigned threads, std::size_t pages) {
    std::atomic<std::size_t> left = pages;
    const auto work = [&] {
      web::Ask ask{request_, services_, {file_.str()}, {}, {}, cookie_, {}, {}};
      ask.present = bench::must(services_.sign_ins.look(cookie_, true));
      for (auto now = left.load(); now > 0;)
        if (left.compare_exchange_weak(now, now - 1))
          if (file_page().page(ask).status != 200) bench::give_up("The page was not made.");
    };
    return static_cast<double>(pages) / bench::seconds([&] {
      std::vector<std::thread> all;
      for (unsigned i = 1; i < threads; ++i) all.emplace_back(work);
      work();
      for (auto& one : all) one.join();
    });
  }

 private:
  practice::Throttle throttle_;
  web::Templates templates_;
  web::AppOptions options_;
  web::Programmes programmes_;
  web::Instruments instruments_;
  web::Services services_;
  http::Request request_;
  LogId file_;
  std::string cookie_;
};
}  // namespace

int main(int argc, char** argv) {
  const auto pairs = bench::argument(argc, argv, 1, 9);
  const auto requests = bench::argument(argc, argv, 2, 4'000);
  bench::Scene scene;
  const LogId file = scene.file(1, kEntries);
  bench::Served served(scene, kThreads);
  const std::string who = served.signed_in(scene.ada);
  const std::string ask = bench::request_for("/files/" + file.str(), served.port(), who);
  bench::first_answer(served.port(), ask);  // notes the reading, once a sign-in
  const std::size_t size = bench::first_answer(served.port(), ask).size();
  if (size == 0) bench::give_up("The page did not come.");
  const auto over_http = [&] {
    const double rate = bench::load(served.port(), ask, size, kConnections, requests);
    if (rate <= 0) bench::give_up("A connection broke.");
    return rate;
  };
  InProcess inside(scene, served.sign_ins(), file, who.substr(16, who.size() - 18));
  const auto in_process = [&] { return inside.load(kThreads, requests); };
  bench::in_pairs(1, over_http, in_process);  // warm
  const auto taken = bench::in_pairs(pairs, over_http, in_process);
  bench::row(fmt::format("page of a {}-entry file ({} KB) over HTTP, {} keep-alive connections", kEntries, size / 1000, kConnections),
             "opening and rendering it in the process, as many threads", taken.ratios, "0.5",
             fmt::format("{:.0f}/s, {:.0f}/s", bench::median(taken.work), bench::median(taken.floor)));
}
