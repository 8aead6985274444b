#include "practice/outlines.h"

#include <algorithm>

#include "practice/concerns.h"
#include "vault/seal_into.h"

namespace trefoil::practice {

namespace {
constexpr std::string_view kTag = "trefoil outline v1", kWrapsTag = "trefoil outline wraps v1";

std::size_t size_of(const Kept& kept) {
  return sizeof kept + kept.seen.size() * sizeof(Kept::Seen) + kept.sealed.size();
}

bool is_read_from(const Kept& kept, LogId log) {
  return std::ranges::any_of(kept.seen, [&](const Kept::Seen& seen) { return seen.log == log; });
}

ledger::Hash digest_of(const std::vector<ledger::Wrap>& wraps) {
  base::Writer out;
  for (const auto& wrap : wraps)
    out.u64(wrap.grant).raw(wrap.room.view()).u32(wrap.epoch).raw(wrap.to.view()).sized(wrap.sealed);
  return vault::hash(kWrapsTag, {out.bytes()});
}
}  // namespace

OutlineBook::Loan OutlineBook::lend(KeyId reader) {
  static const auto kEmpty = std::make_shared<const Shelf>();
  const std::lock_guard lock(mutex_);
  auto& place = places_[reader];
  place.used = ++uses_;
  return {place.shelf ? place.shelf : kEmpty, place.drops};
}

void OutlineBook::give_back(KeyId reader, const Loan& loan, Shelf shelf) {
  std::size_t bytes = 0;
  for (auto at = shelf.logs.begin(); at != shelf.logs.end();) {
    const auto size = size_of(*at->second);
    if (bytes + size > limits_.reader) {
      at = shelf.logs.erase(at);
      shelf.checkpoint = {};
    } else {
      bytes += size;
      ++at;
    }
  }
  auto fresh = std::make_shared<const Shelf>(std::move(shelf));
  const std::lock_guard lock(mutex_);
  auto& mine = places_[reader];
  if (mine.drops != loan.drops) return;
  mine.shelf = std::move(fresh);
  mine.bytes = bytes;
  mine.used = ++uses_;
  std::size_t all = 0;
  for (const auto& [key, place] : places_) all += place.bytes;
  while (all > limits_.all) {
    auto oldest = places_.end();
    for (auto at = places_.begin(); at != places_.end(); ++at)
      if (at->second.shelf && (oldest == places_.end() || at->second.used < oldest->second.used)) oldest = at;
    if (oldest == places_.end()) return;
    all -= oldest->second.bytes;
    oldest->second.shelf = nullptr;
    oldest->second.bytes = 0;
  }
}

bool OutlineBook::is_due(KeyId reader, std::size_t changed, std::size_t of) {
  const std::lock_guard lock(mutex_);
  auto& place = places_[reader];
  place.changed += changed;
  if (place.changed * 16 < std::max<std::size_t>(of, 1)) return false;
  place.changed = 0;
  return true;
}

bool OutlineBook::is_current(KeyId reader, const Loan& loan) const {
  const std::lock_guard lock(mutex_);
  const auto at = places_.find(reader);
  return at != places_.end() && at->second.drops == loan.drops;
}

void OutlineBook::drop(KeyId reader) {
  const std::lock_guard lock(mutex_);
  auto& place = places_[reader];
  ++place.drops;
  place.shelf = nullptr;
  place.bytes = 0;
}

void OutlineBook::forget(LogId log) {
  const std::lock_guard lock(mutex_);
  for (auto& [reader, place] : places_) {
    ++place.drops;  // what is being read at this moment may have it still
    if (!place.shelf) continue;
    Shelf left;
    left.checkpoint = place.shelf->checkpoint;
    for (const auto& [id, kept] : place.shelf->logs) {
      if (id == log || is_read_from(*kept, log)) {
        place.bytes -= size_of(*kept);
        left.checkpoint = {};
      } else {
        left.logs.emplace(id, kept);
      }
    }
    place.shelf = std::make_shared<const Shelf>(std::move(left));
  }
}

std::vector<KeyId> OutlineBook::readers() const {
  const std::lock_guard lock(mutex_);
  std::vector<KeyId> out;
  for (const auto& [reader, place] : places_)
    if (place.shelf) out.push_back(reader);
  return out;
}

std::size_t OutlineBook::bytes() const {
  const std::lock_guard lock(mutex_);
  std::size_t all = 0;
  for (const auto& [key, place] : places_) all += place.bytes;
  return all;
}

Result<void> OutlineBook::forget_erased(const ledger::Store& store) {
  const auto last = TRY(store.last_checkpoint());
  if (!last) return {};
  {
    const std::lock_guard lock(mutex_);
    if (last->sides == sides_) return {};
  }
  for (const auto& side : TRY(store.sides(ledger::SideKind::tombstone)))
    if (const auto tombstone = ledger::decode_tombstone(side)) forget(tombstone->log);
  TRY(files.tidy(store));
  const std::lock_guard lock(mutex_);
  sides_ = last->sides;
  return {};
}

namespace {
// One reading of a reader's outlines.
class Look {
 public:
  using Visit = std::function<void(const Outline&)>;
  Look(const House& house, Keyholder& holder, const std::function<void()>& start, const Visit& visit)
      : house_(house),
        holder_(holder),
        start_(start),
        visit_(visit),
        loan_(house.outlines->lend(holder.key())),
        key_(vault::derive(holder.arena, holder.master(), 1, "trefkept")) {
    if (!loan_.shelf->logs.empty()) return;
    auto from_file = house.outlines->files.load({holder.arena, holder.key(), key_});
    if (!from_file) return;
    house.outlines->give_back(holder.key(), loan_, std::move(*from_file));
    loan_ = house.outlines->lend(holder.key());
  }
  ~Look() { vault::wipe(plain_); }
  Look(const Look&) = delete;
  Look& operator=(const Look&) = delete;

