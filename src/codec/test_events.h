// Events of every type, and the files of how each was written before. For tests of event_json.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <vector>

#include "codec/event_json.h"

namespace trefoil::codec::events {

template <class I>
I id(std::uint8_t fill) {
  I out;
  out.bytes.fill(fill);
  return out;
}

inline const care::Room kRoom{care::RoomKind::clinical, {}};

inline care::Event event(care::Body body) {
  return {id<EntryId>(0x11), Instant{1'795'538'478'123}, kRoom, std::move(body)};
}

// One of each type, in the order of the golden file, with every optional field there and, where it matters, not there.
inline std::vector<care::Event> one_of_each() {
  const auto mia = id<PersonId>(1);
  const measure::Scale bdi{"Beck Depression Inventory II", "BDI-II", measure::Direction::lower_is_better,
                           0, 63, 0.92, 12.75, "500 outpatients"};
  const measure::Scale bare{"Ours", "Ours", measure::Direction::higher_is_better, {}, {}, {}, {}, ""};
  return {
      event(care::FileOpened{"K7M2XQ", true, false, id<LogId>(2), "The Harbour", "Europe/London"}),
      event(care::RoomAdded{{care::RoomKind::therapy, mia}, id<RoomId>(3), id<LogId>(4)}),
      event(care::RoomAdded{{care::RoomKind::clinical, {}}, id<RoomId>(3), id<LogId>(4)}),
      event(care::ClientDescribed{
          {mia, "Maria Anna Example", "Mia", "she/her", base::parse_day("1961-02-28"), {{"text 07 00", "post"}, {"calls"}}}}),
      event(care::ClientDescribed{{mia, "M", "", "", {}, {}}}),
      event(care::Joined{mia, "Mia", care::Role::client, id<KeyId>(5), true, false}),
      event(care::Joined{mia, "Mia", care::Role::mentor, {}, false, true}),
      event(care::KeyChanged{mia, id<KeyId>(6)}),
      event(care::Left{mia, "Moved to another town."}),
      event(care::Scored{bdi, {{base::parse_day("2026-03-02"), {}}, 27}, "imported from scores.csv"}),
      event(care::Scored{bare, {{{}, 8.7}, -0.5}, ""}),
      event(care::ErasureAsked{mia, "The client's wish.", *base::parse_day("2026-11-24"), {"log signature", "log two"}}),
      event(care::ErasureWithdrawn{}),
      event(care::Noted{"First line.\nSecond, with \"quotes\", a tab\t, \\ and é 🌿.", id<EntryId>(7), {}}),
      event(care::Noted{"", {}, id<EntryId>(8)}),
      event(care::Corrected{id<EntryId>(9), "It was Tuesday."}),
      event(care::MovedAway{id<EntryId>(10), care::RoomKind::health}),
      event(care::FileRead{mia}),
      event(care::Noted{"Sat together.", {}, {}, id<base::SessionId>(12), care::Topic::report}),
      event(care::SafeguardingTold{{{{mia, "Lea Brook", id<KeyId>(13)}}, "The body, 01 23", 10}}),
      event(care::Answered{"phq-9", "PHQ-9", mia, {{"phq9-1", "2"}, {"phq9-9", "1"}}, {"phq9-9"}}),
      event(care::Answered{"touch-diary", "Diary", {}, {{"near-wished", "7"}}, {}}),
      event(care::AlertSeen{id<EntryId>(10)}),
      event(care::PracticeTold{{{{care::Role::practitioner, "touch therapist"}, {care::Role::therapist, "supervising therapist"}}, 5}}),
      event(care::PracticeTold{}),
  };
}

// The same for what happens in the course of care.
inline std::vector<care::Event> one_of_each_in_course() {
  namespace c = course;
  const auto mia = id<PersonId>(1), ada = id<PersonId>(2), okafor = id<PersonId>(3);
  const auto session = id<base::SessionId>(12);
  const auto day = *base::parse_day("2027-03-31");
  const Instant start{1'795'600'800'000};
  const std::vector<c::Body> all = {
      c::TermsSet{{14, 4, 12, true}},
      c::SuitabilityStated{mia, c::Verdict::suitable, day},
      c::SuitabilityStated{mia, c::Verdict::not_now, day},
      c::SuitabilityStated{mia, c::Verdict::not_suitable, day},
      c::CapacityStated{mia, true, day},
      c::ReleaseSigned{mia, {ada, okafor}, day, okafor},
      c::ReleaseWithdrawn{mia, {}},
      c::TreatmentExplained{mia, 2},
      c::TreatmentConsented{mia, 2, day, {}},
      c::TreatmentWithdrawn{mia, okafor},
      c::CredentialStated{day, {"sitting together", "talking"}},
      c::ConflictsDeclared{},
      c::PracticeAttested{},
      c::PlanProposed{"graded social contact", {{"First", {"talking"}, false}, {"Then", {}, true}}},
      c::PlanSigned{mia, 1, {}},
      c::PhaseAgreed{ada, 1, {}},
      c::WentBack{0},
      c::HealthStated{mia, day},
      c::SessionPlanned{session, c::SessionKind::practitioner, start, 90, 1, {"talking"}, true},
      c::SessionPlanned{session, c::SessionKind::therapist, start, 50, 0, {}, false},
      c::SessionPlanned{session, c::SessionKind::triadic, start, 50, 0, {}, false},
      c::SessionMoved{session, start, 60},
      c::SessionCancelled{session},
      c::SessionMissed{session},
      c::ActivityAnswered{session, "talking", c::Answer::given, mia, okafor},
      c::ActivityAnswered{session, "talking", c::Answer::declined, mia, {}},
      c::ActivityAnswered{session, "talking", c::Answer::withdrawn, mia, {}},
      c::Waived{session, "groundwork", "They have known each other for years."},
      c::SessionStarted{session},
      c::ActivityDone{session, "talking"},
      c::SessionEnded{session},
      c::SessionStopped{session},
      c::ReportDelivered{session},
      c::Consulted{session, 25},
      c::Held{c::HoldKind::client_stop, mia, okafor},
      c::Held{c::HoldKind::therapist_pause, okafor, {}},
      c::Held{c::HoldKind::practice_pause, ada, {}},
      c::ResumeAsked{mia, {}},
      c::Resumed{c::HoldKind::client_stop, mia},
      c::ClosureAgreed{mia, day, {}},
      c::ClosingFormGiven{mia, {}},
      c::Closed{false, ""},
      c::Closed{true, "The practitioner moves away."},
      c::ActivityLeftOut{session, "talking"},
      c::Enquired{c::Enquirer::client, false, day},
      c::Enquired{c::Enquirer::relative, true, day},
      c::Enquired{c::Enquirer::professional, false, day},
      c::StopCardMade{mia, id<KeyId>(13), day},
      c::MeasuresScheduled{{{"ucla-3", c::Occasion::weekly, 4, true, c::SessionKind::practitioner, c::Part::client, 30},
                            {"session-check", c::Occasion::after_session, 1, false, c::SessionKind::practitioner, c::Part::client, 60}}},
      c::MeasuresScheduled{{}},
      c::MeasureTaken{"ucla-3", "0123456789abcdef", mia, okafor, session, false},
      c::MeasureTaken{"ucla-3", "0123456789abcdef", {}, {}, {}, false},
      c::MeasureLinkMade{id<KeyId>(13), mia, {"phq-9", "ucla-3"}, day},
  };
  std::vector<care::Event> out;
  for (const auto& body : all) out.push_back(event(care::InCourse{body}));
  return out;
}

inline std::vector<std::string> golden(const std::string& file = "events_v1") {
  std::ifstream in(TREFOIL_SOURCE_DIR "/src/codec/golden/" + file + ".json");
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) {
    if (line == "[" || line == "]") continue;
    if (line.ends_with(',')) line.pop_back();
    lines.push_back(line);
  }
  return lines;
}

inline std::string place_of(std::string_view json) {
  const auto read = decode_event(base::view(json), kRoom);
  if (read) return "(was read)";
  EXPECT_EQ(read.error().fault, Fault::damaged);
  return read.error().place;
}

}  // namespace trefoil::codec::events
