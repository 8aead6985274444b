#include "practice/files.h"

#include <fmt/format.h>

#include <algorithm>

#include "codec/event_json.h"
#include "practice/bookings.h"
#include "practice/files_draft.h"
#include "practice/members.h"

namespace trefoil::practice {

namespace {
std::unexpected<Error> no_file() {
  return fail(Fault::not_found, "There is no such file, or you hold no key to it.", "", "Files that you can open are listed under Files.");
}

const vault::Pair* pair_for(const Keyholder& holder, KeyId key) {
  for (const auto& pair : holder.pairs)
    if (pair.card.id() == key) return &pair;
  return nullptr;
}

void unwrap_into(ledger::Keychain& keys, Keyholder& holder, const std::vector<ledger::Wrap>& wraps,
                 std::vector<std::string>& damage) {
  for (const auto& wrap : wraps) {
    const auto* pair = pair_for(holder, wrap.to);
    if (pair == nullptr || keys.find(wrap.log, wrap.room, wrap.epoch) != nullptr) continue;
    const auto room = ledger::unwrap(holder.arena, *pair, wrap.log, wrap.room, wrap.epoch, wrap.sealed);
    if (room)
      keys.add(*room);
    else
      damage.push_back(fmt::format("log {}, grant {}: {}", wrap.log.str(), wrap.grant, room.error().what));
  }
}

// Whose reading it is: the key and the MAC that what was verified before is kept under.
struct Reader {
  KeyId key;
  vault::Key mac;
};

constexpr std::size_t kMostReserved = 100'000;

// Reads one log of a file into it.
Result<ledger::OpenedLog> read_log(const House& house, const Reader& reader, OpenedFile& opened, LogId log) {
  const auto verified = house.verified ? house.verified->get(reader.key, reader.mac, log) : ledger::Verified{};
  auto& file = opened.file;
  // As many as there were the last time, so that nothing that was read is moved about.
  const std::size_t expected = std::min<std::size_t>(verified.length, kMostReserved);
  if (log == file.id) {
    file.items.reserve(expected);
    file.index.reserve(expected);
  }
  RoomId last_id;
  std::optional<care::Room> last;  // most entries lie in the room of the one before
  const auto visit = [&](const ledger::OpenedEntry& entry) {
    // The course's first readable entry lies in `shared`; every other room is named there before it is used.
    if (!opened.first_room && log == file.id) opened.first_room = entry.room;
    if (!last || last_id != entry.room) {
      last = file.room_of(entry.room);
      last_id = entry.room;
    }
    auto room = last;
    if (!room && log == file.id && entry.room == opened.first_room) room = care::Room{};
    if (!room) {
      opened.damage.push_back(fmt::format("log {}, entry {}: it lies in a room that the file doesn't name", log.str(), entry.sequence));
      return;
    }
    auto event = codec::decode_event(entry.plain, *room);
    if (!event) {
      opened.damage.push_back(fmt::format("log {}, entry {}: {}", log.str(), entry.sequence, base::describe(event.error())));
      return;
    }
    care::evolve(file, std::move(*event), {entry.author, entry.sequence});
  };
  auto read = TRY(ledger::open_log(*house.store, log, *opened.cards, opened.keys, verified, visit));
  opened.unreadable += read.unreadable;
  for (const auto& error : read.damage) opened.damage.push_back(base::describe(error));
  if (house.verified && read.damage.empty())
    house.verified->put(reader.key, log, {read.head.length, read.head.hash});
  return read;
}

// Puts the holder's keys of a log into an opened file.
using KeysOf = std::function<Result<void>(LogId log, OpenedFile& opened)>;

Result<OpenedFile> open_with(const House& house, const Reader& reader, LogId id, OpenedFile opened, const KeysOf& keys_of) {
  opened.file.id = id;
  TRY(keys_of(id, opened));
  if (!opened.keys.holds_any(id)) return no_file();
  opened.course = TRY(read_log(house, reader, opened, id));
  if (opened.course.erased || opened.file.circle.empty()) return no_file();
  std::vector<LogId> logs;
  for (const auto& [room, place] : opened.file.rooms)
    if (place.log != id && std::find(logs.begin(), logs.end(), place.log) == logs.end()) logs.push_back(place.log);
  for (const auto log : logs) {
    TRY(keys_of(log, opened));
    if (!opened.keys.holds_any(log)) continue;
    opened.others.emplace(log, TRY(read_log(house, reader, opened, log)));
  }
  return opened;
}

// What every file starts from.
struct Blank {
  std::shared_ptr<const ledger::Cards> cards;
  std::set<KeyId> over;
  ledger::Hash checkpoint{};
};
Result<Blank> blank(const House& house) {
  Blank out;
  out.cards = TRY(house.cards->cards(*house.store));
  out.over = TRY(house.cards->over(*house.store, house.clock->now()));
  if (const auto last = TRY(house.store->last_checkpoint())) out.checkpoint = last->hash();
  return out;
}

// Where a log is no longer what this reader verified before, everything is read anew with every signature checked: the
// damaged entry is named and left out, the rest stays readable.
Result<OpenedFile> open_checked(const House& house, const Reader& reader, LogId id, const Blank& blank,
                                const KeysOf& keys_of) {
  const auto start = [&] {
    OpenedFile opened;
    opened.cards = blank.cards;
    opened.over = blank.over;
    opened.checkpoint = blank.checkpoint;
    return opened;
  };
  auto opened = open_with(house, reader, id, start(), keys_of);
  if (opened || opened.error().fault != Fault::damaged || !house.verified) return opened;
  House unverified = house;
  unverified.verified = nullptr;
  return open_with(unverified, reader, id, start(), keys_of);
}

// Is this log a file's course? Its first entry that the keys open says so.
Result<bool> is_course(const House& house, LogId log, const ledger::Keychain& keys) {
  bool course = false;
  TRY(house.store->scan(log, 0, [&](const ledger::RowView& row) {
    const auto header = ledger::decode_header(row.header);
    if (!header || header->mode != ledger::Mode::sealed || !row.payload) return true;
    const auto* room = keys.find(log, header->room, header->epoch);
    if (room == nullptr) return true;
    auto padded = vault::open(room->seal, header->nonce, row.header, *row.payload);
    if (!padded) return true;
    const auto plain = vault::unpad(std::move(*padded));
    if (!plain) return true;
    const auto event = codec::decode_event(*plain, care::Room{});
    course = event && std::holds_alternative<care::FileOpened>(event->body);
    return false;
  }));
  return course;
}
}  // namespace

Result<OpenedFile> open_file(const House& house, Keyholder& holder, LogId file) {
  const auto moment = TRY(house.store->snapshot());
  const Reader reader{holder.key(), holder.mac_key()};
  const auto keys_of = [&](LogId log, OpenedFile& opened) -> Result<void> {
    unwrap_into(opened.keys, holder, TRY(house.store->wraps_of(log)), opened.damage);
    return {};
  };
  auto out = TRY(open_checked(house, reader, file, TRY(blank(house)), keys_of));
  if (house.verified) house.verified->save(reader.key, reader.mac);
  return out;
}

Result<std::vector<std::string>> each_file(const House& house, Keyholder& holder,
                                           const std::function<void(OpenedFile&&)>& visit) {
  return each_file(house, holder, Beside{}, visit);
}

Result<std::vector<std::string>> each_file(const House& house, Keyholder& holder, const Beside& beside,
                                           const std::function<void(OpenedFile&&)>& visit) {
  const auto moment = TRY(house.store->snapshot());
  const Reader reader{holder.key(), holder.mac_key()};
  const auto start = TRY(blank(house));
  std::vector<std::string> damage;
  WrapsByLog by_log;
  for (const auto& pair : holder.pairs)
    for (auto& wrap : TRY(house.store->wraps_to(pair.card.id()))) by_log[wrap.log].push_back(std::move(wrap));
  by_log.erase(holder.practice_log);
  const auto passed_by = beside.known ? beside.known(by_log) : std::set<LogId>();
  // Unwrapped once, and each file is given its own alone: a file's keys are no business of the next.
  std::map<LogId, ledger::Keychain> keys;
  const auto chain_of = [&](LogId log) -> const ledger::Keychain& {
    const auto [at, fresh] = keys.try_emplace(log);
    if (const auto wraps = by_log.find(log); fresh && wraps != by_log.end())
      unwrap_into(at->second, holder, wraps->second, damage);
    return at->second;
  };
  const auto keys_of = [&](LogId log, OpenedFile& opened) -> Result<void> {
    opened.keys.add(chain_of(log));
    return {};
  };
  for (const auto& [log, wraps] : by_log) {
    if (passed_by.contains(log)) continue;
    // Process, own and access logs are read with the course that names them. Asked of each log itself: a course that
    // names another as its own must not hide it.
    const auto course = is_course(house, log, chain_of(log));
    if (!course) {
      damage.push_back(base::describe(course.error()));
      continue;
    }
    if (!*course) {
      if (beside.apart) beside.apart(log, chain_of(log));
      continue;
    }
    auto read = open_checked(house, reader, log, start, keys_of);
    if (read)
      visit(std::move(*read));
    else if (read.error().fault != Fault::not_found)
      damage.push_back(base::describe(read.error()));
  }
  if (house.verified) house.verified->save(reader.key, reader.mac);
  return damage;
}

Result<Caseload> open_all(const House& house, Keyholder& holder) {
  Caseload out;
  out.damage = TRY(each_file(house, holder, [&](OpenedFile&& opened) { out.files.push_back(std::move(opened)); }));
  return out;
}

Result<LogId> find_by_code(const House& house, Keyholder& holder, std::string_view code) {
  std::optional<LogId> found;
  TRY(each_file(house, holder, [&](OpenedFile&& opened) {
    if (opened.file.code == code) found = opened.file.id;
  }));
  if (!found) return fail(Fault::not_found, "There is no file with this code that you hold a key to.", std::string(code));
  return *found;
}

Result<Acting> acting(const House& house, Keyholder& holder) {
  if (!holder.professional) return Acting{{}, holder.sign_in_name, {}, {}};
  const auto roster = TRY(read_roster(house, holder));
  const auto* entry = roster.person(holder.person);
  if (entry == nullptr || entry->standing == PersonEntry::Standing::removed)
    return fail(Fault::refused, "You are not one of this practice's people any more.", "", "An owner of the practice can invite you again.");
  Acting who{{roster.name, roster.zone, safeguarding_of(roster), ways_of(roster), roster.terms}, entry->name, entry->roles, {}};
  for (const auto& other : roster.people)
    if (other.standing == PersonEntry::Standing::removed) who.gone.insert(other.person);
  return who;
}

ActResult act(const House& house, Keyholder& holder, LogId file, const care::Command& command) {
  for (int attempt = 1;; ++attempt) {
    const auto who = acting(house, holder);
    if (!who) return pass(who.error());
    auto opened = open_file(house, holder, file);
    if (!opened) return pass(opened.error());
    ledger::Batch batch;
    batch.urgent = care::stops(command);
    auto events = draft_act(house, holder, *who, *opened, command, batch);
    if (!events) return std::unexpected(events.error());
    const auto twice = booked_twice(house, holder, *opened, *events, batch);
    if (!twice) return pass(twice.error());
    if (*twice) return std::unexpected(Refused(care::Refusal{{**twice}}));
    const int tries = batch.urgent ? kStopTries : kTries;
    const auto done = house.store->commit(std::move(batch));
    if (done) return Acted{file, std::move(*events), {done->number, done->hash()}};
    if (done.error().fault != Fault::stale || attempt == tries) return pass(done.error());
  }
}

ActResult move_to_file(const House& house, Keyholder& holder, LogId from, EntryId entry, LogId to,
                       const care::Room& room) {
  for (int attempt = 1;; ++attempt) {
    const auto who = acting(house, holder);
    if (!who) return pass(who.error());
    auto source = open_file(house, holder, from);
    if (!source) return pass(source.error());
    auto target = open_file(house, holder, to);
    if (!target) return pass(target.error());
    ledger::Batch batch;
    const auto left = draft_act(house, holder, *who, *source, care::MoveOut{entry}, batch);
    if (!left) return std::unexpected(left.error());
    const auto note = std::get<care::MovedAway>(left->back().body).of;
    const care::Write write{room, source->file.text_of(*source->file.item(note)), note};
    auto came = draft_act(house, holder, *who, *target, write, batch);
    if (!came) return std::unexpected(came.error());
    const auto done = house.store->commit(std::move(batch));
    if (done) return Acted{to, std::move(*came), {done->number, done->hash()}};
    if (done.error().fault != Fault::stale || attempt == kTries) return pass(done.error());
  }
}

ActResult act_new(const House& house, Keyholder& holder, care::OpenFile command) {
  const auto who = acting(house, holder);
  if (!who) return pass(who.error());
  ledger::Batch batch;
  const auto id = draft_new(house, holder, *who, std::move(command), batch);
  if (!id) return std::unexpected(id.error());
  const auto done = house.store->commit(std::move(batch));
  if (!done) return pass(done.error());
  return Acted{*id, {}, {done->number, done->hash()}};
}

}  // namespace trefoil::practice
