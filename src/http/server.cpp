#include "http/server.h"

#include <algorithm>
#include <atomic>
#include <boost/core/demangle.hpp>
#include <condition_variable>
#include <limits>
#include <mutex>
#include <thread>
#include <typeinfo>

#include "http/hosts.h"
#include "http/lanes.h"
#include "http/refusal.h"
#include "http/session.h"

namespace trefoil::http {

namespace {

constexpr std::chrono::seconds linger_time{2};  // how long a refused client may take to read why
constexpr std::size_t most_lingering = 64;
constexpr std::size_t first_read = 4 * 1024, body_read = 64 * 1024;
constexpr std::size_t slowest_reader = 16 * 1024;  // bytes a second that a long answer may take beyond body_time

}  // namespace

class Server::Impl {
 public:
  Impl(Options options, Handler handler, Classify classify, Report report)
      : options_(std::move(options)),
        handler_(std::move(handler)),
        classify_(std::move(classify)),
        report_(std::move(report)),
        hosts_({"none"}, "", 0) {
    for (unsigned i = 0; i < std::max(1u, options_.threads); ++i) loops_.push_back(std::make_unique<Loop>());
    acceptor_.emplace(loops_.front()->context);
  }

  ~Impl() {
    workers_.reset();  // a job holds its session's coroutine, which is handed back to the session's loop
    acceptor_.reset();
    loops_.clear();
  }

  Result<void> listen();
  void run();
  void stop();
  unsigned short port() const { return port_; }

 private:
  struct Pools {
    explicit Pools(const Options& o)
        : write(o.write_workers, o.write_queue),
          slow(o.slow_workers, o.slow_queue),
          reserved(1, std::numeric_limits<std::size_t>::max()) {}
    Workers write, slow, reserved;  // reserved has no bound of its own: a connection waits for one answer at a time
  };
  // Keeps a session in its loop's list and among what is counted, as long as its coroutine lives.
  class Entry;

  Awaitable<void> accept();
  void welcome(Loop& loop, Socket socket, bool spare);
  bool make_room_among_spares();
  Awaitable<void> turn_away(Socket socket);
  Awaitable<void> serve(Loop& loop, Socket socket, bool spare);
  Awaitable<bool> serve_one(Loop& loop, Session& session, bool first);
  Awaitable<error_code> read_more(Session& session, std::size_t most);
  Awaitable<error_code> read_head(Session& session, Parser& parser);
  Awaitable<error_code> read_body(Session& session, Parser& parser);
  Awaitable<bool> refuse(Loop& loop, Session& session, int status, const Parser& parser);
  Awaitable<void> linger(Session& session);
  Lane classify(const Request& request, bool& failed) const;
  Response answer(const Request& request) const;
  // Runs the handler on a worker and comes back on the session's own loop. The request lies in the waiting coroutine.
  template <class Token>
  auto answer_on(Workers& workers, const Request& request, Executor executor, Token&& token) {
    // NOLINTNEXTLINE(clang-analyzer-core.NullDereference): of Asio's frame, which has its context when it is resumed
    return asio::async_initiate<Token, void(Response)>(
        [this, &workers, &request, executor](auto done) {
          workers.push([this, &request, executor, done = std::move(done)]() mutable {
            asio::post(executor, [done = std::move(done), response = answer(request)]() mutable {
              std::move(done)(std::move(response));
            });
          });
        },
        token);
  }
  Awaitable<error_code> send(Loop& loop, Session& session, Response response, const Parser& parser, bool keep);
  void fault(const std::string& kind) const { report("fault", kind); }
  void report(std::string_view kind, std::string_view detail) const;
  Awaitable<void> sweep(Loop& loop);
  void left(bool spare);

