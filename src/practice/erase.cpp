#include <algorithm>
#include <set>

#include "base/text.h"
#include "practice/erasure_list.h"
#include "practice/files_draft.h"
#include "practice/outlines.h"
#include "practice/outside.h"

namespace trefoil::practice {

namespace {
// All logs of a file but those of concerns, which erasure never touches. Rooms are named in `shared`, so whoever asks
// and whoever confirms know the logs of rooms that they can't read.
std::set<LogId> logs_of(const care::File& file) {
  std::set<LogId> logs{file.id};
  if (!file.access.is_zero()) logs.insert(file.access);
  for (const auto& [room, place] : file.rooms)
    if (room.kind != care::RoomKind::concern) logs.insert(place.log);
  return logs;
}

Result<std::map<LogId, ledger::Signature>> read_seals(const std::vector<std::string>& seals) {
  std::map<LogId, ledger::Signature> read;
  for (const auto& line : seals) {
    const auto words = base::split(line, ' ');
    const auto log = LogId::parse(words.front());
    const auto bytes = words.size() == 2 ? base::from_base32(words[1]) : std::nullopt;
    if (!log || !bytes || bytes->size() != 64)
      return fail(Fault::damaged, "What was signed when the erasure was asked for can't be read.", "",
                  "Ask for it again.");
    std::ranges::copy(*bytes, read[*log].begin());
  }
  return read;
}

Result<std::vector<ledger::Tombstone>> tombstones_for(const Keyholder& holder, const OpenedFile& opened) {
  const care::File& file = opened.file;
  KeyId asker;
  for (const auto& item : file.items)
    if (std::holds_alternative<care::ErasureAsked>(item.event.body)) asker = item.author_key;
  const auto card = opened.cards->find(asker);
  if (card == opened.cards->end())
    return fail(Fault::damaged, "The keys of whoever asked for the erasure are missing.", "card " + asker.str());
  const auto seals = TRY(read_seals(file.erasure->seals));
  std::vector<ledger::Tombstone> tombstones;
  for (const LogId log : logs_of(file)) {
    const auto seal = seals.find(log);
    if (seal == seals.end())
      return fail(Fault::refused, "A room was added to the file since its erasure was asked for.", "",
                  "Take the request back and ask again, so that it covers everything.");
    auto tombstone = ledger::confirm_erasure(holder.current(), log, asker, file.erasure->day.number, seal->second);
    TRY(ledger::check_signatures(tombstone, card->second, holder.current().card));
    tombstones.push_back(tombstone);
  }
  return tombstones;
}

// What goes: entries that still have content, and wraps.
Result<void> count(const ledger::Store& store, LogId log, Erased& erased) {
  TRY(store.scan(log, 0, [&](const ledger::RowView& row) {
    const auto header = ledger::decode_header(row.header);
    if (row.payload && header && header->mode != ledger::Mode::open) ++erased.entries;
    return true;
  }));
  erased.wraps += TRY(store.wraps_of(log)).size();
  ++erased.logs;
  return {};
}
}  // namespace

ActResult ask_erasure(const House& house, Keyholder& holder, LogId id, std::string_view reason) {
  for (int attempt = 1;; ++attempt) {
    const auto who = acting(house, holder);
    if (!who) return pass(who.error());
    auto opened = open_file(house, holder, id);
    if (!opened) return pass(opened.error());
    // The day that decide writes into ErasureAsked: what is signed here must be what is said there.
    const std::string& zone = who->facts.name.empty() ? opened->file.zone : who->facts.zone;
    const Day day = base::local_day(house.clock->now(), zone);
    care::AskErasure command{std::string(reason), {}};
    for (const LogId log : logs_of(opened->file))
      command.seals.push_back(log.str() + " " +
                              base::to_base32(ledger::ask_erasure(holder.current(), log, day.number)));
    ledger::Batch batch;
    auto events = draft_act(house, holder, *who, *opened, command, batch);
    if (!events) return std::unexpected(events.error());
    for (const auto& event : *events)
      if (const auto* asked = std::get_if<care::ErasureAsked>(&event.body); asked != nullptr && asked->day != day)
        return pass(Error{Fault::stale, "Midnight passed while this was signed.", "", "Ask once more."});
    const auto done = house.store->commit(std::move(batch));
    if (done) return Acted{id, std::move(*events), {done->number, done->hash()}};
    if (done.error().fault != Fault::stale || attempt == kTries) return pass(done.error());
  }
}

std::expected<Erased, Refused> confirm_erasure(const House& house, Keyholder& holder, LogId id) {
  for (int attempt = 1;; ++attempt) {
    const auto who = acting(house, holder);
    if (!who) return pass(who.error());
    auto opened = open_file(house, holder, id);
    if (!opened) return pass(opened.error());
    const auto length = opened->course.head.length;
    // Decided only: key changes that would go with it are of no use to what is about to be gone.
    ledger::Batch unused;
    const auto allowed = draft_act(house, holder, *who, *opened, care::ConfirmErasure{}, unused);
    if (!allowed) return std::unexpected(allowed.error());
    const auto tombstones = tombstones_for(holder, *opened);
    if (!tombstones) return pass(tombstones.error());
    Erased erased;
    ledger::Batch batch;
    batch.unchanged.emplace_back(id, length);  // nobody took the request back meanwhile
    for (const auto& tombstone : *tombstones) {
      if (const auto counted = count(*house.store, tombstone.log, erased); !counted) return pass(counted.error());
      batch.erase.push_back(tombstone.log);
      batch.sides.push_back(ledger::encode(tombstone));
    }
    // The list comes first: a crash in between leaves a line for what two people have agreed to erase, never an erased
    // file that a restore would bring back.
    const auto lines = erasure_lines(house, *tombstones);
    if (!lines) return pass(lines.error());
    if (const auto listed = add_erasure_lines(house.folder.erasures(), *lines); !listed) return pass(listed.error());
    const auto done = house.store->commit(std::move(batch));
    if (done) {
      if (house.verified)
        for (const auto& tombstone : *tombstones) house.verified->forget(tombstone.log);
      (void)remove_outline_files(house.folder.cache());  // a program that serves tries again (OutlineFiles::tidy)
      if (house.outlines)
        for (const auto& tombstone : *tombstones) house.outlines->forget(tombstone.log);
      return erased;
    }
    if (const auto dropped = drop_erasure_lines(house.folder.erasures(), *lines); !dropped)
      return pass(dropped.error());
    if (done.error().fault != Fault::stale || attempt == kTries) return pass(done.error());
  }
}

Result<std::size_t> apply_erasures(const House& house, const std::filesystem::path& list) {
  const auto lines = TRY(read_erasure_list(list));
  if (lines.empty()) return 0;
  std::unordered_map<KeyId, ledger::CardRow> rows;
  for (const auto& side : TRY(house.store->sides(ledger::SideKind::card)))
    if (const auto row = ledger::decode_card(side)) rows.emplace(row->card.id(), *row);
  const auto known = rows;
  for (const auto& line : lines)
    for (const auto& side : line.cards) {
      const auto row = TRY(ledger::decode_card(side));
      if (row.kind != ledger::CardKind::founder)
        rows.emplace(row.card.id(), row);  // a practice has one founder: its own
    }
  const auto cards = ledger::vouched_for(rows);

  ledger::Batch batch;
  std::size_t logs = 0;
  std::set<KeyId> put;
  for (const auto& line : lines) {
    const auto& stone = line.tombstone;
    if (TRY(house.store->side(ledger::SideKind::tombstone, stone.log.bytes))) continue;  // erased in the backup already
    if (TRY(house.store->head(stone.log)).length == 0) continue;                         // begun after the backup
    const auto asker = cards.find(stone.asker), confirmer = cards.find(stone.confirmer);
    if (asker == cards.end() || confirmer == cards.end())
      return fail(Fault::damaged, "An erasure in the list is not signed by people of this practice.",
                  "log " + stone.log.str(), "Take the list that belongs to this record.");
    TRY(ledger::check_signatures(stone, asker->second, confirmer->second));
    for (const auto& side : line.cards)
      if (const KeyId id{side.key}; !known.contains(id) && put.insert(id).second) batch.sides.push_back(side);
    batch.erase.push_back(stone.log);
    batch.sides.push_back(ledger::encode(stone));
    ++logs;
  }
  if (logs > 0) TRY(house.store->commit(std::move(batch)));
  if (std::error_code ignored; !std::filesystem::equivalent(list, house.folder.erasures(), ignored))
    TRY(add_erasure_lines(house.folder.erasures(), lines));
  return logs;
}

}  // namespace trefoil::practice
