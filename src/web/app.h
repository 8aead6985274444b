// The pages: a request in, a page or a redirect out. Knows HTTP only as values, and the practice only by its functions.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "http/server.h"
#include "practice/sign_ins.h"
#include "practice/throttle.h"
#include "web/page_templates.h"

namespace trefoil::web {

struct AppOptions {
  bool secure = false;  // behind a TLS proxy: __Host- cookies
  // A rehearsal folder: the banner, and where it is the demonstration its sign-ins on the sign-in page.
  bool rehearsal = false;
  struct DemoSignIn {
    std::string who, does, sign_in_name, passphrase;
  };
  std::vector<DemoSignIn> demo;
  // A rehearsal's clock can be moved on (POST /rehearsal/clock, field minutes); empty in a real practice.
  std::function<void(std::chrono::minutes)> move_clock;
  http::Report report;  // refused sign-ins, faults: kinds, never content
};

class App {
 public:
  App(practice::House& house, practice::SignIns& sign_ins, Templates templates, AppOptions options);
  ~App();
  http::Response handle(const http::Request& request);
  http::Lane lane(const http::Request& request) const;

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace trefoil::web
