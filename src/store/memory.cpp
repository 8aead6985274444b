#include "store/memory.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <thread>

#include "ledger/sides.h"
#include "store/copy.h"
#include "store/rules.h"

namespace trefoil::store {
namespace {

using namespace ledger;

using Rows = std::vector<std::shared_ptr<const Row>>;
using SidePlace = std::pair<SideKind, std::array<std::uint8_t, 16>>;

// One moment of the store. Never changed once it is shown: a commit makes the next one, so that readers keep theirs.
struct State {
  std::map<LogId, std::shared_ptr<const Rows>> logs;
  std::map<std::pair<LogId, std::uint64_t>, std::shared_ptr<const Wrap>> wraps;
  std::map<SidePlace, std::shared_ptr<const Side>> sides;
  std::vector<std::shared_ptr<const Checkpoint>> checkpoints;  // number 1 at index 0
  Hash digest = sides_digest({});                              // of `sides`

  Head head(LogId log) const {
    const auto at = logs.find(log);
    if (at == logs.end() || at->second->empty()) return {log, 0, {}};
    const auto& last = *at->second->back();
    return {log, last.sequence + 1, entry_hash(last.header, last.payload_hash)};
  }
};

class MemoryPresent : public Present {
 public:
  explicit MemoryPresent(const State& state) : state_(state) {}
  Head head(LogId log) override { return state_.head(log); }
  bool erased(LogId log) override {
    if (state_.sides.contains({SideKind::tombstone, log.bytes})) return true;
    const auto at = state_.logs.find(log);
    return at != state_.logs.end() && std::ranges::any_of(*at->second, [](const auto& row) { return !row->payload; });
  }
  std::optional<Bytes> side(const SideKey& key) override {
    const auto at = state_.sides.find({key.kind, key.key});
    return at == state_.sides.end() ? std::nullopt : std::optional(at->second->body);
  }

 private:
  const State& state_;
};

void erase(State& state, LogId log) {
  std::erase_if(state.wraps, [&](const auto& wrap) { return wrap.first.first == log; });
  const auto at = state.logs.find(log);
  if (at == state.logs.end()) return;
  auto rows = std::make_shared<Rows>();
  for (const auto& row : *at->second) {
    if (row->header.size() > 2 && row->header[2] == static_cast<std::uint8_t>(Mode::open)) {
      rows->push_back(row);
      continue;
    }
    auto bare = std::make_shared<Row>(*row);
    bare->payload.reset();
    rows->push_back(std::move(bare));
  }
  at->second = std::move(rows);
}

void apply(State& state, Batch&& batch) {
  std::map<LogId, std::shared_ptr<Rows>> grown;
  for (auto& row : batch.rows) {
    auto& rows = grown[row.log];
    if (!rows) {
      const auto at = state.logs.find(row.log);
      rows = at == state.logs.end() ? std::make_shared<Rows>() : std::make_shared<Rows>(*at->second);
    }
    rows->push_back(std::make_shared<const Row>(std::move(row)));
  }
  for (auto& [log, rows] : grown) state.logs[log] = std::move(rows);
  for (auto& wrap : batch.wraps) {
    auto& place = state.wraps[{wrap.log, wrap.grant}];  // first: an assignment's right side comes before its left
    place = std::make_shared<const Wrap>(std::move(wrap));
  }
  for (const auto& gone : batch.unwraps) state.wraps.erase(gone);
  for (auto& side : batch.sides) {
    auto& place = state.sides[{side.kind, side.key}];
    place = std::make_shared<const Side>(std::move(side));
  }
  for (const auto& gone : batch.sides_gone) state.sides.erase({gone.kind, gone.key});
  for (const auto& log : batch.erase) erase(state, log);
}

class MemoryStore : public Store {
 public:
  explicit MemoryStore(std::shared_ptr<const Notary> notary)
      : notary_(std::move(notary)), shared_(std::make_shared<Shared>()) {}

  Result<Checkpoint> commit(Batch batch) override {
    if (!notary_) return fail(Fault::refused, "This record was opened for reading only.");
    const std::lock_guard writing(writer_);
    const auto before = latest();
    MemoryPresent present(*before);
    auto moved = TRY(check(batch, present));
    const bool sides = !batch.sides.empty() || !batch.sides_gone.empty();
    auto next = std::make_shared<State>(*before);
    apply(*next, std::move(batch));
    if (sides) {
      std::vector<Side> all;
      for (const auto& [at, side] : next->sides) all.push_back(*side);
      next->digest = sides_digest(all);
    }
    const auto last = next->checkpoints.empty() ? std::nullopt : std::optional(*next->checkpoints.back());
    auto checkpoint = notary_->make(last, next->digest, std::move(moved));
    next->checkpoints.push_back(std::make_shared<const Checkpoint>(checkpoint));
    const std::lock_guard lock(shared_->mutex);
    shared_->latest = std::move(next);
    return checkpoint;
  }

