// A small load: one thread, N keep-alive connections, the next request as soon as an answer is whole.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <cstddef>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace trefoil::bench {

inline int connect_to(unsigned short port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    ::close(fd);
    return -1;
  }
  const int on = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return fd;
}

inline std::string request_for(std::string_view path, unsigned short port, std::string_view more = "") {
  return "GET " + std::string(path) + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) + "\r\n" +
         std::string(more) + "\r\n";
}

// The whole answer to one request, so that the load can count bytes: every later answer has the same length. Empty
// where it isn't a 200 with a Content-Length.
inline std::string first_answer(unsigned short port, const std::string& request) {
  const int fd = connect_to(port);
  if (fd < 0) return {};
  std::string got;
  char bytes[16384];
  std::size_t whole = std::string::npos;
  if (::send(fd, request.data(), request.size(), MSG_NOSIGNAL) < 0) whole = 0;
  while (got.size() < whole) {
    const ssize_t read = ::recv(fd, bytes, sizeof bytes, 0);
    if (read <= 0) break;
    got.append(bytes, static_cast<std::size_t>(read));
    const std::size_t end = got.find("\r\n\r\n"), length = got.find("Content-Length: ");
    if (whole == std::string::npos && end != std::string::npos && length < end)
      whole = end + 4 + std::strtoul(got.c_str() + length + 16, nullptr, 10);
  }
  ::close(fd);
  return got.starts_with("HTTP/1.1 200 ") && got.size() == whole ? got : std::string();
}

// Requests a second; 0 where a connection broke.
inline double load(unsigned short port, const std::string& request, std::size_t answer_size, std::size_t connections,
                   std::size_t requests) {
  struct Connection {
    int fd;
    std::size_t left;
  };
  const int poll = ::epoll_create1(EPOLL_CLOEXEC);
  std::vector<Connection> all(connections);
  bool whole = true;
  for (std::size_t i = 0; i < connections && whole; ++i) {
    all[i] = {connect_to(port), answer_size};
    epoll_event event{EPOLLIN, {.u64 = i}};
    whole = all[i].fd >= 0 && ::epoll_ctl(poll, EPOLL_CTL_ADD, all[i].fd, &event) == 0;
  }
  const auto ask = [&](const Connection& c) {
    return ::send(c.fd, request.data(), request.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(request.size());
  };
  std::size_t sent = 0, done = 0;
  const auto since = std::chrono::steady_clock::now();
  for (std::size_t i = 0; i < connections && whole && sent < requests; ++i, ++sent) whole = ask(all[i]);
  std::vector<epoll_event> events(connections);
  std::vector<char> bytes(64 * 1024);
  while (whole && done < requests) {
    const int ready = ::epoll_wait(poll, events.data(), static_cast<int>(events.size()), 10'000);
    if (ready <= 0) whole = false;
    for (int e = 0; e < ready && whole; ++e) {
      Connection& c = all[events[static_cast<std::size_t>(e)].data.u64];
      const ssize_t read = ::recv(c.fd, bytes.data(), std::min(bytes.size(), c.left), 0);
      if (read <= 0) {
        whole = false;
        break;
      }
      c.left -= static_cast<std::size_t>(read);
      if (c.left > 0) continue;
      ++done;
      c.left = answer_size;
      if (sent < requests) whole = ask(c), ++sent;
    }
  }
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - since;
  for (const Connection& c : all)
    if (c.fd >= 0) ::close(c.fd);
  ::close(poll);
  return whole ? static_cast<double>(requests) / took.count() : 0;
}

}  // namespace trefoil::bench
