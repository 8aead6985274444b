#include "care/concern.h"

#include <algorithm>

#include "care/decide_parts.h"

namespace trefoil::care {

namespace {
// The rule in the way, or nothing.
struct ConcernCheck {
  const Concern& concern;
  const Party* by = nullptr;  // null: no party, or not with their newest key
  KeyId author;

  bool is_raised() const { return concern.at.ms != 0; }
  InTheWay party() const { return by == nullptr ? InTheWay("concern-party") : InTheWay(); }
  InTheWay leads() const { return party() ? party() : by->lead ? InTheWay() : InTheWay("concern-lead"); }
  bool is_somebodys(KeyId key) const {
    return std::ranges::any_of(concern.parties,
                               [&](const Party& one) { return std::ranges::count(one.keys, key) > 0; });
  }

  InTheWay operator()(const ConcernRaised& e) const {
    if (is_raised() || e.key != author || e.by.person.is_zero()) return "concern-begun";
    if (e.leads.empty()) return "concern-outside";
    for (const Lead& lead : e.leads)
      if (lead.person == e.by.person || lead.key == e.key || lead.key.is_zero()) return "concern-outside";
    return std::nullopt;
  }
  InTheWay operator()(const ConcernNoted& e) const {
    if (auto rule = e.answers ? leads() : party()) return rule;
    return concern.closed ? InTheWay("concern-closed") : InTheWay();
  }
  InTheWay operator()(const ConcernClosed&) const {
    if (auto rule = leads()) return rule;
    return concern.closed ? InTheWay("concern-closed") : InTheWay();
  }
  InTheWay operator()(const PauseLifted&) const {
    if (auto rule = leads()) return rule;
    return concern.pauses() ? InTheWay() : InTheWay("concern-pause");
  }
  InTheWay operator()(const PartyKey& e) const {
    if (by == nullptr || by->person != e.person) return "concern-party";
    return e.key.is_zero() || is_somebodys(e.key) ? InTheWay("key-taken") : InTheWay();
  }
  InTheWay operator()(const AnswerRead&) const {
    return by != nullptr && by->person == concern.raised.by.person ? InTheWay() : InTheWay("concern-party");
  }
  InTheWay operator()(const LeadsTold& e) const {
    if (auto rule = party()) return rule;
    if (concern.raised.raiser_hands_on && by->person != concern.raised.by.person) return "concern-party";
    if (e.leads.empty() || leads_for(concern, e.leads) != e.leads) return "concern-outside";
    for (const Lead& lead : e.leads)
      if (lead.key.is_zero() || lead.key == concern.parties.front().keys.back()) return "key-taken";
    return std::nullopt;
  }
};

struct ConcernChange {
  Concern& concern;
  Instant at;
  PersonId by;

  Party* party(PersonId person) {
    const auto found = std::ranges::find(concern.parties, person, &Party::person);
    return found == concern.parties.end() ? nullptr : &*found;
  }
  void lead(const Lead& lead) {
    Party* known = party(lead.person);
    if (known == nullptr) {
      concern.parties.push_back({lead.person, lead.name, {lead.key}, true, true});
      return;
    }
    known->active = true;
    if (std::ranges::count(known->keys, lead.key) == 0) known->keys.push_back(lead.key);
  }

  void operator()(const ConcernRaised& e) {
    concern.raised = e;
    concern.at = at;
    concern.parties.push_back({e.by.person, e.by.name, {e.key}, false, true});
    for (const Lead& one : e.leads) lead(one);
  }
  void operator()(const ConcernNoted& e) {
    concern.notes.push_back({at, by, e.text, e.answers});
    if (e.answers && !concern.answered) concern.answered = at;
  }
  void operator()(const ConcernClosed& e) {
    concern.closed = at;
    concern.outcome = e.outcome;
  }
  void operator()(const PauseLifted&) { concern.lifted = at; }
  void operator()(const AnswerRead&) { concern.read = at; }
  void operator()(const PartyKey& e) { party(e.person)->keys.push_back(e.key); }
  void operator()(const LeadsTold& e) {
    for (Party& one : concern.parties)
      if (one.lead) one.active = false;
    for (const Lead& one : e.leads) lead(one);
  }
};

std::string* text_in(ConcernBody& body) {
  if (auto* raised = std::get_if<ConcernRaised>(&body)) return &raised->text;
  if (auto* noted = std::get_if<ConcernNoted>(&body)) return &noted->text;
  if (auto* closed = std::get_if<ConcernClosed>(&body)) return &closed->outcome;
  return nullptr;
}
}  // namespace

const Party* Concern::party(PersonId person) const {
  const auto found = std::ranges::find(parties, person, &Party::person);
  return found == parties.end() ? nullptr : &*found;
}

const Party* Concern::active_by(KeyId newest) const {
  const auto found =
      std::ranges::find_if(parties, [&](const Party& one) { return one.active && one.keys.back() == newest; });
  return found == parties.end() ? nullptr : &*found;
}

bool Concern::unread() const {
  std::optional<Instant> told = closed;
  for (const auto& note : notes) {
    if (note.by == raised.by.person) told = closed;
    else told = note.at;
  }
  if (told && closed) told = std::max(*told, *closed);
  return told && (!read || *read < *told);
}

bool Concern::written_back() const {
  return open() && answered && !notes.empty() && notes.back().by == raised.by.person;
}

bool is_overdue(const Concern& concern, Day today) {
  return concern.open() && !concern.answered && concern.raised.due < today;
}

std::vector<Lead> leads_for(const Concern& concern, std::vector<Lead> leads) {
  std::erase_if(leads, [&](const Lead& lead) {
    return lead.person == concern.raised.by.person ||
           std::ranges::find(concern.raised.around, lead.person, &Around::person) != concern.raised.around.end();
  });
  return leads;
}

Answer<ConcernBody> decide(const Concern& concern, ConcernBody wish, KeyId author) {
  if (auto* text = text_in(wish))
    if (auto refused = check_text(*text)) return std::unexpected(std::move(*refused));
  if (const auto rule = std::visit(ConcernCheck{concern, concern.active_by(author), author}, wish))
    return refuse(*rule);
  return wish;
}

void evolve(Concern& concern, const ConcernEvent& event, KeyId author) {
  const Party* by = concern.active_by(author);
  if (const auto rule = std::visit(ConcernCheck{concern, by, author}, event.body)) {
    concern.voided.emplace_back(*rule);
    return;
  }
  const PersonId person = by != nullptr ? by->person : PersonId{};
  std::visit(ConcernChange{concern, event.at, person}, event.body);
}

}  // namespace trefoil::care