  Result<void> scan(LogId log, std::uint64_t from, const Visitor& visit) const override {
    const auto state = now();
    const auto at = state->logs.find(log);
    if (at == state->logs.end()) return {};
    for (auto i = from; i < at->second->size(); ++i)
      if (!visit(view(*(*at->second)[i]))) break;
    return {};
  }
  Result<Head> head(LogId log) const override { return now()->head(log); }
  Result<std::vector<Head>> heads() const override {
    const auto state = now();
    std::vector<Head> out;
    for (const auto& [log, rows] : state->logs) out.push_back(state->head(log));
    return out;
  }
  Result<std::vector<Wrap>> wraps_to(KeyId key) const override {
    return wraps_where([&](const Wrap& wrap) { return wrap.to == key; });
  }
  Result<std::vector<Wrap>> wraps_of(LogId log) const override {
    return wraps_where([&](const Wrap& wrap) { return wrap.log == log; });
  }
  Result<std::vector<Side>> sides(SideKind kind) const override {
    const auto state = now();
    std::vector<Side> out;
    for (const auto& [at, side] : state->sides)
      if (at.first == kind) out.push_back(*side);
    return out;
  }
  Result<std::optional<Side>> side(SideKind kind, const std::array<std::uint8_t, 16>& key) const override {
    const auto state = now();
    const auto at = state->sides.find({kind, key});
    if (at == state->sides.end()) return std::optional<Side>();
    return std::optional(*at->second);
  }
  Result<std::optional<Checkpoint>> last_checkpoint() const override {
    const auto state = now();
    if (state->checkpoints.empty()) return std::optional<Checkpoint>();
    return std::optional(*state->checkpoints.back());
  }
  Result<void> scan_checkpoints(std::uint64_t from,
                                const std::function<bool(const Checkpoint&)>& visit) const override {
    const auto state = now();
    for (auto i = from == 0 ? 0 : from - 1; i < state->checkpoints.size(); ++i)
      if (!visit(*state->checkpoints[i])) break;
    return {};
  }
  Result<std::shared_ptr<void>> snapshot() const override {
    const std::lock_guard lock(shared_->mutex);
    auto& slot = shared_->pinned[std::this_thread::get_id()];
    if (auto held = slot.lock()) return std::shared_ptr<void>(std::move(held));
    auto pin = std::make_shared<Pin>();
    pin->state = shared_->latest;
    slot = pin;
    return std::shared_ptr<void>(std::move(pin));
  }
  Result<Checkpoint> copy_to(const std::filesystem::path& file) const override {
    const auto moment = TRY(snapshot());
    return write_copy(*this, file);
  }
  Result<std::vector<std::string>> self_check() const override { return std::vector<std::string>(); }

 private:
  struct Pin {
    std::shared_ptr<const State> state;
  };
  struct Shared {
    std::mutex mutex;
    std::shared_ptr<const State> latest = std::make_shared<const State>();
    std::map<std::thread::id, std::weak_ptr<Pin>> pinned;
  };

  std::shared_ptr<const State> latest() const {
    const std::lock_guard lock(shared_->mutex);
    return shared_->latest;
  }
  // The moment that the calling thread looks at.
  std::shared_ptr<const State> now() const {
    const std::lock_guard lock(shared_->mutex);
    const auto at = shared_->pinned.find(std::this_thread::get_id());
    if (at != shared_->pinned.end()) {
      if (const auto held = at->second.lock()) return held->state;
      shared_->pinned.erase(at);
    }
    return shared_->latest;
  }
  template <class Which>
  Result<std::vector<Wrap>> wraps_where(Which which) const {
    const auto state = now();
    std::vector<Wrap> out;
    for (const auto& [at, wrap] : state->wraps)
      if (which(*wrap)) out.push_back(*wrap);
    return out;
  }

  std::shared_ptr<const Notary> notary_;
  std::mutex writer_;
  std::shared_ptr<Shared> shared_;
};

}  // namespace

std::unique_ptr<Store> open_memory(std::shared_ptr<const Notary> notary) {
  return std::make_unique<MemoryStore>(std::move(notary));
}

}  // namespace trefoil::store
