// An HTTP/1.1 server on Boost.Beast: keep-alive, limits, lanes, a graceful stop. server.cpp is the only translation
// unit that knows Beast.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "http/message.h"

namespace trefoil::http {

// Which workers answer a request, so that slow work never stands in the way of quick work, nor anything in the way of
// a stop. `quick` runs on the connection's own thread; `write` waits for the disk; `slow` is Argon2 and the like (few
// threads, each with its own memory); `reserved` has a worker of its own that nothing else may use.
enum class Lane { quick, write, slow, reserved };

struct Options {
  std::string bind = "127.0.0.1";
  unsigned short port = 0;  // 0: any free one
  unsigned threads = 2;     // io_contexts, one a thread
  unsigned write_workers = 8;
  unsigned slow_workers = 2;
  std::size_t write_queue = 256;  // past this: 503 with Retry-After
  std::size_t slow_queue = 64;
  std::size_t connections = 1024;  // past this a new connection gets a 503 and is closed
  // Beyond `connections`, this many more are read, but answered only where `classify` says reserved; else 503 and
  // close. Where these are taken too, the oldest that has not yet sent its whole request gives way.
  std::size_t reserved_connections = 16;
  std::size_t header_limit = 16 * 1024;           // 431
  std::size_t body_limit = 4 * 1024 * 1024;       // 413
  std::chrono::milliseconds header_time{10'000};  // the whole request head must be there by then, else 408 and close
  std::chrono::milliseconds body_time{30'000};
  std::chrono::milliseconds idle_time{60'000};
  std::chrono::milliseconds stop_time{10'000};  // how long stop() lets requests in flight finish
  std::chrono::milliseconds slow_after{1'000};  // reported as "slow" from here on
  bool behind_proxy = false;
  // host[:port] values that are answered; anything else gets 421. Empty: the bound address, localhost, 127.0.0.1,
  // [::1], each with the port.
  std::vector<std::string> hosts;
};

// Called on several threads at once, as are Classify and Report.
using Handler = std::function<Response(const Request&)>;
// Asked once the whole request is there, on the connection's thread; has to be quick.
using Classify = std::function<Lane(const Request&)>;
// Told of what the program did. May be empty.
//   "fault"    the type of what a handler threw, never its text
//   "slow"     "GET 200 1234 ms": method, status, time from the whole request to the answer; never the path
//   "refused"  the status given at the door (400, 405, 408, 413, 417, 421, 431, 503)
//   "accept"   why new connections can't be taken just now (no file descriptors, say)
using Report = std::function<void(std::string_view kind, std::string_view detail)>;

class Server {
 public:
  // Binds and listens; the port is known at once. broken when the address can't be bound.
  static Result<std::unique_ptr<Server>> open(Options options, Handler handler, Classify classify, Report report);
  // Waits for handlers that still run on a worker; what is still queued is dropped.
  ~Server();
  unsigned short port() const;
  // Serves until stop(); blocks the caller.
  void run();
  // From any thread (not inside a signal handler itself): no new connections, idle ones close at once, requests in
  // flight finish within stop_time, then run() returns. Before run() it makes run() return at once.
  void stop();

 private:
  class Impl;
  explicit Server(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace trefoil::http
