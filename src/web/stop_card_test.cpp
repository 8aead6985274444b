// What a stop card shows to who makes it, and what its use tells the three.
#include <qrencode.h>

#include <cstdio>
#include <sstream>

#include "practice/stop_card.h"
#include "web/qr.h"
#include "web/test_course.h"

namespace trefoil::web {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class StopCardPages : public testing::CourseScene {};

TEST_F(StopCardPages, SayWhereTheAddressLeadsNowhereElse) {
  constexpr auto kWarning = "works on this computer only";
  EXPECT_THAT(a.post(jonah, at + "/stop-card", {}).body, AllOf(HasSubstr(kWarning), HasSubstr("For people elsewhere")));
  EXPECT_THAT(a.post(ada, at + "/stop-card", {}).body, HasSubstr(kWarning));
  const Fields colleague{
      {"name", "Ida"}, {"role", "mentor"}, {"passphrase", practice::testing::TestHouse::passphrase(ada->name)}};
  EXPECT_THAT(a.post(ada, "/practice/invite", colleague).body, AllOf(HasSubstr("/join/"), HasSubstr(kWarning)));
  a.host = "practice.example";
  const auto card = a.post(jonah, at + "/stop-card", {}).body;
  EXPECT_THAT(card, AllOf(HasSubstr("practice.example/stop/"), Not(HasSubstr(kWarning))));
  auto another = colleague;
  another.front().second = "Ines";
  EXPECT_THAT(a.post(ada, "/practice/invite", another).body, AllOf(HasSubstr("/join/"), Not(HasSubstr(kWarning))));
}

TEST_F(StopCardPages, SayTheSameOfHowLongItCounts) {
  const auto card = a.post(jonah, at + "/stop-card", {}).body;
  const Day until = base::months_after(base::local_day(a.t.clock.now(), "Europe/London"), 12);
  EXPECT_THAT(card, HasSubstr("a year, until " + base::in_words(until)));
}

TEST_F(StopCardPages, DrawTheAddressForACamera) {
  const auto card = a.post(jonah, at + "/stop-card", {}).body;
  EXPECT_THAT(card, AllOf(HasSubstr("<svg class=\"qr\""), HasSubstr("role=\"img\" aria-label=")));
  const auto view = qr_model("http://practice.example/stop/5qa7cakpefyubk6nzvwxgmudvi");
  EXPECT_THAT(card, Not(HasSubstr(*view.find("path")->text()))) << "of its own address";
}

TEST_F(StopCardPages, ItsUseIsToldAsACardsEverywhere) {
  open();
  const auto made = practice::make_stop_card(a.t.house, jonah->keys, file, jonah->keys.person);
  ASSERT_TRUE(made);
  ASSERT_TRUE(practice::stop_by_card(a.t.house, file, made->code));
  const auto session = session_with_practitioner();
  constexpr auto kTold = "A stop came by the stop card";
  for (const auto& path : {std::string("/today"), at + "/course", session, at})
    for (auto* who : {jonah, ada, okafor}) {
      const auto page = a.get(who, path);
      if (page.status == 200) {
        EXPECT_THAT(page.body, AllOf(HasSubstr(kTold), Not(HasSubstr("said stop")))) << who->name << path;
      }
    }
  EXPECT_THAT(body(jonah, "/today"), HasSubstr("/course/go-on")) << "its effect is that of their own word";
  EXPECT_THAT(a.post(ada, session + "/start", {}).body, HasSubstr(kTold));
  must(jonah, "go-on");
  EXPECT_THAT(body(jonah, "/today"), HasSubstr("A stop came by the stop card, and you would like to go on."));
  EXPECT_THAT(body(okafor, at + "/course/resume"), HasSubstr("The stop by the stop card: Jonah"));
  must(okafor, "resume", {{"hold", "stop-" + jonah->keys.person.str()}});
  EXPECT_TRUE(seen(ada).course.holds.empty());
}

TEST_F(StopCardPages, AWrongCodeSaysWhatToDoInstead) {
  a.door = practice::fresh_door();
  for (const auto& where : {"/stop/" + file.str(), std::string("/stop/nothing")}) {
    const auto page = a.post(nullptr, where, {{"code", "wrong"}});
    EXPECT_EQ(page.status, 404);
    EXPECT_THAT(page.body, AllOf(HasSubstr("call your practitioner or your therapist"),
                                 HasSubstr("can press stop for you"), Not(HasSubstr("pass a stop on"))))
        << where;
  }
}

TEST(Qr, DrawsEverySquareInsideAQuietEdge) {
  const std::string text = "http://practice.example/stop/5qa7cakpefyubk6nzvwxgmudvi";
  const auto view = qr_model(text);
  ASSERT_TRUE(*view.find("shown")->yes());
  const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(QRcode_encodeString8bit(text.c_str(), 0, QR_ECLEVEL_M),
                                                             &QRcode_free);
  EXPECT_EQ(*view.find("size")->text(), std::to_string(code->width + 8));
  std::set<std::pair<int, int>> drawn, dark;
  std::istringstream path(*view.find("path")->text());
  for (std::string run; std::getline(path, run, 'z');) {
    int x = 0, y = 0, length = 0;
    ASSERT_EQ(std::sscanf(run.c_str(), "M%d %dh%dv1h-", &x, &y, &length), 3) << run;
    for (int i = 0; i < length; ++i) EXPECT_TRUE(drawn.emplace(x + i - 4, y - 4).second) << "once";
  }
  for (int y = 0; y < code->width; ++y)
    for (int x = 0; x < code->width; ++x)
      if (code->data[y * code->width + x] & 1) dark.emplace(x, y);
  EXPECT_EQ(drawn, dark);
  EXPECT_FALSE(*qr_model(std::string(5000, 'a')).find("shown")->yes()) << "more than a code holds";
}

}  // namespace
}  // namespace trefoil::web