  Options options_;
  Handler handler_;
  Classify classify_;
  Report report_;
  HostList hosts_;
  unsigned short port_ = 0;
  std::vector<std::unique_ptr<Loop>> loops_;
  std::optional<Acceptor> acceptor_;
  std::optional<Pools> workers_;
  std::atomic<bool> stopping_ = false;
  std::atomic<std::size_t> open_ = 0;  // connections within the limit
  std::list<Session*> spares_;         // on the first loop, oldest first
  std::size_t lingering_ = 0;          // on the first loop
  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t alive_ = 0;  // every session there is, under mutex_
};

class Server::Impl::Entry {
 public:
  Entry(Impl& impl, Loop& loop, Session& session) : impl_(impl), loop_(loop), session_(session) {
    place_ = loop_.sessions.insert(loop_.sessions.end(), &session_);
    if (session_.spare) impl_.spares_.push_back(&session_);
  }
  ~Entry() {
    loop_.sessions.erase(place_);
    if (session_.spare) impl_.spares_.remove(&session_);
  }
  Entry(const Entry&) = delete;
  Entry& operator=(const Entry&) = delete;

 private:
  Impl& impl_;
  Loop& loop_;
  Session& session_;
  std::list<Session*>::iterator place_;
};

// ---- the door -------------------------------------------------------------------------------------------------------

Result<void> Server::Impl::listen() {
  std::string bind = options_.bind;
  if (bind.size() > 2 && bind.front() == '[' && bind.back() == ']') bind = bind.substr(1, bind.size() - 2);
  error_code ec;
  const auto address = asio::ip::make_address(bind, ec);
  if (ec) return fail(Fault::bad_input, "This is not an IP address.", "bind", "Give one such as 127.0.0.1 or ::1.");
  const tcp::endpoint endpoint(address, options_.port);
  acceptor_->open(endpoint.protocol(), ec);
  if (!ec) acceptor_->set_option(asio::socket_base::reuse_address(true), ec);
  if (!ec) acceptor_->bind(endpoint, ec);
  if (!ec) acceptor_->listen(asio::socket_base::max_listen_connections, ec);
  if (!ec) acceptor_->non_blocking(true, ec);
  if (ec)
    return fail(Fault::broken, "The server can't listen there: " + ec.message() + ".",
                options_.bind + ":" + std::to_string(options_.port), "Choose another port, or end what uses this one.");
  port_ = acceptor_->local_endpoint(ec).port();
  hosts_ = HostList(options_.hosts, bind, port_);
  workers_.emplace(options_);
  return {};
}

// One acceptor that deals sockets out in turn. SO_REUSEPORT would spread by hash, unevenly over few connections, and
// let another process of the same user take a share of them.
Awaitable<void> Server::Impl::accept() {
  std::size_t turn = 0;
  Timer pause(loops_.front()->context);
  for (;;) {
    error_code ec;
    co_await acceptor_->async_wait(asio::socket_base::wait_read, asio::redirect_error(use_awaitable, ec));
    if (stopping_) co_return;
    bool more = true;
    for (int taken = 0; more && taken < 64; ++taken) {  // then the loop's other work has its turn
      const bool spare = open_ >= options_.connections;
      Loop& loop = spare ? *loops_.front() : *loops_[turn++ % loops_.size()];
      Socket socket(loop.context);
      acceptor_->accept(socket, ec);
      more = !ec;
      if (ec == asio::error::would_block || ec == asio::error::try_again || ec == asio::error::connection_aborted)
        continue;
      if (ec) {  // no descriptors left, most likely: what is open now will be closed in time
        report("accept", ec.message());
        pause.expires_after(std::chrono::milliseconds(100));
        co_await pause.async_wait(asio::redirect_error(use_awaitable, ec));
        if (stopping_) co_return;
        continue;
      }
      if (!spare || make_room_among_spares()) {
        welcome(loop, std::move(socket), spare);
      } else {
        report("refused", "503");
        if (lingering_ < most_lingering) asio::co_spawn(loop.context, turn_away(std::move(socket)), asio::detached);
      }
    }
  }
}

bool Server::Impl::make_room_among_spares() {
  if (options_.reserved_connections == 0) return false;
  std::size_t here = 0;
  for (const Session* session : spares_) here += session->socket.is_open();
  if (here < options_.reserved_connections) return true;
  for (Session* session : spares_) {
    if (!session->socket.is_open() || (session->stage != Stage::idle && session->stage != Stage::reading)) continue;
    session->close();
    return true;
  }
  return false;
}

void Server::Impl::welcome(Loop& loop, Socket socket, bool spare) {
  if (!spare) ++open_;
  {
    const std::lock_guard lock(mutex_);
    ++alive_;
  }
  asio::co_spawn(loop.context, serve(loop, std::move(socket), spare), [this, spare](const std::exception_ptr& thrown) {
    if (thrown) fault("connection");
    left(spare);
  });
}

void Server::Impl::left(bool spare) {
  if (!spare) --open_;
  const std::lock_guard lock(mutex_);
  --alive_;
  changed_.notify_all();
}

// A connection past every limit: told so without a look at what it asks.
Awaitable<void> Server::Impl::turn_away(Socket socket) {
  Loop& loop = *loops_.front();
  Session session(std::move(socket));
  const Entry entry(*this, loop, session);
  ++lingering_;
  const Parser nothing;
  co_await send(loop, session, refusal(503), nothing, false);
  co_await linger(session);
  --lingering_;
}

// Closes what has taken too long. One tick for a whole loop costs less than a timer for every operation, and unlike
// tcp_stream's expiry, which closes the socket, it leaves room to say 408.
Awaitable<void> Server::Impl::sweep(Loop& loop) {
  using std::chrono::milliseconds;
  const milliseconds least = std::min({options_.header_time, options_.body_time, options_.idle_time});
  const milliseconds tick = std::clamp(least / 4, milliseconds(5), milliseconds(500));
  Timer timer(loop.context);
  for (;;) {
    error_code ec;
    timer.expires_after(tick);
    co_await timer.async_wait(asio::redirect_error(use_awaitable, ec));
    const auto now = Clock::now();
    for (Session* session : loop.sessions) {
      if (session->deadline > now) continue;
      if (session->stage == Stage::reading && !session->late) {
        session->late = true;
        session->socket.cancel(ec);
      } else {
        session->close();
      }
    }
  }
}

void Server::Impl::run() {
  std::vector<asio::executor_work_guard<Executor>> guards;
  std::vector<std::thread> threads;
  if (!stopping_) asio::co_spawn(loops_.front()->context, accept(), asio::detached);
  for (const auto& loop : loops_) {
    guards.push_back(asio::make_work_guard(loop->context));
    asio::co_spawn(loop->context, sweep(*loop), asio::detached);
    threads.emplace_back([&context = loop->context] { context.run(); });
  }
  {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return stopping_.load(); });
    changed_.wait_for(lock, options_.stop_time, [this] { return alive_ == 0; });
  }
  for (const auto& loop : loops_) loop->context.stop();
  for (std::thread& thread : threads) thread.join();
}

