// A file of the practice, its practitioner, and a therapist who isn't in its circle yet, asked for pages. For tests.
#pragma once

#include "web/test_app.h"

namespace trefoil::web::testing {

// Where an answer sends the browser, with and without what it says was done.
inline std::string location(const http::Response& response) { return TestApp::header(response, "Location"); }
inline std::string path_of(const http::Response& response) {
  return location(response).substr(0, location(response).find('?'));
}
inline std::string passphrase(const Person& who) { return TestHouse::passphrase(who.name); }

// Which columns of a table become which scores: UCLA in the first week and the twelfth.
inline constexpr std::string_view kMapping =
    R"({"code": {"column": "code"}, "missing": ["NA"], "measures": [{"name": "Loneliness", "short": "UCLA",
  "direction": "lower", "min": 3, "max": 9, "reliability": 0.9, "spread": 1.5, "source": "a manual",
  "occasions": [{"column": "first", "week": 0}, {"column": "last", "week": 12}]}]})";

// Named as its suite is.
class Files : public ::testing::Test {
 protected:
  TestApp a;
  Person* ada = &a.founder("Ada Lind");
  Person* okafor = &a.colleague(*ada, "N. Okafor", {care::Role::therapist});
  LogId file = a.t.new_file(ada->keys);
  std::string at = "/files/" + file.str();

  std::string body(const Person* who, const std::string& path) {
    const auto response = a.get(who, path);
    EXPECT_EQ(response.status, 200) << path << response.body;
    return response.body;
  }
  void put_in_okafor() {
    a.t.must(
        practice::act(a.t.house, ada->keys, file,
                      care::AddPerson{okafor->keys.person, "N. Okafor", care::Role::therapist, okafor->keys.key()}));
  }
  // Ada's note in a room, and its address.
  std::string note(const std::string& room, const std::string& text) {
    EXPECT_EQ(a.post(ada, at + "/write", {{"room", room}, {"kind", "note"}, {"text", text}}).status, 303);
    const auto opened = practice::open_file(a.t.house, ada->keys, file);
    for (const auto& item : opened->file.items)
      if (opened->file.text_of(item) == text) return at + "/entries/" + item.event.id.str();
    return {};
  }
};

}  // namespace trefoil::web::testing
