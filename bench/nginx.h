// nginx as a floor: one file, served at its best.
#pragma once

#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

#include "http_load.h"

namespace trefoil::bench {

// A port that was free a moment ago.
inline unsigned short free_port() {
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

// In a folder of its own, ended by its own pid. To be made before any thread: it forks.
class Nginx {
 public:
  Nginx(const std::string& page, unsigned workers) : port_(free_port()) {
    char pattern[] = "/tmp/http_floor_XXXXXX";
    if (const char* made = ::mkdtemp(pattern)) folder_ = made;
    if (folder_.empty() || !std::filesystem::exists("/usr/sbin/nginx")) return;
    std::ofstream(folder_ / "page.html") << page;
    std::ofstream(folder_ / "nginx.conf")
        << "daemon off; pid " << (folder_ / "pid").string() << "; worker_processes " << workers << ";"
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
      const int fd = connect_to(port_);
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

}  // namespace trefoil::bench