void Server::Impl::stop() {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_.exchange(true)) return;
    changed_.notify_all();
  }
  asio::post(loops_.front()->context, [this] {
    error_code ignored;
    acceptor_->close(ignored);
  });
  for (const auto& loop : loops_)
    asio::post(loop->context, [&sessions = loop->sessions] {
      error_code ignored;
      for (Session* session : sessions)
        if (session->stage == Stage::idle || session->stage == Stage::closing) session->socket.cancel(ignored);
    });
}

void Server::Impl::report(std::string_view kind, std::string_view detail) const try {
  if (report_) report_(kind, detail);
} catch (...) {  // NOLINT(bugprone-empty-catch): a log that fails must not take an answer with it
}

// ---- one connection -------------------------------------------------------------------------------------------------

Awaitable<void> Server::Impl::serve(Loop& loop, Socket socket, bool spare) {
  Session session(std::move(socket));
  session.spare = spare;
  const Entry entry(*this, loop, session);
  error_code ec;
  const auto remote = session.socket.remote_endpoint(ec);
  if (ec) co_return;
  session.peer = remote.address().to_string();
  session.socket.set_option(tcp::no_delay(true), ec);
  bool more = co_await serve_one(loop, session, true);
  while (more && !stopping_) more = co_await serve_one(loop, session, false);
}

