#include <fmt/format.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include <condition_variable>
#include <csignal>
#include <future>
#include <mutex>
#include <thread>

#include "cli/build_id.h"
#include "cli/common.h"
#include "demo/demo.h"
#include "http/server.h"
#include "practice/outlines.h"
#include "practice/sign_ins.h"
#include "web/app.h"
#include "web/page_templates.h"
#include "web/programmes.h"

namespace trefoil::cli {

namespace {
struct ServeOptions : Common {
  std::string bind = "127.0.0.1", assets;
  std::vector<std::string> hosts;
  unsigned short port = 7333;
  bool behind_proxy = false;
};

// Unlocked keys must reach no disk and no debugger of the same user.
void close_the_curtains() {
  const rlimit none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
  ::prctl(PR_SET_DUMPABLE, 0);
}

std::shared_ptr<spdlog::logger> open_log() {
  auto log = std::make_shared<spdlog::logger>("trefoil", std::make_shared<spdlog::sinks::stderr_sink_mt>());
  log->set_pattern("%Y-%m-%dT%H:%M:%S.%e %l %v");
  log->flush_on(spdlog::level::info);
  return log;
}

// SIGINT and SIGTERM, waited for on a thread of its own: what stops the server is ordinary code, not a handler. Must be
// made before any other thread, which inherit the blocked signals.
class StopSignals {
 public:
  StopSignals() {
    ::signal(SIGPIPE, SIG_IGN);
    sigemptyset(&set_);
    sigaddset(&set_, SIGINT);
    sigaddset(&set_, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &set_, nullptr);
  }
  ~StopSignals() { finish(); }
  // Before what `then` stops goes away: the waiter may still be in it.
  void finish() {
    if (!waiter_.joinable()) return;
    // Where the server ended by itself. NOLINTNEXTLINE(bugprone-bad-signal-to-kill-thread): blocked, and waited for
    pthread_kill(waiter_.native_handle(), SIGTERM);
    waiter_.join();
  }
  template <class Stop>
  void then(Stop stop) {
    waiter_ = std::thread([this, stop] {
      int which = 0;
      sigwait(&set_, &which);
      stop();
    });
  }

 private:
  sigset_t set_{};
  std::thread waiter_;
};

// Locks what is idle though its cookie never comes back. Ends with its owner.
class Sweeper {
 public:
  Sweeper(const practice::House& house, practice::SignIns& sign_ins)
      : thread_([&house, &sign_ins](const std::stop_token& stop) {
          std::mutex mutex;
          std::condition_variable_any wake;
          std::unique_lock lock(mutex);
          while (!stop.stop_requested()) {
            sign_ins.sweep();
            practice::tidy(house, sign_ins);
            wake.wait_for(lock, stop, std::chrono::minutes(1), [] { return false; });
          }
        }) {}

 private:
  std::jthread thread_;
};

Result<int> serve(const ServeOptions& options) {
  close_the_curtains();
  StopSignals signals;
  auto programmes = std::async(std::launch::async, [] { web::programmes(); });  // read while the disk is waited for
  const auto log = open_log();
  auto opened = TRY(open_house(options, Opening::make));
  auto& house = opened.house;
  house.outlines = std::make_shared<practice::OutlineBook>(practice::OutlineBook::Limits{},
                                                           practice::OutlineFiles(house.folder.cache(), build_id()));
  auto sign_ins = TRY(practice::SignIns::open(house.folder, *opened.clock));
  programmes.get();  // a broken one stops here, not in the middle of a page
  auto templates =
      TRY(options.assets.empty() ? web::embedded_pages() : web::pages_from_folder(options.assets));

  const http::Report report = [log](std::string_view kind, std::string_view detail) {
    const auto level = kind == "fault" || kind == "accept" ? spdlog::level::err : spdlog::level::warn;
    log->log(level, "{} {}", kind, detail);
  };
  web::AppOptions about;
  about.secure = options.behind_proxy;
  about.rehearsal = house.folder.rehearsal;
  about.report = report;
  if (demo::is_demo(house.folder))
    for (const auto& person : demo::demo_sign_ins())
      about.demo.push_back({person.who, person.does, person.sign_in_name, person.passphrase});
  if (opened.moved != nullptr)
    about.move_clock = [clock = opened.moved](std::chrono::minutes span) { clock->move_on(span); };
  web::App app(house, *sign_ins, std::move(templates), std::move(about));

  http::Options wire_options;
  wire_options.bind = options.bind;
  wire_options.port = options.port;
  wire_options.behind_proxy = options.behind_proxy;
  wire_options.hosts = options.hosts;
  const auto server = TRY(http::Server::open(
      wire_options, [&app](const http::Request& request) { return app.handle(request); },
      [&app](const http::Request& request) { return app.lane(request); }, report));
  const Sweeper sweeper(house, *sign_ins);
  signals.then([&] { server->stop(); });
  log->info("start " TREFOIL_VERSION " port {}", server->port());
  note(fmt::format("Trefoil is at http://{}:{}{}", options.bind, server->port(),
                   house.folder.rehearsal ? ", a rehearsal: nothing in it is real" : ""));
  server->run();
  signals.finish();
  log->info("stop");
  return kOk;
}
}  // namespace

void add_serve(CLI::App& app, int& code) {
  auto options = std::make_shared<ServeOptions>();
  auto* command = app.add_subcommand("serve", "Serve the pages, on this machine alone unless told otherwise");
  add_data_option(*command, *options);
  command->add_option("--port", options->port, "Port; 0 for any free one")->capture_default_str()->type_name("N");
  command->add_option("--bind", options->bind, "Address to listen at")->capture_default_str()->type_name("A");
  command->add_flag("--behind-proxy", options->behind_proxy, "A proxy in front speaks TLS and says who asks");
  command->add_option("--host", options->hosts, "A name that browsers use for it, as trefoil.example; may be repeated")
      ->type_name("NAME");
  command->add_option("--assets", options->assets, "Templates from this folder instead of the built-in ones")
      ->type_name("DIR");
  command->footer(
      "Stops on Ctrl-C or SIGTERM, when the requests in flight are answered.\n\nExample:\n"
      "  trefoil serve --data ~/practice --port 7333");
  command->callback([options, &code] { settle(code, [&] { return serve(*options); }); });
}

}  // namespace trefoil::cli