  Result<Looked> run() {
    auto out = look();
    if (tombstones_) save(*tombstones_);
    return out;
  }

 private:
  Result<Looked> look() {
    const auto moment = TRY(house_.store->snapshot());
    const auto last = TRY(house_.store->last_checkpoint());
    const auto checkpoint = last ? last->hash() : ledger::Hash{};
    // Every commit has a checkpoint of its own, chained to the one before: where that is the same, so is every head.
    start_();
    if (last && loan_.shelf->checkpoint == checkpoint) {
      if (show_all_kept()) return Looked{{}, loan_.shelf->others};
      start_();
    }
    return compare(checkpoint);
  }
  Bytes context(LogId log) const {
    return base::Writer().raw(base::view(kTag)).raw(holder_.key().view()).raw(log.view()).take();
  }
  std::optional<Outline> open(LogId log, const Kept& kept) {
    vault::Nonce nonce;
    if (kept.sealed.size() < nonce.size()) return std::nullopt;
    std::copy_n(kept.sealed.begin(), nonce.size(), nonce.begin());
    if (plain_.size() < kept.sealed.size()) plain_.resize(kept.sealed.size());
    const auto plain = vault::open_into(plain_, key_, nonce, context(log), View(kept.sealed).subspan(nonce.size()));
    return plain ? unpack_outline(*plain) : std::nullopt;
  }
  bool show_all_kept() {
    for (const auto& [log, kept] : loan_.shelf->logs) {
      if (kept->sealed.empty()) continue;
      const auto outline = open(log, *kept);
      if (!outline) return false;
      visit_(*outline);
    }
    return true;
  }