// True where the connection stays.
Awaitable<bool> Server::Impl::serve_one(Loop& loop, Session& session, bool first) {
  Parser parser;
  parser.header_limit(static_cast<std::uint32_t>(options_.header_limit));
  parser.body_limit(options_.body_limit);
  error_code ec;
  if (session.buffer.size() == 0) {
    session.until(Stage::idle, first ? options_.header_time : options_.idle_time);
    if (stopping_) co_return false;
    ec = co_await read_more(session, first_read);
    if (ec) co_return false;
  }
  session.until(Stage::reading, options_.header_time);
  ec = co_await read_head(session, parser);
  if (ec) co_return co_await refuse(loop, session, status_of(session, ec), parser);

  Request request;
  if (const int status = read_head_into(request, parser, hosts_))
    co_return co_await refuse(loop, session, status, parser);
  request.peer = session.peer;
  if (options_.behind_proxy) request.peer = peer_behind_proxy(last_header(request, "x-forwarded-for"), session.peer);
  if (!parser.is_done()) {
    session.until(Stage::reading, options_.body_time);
    if (parser.get().count(wire::field::expect) && session.buffer.size() == 0) {
      static constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
      co_await asio::async_write(session.socket, asio::buffer(go_on), asio::redirect_error(use_awaitable, ec));
      if (ec) co_return false;
    }
    ec = co_await read_body(session, parser);
    if (ec) co_return co_await refuse(loop, session, status_of(session, ec), parser);
    request.body = std::move(parser.get().body());
  }
  session.stage = Stage::working;
  session.deadline = Clock::time_point::max();

  const auto since = Clock::now();
  bool failed = false;
  const Lane lane = classify(request, failed);
  if (session.spare && lane != Lane::reserved && !failed) co_return co_await refuse(loop, session, 503, parser);
  Response response;
  if (failed) {
    response = refusal(500);
  } else if (lane == Lane::quick) {
    response = answer(request);
  } else {
    Workers& workers = lane == Lane::write ? workers_->write : lane == Lane::slow ? workers_->slow : workers_->reserved;
    if (workers.claim()) {
      response = co_await answer_on(workers, request, loop.context.get_executor(), use_awaitable);
    } else {
      report("refused", "503");
      response = refusal(503);
    }
  }
  const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - since);
  if (took >= options_.slow_after)
    report("slow",
           fmt::format("{} {} {} ms", request.method == Method::post ? "POST" : "GET", response.status, took.count()));

  const bool keep = parser.keep_alive() && !stopping_ && !session.spare;
  ec = co_await send(loop, session, std::move(response), parser, keep);
  if (ec) co_return false;
  if (!keep) co_await linger(session);
  co_return keep;
}

Awaitable<error_code> Server::Impl::read_more(Session& session, std::size_t most) {
  error_code ec;
  const std::size_t read =
      co_await session.socket.async_read_some(session.buffer.prepare(most), asio::redirect_error(use_awaitable, ec));
  session.buffer.commit(read);
  if (session.late) ec = asio::error::operation_aborted;
  co_return ec;
}

Awaitable<error_code> Server::Impl::read_head(Session& session, Parser& parser) {
  for (;;) {
    error_code ec;
    session.buffer.consume(parser.put(session.buffer.data(), ec));
    if (ec && ec != wire::error::need_more) co_return ec;
    if (parser.is_header_done()) co_return error_code();
    ec = co_await read_more(session, first_read);
    if (ec) co_return ec;
  }
}

