// The words of the course in JSON, and the parts that many of its events have. Inside codec.
#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "codec/object.h"
#include "course/event.h"

namespace trefoil::codec {

using base::SessionId;

// --- words ---
template <class E, std::size_t N>
using Words = std::array<std::pair<E, std::string_view>, N>;
inline constexpr Words<course::Verdict, 3> kVerdicts{{{course::Verdict::suitable, "suitable"},
                                                      {course::Verdict::not_now, "not-now"},
                                                      {course::Verdict::not_suitable, "not-suitable"}}};
inline constexpr Words<course::SessionKind, 3> kSessionKinds{{{course::SessionKind::therapist, "therapist"},
                                                              {course::SessionKind::practitioner, "practitioner"},
                                                              {course::SessionKind::triadic, "triadic"}}};
inline constexpr Words<course::Answer, 3> kAnswers{{{course::Answer::given, "given"},
                                                    {course::Answer::declined, "declined"},
                                                    {course::Answer::withdrawn, "withdrawn"}}};
inline constexpr Words<course::Enquirer, 3> kAskers{{{course::Enquirer::client, "client"},
                                                  {course::Enquirer::relative, "relative"},
                                                  {course::Enquirer::professional, "professional"}}};
inline constexpr Words<course::HoldKind, 3> kHolds{{{course::HoldKind::client_stop, "client-stop"},
                                                    {course::HoldKind::therapist_pause, "therapist-pause"},
                                                    {course::HoldKind::practice_pause, "practice-pause"}}};
inline constexpr Words<course::Occasion, 7> kOccasions{{{course::Occasion::start, "start"},
                                                         {course::Occasion::weekly, "weekly"},
                                                         {course::Occasion::before_session, "before-session"},
                                                         {course::Occasion::after_session, "after-session"},
                                                         {course::Occasion::review, "review"},
                                                         {course::Occasion::closure, "closure"},
                                                         {course::Occasion::aftercare, "aftercare"}}};
inline constexpr Words<course::Part, 4> kParts{{{course::Part::client, "client"},
                                                {course::Part::practitioner, "practitioner"},
                                                {course::Part::therapist, "therapist"},
                                                {course::Part::mentor, "mentor"}}};
template <class E, std::size_t N>
std::string_view word_of(const Words<E, N>& words, E value) {
  return std::ranges::find(words, value, &std::pair<E, std::string_view>::first)->second;
}
template <class E, std::size_t N>
auto parser(const Words<E, N>& words) {
  return [&words](std::string_view text) -> std::optional<E> {
    const auto found = std::ranges::find(words, text, &std::pair<E, std::string_view>::second);
    return found == words.end() ? std::nullopt : std::optional(found->first);
  };
}

// --- parts of many ---
inline std::vector<std::string> list(const std::set<std::string>& values) { return {values.begin(), values.end()}; }
template <class In>
std::set<std::string> set_of_texts(In& in, std::string_view name) {
  auto all = in.texts(name);
  return {all.begin(), all.end()};
}
template <class In>
int number_of(In& in, std::string_view name) {
  const auto value = in.whole(name);
  if (value < -1'000'000 || value > 1'000'000) in.wrong(name, "is out of all bounds");
  return static_cast<int>(std::clamp<std::int64_t>(value, -1'000'000, 1'000'000));
}
inline void witness(Object& out, PersonId by) {
  if (!by.is_zero()) out.id("witness", by);
}
template <class In>
PersonId witness(In& in) {
  return in.has("witness") ? in.template id<PersonId>("witness") : PersonId{};
}

}  // namespace trefoil::codec
