// The server's own cost: a page of 4 KB from our server and a file of the same size from nginx, loaded in turn by the
// same client in the same run. Prints requests a second of each pair and the ratio. Aim: 0.5 or more.
//
//   http_floor_bench [pairs=5] [requests=20000]
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "http/server.h"
#include "http_load.h"

namespace {

using namespace trefoil;
constexpr unsigned threads = 2;
constexpr std::size_t connections = 32;

// A port that was free a moment ago.
unsigned short free_port() {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  unsigned short port = 0;
  if (::bind(fd, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
      ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) == 0)
    port = ntohs(address.sin_port);
  ::close(fd);
  return port;
}

// nginx in a folder of its own, ended by its own pid.
class Nginx {
 public:
  explicit Nginx(const std::string& page) : port_(free_port()) {
    char pattern[] = "/tmp/http_floor_XXXXXX";
    if (const char* made = ::mkdtemp(pattern)) folder_ = made;
    if (folder_.empty() || !std::filesystem::exists("/usr/sbin/nginx")) return;
    std::ofstream(folder_ / "page.html") << page;
    std::ofstream(folder_ / "nginx.conf")
        << "daemon off; pid " << (folder_ / "pid").string() << "; worker_processes " << threads << ";"
        << (::geteuid() == 0 ? "user root;" : "") << "error_log " << (folder_ / "error.log").string() << " crit;\n"
        << "events { worker_connections 1024; }\n"
        << "http { access_log off; sendfile on; tcp_nopush on; server_tokens off; keepalive_requests 100000000;\n"
        << "  open_file_cache max=8; open_file_cache_valid 600s; types { text/html html; }\n"  // at its best, so that
                                                                                               // the floor is high
        << "  client_body_temp_path " << folder_.string() << "; proxy_temp_path " << folder_.string() << "/p;\n"
        << "  fastcgi_temp_path " << folder_.string() << "/f; uwsgi_temp_path " << folder_.string() << "/u;\n"
        << "  scgi_temp_path " << folder_.string() << "/s;\n"
        << "  server { listen 127.0.0.1:" << port_ << "; root " << folder_.string() << "; } }\n";
    const std::string conf = (folder_ / "nginx.conf").string(), log = (folder_ / "error.log").string();
    pid_ = ::fork();
    if (pid_ == 0) {
      ::prctl(PR_SET_PDEATHSIG, SIGTERM);
      ::execl("/usr/sbin/nginx", "nginx", "-e", log.c_str(), "-c", conf.c_str(), static_cast<char*>(nullptr));
      ::_exit(127);
    }
    for (int tries = 0; pid_ > 0 && tries < 500; ++tries) {
      const int fd = bench::connect_to(port_);
      if (fd >= 0) {
        ::close(fd);
        up_ = true;
        return;
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
  }
  ~Nginx() {
    if (pid_ > 0) {
      ::kill(pid_, SIGTERM);
      ::waitpid(pid_, nullptr, 0);
    }
    std::error_code ignored;
    if (!folder_.empty()) std::filesystem::remove_all(folder_, ignored);
  }
  Nginx(const Nginx&) = delete;
  Nginx& operator=(const Nginx&) = delete;
  bool up() const { return up_; }
  unsigned short port() const { return port_; }

 private:
  std::filesystem::path folder_;
  unsigned short port_;
  pid_t pid_ = -1;
  bool up_ = false;
};

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

int run(std::size_t pairs, std::size_t requests) {
  std::string page = "<!doctype html><title>Sign in</title>";
  while (page.size() < 4096) page += "<p>Nothing is lost by waiting a moment.</p>";
  page.resize(4096);

  const Nginx nginx(page);  // before our threads: it forks
  if (!nginx.up()) return std::fputs("nginx could not be started; nothing to compare with.\n", stderr), 2;
  http::Options options;
  options.threads = threads;
  auto server = http::Server::open(
      options,
      [&page](const http::Request&) {
        http::Response response;
        response.set("Content-Type", "text/html; charset=utf-8").set("Cache-Control", "no-store");
        response.body = page;
        return response;
      },
      [](const http::Request&) { return http::Lane::quick; }, {});
  if (!server) return std::fprintf(stderr, "%s\n", describe(server.error()).c_str()), 2;
  std::thread serving([&] { (*server)->run(); });

  const unsigned short ours = (*server)->port(), theirs = nginx.port();
  const std::string ask_us = bench::request_for("/", ours), ask_them = bench::request_for("/page.html", theirs);
  const std::size_t our_size = bench::first_answer(ours, ask_us).size();
  const std::size_t their_size = bench::first_answer(theirs, ask_them).size();
  std::vector<double> ratios;
  bool whole = our_size > 4096 && their_size > 4096;
  if (whole) {
    bench::load(ours, ask_us, our_size, connections, requests / 10);  // both warm before the first pair
    bench::load(theirs, ask_them, their_size, connections, requests / 10);
    std::printf("%6s %14s %14s %8s\n", "pair", "trefoil /s", "nginx /s", "ratio");
  }
  for (std::size_t pair = 0; whole && pair < pairs; ++pair) {
    const bool we_first = pair % 2 == 0;
    double us = 0, them = 0;
    if (we_first) us = bench::load(ours, ask_us, our_size, connections, requests);
    them = bench::load(theirs, ask_them, their_size, connections, requests);
    if (!we_first) us = bench::load(ours, ask_us, our_size, connections, requests);
    whole = us > 0 && them > 0;
    if (!whole) break;
    ratios.push_back(us / them);
    std::printf("%6zu %14.0f %14.0f %8.2f\n", pair + 1, us, them, us / them);
  }
  (*server)->stop();
  serving.join();
  if (!whole || ratios.empty()) return std::fputs("A connection broke; no ratio.\n", stderr), 2;
  std::printf("median ratio of %zu pairs, %zu requests each, %zu connections: %.2f (aim 0.5)\n", ratios.size(),
              requests, connections, median(ratios));
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const auto number = [&](int at, unsigned long otherwise) {
    return argc > at ? std::max(1ul, std::strtoul(argv[at], nullptr, 10)) : otherwise;
  };
  return run(number(1, 5), number(2, 20'000));
}
