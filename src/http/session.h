// Included by server.cpp alone: a connection, the loop that it lives on, and how a head as Beast parsed it becomes a
// Request.
#pragma once

#include <fmt/chrono.h>

#include <boost/asio.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <chrono>
#include <ctime>
#include <list>
#include <string>
#include <string_view>
#include <utility>

#include "http/ascii.h"
#include "http/hosts.h"
#include "http/message.h"
#include "http/target.h"

namespace trefoil::http {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace wire = boost::beast::http;
using asio::ip::tcp;
using boost::system::error_code;
using Executor = asio::io_context::executor_type;  // the concrete one: no type erasure on every operation
using Socket = asio::basic_stream_socket<tcp, Executor>;
using Acceptor = asio::basic_socket_acceptor<tcp, Executor>;
using Timer =
    asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>, Executor>;
using Clock = std::chrono::steady_clock;
using Parser = wire::request_parser<wire::string_body>;
template <class T>
using Awaitable = asio::awaitable<T, Executor>;
inline constexpr asio::use_awaitable_t<Executor> use_awaitable;

enum class Stage { idle, reading, working, writing, closing };

struct Session {
  explicit Session(Socket given) : socket(std::move(given)) {}
  Socket socket;
  beast::flat_buffer buffer;
  std::string peer;
  Stage stage = Stage::idle;
  Clock::time_point deadline = Clock::time_point::max();
  bool late = false;   // the deadline passed while reading: the answer is 408
  bool spare = false;  // beyond the limit of connections: only a reserved request is answered

  void until(Stage next, Clock::duration most) {
    stage = next;
    deadline = Clock::now() + most;
  }
  void close() {
    error_code ignored;
    socket.close(ignored);
  }
};

// One io_context and the thread that runs it; what lies in it is touched by that thread alone.
struct Loop {
  std::list<Session*> sessions;
  std::time_t dated = 0;
  std::string date;
  asio::io_context context{1};  // last, so destroyed first: the sessions inside it leave the list above

  const std::string& now() {
    const std::time_t second = std::time(nullptr);
    if (second != dated) {
      dated = second;
      date = fmt::format("{:%a, %d %b %Y %H:%M:%S} GMT", fmt::gmtime(second));  // RFC 9110, 5.6.7
    }
    return date;
  }
};

// The status that a failed read deserves; 0 where the other end is gone and nobody would read it.
inline int status_of(const Session& session, error_code ec) {
  if (session.late) return 408;
  if (ec == wire::error::header_limit) return 431;
  if (ec == wire::error::body_limit) return 413;
  if (ec == wire::error::end_of_stream || ec == wire::error::partial_message) return 0;
  return ec.category() == wire::make_error_code(wire::error::end_of_stream).category() ? 400 : 0;
}

// Fills the request from the head, the peer and the body aside; the status to refuse it with, else 0.
inline int read_head_into(Request& request, const Parser& parser, const HostList& hosts) {
  const auto& head = parser.get();
  if (head.count(wire::field::transfer_encoding) && !parser.chunked()) return 400;  // a length that nobody knows
  const auto method = head.method();
  request.method = method == wire::verb::get || method == wire::verb::head ? Method::get
                   : method == wire::verb::post                            ? Method::post
                                                                           : Method::other;
  if (request.method == Method::other) return 405;
  const auto raw = head.target();
  auto target = read_target(std::string_view(raw.data(), raw.size()));
  if (!target) return 400;
  for (const auto& field : head) {
    const auto name = field.name_string(), value = field.value();
    request.headers.emplace_back(lower_case({name.data(), name.size()}), std::string(value.data(), value.size()));
  }
  const auto named = head.count(wire::field::host);
  if (named > 1 || (named == 0 && head.version() >= 11)) return 400;  // RFC 9112, 3.2
  if (!hosts.answers(target->authority.empty() ? request.header("host") : std::string_view(target->authority)))
    return 421;
  if (head.count(wire::field::expect) && !beast::iequals(head[wire::field::expect], "100-continue")) return 417;
  request.path = std::move(target->path);
  request.query = std::move(target->query);
  return 0;
}

inline std::string_view last_header(const Request& request, std::string_view lower_case_name) {
  std::string_view last;
  for (const auto& [name, value] : request.headers)
    if (name == lower_case_name) last = value;
  return last;
}

}  // namespace trefoil::http
