#include "ledger/verify_parts.h"

namespace trefoil::ledger {

namespace {

std::string place_of(LogId log) { return "log " + log.str(); }

class LogCheck {
 public:
  LogCheck(const Store& store, LogId log, const Promised& promised, const Beside& beside, VerifyReport& report)
      : store_(store),
        log_(log),
        promised_(promised),
        erased_(beside.erased.contains(log)),
        report_(report),
        cards_(beside.cards),
        walk_(log, beside.cards) {}

  void run(const std::optional<Head>& stored) {
    const auto scanned = store_.scan(log_, 0, [&](const RowView& row) {
      ++report_.entries;
      if (const Step* step = walk_.step(row)) saw(step->header);
      return !walk_.stopped();
    });
    for (const Error& damage : walk_.damage()) report_.findings.push_back({damage.place, damage.what});
    if (!scanned) find(report_, place_of(log_), scanned.error());
    head(stored);
    payloads();
    wraps();
    report_.erased_logs += erased_;
  }

 private:
  // What an author had seen when they wrote must be part of the record.
  void saw(const Header& header) {
    if (promised_.whole && header.checkpoint != Hash{} && !promised_.seen.contains(header.checkpoint))
      find(report_, entry_place(log_, header.sequence),
           "Its author had seen a checkpoint that the record does not have: a part of the record was lost.");
  }

  void head(const std::optional<Head>& stored) {
    const Head reached = walk_.head();
    const auto promised = promised_.heads.find(log_);
    if (promised == promised_.heads.end()) {
      if (reached.length > 0) find(report_, place_of(log_), "No checkpoint speaks of it.");
    } else if (reached.length < promised->second.length) {
      find(report_, place_of(log_),
           "It ends after " + std::to_string(reached.length) + " entries; the checkpoints say " +
               std::to_string(promised->second.length) + ".");
    } else if (reached.length > promised->second.length) {
      find(report_, place_of(log_), "It has entries that no checkpoint speaks of.");
    } else if (reached.hash != promised->second.hash) {
      find(report_, place_of(log_), "It does not end as the last checkpoint of it says.");
    }
    if (stored && (stored->length != reached.length || stored->hash != reached.hash))
      find(report_, place_of(log_), "Where the store says that it ends is not where it ends.");
  }

  void payloads() {
    if (erased_ && walk_.full() > 0)
      find(report_, place_of(log_), "It was erased, yet contents of it are still there.");
    if (!erased_)
      for (const std::uint64_t sequence : walk_.bare())
        find(report_, entry_place(log_, sequence), "Its content is missing, and nobody erased it.");
  }

  void wraps() {
    report_.grants += walk_.rules().grants().size();
    const auto stored = store_.wraps_of(log_);
    if (!stored) return find(report_, place_of(log_) + ", keys given", stored.error());
    report_.wraps += stored->size();
    std::map<std::uint64_t, const Wrap*> by_grant;
    for (const Wrap& wrap : *stored)
      if (!by_grant.emplace(wrap.grant, &wrap).second || !walk_.rules().grants().contains(wrap.grant))
        find(report_, entry_place(log_, wrap.grant), "A key lies there that this entry does not give.");
    for (const auto& [sequence, grant] : walk_.rules().grants()) {
      const auto at = by_grant.find(sequence);
      wrap(entry_place(log_, sequence), grant, at == by_grant.end() ? nullptr : at->second);
    }
  }

  void wrap(const std::string& place, const SeenGrant& grant, const Wrap* wrap) {
    if (grant.gone || erased_) {
      if (wrap) find(report_, place, "The key that it gave should be deleted, and is still there.");
      return;
    }
    if (!wrap) return find(report_, place, "The key that it gives is missing.");
    if (wrap->log != log_ || wrap->room != grant.room || wrap->epoch != grant.epoch || wrap->to != grant.to)
      find(report_, place, "The key that it gives lies under another room or receiver.");
    if (vault::digest(wrap->sealed) != grant.wrap)
      find(report_, place, "The key that it gives is not what was signed.");
    if (!cards_.contains(grant.to)) find(report_, place, "It gives a room's key to a key that nobody vouches for.");
  }

  const Store& store_;
  LogId log_;
  const Promised& promised_;
  bool erased_;
  VerifyReport& report_;
  const Cards& cards_;
  LogWalk walk_;
};

}  // namespace

void verify_logs(const Store& store, const Promised& promised, const Beside& beside, VerifyReport& report) {
  std::map<LogId, std::optional<Head>> logs;
  for (const auto& [log, head] : promised.heads) logs.emplace(log, std::nullopt);
  if (const auto heads = store.heads())
    for (const Head& head : *heads) logs[head.log] = head;
  else
    find(report, "the logs", heads.error());
  for (const LogId& log : beside.erased)
    if (!logs.contains(log)) find(report, "tombstone of log " + log.str(), "There is no such log.");
  report.logs = logs.size();
  for (const auto& [log, head] : logs) LogCheck(store, log, promised, beside, report).run(head);
  // Wraps in logs that are not there are reached by their receivers only.
  for (const auto& [id, card] : beside.cards) {
    const auto wraps = store.wraps_to(id);
    if (!wraps) {
      find(report, "keys given to " + id.str(), wraps.error());
      continue;
    }
    for (const Wrap& wrap : *wraps)
      if (!logs.contains(wrap.log))
        find(report, entry_place(wrap.log, wrap.grant), "A key lies there, but no such log.");
  }
}

}  // namespace trefoil::ledger
