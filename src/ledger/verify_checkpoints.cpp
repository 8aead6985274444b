#include <algorithm>

#include "ledger/verify_parts.h"

namespace trefoil::ledger {

namespace {

std::string place_of(const Checkpoint& checkpoint) { return "checkpoint " + std::to_string(checkpoint.number); }

class Chain {
 public:
  Chain(const VerifyInput& input, VerifyReport& report) : input_(input), report_(report) {}

  void take(const Checkpoint& checkpoint) {
    ++report_.checkpoints;
    const std::string place = place_of(checkpoint);
    const Hash hash = checkpoint.hash();
    const std::uint64_t expected = promised_.last ? promised_.last->number + 1 : 1;
    if (checkpoint.number != expected)
      find(report_, place, "Checkpoint " + std::to_string(expected) + " should stand here.");
    if (checkpoint.previous != last_hash_) find(report_, place, "It does not follow the checkpoint before it.");
    if (const auto holds = check_signature(checkpoint); !holds) find(report_, place, holds.error().what);
    for (const MovedHead& head : checkpoint.heads) move(place, head);
    if (std::ranges::find(report_.service_keys, checkpoint.service) == report_.service_keys.end())
      report_.service_keys.push_back(checkpoint.service);
    if (input_.since && input_.since->number == checkpoint.number && input_.since->hash != hash)
      find(report_, place, "It is not the one that the receipt names: the record was rewritten.");
    if (input_.witness && input_.witness->number == checkpoint.number && input_.witness->hash != hash)
      find(report_, place, "It is not the one that the witness file names: the record was rewritten.");
    promised_.seen.insert(hash);
    promised_.last = checkpoint;
    last_hash_ = hash;
  }

  Promised finish() {
    const std::uint64_t end = promised_.last ? promised_.last->number : 0;
    const std::string place = "checkpoint " + std::to_string(end);
    if (promised_.last) report_.end = Receipt{.number = end, .hash = last_hash_};
    if (input_.since && input_.since->number > end)
      find(report_, place,
           "The record ends here; the receipt was given at checkpoint " + std::to_string(input_.since->number) +
               ". What came between is lost.");
    if (input_.witness && input_.witness->number > end)
      find(report_, place,
           "The record ends here; the witness file has seen checkpoint " + std::to_string(input_.witness->number) +
               ". What came between is a found loss.");
    if (input_.service && promised_.last && promised_.last->service != *input_.service)
      find(report_, place, "It is signed by another service key than this folder's.");
    return std::move(promised_);
  }

 private:
  void move(const std::string& place, const MovedHead& head) {
    MovedHead& before = promised_.heads[head.log];
    if (head.length <= before.length) find(report_, place, "It takes log " + head.log.str() + " back.");
    before = head;
  }

  const VerifyInput& input_;
  VerifyReport& report_;
  Promised promised_;
  Hash last_hash_{};
};

}  // namespace

Promised verify_checkpoints(const Store& store, const VerifyInput& input, VerifyReport& report) {
  const std::size_t before = report.findings.size();
  Chain chain(input, report);
  const auto scanned = store.scan_checkpoints(1, [&](const Checkpoint& checkpoint) {
    chain.take(checkpoint);
    return true;
  });
  if (!scanned) find(report, "the checkpoints", scanned.error());
  Promised promised = chain.finish();
  promised.whole = report.findings.size() == before;
  return promised;
}

}  // namespace trefoil::ledger