Awaitable<error_code> Server::Impl::read_body(Session& session, Parser& parser) {
  parser.eager(true);
  while (!parser.is_done()) {
    error_code ec;
    if (session.buffer.size() > 0) session.buffer.consume(parser.put(session.buffer.data(), ec));
    if (ec && ec != wire::error::need_more) co_return ec;
    if (parser.is_done()) break;
    ec = co_await read_more(session, body_read);
    if (ec) co_return ec;
  }
  co_return error_code();
}

Lane Server::Impl::classify(const Request& request, bool& failed) const try {
  return classify_ ? classify_(request) : Lane::quick;
} catch (const std::exception& e) {
  failed = true;
  fault(boost::core::demangle(typeid(e).name()));
  return Lane::quick;
} catch (...) {
  failed = true;
  fault("unknown");
  return Lane::quick;
}

Response Server::Impl::answer(const Request& request) const try {
  Response response = handler_(request);
  if (can_be_sent(response)) return response;
  fault("a status or header that can't be sent");
  return refusal(500);
} catch (const std::exception& e) {
  fault(boost::core::demangle(typeid(e).name()));  // never e.what(): it may quote content
  return refusal(500);
} catch (...) {
  fault("unknown");
  return refusal(500);
}

Awaitable<bool> Server::Impl::refuse(Loop& loop, Session& session, int status, const Parser& parser) {
  if (status == 0) co_return false;
  session.late = false;
  report("refused", std::to_string(status));
  const error_code ec = co_await send(loop, session, refusal(status), parser, false);
  if (!ec) co_await linger(session);
  co_return false;
}

// Says that no more will come and reads on for a moment: closing with unread input would reset the connection, and the
// reset may overtake the answer (RFC 9112, 9.6).
Awaitable<void> Server::Impl::linger(Session& session) {
  session.until(Stage::closing, std::min<Clock::duration>(linger_time, options_.idle_time));
  error_code ec;
  session.socket.shutdown(tcp::socket::shutdown_send, ec);
  while (!ec && !stopping_) {
    session.buffer.clear();
    ec = co_await read_more(session, first_read);
  }
}

Awaitable<error_code> Server::Impl::send(Loop& loop, Session& session, Response response, const Parser& parser,
                                         bool keep) {
  wire::response<wire::string_body> message;
  message.result(static_cast<unsigned>(response.status));
  if (parser.is_header_done()) message.version(parser.get().version());
  message.set(wire::field::date, loop.now());
  for (const auto& [name, value] : response.headers)
    if (!is_servers_own(name)) message.insert(name, value);  // insert: Set-Cookie may come more than once
  message.keep_alive(keep);
  const bool has_body = response.status != 204 && response.status != 304;
  if (has_body) message.content_length(response.body.size());
  const bool with_body = has_body && !(parser.is_header_done() && parser.get().method() == wire::verb::head);
  const auto size = with_body ? response.body.size() : 0;
  if (with_body) message.body() = std::move(response.body);
  session.until(Stage::writing, options_.body_time + std::chrono::seconds(size / slowest_reader));
  error_code ec;
  co_await wire::async_write(session.socket, message, asio::redirect_error(use_awaitable, ec));
  co_return ec;
}

// ---- the public face ------------------------------------------------------------------------------------------------

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Server::~Server() = default;

Result<std::unique_ptr<Server>> Server::open(Options options, Handler handler, Classify classify, Report report) {
  auto impl = std::make_unique<Impl>(std::move(options), std::move(handler), std::move(classify), std::move(report));
  TRY(impl->listen());
  return std::unique_ptr<Server>(new Server(std::move(impl)));
}

unsigned short Server::port() const { return impl_->port(); }
void Server::run() { impl_->run(); }
void Server::stop() { impl_->stop(); }

}  // namespace trefoil::http
