// The whole program over a practice in memory, and people who ask it for pages. For tests.
#pragma once

#include <gmock/gmock.h>

#include <deque>

#include "practice/disk.h"
#include "practice/test_house.h"
#include "web/ask.h"

namespace trefoil::web::testing {

using practice::testing::TestHouse;

struct Person {
  std::string name;
  practice::Keyholder keys;
  std::string cookie, csrf;
};

class TestApp {
 public:
  TestHouse t;
  std::unique_ptr<practice::SignIns> sign_ins;
  std::vector<std::string> faults;  // reported by the program
  std::vector<std::string> log;     // all that was reported, as it stands in the log
  std::unique_ptr<App> app;
  std::deque<Person> people;  // addresses stay
  std::string host = "127.0.0.1:7333";  // as the browser names us

  TestApp() {
    vault::Arena arena;  // erasure signs with the service key
    if (!practice::write_whole(t.house.folder.service_key(), vault::random_key(arena)))
      throw std::runtime_error("no service key");
    auto opened = practice::SignIns::open(t.house.folder, t.clock);
    if (!opened) throw std::runtime_error(base::describe(opened.error()));
    sign_ins = std::move(*opened);
    restart();
  }
  // The program anew over the same folder; sign-ins outlive it.
  void restart() {
    auto templates = embedded_pages();
    if (!templates) throw std::runtime_error(base::describe(templates.error()));
    AppOptions options;
    options.report = [this](std::string_view kind, std::string_view detail) {
      log.push_back(std::string(kind) + " " + std::string(detail));
      if (kind == "fault") faults.emplace_back(detail);
    };
    app = std::make_unique<App>(t.house, *sign_ins, std::move(*templates), std::move(options));
  }

  Person& founder(const std::string& name, std::set<care::Role> roles = {care::Role::practitioner}) {
    return signed_in(name, std::move(t.begin(name, std::move(roles)).holder));
  }
  Person& colleague(Person& owner, const std::string& name, const std::set<care::Role>& roles) {
    return signed_in(name, t.invited(owner.keys, name, roles));
  }
  Person& client(Person& inviter, LogId file, std::size_t which, const std::string& name) {
    const auto opened = practice::open_file(t.house, inviter.keys, file);
    if (!opened) throw std::runtime_error(base::describe(opened.error()));
    const auto invitation = practice::invite_client(t.house, inviter.keys, file, opened->file.clients.at(which).person);
    if (!invitation) throw std::runtime_error(base::describe(invitation.error()));
    return signed_in(name, t.joined(invitation->token, name));
  }
  void sign_in(Person& person) {
    person.cookie = sign_ins->begin(person.keys, 15).value().value;
    person.csrf = sign_ins->look(person.cookie, true).value().csrf;
  }

  http::Response get(const Person* who, std::string path, Fields query = {}) {
    http::Request request;
    request.path = std::move(path);
    request.query = std::move(query);
    address(request, who);
    return app->handle(request);
  }
  std::string door;  // the cookie of a browser in which nobody signed in
  // Without a token where `token` is false.
  http::Response post(const Person* who, std::string path, Fields fields, bool token = true) {
    http::Request request;
    request.method = http::Method::post;
    request.path = std::move(path);
    address(request, who);
    request.headers.emplace_back("content-type", "application/x-www-form-urlencoded");
    if (token && who != nullptr) fields.emplace_back("csrf", who->csrf);
    if (token && who == nullptr && !door.empty()) fields.emplace_back("csrf", practice::door_token(door));
    for (const auto& [name, value] : fields)
      request.body +=
          (request.body.empty() ? "" : "&") + http::percent_encode(name) + "=" + http::percent_encode(value);
    return app->handle(request);
  }
  http::Response post_table(const Person& who, const std::string& csv, const std::string& mapping) {
    http::Request request;
    request.method = http::Method::post;
    request.path = "/import";
    address(request, &who);
    request.headers.emplace_back("content-type", "multipart/form-data; boundary=edge");
    const auto part = [&](std::string_view head, std::string_view content) {
      request.body +=
          "--edge\r\nContent-Disposition: form-data; " + std::string(head) + "\r\n\r\n" + std::string(content) + "\r\n";
    };
    part("name=\"csrf\"", who.csrf);
    part("name=\"scores\"; filename=\"C:\\folder\\table.csv\"", csv);
    part("name=\"mapping\"", mapping);
    request.body += "--edge--\r\n";
    return app->handle(request);
  }

  static std::string header(const http::Response& response, std::string_view name) {
    for (const auto& [key, value] : response.headers)
      if (key == name) return value;
    return {};
  }
  std::uint64_t commits() const {
    const auto last = t.store->last_checkpoint();
    return last && *last ? (*last)->number : 0;
  }

 private:
  Person& signed_in(const std::string& name, practice::Keyholder keys) {
    people.push_back({name, std::move(keys), "", ""});
    sign_in(people.back());
    return people.back();
  }
  void address(http::Request& request, const Person* who) const {
    request.peer = "127.0.0.1";
    request.headers.emplace_back("host", host);
    if (who != nullptr || !door.empty())
      request.headers.emplace_back("cookie", who != nullptr ? "trefoil=" + who->cookie : "trefoil-door=" + door);
  }
};

}  // namespace trefoil::web::testing
