#include "store/writer.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <thread>
#include <utility>

#include "ledger/sides.h"

namespace trefoil::store {
namespace {

using namespace ledger;

constexpr auto kBegin = "BEGIN IMMEDIATE";
constexpr auto kCommit = "COMMIT";
constexpr auto kDataVersion = "PRAGMA data_version";
constexpr auto kTruncate = "PRAGMA wal_checkpoint(TRUNCATE)";

bool touches_sides(const Batch& batch) { return !batch.sides.empty() || !batch.sides_gone.empty(); }

// Faults that one batch of a group may have brought about: each is tried again alone.
bool may_be_one_batchs(const Error& error) { return error.fault == Fault::full || error.fault == Fault::bad_input; }

}  // namespace

Writer::Writer(std::filesystem::path file, std::unique_ptr<Connection> connection, std::unique_ptr<Witness> witness,
               std::shared_ptr<const Notary> notary)
    : file_(std::move(file)),
      erasing_(file_.parent_path() / "erasing"),
      connection_(std::move(connection)),
      witness_(std::move(witness)),
      reserve_(file_.parent_path() / "reserve"),
      notary_(std::move(notary)) {
  reserve_.refill();
  std::error_code ignored;
  scrub_ = std::filesystem::exists(erasing_, ignored);  // an erasure was cut off before its end
  finish_erasing(0);
}

Result<Checkpoint> Writer::commit(Batch batch) {
  const auto mine = std::make_shared<Waiting>();
  mine->batch = std::move(batch);
  const bool waits = [&] {
    const std::lock_guard lock(mutex_);
    queue_.push_back(mine);
    return std::exchange(writing_, true);
  }();
  if (waits) mine->turn.acquire();
  if (mine->outcome) return std::move(*mine->outcome);
  lead();
  return std::move(*mine->outcome);
}

void Writer::lead() {
  // Who leads stands first in the queue, so it is in its own group.
  const auto group = take_group();
  auto outcomes = write(group);
  for (std::size_t i = 0; i < group.size(); ++i) group[i]->outcome = std::move(outcomes[i]);
  // The others are woken before the next leader is: they have their next batch in the queue when it looks.
  for (std::size_t i = 1; i < group.size(); ++i) group[i]->turn.release();
  std::shared_ptr<Waiting> next;
  {
    const std::lock_guard lock(mutex_);
    writing_ = !queue_.empty();
    if (writing_) next = queue_.front();
  }
  if (next) next->turn.release();
}

Writer::Group Writer::take_group() {
  // Those who were woken after the last group are on their way back with their next batch, and where cores are few they
  // have not run yet. As long as they come, they are waited for: not by time, and never by who writes alone.
  std::unique_lock lock(mutex_);
  for (std::size_t before = 0; queue_.size() < last_group_ && queue_.size() > before;) {
    before = queue_.size();
    lock.unlock();
    std::this_thread::yield();
    lock.lock();
  }
  const auto end = queue_.begin() + static_cast<std::ptrdiff_t>(std::min(queue_.size(), kMost));
  Group group(queue_.begin(), end);
  queue_.erase(queue_.begin(), end);
  last_group_ = group.size();
  return group;
}

Writer::Outcomes Writer::write(const Group& group) {
  Outcomes outcomes(group.size());
  const auto done = attempt(group, outcomes);
  if (done) return outcomes;
  if (group.size() == 1 && !group.front()->batch.urgent) {
    outcomes.front() = std::unexpected(done.error());
    return outcomes;
  }
  const bool alone = may_be_one_batchs(done.error());
  for (const bool urgent : {true, false})
    for (std::size_t i = 0; i < group.size(); ++i)
      if (group[i]->batch.urgent == urgent)
        outcomes[i] = alone ? write_alone(group[i]) : Outcome(std::unexpected(done.error()));
  return outcomes;
}

Writer::Outcome Writer::write_alone(const std::shared_ptr<Waiting>& one) {
  Outcomes outcome(1);
  auto done = attempt({one}, outcome);
  if (!done && done.error().fault == Fault::full && one->batch.urgent && reserve_.release())
    done = attempt({one}, outcome);
  if (!done) return std::unexpected(done.error());
  return std::move(*outcome.front());
}

Result<void> Writer::attempt(const Group& group, Outcomes& outcomes) {
  std::vector<std::size_t> accepted;
  std::optional<Checkpoint> checkpoint;
  bool sides_changed = false;
  bool erased = false;
  const auto transaction = [&]() -> Result<void> {
    Query(*connection_, kBegin).run();
    forget_what_others_changed();
    TablesPresent present(*connection_);
    std::vector<MovedHead> moved;
    for (std::size_t i = 0; i < group.size(); ++i) {
      const auto& batch = group[i]->batch;
      auto checked = check(batch, present);
      if (checked && touches_sides(batch))
        if (auto whole = sides_are_whole(); !whole) checked = std::unexpected(whole.error());
      if (!checked) {
        outcomes[i] = std::unexpected(checked.error());
        continue;
      }
      if (!batch.erase.empty()) TRY(mark_erasing());
      apply(*connection_, batch);
      merge(moved, *checked);
      accepted.push_back(i);
      sides_changed |= touches_sides(batch);
      erased |= !batch.erase.empty();
    }
    if (accepted.empty()) {
      roll_back();
      return {};
    }
    checkpoint = TRY(seal(std::move(moved), sides_changed));
    Query(*connection_, kCommit).run();
    return {};
  };
  const auto done = [&]() -> Result<void> {
    try {
      return guarded(transaction);
    } catch (const std::exception& fault) {
      return fail(Fault::broken, "The record could not be written.", "record", fault.what());
    }
  }();
  if (!done) {
    roll_back();
    return done;
  }
  if (!checkpoint) return {};
  last_ = checkpoint;
  if (witness_) witness_->note(*checkpoint);
  scrub_ |= erased;
  if (scrub_ || truncate_) finish_erasing(erased ? 500 : 0);
  if (reserve_.missing()) reserve_.refill();
  for (const auto i : accepted) outcomes[i] = *checkpoint;
  return {};
}

Result<Checkpoint> Writer::seal(std::vector<MovedHead> moved, bool sides_changed) {
  if (!last_) last_ = TRY(read_last_checkpoint(*connection_));
  // Where no side changes, what the last checkpoint said is said again and not what lies there now: a row that was
  // damaged or taken away meanwhile stays a finding.
  const bool read = sides_changed || !last_;
  const auto sides = read ? sides_digest(read_all_sides(*connection_)) : last_->sides;
  auto checkpoint = notary_->make(last_, sides, std::move(moved));
  put(*connection_, checkpoint);
  return checkpoint;
}

Result<void> Writer::sides_are_whole() {
  if (sides_whole_) return {};
  if (!last_) last_ = TRY(read_last_checkpoint(*connection_));
  const auto expected = last_ ? last_->sides : sides_digest({});
  if (sides_digest(read_all_sides(*connection_)) != expected)
    return fail(Fault::damaged, "Cards, keyrings, slots or tombstones are not what the last checkpoint says.", "record",
                "Run `trefoil verify` and restore a backup.");
  sides_whole_ = true;
  return {};
}

void Writer::forget_what_others_changed() {
  // Moves when any other connection committed, of this process or another (sqlite.org/pragma.html#pragma_data_version).
  Query query(*connection_, kDataVersion);
  query.step();
  const auto version = query.number(0);
  if (version == seen_version_) return;
  seen_version_ = version;
  last_.reset();
  sides_whole_ = false;
}

Result<void> Writer::mark_erasing() {
  const int mark = ::open(erasing_.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  const bool kept = mark >= 0 && ::fsync(mark) == 0;
  const bool full = !kept && (errno == ENOSPC || errno == EDQUOT);
  if (mark >= 0) ::close(mark);
  if (!kept)
    return fail(full ? Fault::full : Fault::broken, "That an erasure has begun can't be kept beside the record; nothing was erased.",
                "erasing", "Make room on the disk, then try again.");
  return {};
}

void Writer::finish_erasing(int patience_ms) {
  if (scrub_) scrub();
  truncate_log(patience_ms);
  std::error_code ignored;
  if (!scrub_ && !truncate_) std::filesystem::remove(erasing_, ignored);
}

void Writer::scrub() {
  // secure_delete wipes what is deleted, not the copies that splitting and merging left in the free part of other
  // pages; rewriting every page does. That needs as much room again, in the log and in the file.
  std::error_code error;
  const auto space = std::filesystem::space(file_, error);
  const auto size = std::filesystem::file_size(file_, error);
  if (error || space.available < 2 * size + 8 * Reserve::kSize) return;  // again after the next commit
  const auto done = guarded([&]() -> Result<void> {
    connection_->exec("PRAGMA temp_store=FILE; VACUUM;");  // everything in it is sealed or open anyway
    return {};
  });
  (void)guarded([&]() -> Result<void> { return connection_->exec("PRAGMA temp_store=MEMORY"), Result<void>(); });
  scrub_ = !done;
  truncate_ = true;
}

void Writer::truncate_log(int patience_ms) {
  truncate_ = true;
  connection_->set_patience(patience_ms);
  (void)guarded([&]() -> Result<void> {
    Query query(*connection_, kTruncate);
    truncate_ = !query.step() || query.number(0) != 0;  // a reader still looks at an older moment: again after the next
    return {};
  });
  connection_->set_patience(Connection::kPatience);
}

void Writer::roll_back() {
  if (sqlite3_get_autocommit(connection_->handle()) == 0)
    sqlite3_exec(connection_->handle(), "ROLLBACK", nullptr, nullptr, nullptr);
  seen_version_.reset();
}

}  // namespace trefoil::store
