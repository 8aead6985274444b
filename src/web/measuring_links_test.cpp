// Measures answered by a link: given a plan of measures, when the client opens the link, then it takes their answers
// once, for as long as it lasts, and shows and promises nothing that is not so.
#include "course/measuring.h"
#include "practice/answer_link.h"
#include "practice/outside.h"
#include "web/test_measuring.h"

namespace trefoil::web {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

using Measuring = testing::MeasuringScene;

TEST_F(Measuring, ByALinkTheClientAnswersOnceWithoutASignIn) {
  add("ucla-3", "start");
  add("phq-9", "start");
  const auto address = link({{"person", jonahs}});
  EXPECT_THAT(address, Not(HasSubstr("phq")));
  EXPECT_THAT(body(okafor, plan_at), HasSubstr("a link is with them"));
  const auto asked = a.get(nullptr, address);
  ASSERT_EQ(asked.status, 200);
  EXPECT_THAT(asked.body, AllOf(HasSubstr("left out?"), HasSubstr("little energy"), HasSubstr("is told to"), Not(HasSubstr("Jonah"))));
  auto fields = answers("ucla-3", 0, 0);
  for (auto& one : answers("phq-9", 1, 1)) fields.push_back(one);
  const auto sent = a.post(nullptr, address, fields, false);
  EXPECT_NE(sent.status, 200) << "a form of another site";
  const auto done = a.post(nullptr, address, fields);
  ASSERT_EQ(done.status, 200) << done.body;
  EXPECT_THAT(done.body, AllOf(HasSubstr("Thank you"), HasSubstr("One of your answers is one that your therapist is told of.")));
  for (auto* who : {jonah, ada, okafor}) {
    EXPECT_EQ(series(who, "ucla-3")->scores.at(0).value, 3);
    EXPECT_EQ(series(who, "phq-9")->scores.at(0).value, 9);
    EXPECT_TRUE(seen(who).voided.empty());
    EXPECT_EQ(answered(seen(who)), who == ada ? 0U : 2U) << who->name;
  }
  EXPECT_THAT(body(okafor, "/today"), HasSubstr("Read an answer today"));
  EXPECT_THAT(a.get(nullptr, address).body, HasSubstr("This link does not count"));
  EXPECT_THAT(a.post(nullptr, address, fields).body, HasSubstr("This link does not count"));
  EXPECT_EQ(series(okafor, "ucla-3")->scores.size(), 1U);
  EXPECT_TRUE(ledger::verify(*a.t.store, {})->findings.empty());
  EXPECT_THAT(practice::export_file(a.t.house, okafor->keys, file)->html, HasSubstr("by a link"));
}

// Only the one who left holds the room's key until the client is here again: nobody else could read what is left there.
TEST_F(Measuring, WhereTheTherapistLeftNothingIsLeftForThemAndNobodyIsPromisedToBeTold) {
  add("phq-9", "start");
  const auto address = link({{"person", jonahs}});
  ASSERT_EQ(a.post(ada, at + "/circle/remove", {{"person", okafor->keys.person.str()}, {"why", "moved away"}}).status, 303);
  const auto on_screen = answer(ada, "phq-9", answers("phq-9", 1), true);
  EXPECT_EQ(on_screen.status, 403);
  EXPECT_THAT(on_screen.body, HasSubstr("the therapist holds no key"));
  const auto by_link = a.post(nullptr, address, answers("phq-9", 1));
  EXPECT_EQ(by_link.status, 403);
  EXPECT_THAT(by_link.body, AllOf(HasSubstr("nobody was told"), Not(HasSubstr("Thank you"))));
  EXPECT_EQ(answered(seen(jonah)), 0U);
  auto& other = a.colleague(*ada, "R. Vance", {care::Role::therapist});
  a.t.must(practice::act(a.t.house, ada->keys, file,
                         care::AddPerson{other.keys.person, "R. Vance", care::Role::therapist, other.keys.key()}));
  EXPECT_EQ(answer(ada, "phq-9", answers("phq-9", 1), true).status, 403) << "the new one has no key yet";
}

// A client without a sign-in, and a therapist who left: nobody holds what lay in their room, and the next therapist begins it
// anew instead of standing before a shut door.
TEST_F(Measuring, TheNextTherapistOfAClientWithoutKeysBeginsTheirRoomAnew) {
  const LogId alone = a.t.new_file(ada->keys, "Q8RN5T");
  const std::string there = "/files/" + alone.str();
  const auto client = practice::open_file(a.t.house, ada->keys, alone)->file.clients.at(0).person;
  const auto join = [&](testing::Person* who) {
    a.t.must(practice::act(a.t.house, ada->keys, alone,
                           care::AddPerson{who->keys.person, who->name, care::Role::therapist, who->keys.key()}));
  };
  const care::Room room{care::RoomKind::therapy, client};
  const auto notes = [&](testing::Person* who) {
    std::vector<std::string> out;
    const auto opened = practice::open_file(a.t.house, who->keys, alone);
    EXPECT_TRUE(opened->damage.empty());
    for (const auto& item : opened->file.items)
      if (item.event.room == room) out.push_back(opened->file.text_of(item));
    return out;
  };
  join(okafor);
  a.t.must(practice::act(a.t.house, okafor->keys, alone, care::Write{room, "quince: of before"}));
  // A link whose answers would go there is over with it, and the therapist is asked to give another.
  a.t.must(practice::act(a.t.house, okafor->keys, alone, care::Record{{course::MeasuresScheduled{{{"phq-9"}}}}}));
  const auto link_by = [&](testing::Person* who) {
    const auto made = practice::make_answer_link(a.t.house, who->keys, alone, client, {"phq-9"});
    EXPECT_TRUE(made);
    return "/answer/" + alone.str() + "/" + made->token;
  };
  const auto waits = [&](testing::Person* who) {
    const auto file = practice::open_file(a.t.house, who->keys, alone)->file;
    return course::has_open_link(file.course, client, "phq-9", Day{0}, file.moment(a.t.clock.now()).today);
  };
  const auto link_of_before = link_by(okafor);
  ASSERT_EQ(a.get(nullptr, link_of_before).status, 200);
  ASSERT_TRUE(waits(ada));
  ASSERT_EQ(a.post(ada, there + "/circle/remove", {{"person", okafor->keys.person.str()}, {"why", "moved away"}}).status, 303);
  auto& vance = a.colleague(*ada, "R. Vance", {care::Role::therapist});
  join(&vance);
  a.t.must(practice::act(a.t.house, vance.keys, alone, care::Write{room, "rowan: of now"}));
  EXPECT_EQ(notes(&vance), std::vector<std::string>{"rowan: of now"});
  EXPECT_EQ(a.get(nullptr, link_of_before).status, 404);
  EXPECT_FALSE(waits(&vance) || waits(ada));
  EXPECT_EQ(a.get(nullptr, link_by(&vance)).status, 200);
  EXPECT_TRUE(waits(ada));
  EXPECT_TRUE(notes(ada).empty());
  EXPECT_TRUE(ledger::verify(*a.t.store, {})->findings.empty());
  // And what the client answers on the practitioner's screen has a reader again.
  const auto opened = practice::open_file(a.t.house, vance.keys, alone);
  EXPECT_TRUE(practice::shut_rooms(*opened).empty());
  // Who left and comes back finds both.
  join(okafor);
  a.t.must(practice::act(a.t.house, vance.keys, alone, care::Write{room, "sloe: later"}));
  EXPECT_EQ(notes(okafor), (std::vector<std::string>{"quince: of before", "rowan: of now", "sloe: later"}));
}

TEST_F(Measuring, AnAlteredLinkIsNone) {
  add("ucla-3", "start");
  const auto address = link({{"person", jonahs}});
  // Every letter matters: the secret, the room, and what is asked.
  for (const std::size_t back : {1U, 8U, 14U, 30U}) {
    auto other = address;
    char& letter = other[other.size() - back];
    letter = letter == 'a' ? 'b' : 'a';
    EXPECT_EQ(a.get(nullptr, other).status, 404) << back;
  }
  EXPECT_EQ(a.get(nullptr, address + "aaaaaaaa").status, 404);
  EXPECT_EQ(a.get(nullptr, address.substr(0, address.rfind('/') + 1) + "x").status, 404);
  EXPECT_EQ(a.get(nullptr, address).status, 200);
}

TEST_F(Measuring, TwoLinksThatAskTheSameDoNotShowItByTheirAddresses) {
  add("phq-9", "start");
  const auto first = link({{"person", jonahs}}), second = link({{"person", jonahs}});
  for (const auto& one : {first, second}) EXPECT_THAT(one, Not(HasSubstr(key("phq-9"))));
  EXPECT_NE(first.substr(first.size() - 6), second.substr(second.size() - 6));
}

TEST_F(Measuring, ALinkRunsOut) {
  add("ucla-3", "start");
  const auto address = link({{"person", jonahs}});
  pass(std::chrono::hours(24 * (practice::kAnswerLinkDays - 1)));
  EXPECT_EQ(a.get(nullptr, address).status, 200);
  pass(std::chrono::hours(24 * 2));
  EXPECT_EQ(a.get(nullptr, address).status, 404);
}

TEST_F(Measuring, WhoeverHoldsALinkLeavesNothingButItsAnswers) {
  add("ucla-3", "start");
  const auto address = link({{"person", jonahs}});
  const auto token = address.substr(address.rfind('/') + 1);
  care::Taking other{"gad-7", "w", "GAD-7", {}, {{"gad7-1", "0"}}, {}, {}, {}};
  EXPECT_FALSE(practice::answer_by_link(a.t.house, file, token, {other})) << "what was not asked";
}

TEST_F(Measuring, ALinkThatWasMadeForTheWorkIsNoneAfterTheEnding) {
  add("ucla-3", "start");
  const auto address = link({{"person", jonahs}});
  must(jonah, "end", {{"words", ""}});
  EXPECT_EQ(a.get(nullptr, address).status, 404);
  EXPECT_TRUE(seen(okafor).course.measure_links.empty());
  const auto again = link({{"person", jonahs}, {"of", key("ucla-3")}});
  EXPECT_EQ(a.get(nullptr, again).status, 200) << "the therapist asks anew";
  EXPECT_TRUE(ledger::verify(*a.t.store, {})->findings.empty());
}

}  // namespace
}  // namespace trefoil::web
