// A practice's own programmes: read as the program starts, a faulty one named and the others there all the same;
// offered in the files that they are for; and no plan changes when its programme does.
#include <fstream>

#include "web/test_course.h"

namespace trefoil::web {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using testing::Person;

class OwnProgrammes : public testing::CourseScene {
 protected:
  struct Made {
    int version = 1, clients = 1;
    bool practitioner = true;
    std::string activity = "Walking side by side", about = "Both walk, at an arm's length.";
  };
  static std::string programme(const std::string& id, const std::string& name, const Made& made) {
    return R"({"id":")" + id + R"(","version":)" + std::to_string(made.version) + R"(,"name":")" + name +
           R"(","about":"Invented for a test.","circle":{"clients":)" + std::to_string(made.clients) +
           R"(,"needs_practitioner":)" + (made.practitioner ? "true" : "false") +
           R"(},"phases":[{"name":"Outdoors","about":"In a park.","needs_health":false,"activities":[{"name":")" +
           made.activity + R"(","about":")" + made.about + R"("}]}]})";
  }
  static std::string programme(const std::string& id, const std::string& name) { return programme(id, name, {}); }
  void put(const std::string& name, const std::string& text) {
    const auto folder = a.t.house.folder.programmes();
    std::filesystem::create_directories(folder);
    std::ofstream(folder / name, std::ios::binary) << text;
  }
  Programmes read() { return Programmes(a.t.house.folder.programmes()); }
  std::vector<std::string> places() {
    std::vector<std::string> out;
    const Programmes all = read();
    for (const auto& faulty : all.faulty()) out.push_back(faulty.place);
    return out;
  }
  std::string form(LogId of) { return body(ada, "/files/" + of.str() + "/course/plan-write"); }
};

TEST_F(OwnProgrammes, StandBesideTheOthersOnceTheProgramIsStarted) {
  put("park.json", programme("park", "Walks in the park"));
  put("notes.txt", "not a programme");
  EXPECT_THAT(form(file), Not(HasSubstr("Walks in the park"))) << "read at the start alone";
  a.restart();
  EXPECT_THAT(form(file), HasSubstr("Walks in the park"));
  EXPECT_THAT(form(file), HasSubstr("Graded social contact"));
  must(ada, "plan-write", {{"programme", "park"}});
  EXPECT_EQ(seen(ada).course.plan.programme, "Walks in the park");
  EXPECT_THAT(body(jonah, at + "/course/sign"), HasSubstr("Both walk, at an arm&#39;s length."));
  EXPECT_THAT(a.log, IsEmpty());
}

TEST_F(OwnProgrammes, AFaultyOneIsNamedWithItsPlaceAndTheOthersStillWork) {
  put("park.json", programme("park", "Walks in the park"));
  put("broken.json", R"({"id":"broken","version":1})");
  put("cut.json", "{\"id\":");
  put("other-id.json", programme("another", "Another"));
  put("social-contact.json", programme("social-contact", "A second one of this id"));
  put("twice.json", programme("twice", "Walks in the park"));
  put("loose.json", programme("loose", "Looser").insert(1, R"("terms":{"groundwork":0},)"));
  std::filesystem::create_directories(a.t.house.folder.programmes() / "folder.json");
  EXPECT_THAT(places(),
              ElementsAre(HasSubstr("programmes/broken.json, name"), HasSubstr("programmes/cut.json"),
                          "programmes/folder.json", HasSubstr("programmes/loose.json, terms.groundwork"),
                          "programmes/other-id.json", "programmes/social-contact.json", "programmes/twice.json"));
  const Programmes all = read();
  for (const auto& faulty : all.faulty()) EXPECT_FALSE(faulty.mend.empty()) << faulty.place;

  a.restart();
  ASSERT_EQ(a.log.size(), 7u);
  EXPECT_THAT(a.log.front(), HasSubstr("programme programmes/broken.json, name: "));
  const auto page = form(file);
  for (const std::string said : {"Walks in the park", "Graded social contact", "programmes/broken.json, name",
                                 "Write the same in both.", "never loosen them"})
    EXPECT_THAT(page, HasSubstr(said));
  EXPECT_EQ(a.get(jonah, at + "/course/plan-write").status, 403) << "the practice's own concern";
  must(ada, "plan-write", {{"programme", "park"}});
}

TEST_F(OwnProgrammes, ANewVersionChangesNoPlan) {
  put("park.json", programme("park", "Walks in the park"));
  a.restart();
  must(ada, "plan-write", {{"programme", "park"}});
  for (auto* who : {ada, okafor, jonah}) must(who, "sign", {{"person", who->keys.person.str()}});
  const auto before = seen(ada).course.plan;
  put("park.json", programme("park", "Walks in the park", {.version = 2, .activity = "Running", .about = "Both run."}));
  a.restart();
  EXPECT_EQ(seen(ada).course.plan, before);
  EXPECT_EQ(seen(ada).course.plan.signed_by.size(), 3u);
  EXPECT_THAT(body(jonah, at + "/course/sign"), HasSubstr("Walking side by side"));
  EXPECT_THAT(body(jonah, at + "/course/sign"), Not(HasSubstr("Running")));
  std::filesystem::remove(a.t.house.folder.programmes() / "park.json");
  a.restart();
  EXPECT_EQ(seen(ada).course.plan, before) << "nor does one that is gone";
  EXPECT_THAT(body(ada, at + "/course"), HasSubstr("Walks in the park: Outdoors"));
}

TEST_F(OwnProgrammes, AreOfferedInTheFilesThatTheyAreFor) {
  put("two.json", programme("two", "Walks of two", {.clients = 2}));
  put("alone.json", programme("alone", "Walks without", {.practitioner = false}));
  a.restart();
  const LogId couple = a.t.new_file(ada->keys, "M2WX9P", true);
  const LogId therapists = a.t.new_file(okafor->keys, "R7TK3D", false, care::Role::therapist);
  const auto offers = [&](Person* who, LogId of, const std::string& id) {
    const auto page = body(who, "/files/" + of.str() + "/course/plan-write");
    return page.find("value=\"" + id + "\"") != page.npos;
  };
  EXPECT_TRUE(offers(ada, file, "social-contact"));
  EXPECT_FALSE(offers(ada, file, "two"));
  EXPECT_FALSE(offers(ada, file, "couple-sensate-focus"));
  EXPECT_FALSE(offers(ada, file, "alone"));
  EXPECT_TRUE(offers(ada, couple, "two"));
  EXPECT_FALSE(offers(ada, couple, "social-contact"));
  EXPECT_FALSE(offers(ada, couple, "couple-sensate-focus")) << "it has a practitioner";
  EXPECT_TRUE(offers(okafor, therapists, "alone"));
  EXPECT_TRUE(offers(okafor, therapists, "social-contact")) << "the practitioner may still join";
  EXPECT_THAT(form(file), HasSubstr("Walks without (for work without a practitioner)"));

  const auto refused = send(ada, "plan-write", {{"programme", "two"}});
  EXPECT_EQ(refused.status, 422);
  EXPECT_THAT(refused.body, HasSubstr("for a couple"));
  EXPECT_EQ(seen(ada).course.plan.version, 0);
}

}  // namespace
}  // namespace trefoil::web
