// How a course opens, as JSON: who asked, the terms, what is stated, signed and consented to before anything is
// planned. Inside codec.
#pragma once

#include "codec/course_words.h"

namespace trefoil::codec {

constexpr std::string_view type_of(const course::Enquired*) { return "enquired"; }
inline void write(Object& out, const course::Enquired& body) {
  out.text("by", word_of(kAskers, body.by));
  out.flag("practice_first", body.practice_first);
  out.day("on", body.on);
}
template <class In>
void read(In& in, course::Enquired& body) {
  body.by = in.word("by", parser(kAskers));
  body.practice_first = in.flag("practice_first");
  body.on = in.day("on");
}

constexpr std::string_view type_of(const course::TermsSet*) { return "terms-set"; }
inline void write(Object& out, const course::TermsSet& body) {
  out.whole("met_days", body.terms.met_days);
  out.whole("groundwork", body.terms.groundwork);
  out.whole("report_hours", body.terms.report_hours);
  out.flag("intensive", body.terms.intensive);
  if (!body.terms.unwaived.empty()) out.texts("unwaived", list(body.terms.unwaived));
}
template <class In>
void read(In& in, course::TermsSet& body) {
  body.terms.met_days = number_of(in, "met_days");
  body.terms.groundwork = number_of(in, "groundwork");
  body.terms.report_hours = number_of(in, "report_hours");
  body.terms.intensive = in.flag("intensive");
  if (in.has("unwaived")) body.terms.unwaived = set_of_texts(in, "unwaived");
}
// Whether it has what came with the third version of its type.
inline bool is_of_third(const course::TermsSet& body) { return !body.terms.unwaived.empty(); }

constexpr std::string_view type_of(const course::SuitabilityStated*) { return "suitability-stated"; }
inline void write(Object& out, const course::SuitabilityStated& body) {
  out.id("client", body.client);
  out.text("verdict", word_of(kVerdicts, body.verdict));
  out.day("review", body.review);
}
template <class In>
void read(In& in, course::SuitabilityStated& body) {
  body.client = in.template id<PersonId>("client");
  body.verdict = in.word("verdict", parser(kVerdicts));
  body.review = in.day("review");
}

constexpr std::string_view type_of(const course::CapacityStated*) { return "capacity-stated"; }
inline void write(Object& out, const course::CapacityStated& body) {
  out.id("client", body.client);
  out.flag("can_consent", body.can_consent);
  out.day("review", body.review);
}
template <class In>
void read(In& in, course::CapacityStated& body) {
  body.client = in.template id<PersonId>("client");
  body.can_consent = in.flag("can_consent");
  body.review = in.day("review");
}

constexpr std::string_view type_of(const course::ReleaseSigned*) { return "release-signed"; }
inline void write(Object& out, const course::ReleaseSigned& body) {
  out.id("client", body.client);
  std::vector<std::string> recipients;
  for (const auto& person : body.recipients) recipients.push_back(person.str());
  out.texts("recipients", recipients);
  out.day("until", body.until);
  witness(out, body.witness);
}
template <class In>
void read(In& in, course::ReleaseSigned& body) {
  body.client = in.template id<PersonId>("client");
  for (const auto& text : in.texts("recipients")) {
    const auto person = PersonId::parse(text);
    if (!person) return in.wrong("recipients", "is not a list of ids");
    body.recipients.insert(*person);
  }
  body.until = in.day("until");
  body.witness = witness(in);
}

constexpr std::string_view type_of(const course::ReleaseWithdrawn*) { return "release-withdrawn"; }
inline void write(Object& out, const course::ReleaseWithdrawn& body) {
  out.id("client", body.client);
  witness(out, body.witness);
}
template <class In>
void read(In& in, course::ReleaseWithdrawn& body) {
  body.client = in.template id<PersonId>("client");
  body.witness = witness(in);
}

constexpr std::string_view type_of(const course::TreatmentExplained*) { return "treatment-explained"; }
inline void write(Object& out, const course::TreatmentExplained& body) {
  out.id("client", body.client);
  out.whole("version", body.version);
}
template <class In>
void read(In& in, course::TreatmentExplained& body) {
  body.client = in.template id<PersonId>("client");
  body.version = number_of(in, "version");
}

constexpr std::string_view type_of(const course::TreatmentConsented*) { return "treatment-consented"; }
inline void write(Object& out, const course::TreatmentConsented& body) {
  out.id("client", body.client);
  out.whole("version", body.version);
  out.day("until", body.until);
  witness(out, body.witness);
}
template <class In>
void read(In& in, course::TreatmentConsented& body) {
  body.client = in.template id<PersonId>("client");
  body.version = number_of(in, "version");
  body.until = in.day("until");
  body.witness = witness(in);
}

constexpr std::string_view type_of(const course::TreatmentWithdrawn*) { return "treatment-withdrawn"; }
inline void write(Object& out, const course::TreatmentWithdrawn& body) {
  out.id("client", body.client);
  witness(out, body.witness);
}
template <class In>
void read(In& in, course::TreatmentWithdrawn& body) {
  body.client = in.template id<PersonId>("client");
  body.witness = witness(in);
}

constexpr std::string_view type_of(const course::CredentialStated*) { return "credential-stated"; }
inline void write(Object& out, const course::CredentialStated& body) {
  out.day("until", body.until);
  out.texts("competence", list(body.competence));
  if (body.of_age) out.flag("of_age", true);
}
template <class In>
void read(In& in, course::CredentialStated& body) {
  body.until = in.day("until");
  body.competence = set_of_texts(in, "competence");
  if (in.has("of_age")) body.of_age = in.flag("of_age");
}

constexpr std::string_view type_of(const course::ConflictsDeclared*) { return "conflicts-declared"; }
inline void write(Object&, const course::ConflictsDeclared&) {}
template <class In>
void read(In&, course::ConflictsDeclared&) {}

constexpr std::string_view type_of(const course::PracticeAttested*) { return "practice-attested"; }
inline void write(Object&, const course::PracticeAttested&) {}
template <class In>
void read(In&, course::PracticeAttested&) {}

}  // namespace trefoil::codec
