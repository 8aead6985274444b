#include "store/tables.h"

#include <fmt/format.h>

namespace trefoil::store {
namespace {

using namespace ledger;

constexpr auto kHead = "SELECT sequence, header, payload_hash FROM entry WHERE log = ? ORDER BY sequence DESC LIMIT 1";
constexpr auto kNextLog = "SELECT log FROM entry WHERE log > ? ORDER BY log LIMIT 1";
constexpr auto kEntries =
    "SELECT sequence, header, payload, payload_hash, signature FROM entry WHERE log = ? AND sequence >= ? "
    "ORDER BY sequence";
constexpr auto kWrapsTo =
    "SELECT log, \"grant\", room, epoch, receiver, sealed FROM wrap WHERE receiver = ? ORDER BY log, \"grant\"";
constexpr auto kWrapsOf =
    "SELECT log, \"grant\", room, epoch, receiver, sealed FROM wrap WHERE log = ? ORDER BY \"grant\"";
constexpr auto kSides = "SELECT kind, key, body FROM side WHERE kind = ? ORDER BY key";
constexpr auto kAllSides = "SELECT kind, key, body FROM side ORDER BY kind, key";
constexpr auto kSide = "SELECT kind, key, body FROM side WHERE kind = ? AND key = ?";
constexpr auto kLastCheckpoint = "SELECT number, body, signature FROM checkpoint ORDER BY number DESC LIMIT 1";
constexpr auto kCheckpoints = "SELECT number, body, signature FROM checkpoint WHERE number >= ? ORDER BY number";
// Without the hint SQLite takes the primary key and reads the whole log at every append.
constexpr auto kErased =
    "SELECT 1 FROM side WHERE kind = ? AND key = ? "
    "UNION ALL SELECT 1 FROM entry INDEXED BY entry_erased WHERE log = ? AND payload IS NULL LIMIT 1";

constexpr auto kPutEntry =
    "INSERT INTO entry (log, sequence, header, payload, payload_hash, signature) VALUES (?, ?, ?, ?, ?, ?)";
constexpr auto kPutWrap =
    "INSERT OR REPLACE INTO wrap (log, \"grant\", room, epoch, receiver, sealed) VALUES (?, ?, ?, ?, ?, ?)";
constexpr auto kPutSide = "INSERT OR REPLACE INTO side (kind, key, body) VALUES (?, ?, ?)";
constexpr auto kPutCheckpoint = "INSERT INTO checkpoint (number, body, signature) VALUES (?, ?, ?)";
constexpr auto kDropWrap = "DELETE FROM wrap WHERE log = ? AND \"grant\" = ?";
constexpr auto kDropSide = "DELETE FROM side WHERE kind = ? AND key = ?";
constexpr auto kDropWraps = "DELETE FROM wrap WHERE log = ?";
// The third byte of a header is its mode; an open entry's payload (3) is about keys and stays.
constexpr auto kDropPayloads =
    "UPDATE entry SET payload = NULL WHERE log = ? AND payload IS NOT NULL AND substr(header, 3, 1) <> x'03'";

std::uint64_t code(SideKind kind) { return static_cast<std::uint64_t>(kind); }

std::vector<Wrap> wraps(Query& query) {
  std::vector<Wrap> out;
  while (query.step()) {
    Wrap wrap;
    wrap.log = {query.fixed<16>(0)};
    wrap.grant = query.number(1);
    wrap.room = {query.fixed<16>(2)};
    const auto epoch = query.number(3);  // past 32 bits is damage, and 0 is no epoch
    wrap.epoch = epoch > UINT32_MAX ? 0 : static_cast<std::uint32_t>(epoch);
    wrap.to = {query.fixed<16>(4)};
    wrap.sealed = base::copy(query.blob(5));
    out.push_back(std::move(wrap));
  }
  return out;
}

Side side_of(Query& query) {
  const auto kind = query.number(0);  // kinds are one byte; more of it is damage, and no kind
  return {kind > 255 ? SideKind{} : static_cast<SideKind>(kind), query.fixed<16>(1), base::copy(query.blob(2))};
}

std::vector<Side> sides(Query& query) {
  std::vector<Side> out;
  while (query.step()) out.push_back(side_of(query));
  return out;
}

Result<Checkpoint> checkpoint_of(Query& query) {
  const auto number = query.number(0);
  auto decoded = decode_checkpoint(query.blob(1), query.blob(2));
  const auto where = fmt::format("checkpoint {}", number);
  if (!decoded) {
    decoded.error().place = where;
    return decoded;
  }
  if (decoded->number != number)
    return fail(Fault::damaged, "The checkpoint's number is not the one it is kept under.", where);
  return decoded;
}

}  // namespace

Head read_head(Connection& connection, LogId log) {
  Query query(connection, kHead);
  if (!query.bind(log).step()) return {log, 0, {}};
  return {log, query.number(0) + 1, entry_hash(query.blob(1), query.fixed_view<32>(2))};
}

std::vector<Head> read_heads(Connection& connection) {
  // From one log to the next by the primary key: a group by would read every row.
  std::vector<Head> out;
  Bytes after;
  while (true) {
    LogId log;
    {
      Query query(connection, kNextLog);
      if (!query.bind(View(after)).step()) return out;
      const View found = query.blob(0);
      log = LogId::from(found);
      after = base::copy(found);
    }
    out.push_back(read_head(connection, log));
  }
}

void read_entries(Connection& connection, LogId log, std::uint64_t from, const Store::Visitor& visit) {
  Query query(connection, kEntries);
  query.bind(log).bind(from);
  RowView row;
  row.log = log;
  while (query.step()) {
    row.sequence = query.number(0);
    row.header = query.blob(1);
    row.payload = query.is_null(2) ? std::nullopt : std::optional(query.blob(2));
    row.payload_hash = query.fixed_view<32>(3);
    row.signature = query.fixed_view<64>(4);
    if (!visit(row)) return;
  }
}

std::vector<Wrap> read_wraps_to(Connection& connection, KeyId key) {
  Query query(connection, kWrapsTo);
  return wraps(query.bind(key));
}

std::vector<Wrap> read_wraps_of(Connection& connection, LogId log) {
  Query query(connection, kWrapsOf);
  return wraps(query.bind(log));
}

std::vector<Side> read_sides(Connection& connection, SideKind kind) {
  Query query(connection, kSides);
  auto out = sides(query.bind(code(kind)));
  // A damaged page can answer with another row than was asked for. It is left out, as if it were gone: the digest of
  // the sides tells.
  std::erase_if(out, [&](const Side& side) { return side.kind != kind; });
  return out;
}

std::vector<Side> read_all_sides(Connection& connection) {
  Query query(connection, kAllSides);
  return sides(query);
}

std::optional<Side> read_side(Connection& connection, const SideKey& key) {
  Query query(connection, kSide);
  if (!query.bind(code(key.kind)).bind(View(key.key)).step()) return std::nullopt;
  auto out = side_of(query);
  if (out.kind != key.kind || out.key != key.key)
    throw SQLite::Exception("another row than was asked for", SQLITE_CORRUPT);
  return out;
}

Result<std::optional<Checkpoint>> read_last_checkpoint(Connection& connection) {
  Query query(connection, kLastCheckpoint);
  if (!query.step()) return std::optional<Checkpoint>();
  return std::optional(TRY(checkpoint_of(query)));
}

Result<void> read_checkpoints(Connection& connection, std::uint64_t from,
                              const std::function<bool(const Checkpoint&)>& visit) {
  Query query(connection, kCheckpoints);
  query.bind(from);
  while (query.step())
    if (!visit(TRY(checkpoint_of(query)))) break;
  return {};
}

void put(Connection& connection, const RowView& row) {
  Query query(connection, kPutEntry);
  query.bind(row.log).bind(row.sequence).bind(row.header);
  row.payload ? query.bind(*row.payload) : query.bind_null();
  query.bind(row.payload_hash).bind(row.signature).run();
}

void put(Connection& connection, const Wrap& wrap) {
  Query query(connection, kPutWrap);
  query.bind(wrap.log).bind(wrap.grant).bind(wrap.room).bind(std::uint64_t{wrap.epoch}).bind(wrap.to);
  query.bind(View(wrap.sealed)).run();
}

void put(Connection& connection, const Side& side) {
  Query(connection, kPutSide).bind(code(side.kind)).bind(View(side.key)).bind(View(side.body)).run();
}

void put(Connection& connection, const Checkpoint& checkpoint) {
  const auto body = checkpoint.body();
  Query(connection, kPutCheckpoint).bind(checkpoint.number).bind(View(body)).bind(View(checkpoint.signature)).run();
}

void apply(Connection& connection, const Batch& batch) {
  for (const auto& row : batch.rows) put(connection, view(row));
  for (const auto& wrap : batch.wraps) put(connection, wrap);
  for (const auto& [log, grant] : batch.unwraps) Query(connection, kDropWrap).bind(log).bind(grant).run();
  for (const auto& side : batch.sides) put(connection, side);
  for (const auto& key : batch.sides_gone) Query(connection, kDropSide).bind(code(key.kind)).bind(View(key.key)).run();
  for (const auto& log : batch.erase) {
    Query(connection, kDropWraps).bind(log).run();
    Query(connection, kDropPayloads).bind(log).run();
  }
}

bool TablesPresent::erased(LogId log) {
  Query query(connection_, kErased);
  return query.bind(code(SideKind::tombstone)).bind(log).bind(log).step();
}

std::optional<Bytes> TablesPresent::side(const SideKey& key) {
  auto found = read_side(connection_, key);
  return found ? std::optional(std::move(found->body)) : std::nullopt;
}

}  // namespace trefoil::store
