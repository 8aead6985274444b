// For the tests: a client that sends the bytes it is told to, however wrong, and a server in a thread.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "http/ascii.h"
#include "http/server.h"

namespace trefoil::http::testing {

struct Answer {
  int status = 0;  // 0: the connection ended instead
  std::map<std::string, std::string> headers;
  std::string body;
};

class RawClient {
 public:
  explicit RawClient(unsigned short port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    // A bound on the whole test only: nothing is asserted of how long anything takes.
    const timeval most{60, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &most, sizeof most);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = ::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  }
  ~RawClient() { ::close(socket_); }
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  bool connected() const { return connected_; }

  RawClient& send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) break;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return *this;
  }

  RawClient& get(std::string_view target, std::string_view more = "") {
    return send("GET " + std::string(target) + " HTTP/1.1\r\nHost: localhost:0\r\n" + std::string(more) + "\r\n");
  }

  RawClient& post(std::string_view target, std::string_view body, std::string_view more = "") {
    return send("POST " + std::string(target) + " HTTP/1.1\r\nHost: localhost:0\r\nContent-Length: " +
                std::to_string(body.size()) + "\r\n" + std::string(more) + "\r\n" + std::string(body));
  }

  // Reads one response; `without_body` after a HEAD.
  Answer answer(bool without_body = false) {
    Answer out;
    std::size_t end;
    while ((end = got_.find("\r\n\r\n")) == std::string::npos)
      if (!more()) return out;
    const std::string head = got_.substr(0, end + 2);
    got_.erase(0, end + 4);
    std::size_t line = head.find("\r\n");
    out.status = std::stoi(head.substr(9, 3));
    for (std::size_t at = line + 2; at < head.size();) {
      const std::size_t stop = head.find("\r\n", at), colon = head.find(": ", at);
      out.headers[lower_case(head.substr(at, colon - at))] = head.substr(colon + 2, stop - colon - 2);
      at = stop + 2;
    }
    if (without_body || !out.headers.contains("content-length")) return out;
    const std::size_t size = std::stoul(out.headers["content-length"]);
    while (got_.size() < size && more()) {
    }
    out.body = got_.substr(0, size);
    got_.erase(0, size);
    return out;
  }

  // True once the other end has closed with nothing more said.
  bool closed() {
    while (more()) {
    }
    return got_.empty();
  }

  // Waits a moment for the other end to speak or close; true when it has.
  bool stirs(int milliseconds) {
    pollfd socket{socket_, POLLIN, 0};
    return ::poll(&socket, 1, milliseconds) > 0;
  }

  // True once the connection is broken off, without reading what came before.
  bool broken_off() {
    pollfd socket{socket_, 0, 0};
    return ::poll(&socket, 1, 60'000) > 0;
  }

  void shut() { ::shutdown(socket_, SHUT_WR); }

 private:
  bool more() {
    char bytes[4096];
    const ssize_t read = ::recv(socket_, bytes, sizeof bytes, 0);
    if (read <= 0) return false;
    got_.append(bytes, static_cast<std::size_t>(read));
    return true;
  }

  int socket_;
  bool connected_ = false;
  std::string got_;
};

// Serves until it goes out of scope, and keeps what was reported.
class Running {
 public:
  explicit Running(Options options, Handler handler, Classify classify = {}) {
    if (options.hosts.empty()) options.hosts = {"localhost:0"};
    auto opened = Server::open(std::move(options), std::move(handler), std::move(classify),
                               [this](std::string_view kind, std::string_view detail) {
                                 const std::lock_guard lock(mutex_);
                                 reports_.emplace_back(kind, detail);
                               });
    server_ = std::move(opened.value());
    ended_ = std::async(std::launch::async, [this] { server_->run(); });
  }
  ~Running() {
    server_->stop();
    ended_.wait();
  }

  Server& server() { return *server_; }
  unsigned short port() const { return server_->port(); }
  void wait_for_end() { ended_.wait(); }
  std::vector<std::pair<std::string, std::string>> reports() {
    const std::lock_guard lock(mutex_);
    return reports_;
  }

 private:
  std::mutex mutex_;
  std::vector<std::pair<std::string, std::string>> reports_;
  std::unique_ptr<Server> server_;
  std::future<void> ended_;
};

inline Response text(std::string body, int status = 200) {
  Response response;
  response.status = status;
  response.set("Content-Type", "text/plain");
  response.body = std::move(body);
  return response;
}

}  // namespace trefoil::http::testing