  Result<Looked> compare(const ledger::Hash& checkpoint) {
    // Where they can't be read, nothing passes for what it was, and each file tells its own damage.
    const auto heads = house_.store->heads();
    if (heads)
      for (const auto& head : *heads) heads_.emplace(head.log, head);
    const Beside beside{.known = [&](const WrapsByLog& wraps) { return pass(wraps); },
                        .apart =
                            [&](LogId log, const ledger::Keychain& keys) {
                              if (may_be_concern(house_, keys, log)) return;
                              next_.others.erase(log);
                              keep(log, {seen(log)}, {});
                            }};
    bool whole = heads.has_value();
    Looked out;
    out.damage = TRY(each_file(house_, holder_, beside, [&](OpenedFile&& opened) {
      const LogId log = opened.file.id;
      next_.others.erase(log);
      const bool sound = opened.damage.empty();
      auto stands_on = seen_in(opened);
      const auto outline = outline_of(std::move(opened));
      // What is damaged is looked at anew each time.
      if (sound) {
        auto plain = pack(outline);
        keep(log, std::move(stands_on), vault::seal_with_nonce(key_, context(log), plain));
        vault::wipe(plain);
      }
      whole = whole && sound;
      visit_(outline);
    }));
    if (whole && out.damage.empty()) next_.checkpoint = checkpoint;
    out.others = next_.others;
    if (should_be_saved())
      if (const auto tombstones = tombstones_of(*house_.store)) tombstones_ = *tombstones;
    house_.outlines->give_back(holder_.key(), loan_, std::move(next_));
    return out;
  }
  bool should_be_saved() {
    const auto& before = loan_.shelf->logs;
    std::size_t same = 0;
    for (const auto& [log, kept] : next_.logs)
      if (const auto at = before.find(log); at != before.end() && at->second == kept) ++same;
    const auto changed = next_.logs.size() - same + before.size() - same;
    // An erasure took everybody's.
    if (!next_.logs.empty() && !house_.outlines->files.holds(holder_.key())) return true;
    return changed > 0 && house_.outlines->is_due(holder_.key(), changed, next_.logs.size());
  }
  // After the moment that was looked at, so that what was erased meanwhile is seen: it may be in what was read.
  void save(const ledger::Hash& tombstones) {
    const auto loan = house_.outlines->lend(holder_.key());
    if (loan.shelf->logs.empty() || !house_.outlines->is_current(holder_.key(), loan_)) return;
    const auto& files = house_.outlines->files;
    files.save({holder_.arena, holder_.key(), key_}, *loan.shelf, tombstones);
    const auto now = tombstones_of(*house_.store);
    if (!now || *now != tombstones) (void)remove_outline_files(house_.folder.cache());
  }
  void keep(LogId log, std::vector<Kept::Seen> seen, Bytes sealed) {
    next_.logs.emplace(log, std::make_shared<const Kept>(std::move(seen), std::move(sealed)));
  }
  // Which logs are as they were; their outlines are shown.
  std::set<LogId> pass(const WrapsByLog& wraps) {
    for (const auto& [log, of_log] : wraps) wraps_.emplace(log, digest_of(of_log));
    std::set<LogId> out;
    for (const auto& [log, of_log] : wraps) (passes(log) ? out : next_.others).insert(log);
    return out;
  }
  // Whether what is kept of a log can be used; it is shown then.
  bool passes(LogId log) {
    const auto at = loan_.shelf->logs.find(log);
    if (at == loan_.shelf->logs.end() || !is_as_it_was(*at->second)) return false;
    if (!at->second->sealed.empty()) {
      const auto outline = open(log, *at->second);
      if (!outline) return false;
      visit_(*outline);
    }
    next_.logs.insert(*at);
    return true;
  }
  Kept::Seen seen(LogId log) const {
    const auto wraps = wraps_.find(log);
    if (wraps == wraps_.end()) return {log, 0, {}, {}};
    const auto head = heads_.find(log);
    return head == heads_.end() ? Kept::Seen{log, 0, {}, wraps->second}
                                : Kept::Seen{log, head->second.length, head->second.hash, wraps->second};
  }
  std::vector<Kept::Seen> seen_in(const OpenedFile& opened) const {
    std::set<LogId> logs{opened.file.id};
    for (const auto& [room, place] : opened.file.rooms) logs.insert(place.log);
    std::vector<Kept::Seen> out;
    for (const auto log : logs) {
      auto one = seen(log);
      // What was checked is what counts: where the store's head is another one, this is never used.
      const auto other = opened.others.find(log);
      const auto& reached = log == opened.file.id ? opened.course.head : other->second.head;
      if (log == opened.file.id || other != opened.others.end()) one.length = reached.length, one.head = reached.hash;
      out.push_back(one);
    }
    return out;
  }
  bool is_as_it_was(const Kept& kept) const {
    return std::ranges::all_of(kept.seen, [&](const Kept::Seen& was) {
      const auto now = seen(was.log);
      if (now.wraps != was.wraps) return false;
      return was.wraps == ledger::Hash{} || (now.length == was.length && now.head == was.head);
    });
  }

  const House& house_;
  Keyholder& holder_;
  const std::function<void()>& start_;
  const Visit& visit_;
  Bytes plain_;  // of one outline after the other; wiped at the end
  OutlineBook::Loan loan_;
  vault::Key key_;
  std::unordered_map<LogId, ledger::Head> heads_;
  std::unordered_map<LogId, ledger::Hash> wraps_;
  Shelf next_;
  std::optional<ledger::Hash> tombstones_;  // where the outlines are to be written to disk: what had been erased then
};
}  // namespace

Result<Looked> each_outline(const House& house, Keyholder& holder, const std::function<void()>& start,
                            const std::function<void(const Outline&)>& visit) {
  if (house.outlines) return Look(house, holder, start, visit).run();
  House unkept = house;
  unkept.outlines = std::make_shared<OutlineBook>();
  return Look(unkept, holder, start, visit).run();
}

void tidy(const House& house, const SignIns& sign_ins) {
  if (!house.outlines) return;
  for (const auto reader : house.outlines->readers())
    if (!sign_ins.any_open(reader)) house.outlines->drop(reader);
  (void)house.outlines->forget_erased(*house.store);  // tried again at the next time
}

}  // namespace trefoil::practice
