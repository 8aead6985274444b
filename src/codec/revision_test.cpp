// A record reads the same for ever: what was written is judged by the revision of the rules that its author's program
// knew, whatever the rules of today say of it.
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <fstream>
#include <iterator>
#include <string>

#include "base/text.h"
#include "care/file.h"
#include "care/world_test.h"
#include "codec/event_json.h"
#include "course/revisions.h"

namespace trefoil::codec {
namespace {

using namespace course;
using care::InCourse;
using care::kPractitioner;
using care::kTherapist;

std::string golden_log() { return TREFOIL_SOURCE_DIR "/src/codec/golden/log_r1.json"; }
std::string golden_log_more() { return TREFOIL_SOURCE_DIR "/src/codec/golden/log_r1_more.json"; }
base::SessionId talk(std::uint8_t number) { return care::id_of<base::SessionId>(number, 7); }
const PlanProposed kNothing{"enquiry", {{"Talking", {}, false}}};

// A file of before there were revisions, with what its rules let pass and today's would not: a plan of nothing, and a
// session that was over in the second in which it began.
care::World of_before() {
  care::World world = care::triad();
  world.now = Instant{1'795'600'000'000};
  const auto write = [&](std::uint8_t by, Body body) {
    world.now.ms += 1'000;
    world.forge(care::key(by), care::kShared, InCourse{std::move(body)});
  };
  write(kPractitioner, kNothing);
  write(kTherapist, PlanSigned{care::person(kTherapist), 1, {}});
  write(kTherapist, SessionPlanned{talk(1), SessionKind::therapist, world.now, 50, 0, {}, false});
  write(kTherapist, SessionStarted{talk(1)});
  write(kTherapist, SessionEnded{talk(1)});
  return world;
}

// The same as such a program wrote it down: golden/log_r1.json and log_r1_more.json are never made anew. Who wrote each entry, and its bytes.
care::File read_golden(const std::string& path) {
  std::ifstream in(path);
  const std::string text((std::istreambuf_iterator<char>(in)), {});
  care::File file;
  std::uint64_t sequence = 0;
  const auto golden = boost::json::parse(text);
  for (const auto& line : golden.as_array()) {
    const auto& entry = line.as_object();
    const std::string event = boost::json::serialize(entry.at("event"));
    const auto decoded = decode_event(base::view(event), care::kShared);
    EXPECT_TRUE(decoded) << event;
    if (!decoded) return file;
    evolve(file, *decoded, {*KeyId::parse(std::string(entry.at("author").as_string())), sequence++});
  }
  return file;
}

TEST(Revision, WhatItsRulesLetPassStandsWhateverCameSince) {
  const care::File file = read_golden(golden_log());
  EXPECT_TRUE(file.voided.empty()) << file.voided.front().why;
  EXPECT_EQ(file.revision, 1);
  EXPECT_EQ(file.course.plan.version, 1);
  ASSERT_EQ(file.course.sessions.size(), 1u);
  EXPECT_TRUE(file.course.sessions[0].was_held());
}

// What else its rules let pass, each with the rule that is in the way of it today: a client was put in again with keys of
// the practitioner's making, the therapist took off a pause that had been the lead's, and the practitioner wrote to the
// client after the ending.
struct Passed {
  KeyId by;
  care::Body body;
  std::string_view rule;  // of revision 2; empty: it is in nobody's way
};
std::vector<Passed> what_passed() {
  using namespace care;
  const KeyId client = key(kClient, 1), practitioner = key(kPractitioner), therapist = key(kTherapist);
  const Safeguarding led{{{person(33), "Lea Brook", key(33)}}, "", 7}, nobody{{}, "", 7};
  return {
      {practitioner, Left{person(kClient), "a break"}, ""},
      {practitioner, Joined{person(kClient), "Jo Martin", Role::client, client, false, true}, "client-keys"},
      {therapist, SafeguardingTold{led}, ""},
      {practitioner, InCourse{Held{HoldKind::practice_pause, person(kPractitioner), {}}}, ""},
      {therapist, SafeguardingTold{nobody}, ""},
      {therapist, InCourse{Resumed{HoldKind::practice_pause, person(kPractitioner)}}, "own-part"},
      {therapist, InCourse{Closed{true, "moved away"}}, ""},
      {practitioner, Noted{"do write to me", {}, {}}, "no-contact-after"},
      {practitioner, InCourse{CredentialStated{Day{21'000}, {"to talk"}}}, "no-contact-after"},
  };
}
care::World then(const std::vector<Passed>& passed, int revision) {
  care::World world = care::triad();
  world.now = Instant{1'795'600'000'000};
  if (revision > 1) world.forge(care::key(kTherapist), care::kShared, InCourse{PracticeAttested{}, revision});
  for (const Passed& one : passed) {
    world.now.ms += 1'000;
    world.forge(one.by, care::kShared, one.body);
  }
  return world;
}

TEST(Revision, WhatElseItsRulesLetPassStandsToo) {
  const care::File file = read_golden(golden_log_more());
  EXPECT_TRUE(file.voided.empty()) << file.voided.front().why;
  EXPECT_EQ(file.revision, 1);
  EXPECT_EQ(file.member(care::person(care::kClient))->keys.back(), care::key(care::kClient, 1));
  EXPECT_TRUE(file.course.holds.empty());
  EXPECT_TRUE(file.course.closing.closed);
  EXPECT_TRUE(file.course.credentials.contains(care::person(kPractitioner)));
  EXPECT_TRUE(then(what_passed(), 1).file.voided.empty()) << "what is written here is what lies there";
}

// Each of them by itself, or one rule could stand for another.
TEST(Revision, EachOfItIsInTheWayOnceRevisionTwoWasWrittenBy) {
  const auto passed = what_passed();
  std::vector<Passed> before;
  for (const Passed& one : passed) {
    auto with = before;
    with.push_back(one);
    const care::File file = then(with, 2).file;
    if (one.rule.empty()) {
      EXPECT_TRUE(file.voided.empty()) << file.voided.front().why;
      before = std::move(with);
      continue;
    }
    ASSERT_EQ(file.voided.size(), 1u) << one.rule;
    EXPECT_EQ(file.voided.front().why, one.rule);
    // As it would be done now: by whom the rule leaves it to.
    if (one.rule == "client-keys") before.push_back({care::key(kTherapist), one.body, ""});
  }
}

// What the third asks that the second did not: a link outlived the room that its answers go to, and a practitioner came
// in after the ending.
TEST(Revision, WhatTheThirdAsksIsInNobodysWayBeforeIt) {
  const care::Room room = care::therapy(care::kClient);
  const KeyId link = care::key(40), newcomer = care::key(41);
  for (const int revision : {2, 3}) {
    care::World world = then({}, revision);
    const auto forged = [&](care::Body body) {
      world.now.ms += 1'000;
      return world.forge(care::key(kTherapist), care::kShared, std::move(body));
    };
    const auto made = [&](bool anew) { return care::RoomAdded{room, world.fresh.room(), world.file.id, anew}; };
    const Day until = world.file.moment(world.now).today + 10;
    ASSERT_TRUE(forged(made(false)));
    ASSERT_TRUE(forged(InCourse{MeasureLinkMade{link, care::person(care::kClient), {"phq"}, until}, revision}));
    ASSERT_TRUE(forged(made(true)));
    EXPECT_EQ(world.file.course.measure_links.contains(link), revision < 3);
    ASSERT_TRUE(forged(InCourse{Closed{true, "moved away"}, revision}));
    const care::Joined joined{care::person(41), "Nia (invented)", care::Role::practitioner, newcomer};
    EXPECT_EQ(forged(joined), revision < 3);
    EXPECT_EQ(world.file.owner_of(newcomer) != nullptr, revision < 3);
    if (revision == 3) {
      ASSERT_EQ(world.file.voided.size(), 1u);
      EXPECT_EQ(world.file.voided.back().why, "no-contact-after");
    }
    EXPECT_EQ(world.file.revision, revision);
  }
}

TEST(Revision, WhatIsWrittenNowIsJudgedByTheRulesOfNow) {
  care::World world = of_before();
  const auto forged = [&](std::uint8_t by, Body body, int revision) {
    world.now.ms += 1'000;
    return world.forge(care::key(by), care::kShared, InCourse{std::move(body), revision});
  };
  EXPECT_FALSE(forged(kPractitioner, kNothing, 2));
  EXPECT_EQ(world.file.voided.back().why, "in-order");
  EXPECT_EQ(world.file.revision, 1) << "what is void teaches nothing";
  // Decided here: the entry says by which rules.
  ASSERT_EQ(world.rule(kTherapist, care::Record{{SessionPlanned{talk(2), SessionKind::therapist, world.now, 50, 0, {}, false}}}),
            "done");
  EXPECT_EQ(std::get<InCourse>(world.written.back().event.body).revision, kRevision);
  EXPECT_EQ(world.file.revision, kRevision);
  ASSERT_EQ(world.rule(kTherapist, care::Record{{SessionStarted{talk(2)}}}), "done");
  EXPECT_EQ(world.rule(kTherapist, care::Record{{SessionEnded{talk(2)}}}), "in-order");
  EXPECT_EQ(world.rule(kPractitioner, care::Record{{kNothing}}), "in-order");
  // Nor does it help to name the rules of before once newer ones were written by.
  EXPECT_FALSE(forged(kTherapist, SessionEnded{talk(2)}, 1));
  EXPECT_FALSE(forged(kPractitioner, kNothing, 1));
  EXPECT_EQ(world.rule(kTherapist, care::Record{{SessionEnded{talk(2), 50}}}), "done");
  EXPECT_TRUE(world.file.course.session(talk(2))->was_held());
}

TEST(Revision, AnEntryOfRulesThatAreNotKnownYetIsNewerAndNotDamaged) {
  const care::Event event{care::id_of<EntryId>(1), Instant{5}, care::kShared, InCourse{PracticeAttested{}, kRevision}};
  std::string json = encode(event);
  const std::string now = R"("rules":)" + std::to_string(kRevision);
  ASSERT_NE(json.find(now), json.npos) << json;
  const auto with = [&](std::string_view rules) {
    std::string other = json;
    other.replace(other.find(now), now.size(), rules);
    return other;
  };
  const std::string newer = with(R"("rules":)" + std::to_string(kRevision + 1));
  const auto read = decode_event(base::view(newer), care::kShared);
  ASSERT_TRUE(read) << read.error().what;
  EXPECT_EQ(std::get<care::Unknown>(read->body), (care::Unknown{"practice-attested", 2, kRevision + 1}));
  EXPECT_EQ(decode_event(base::view(encode(*read)), care::kShared), *read);
  for (const char* odd : {R"("rules":0)", R"("rules":1)", R"("rules":"2")", R"("rules":-3)"})
    EXPECT_FALSE(decode_event(base::view(with(odd)), care::kShared)) << odd;
}

// What a client says never waits for a newer program: the fields of a stop are known, whatever the rules are by then.
TEST(Revision, AStopOfRulesThatAreNotKnownYetIsAStop) {
  const std::string now = R"("rules":)" + std::to_string(kRevision);
  const std::string then = R"("rules":)" + std::to_string(kRevision + 7);
  const auto read = [&](Body body, std::string_view more = {}) {
    std::string json =
        encode(care::Event{care::id_of<EntryId>(1), Instant{5}, care::kShared, InCourse{std::move(body), kRevision}});
    json.replace(json.find(now), now.size(), then);
    json.insert(json.size() - 1, more);
    const auto decoded = decode_event(base::view(json), care::kShared);
    EXPECT_TRUE(decoded) << json;
    if (decoded && std::holds_alternative<InCourse>(decoded->body)) {
      EXPECT_EQ(encode(*decoded), json);
    }
    return decoded ? decoded->body : care::Body{};
  };
  const Held stop{HoldKind::client_stop, care::person(care::kClient), {}};
  EXPECT_EQ(read(stop), (care::Body{InCourse{stop, kRevision + 7}}));
  EXPECT_EQ(read(SessionStopped{talk(1)}), (care::Body{InCourse{SessionStopped{talk(1)}, kRevision + 7}}));
  const auto is_unknown = [](const care::Body& body) { return std::holds_alternative<care::Unknown>(body); };
  EXPECT_TRUE(is_unknown(read(Held{HoldKind::practice_pause, care::person(kPractitioner), {}})));
  EXPECT_TRUE(is_unknown(read(SessionStarted{talk(1)})));
  EXPECT_TRUE(is_unknown(read(stop, R"(,"why":"x")"))) << "with a field that nobody knows here";

  care::World world = care::triad();
  ASSERT_TRUE(world.forge(care::key(care::kClient), care::kShared, read(stop)));
  EXPECT_EQ(world.file.course.holds.size(), 1u);
  EXPECT_FALSE(world.file.newer);
}

}  // namespace
}  // namespace trefoil::codec
