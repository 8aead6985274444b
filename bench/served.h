// The program over a scene, served: the real pages, the real server.
#pragma once

#include <thread>

#include "http/server.h"
#include "http_load.h"
#include "scene.h"
#include "web/app.h"
#include "web/ask.h"
#include "web/page_templates.h"

namespace trefoil::bench {

class Served {
 public:
  Served(Scene& scene, unsigned threads)
      : sign_ins_(must(practice::SignIns::open(scene.house.folder, *scene.house.clock))),
        app_(scene.house, *sign_ins_, must(web::embedded_pages()), {}) {
    http::Options options;
    options.threads = threads;
    server_ = must(http::Server::open(
        options, [this](const http::Request& request) { return app_.handle(request); },
        [this](const http::Request& request) { return app_.lane(request); }, {}));
    serving_ = std::thread([this] { server_->run(); });
  }
  ~Served() {
    server_->stop();
    serving_.join();
  }
  Served(const Served&) = delete;
  Served& operator=(const Served&) = delete;

  practice::SignIns& sign_ins() { return *sign_ins_; }
  unsigned short port() const { return server_->port(); }
  // A header line that says who asks, after signing in.
  std::string signed_in(const practice::Keyholder& holder) {
    return "Cookie: trefoil=" + must(sign_ins_->begin(holder, 15)).value + "\r\n";
  }

 private:
  std::unique_ptr<practice::SignIns> sign_ins_;
  web::App app_;
  std::unique_ptr<http::Server> server_;
  std::thread serving_;
};

}  // namespace trefoil::bench
