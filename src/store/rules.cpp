#include "store/rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace trefoil::store {
namespace {

using ledger::Batch;
using ledger::Head;
using ledger::MovedHead;
using ledger::Row;

constexpr auto kAgain = "Load it again and decide again.";

Result<void> check_row(const Row& row, const Head& head) {
  if (row.sequence != head.length)
    return fail(Fault::stale, "Someone else wrote to this log in the meantime.", place(row.log, row.sequence), kAgain);
  const auto header = TRY(ledger::decode_header(row.header));
  if (header.log != row.log || header.sequence != row.sequence)
    return fail(Fault::damaged, "The entry's header speaks of another place.", place(row.log, row.sequence));
  if (header.previous != head.hash)
    return fail(Fault::damaged, "The entry doesn't follow the one before it.", place(row.log, row.sequence));
  if (!row.payload) return fail(Fault::damaged, "The entry has no payload.", place(row.log, row.sequence));
  if (vault::digest(*row.payload) != row.payload_hash)
    return fail(Fault::damaged, "The entry's payload is not what its hash says.", place(row.log, row.sequence));
  return {};
}

Result<void> check_guards(const Batch& batch, Present& present) {
  for (const auto& [log, length] : batch.unchanged)
    if (present.head(log).length != length)
      return fail(Fault::stale, "A log that this was decided on has moved on.", place(log), kAgain);
  for (const auto& expected : batch.sides_unchanged) {
    const auto now = present.side({expected.kind, expected.key});
    if (now ? *now != expected.body : !expected.body.empty())
      return fail(Fault::stale, "A row that this was decided on has changed.",
                  fmt::format("side {}", static_cast<int>(expected.kind)), kAgain);
  }
  return {};
}

}  // namespace

std::string place(LogId log) { return "log " + log.str(); }
std::string place(LogId log, std::uint64_t sequence) { return fmt::format("log {}, entry {}", log.str(), sequence); }

Result<std::vector<MovedHead>> check(const Batch& batch, Present& present) {
  TRY(check_guards(batch, present));
  std::map<LogId, Head> heads;
  std::map<LogId, bool> erased;
  const auto is_erased = [&](LogId log) {
    auto [at, fresh] = erased.try_emplace(log);
    if (fresh) at->second = present.erased(log);
    return at->second;
  };
  for (const auto& row : batch.rows) {
    if (is_erased(row.log)) return fail(Fault::refused, "This log was erased; nothing can be added.", place(row.log));
    auto [at, fresh] = heads.try_emplace(row.log);
    if (fresh) at->second = present.head(row.log);
    TRY(check_row(row, at->second));
    at->second.length = row.sequence + 1;
    at->second.hash = ledger::entry_hash(row.header, row.payload_hash);
  }
  for (const auto& wrap : batch.wraps)
    if (is_erased(wrap.log)) return fail(Fault::refused, "This log was erased; nothing can be added.", place(wrap.log));

  std::vector<MovedHead> moved;
  moved.reserve(heads.size());
  for (const auto& [log, head] : heads) moved.push_back({log, head.length, head.hash});
  return moved;
}

void merge(std::vector<MovedHead>& into, const std::vector<MovedHead>& from) {
  for (const auto& head : from) {
    const auto at = std::ranges::lower_bound(into, head.log, {}, &MovedHead::log);
    if (at != into.end() && at->log == head.log)
      *at = head;
    else
      into.insert(at, head);
  }
}

}  // namespace trefoil::store
