#include <boost/json.hpp>

#include "codec/event_json.h"
#include "measure/series.h"
#include "practice/export_page.h"
#include "practice/outside.h"

namespace trefoil::practice {

namespace {
namespace json = boost::json;

json::array list(const std::vector<std::string>& lines) {
  json::array out;
  for (const auto& line : lines) out.emplace_back(line);
  return out;
}

json::object person(const care::File& file, PersonId id) {
  json::object out{{"id", id.str()}};
  if (const auto* member = file.member(id)) out["name"] = member->name;
  return out;
}

json::array clients(const care::File& file) {
  json::array out;
  for (const auto& client : file.clients) {
    json::object one{{"id", client.person.str()},
                     {"legal_name", client.legal_name},
                     {"chosen_name", client.chosen_name},
                     {"pronouns", client.pronouns}};
    if (client.birth) one["birth"] = base::to_string(*client.birth);
    one["may_be_contacted"] = list(client.contact.may);
    one["may_not_be_contacted"] = list(client.contact.may_not);
    out.push_back(std::move(one));
  }
  return out;
}

json::array circle(const care::File& file) {
  json::array out;
  for (const auto& member : file.circle) {
    json::object one{{"id", member.person.str()},       {"name", member.name},
                     {"role", care::name(member.role)}, {"active", member.active},
                     {"released", member.released},     {"since", base::to_string(member.since)}};
    if (!member.active) one["until"] = base::to_string(member.until);
    out.push_back(std::move(one));
  }
  return out;
}

json::array rooms(const care::File& file, PersonId reader) {
  json::array out;
  for (const auto& [room, place] : file.rooms) {
    json::object one{{"kind", care::name(room.kind)},
                     {"log", place.log.str()},
                     {"read_by", care::readers_in_words(file.circle, room, reader)}};
    if (!room.person.is_zero()) one["of"] = person(file, room.person);
    out.push_back(std::move(one));
  }
  return out;
}

json::object scale(const measure::Scale& of) {
  json::object out{
      {"name", of.name},
      {"short_name", of.short_name},
      {"direction", of.direction == measure::Direction::lower_is_better ? "lower is better" : "higher is better"},
      {"source", of.source}};
  if (of.minimum) out["minimum"] = *of.minimum;
  if (of.maximum) out["maximum"] = *of.maximum;
  if (of.reliability) out["reliability"] = *of.reliability;
  if (of.spread) out["spread"] = *of.spread;
  return out;
}

json::array measures(const care::File& file) {
  json::array out;
  for (const auto& [name, series] : file.series) {
    json::array scores;
    for (const auto& score : series.scores) {
      json::object one;
      if (score.when.day) one["day"] = base::to_string(*score.when.day);
      if (score.when.week) one["week"] = *score.when.week;
      one["value"] = score.value;
      scores.push_back(std::move(one));
    }
    out.push_back(json::object{{"scale", scale(series.scale)},
                               {"whose", care::whose_series(file, name)},
                               {"sentence", measure::sentence(series)},
                               {"caveats", list(measure::caveats(series))},
                               {"scores", std::move(scores)}});
  }
  return out;
}

// Each entry as it was written (docs/format.md has the fields), with its room and author.
json::array entries(const care::File& file) {
  json::array out;
  for (const auto& item : file.items) {
    json::error_code unreadable;
    json::value event = json::parse(codec::encode(item.event), unreadable);
    if (unreadable) event = nullptr;
    // Whose pause of the practice it is stands on no page (docs/decisions/0007-concerns-stand-alone.md), and not here.
    const auto told = care::told_as(item.event);
    if (told == "the practice" && event.is_object()) event.as_object().erase("by");
    json::object one{{"at", base::to_string(item.event.at)},
                     {"room", room_title(file, item.event.room)},
                     {"room_kind", care::name(item.event.room.kind)},
                     {"author", told.empty() ? json::value(person(file, item.author)) : json::value(told)},
                     {"sequence", item.sequence},
                     {"event", std::move(event)}};
    if (item.moved_to) one["moved_to"] = care::name(*item.moved_to);
    out.push_back(std::move(one));
  }
  return out;
}

json::object concern_json(const care::Concern& concern) {
  const auto name = [&](PersonId person) {
    const auto* party = concern.party(person);
    return party != nullptr ? party->name : std::string();
  };
  json::array leads, notes;
  for (const auto& party : concern.parties)
    if (party.lead) leads.push_back(json::object{{"id", party.person.str()}, {"name", party.name}});
  for (const auto& note : concern.notes)
    notes.push_back(json::object{{"at", base::to_string(note.at)},
                                 {"by", json::object{{"id", note.by.str()}, {"name", name(note.by)}}},
                                 {"text", note.text},
                                 {"answers", note.answers}});
  json::object out{{"id", concern.id.str()},
                   {"at", base::to_string(concern.at)},
                   {"by", json::object{{"id", concern.raised.by.person.str()}, {"name", concern.raised.by.name}}},
                   {"leads", std::move(leads)},
                   {"text", concern.raised.text},
                   {"due", base::to_string(concern.raised.due)},
                   {"stopping", concern.raised.stopping},
                   {"notes", std::move(notes)}};
  if (concern.answered) out["answered_at"] = base::to_string(*concern.answered);
  if (concern.lifted) out["pause_lifted_at"] = base::to_string(*concern.lifted);
  if (concern.closed) out["closed_at"] = base::to_string(*concern.closed), out["outcome"] = concern.outcome;
  return out;
}
}  // namespace

Result<Exported> export_file(const House& house, Keyholder& holder, LogId id) {
  Exported exported;
  // The receipt first: whatever is written meanwhile is in the export and after the receipt, never the other way round.
  const auto last = TRY(house.store->last_checkpoint());
  if (last) exported.receipt = {last->number, last->hash()};
  const auto opened = TRY(open_file(house, holder, id));
  const care::File& file = opened.file;
  const auto* self = file.member(holder.person);
  const ExportedBy by{self != nullptr ? self->name : holder.sign_in_name, holder.person, house.clock->now(),
                      ledger::to_string(exported.receipt)};

  json::object out{{"type", "trefoil-export"},
                   {"v", 1},
                   {"exported_at", base::to_string(by.at)},
                   {"receipt", by.receipt},
                   {"exported_for", json::object{{"id", holder.person.str()}, {"name", by.name}}},
                   {"practice", json::object{{"name", file.practice}, {"zone", file.zone}}}};
  out["file"] = json::object{{"id", file.id.str()},
                             {"code", file.code},
                             {"imported", file.imported},
                             {"couple", file.couple},
                             {"opened_at", base::to_string(file.opened_at)}};
  out["clients"] = clients(file);
  out["circle"] = circle(file);
  out["rooms"] = rooms(file, holder.person);
  out["entries"] = entries(file);
  out["measures"] = measures(file);
  json::array read;
  for (const auto& reading : readings(opened))
    read.push_back(
        json::object{{"id", reading.person.str()}, {"name", reading.name}, {"at", base::to_string(reading.at)}});
  out["opened_by"] = std::move(read);
  if (file.erasure)
    out["erasure_asked"] = json::object{{"by", person(file, file.erasure->by)},
                                        {"day", base::to_string(file.erasure->day)},
                                        {"reason", file.erasure->reason}};
  // Only for whoever holds one: nobody else's export has a word of it.
  auto held = TRY(concerns(house, holder));
  std::erase_if(held, [&](const OpenedConcern& one) { return one.concern.raised.file != id; });
  if (!held.empty()) {
    json::array raised;
    for (const auto& one : held) raised.push_back(concern_json(one.concern));
    out["concerns"] = std::move(raised);
  }
  json::array voided;
  for (const auto& one : file.voided) voided.push_back(json::object{{"sequence", one.sequence}, {"rule", one.why}});
  out["left_out"] = json::object{{"entries_without_key", opened.unreadable},
                                 {"entries_without_right", std::move(voided)},
                                 {"damage", list(opened.damage)}};
  exported.json = json::serialize(out) + "\n";
  exported.html = export_page(opened, by, held);
  return exported;
}

}  // namespace trefoil::practice
