#include "course/explore_world.h"

namespace trefoil::course::small {

namespace {
// A state's print: what can make a difference later, as bytes.
class Print {
 public:
  template <class T>
    requires std::is_arithmetic_v<T> || std::is_enum_v<T>
  Print& operator<<(T value) {
    const auto number = static_cast<std::int64_t>(value);
    bytes_.append(reinterpret_cast<const char*>(&number), 5);
    return *this;
  }
  Print& operator<<(PersonId id) { return bytes_ += static_cast<char>(id.bytes[0]), *this; }
  Print& operator<<(const std::string& text) { return (bytes_ += text) += '\0', *this; }
  std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

}  // namespace

std::string print(const World& world) {
  Print out;
  const Course& c = world.course;
  out << c.suitability.size() << c.capacity.size() << c.releases.size() << c.treatment.size() << c.credentials.size()
      << c.declared.size() << c.of_age.size() << c.health.size() << c.plan.signed_by.size() << c.advancing.size() << c.sessions.size()
      << c.holds.size() << c.closing.agreed.size() << c.closing.forms.size() << world.circle.seats.size();
  for (const Seat& seat : world.circle.seats) out << seat.person << seat.part << (seat.birth ? seat.birth->number : 0);
  out << world.moment.today.number << (world.moment.at < c.last_at) << c.phase << c.attested << c.plan.version
      << c.terms.groundwork << c.terms.met_days << c.terms.intensive << c.terms.unwaived.size();
  for (const auto& [who, review] : c.suitability) out << who << review.good << review.by;
  for (const auto& [who, review] : c.capacity) out << who << review.good << review.by;
  for (const auto& [who, credential] : c.credentials) out << who << credential.competence.size();
  for (const PersonId who : c.declared) out << who;
  for (const PersonId who : c.of_age) out << who;
  for (const auto& [who, until] : c.health) out << who;
  for (const auto& [who, treatment] : c.treatment) {
    out << who << treatment.version << treatment.explained.size();
    for (const auto& [version, by] : treatment.explained) {
      out << version << by.size();
      for (const PersonId explainer : by) out << explainer;
    }
  }
  for (const PersonId who : c.plan.signed_by) out << who;
  for (const auto& [who, phase] : c.advancing) out << who << phase;
  const Session* met = nullptr;  // of moments, only their order matters, and the days
  const Session* touched = c.last(SessionKind::practitioner);
  for (const Session& one : c.sessions) {
    out << one.id.bytes[0] << one.step << one.plan
        << (one.step == Step::planned ? (world.moment.at.ms - one.start.ms) / kDay : 0) << one.reported << one.consulted << one.day.number << one.therapist
        << one.practitioner << one.waivers.size() << one.answers.size() << one.done.size();
    for (const Waiver& waiver : one.waivers) out << waiver.rule << waiver.by;
    for (const auto& [what, answer] : one.answers) out << what.second << answer;
    if (one.kind != SessionKind::practitioner && has_been(one.step) && (met == nullptr || met->began < one.began))
      met = &one;
  }
  out << (met != nullptr && touched != nullptr && met->began > touched->over);
  for (const Hold& hold : c.holds) out << hold.kind << hold.by << hold.resume_asked;
  out << c.closing.closed << c.closing.abrupt;
  for (const auto& [who, day] : c.closing.agreed) out << who << day.number;
  for (const PersonId who : c.closing.forms) out << who;
  return out.take();
}

// What else can happen, beside the wishes: numbers after theirs.
}  // namespace trefoil::course::small
