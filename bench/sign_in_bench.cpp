// The sign-in page over HTTP, against nginx serving a file of the same size with as many workers: the same client loads
// them in turn. At least 0.5.
//
//   sign_in_bench [pairs=9] [requests=20000]
#include "http_load.h"
#include "nginx.h"
#include "served.h"

namespace {
using namespace trefoil;
constexpr unsigned kThreads = 2;
constexpr std::size_t kConnections = 32;

// The page as the program makes it, so that nginx (which forks, and so comes before any thread) has one of its size.
std::string the_page(bench::Scene& scene) {
  const auto sign_ins = bench::must(practice::SignIns::open(scene.house.folder, *scene.house.clock));
  web::App app(scene.house, *sign_ins, bench::must(web::embedded_pages()), {});
  http::Request request;
  request.path = "/sign-in";
  request.headers.emplace_back("host", "127.0.0.1");
  return app.handle(request).body;
}
}  // namespace

int main(int argc, char** argv) {
  const auto pairs = bench::argument(argc, argv, 1, 9);
  const auto requests = bench::argument(argc, argv, 2, 20'000);
  bench::Scene scene;
  const std::string page = the_page(scene);
  const bench::Nginx nginx(page, kThreads);
  if (!nginx.up()) bench::give_up("nginx could not be started: there is nothing to compare with.");
  bench::Served served(scene, kThreads);

  const std::string ask_us = bench::request_for("/sign-in", served.port());
  const std::string ask_them = bench::request_for("/page.html", nginx.port());
  const std::size_t our_size = bench::first_answer(served.port(), ask_us).size();
  const std::size_t their_size = bench::first_answer(nginx.port(), ask_them).size();
  if (our_size < page.size() || their_size < page.size()) bench::give_up("The page did not come.");
  const auto load = [&](unsigned short port, const std::string& ask, std::size_t size, std::size_t count) {
    const double rate = bench::load(port, ask, size, kConnections, count);
    if (rate <= 0) bench::give_up("A connection broke.");
    return rate;
  };
  const auto us = [&] { return load(served.port(), ask_us, our_size, requests); };
  const auto them = [&] { return load(nginx.port(), ask_them, their_size, requests); };
  load(served.port(), ask_us, our_size, requests / 10);  // both warm before the first pair
  load(nginx.port(), ask_them, their_size, requests / 10);
  const auto taken = bench::in_pairs(pairs, us, them);
  bench::row(fmt::format("sign-in page ({} bytes) over HTTP, {} connections", page.size(), kConnections),
             "nginx serving a file of the same size", taken.ratios, "0.5",
             fmt::format("{:.0f}/s, {:.0f}/s", bench::median(taken.work), bench::median(taken.floor)));
}
