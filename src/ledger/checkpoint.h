// Checkpoints: a signed chain over the heads of all logs, one for each group commit.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "ledger/entry.h"

namespace trefoil::ledger {

struct MovedHead {
  LogId log;
  std::uint64_t length = 0;
  Hash hash{};
  bool operator==(const MovedHead&) const = default;
};

// Body: version u8, number u64, previous 32, service key (Ed25519) 32, sides 32, count u32, then for each moved log, by
// id: log 16, length u64, hash 32. Hash = hash("trefoil checkpoint v1", body). Signed with tag "trefoil checkpoint v1".
// No time: when work happens is nobody's business who owns the disk.
struct Checkpoint {
  std::uint64_t number = 0;  // from 1
  Hash previous{};           // hash of the checkpoint before; zeros at number 1
  vault::SignPublic service{};
  Hash sides{};  // sides_digest over every side row after this commit
  std::vector<MovedHead> heads;
  Signature signature{};

  Bytes body() const;
  Hash hash() const;
  bool operator==(const Checkpoint&) const = default;
};
Result<Checkpoint> decode_checkpoint(View body, View signature);
Result<void> check_signature(const Checkpoint& checkpoint);  // against its own service key

// Signs checkpoints with the installation's service key, which lies outside the database and outside backups.
class Notary {
 public:
  explicit Notary(vault::Key service_seed);
  Checkpoint make(const std::optional<Checkpoint>& last, const Hash& sides, std::vector<MovedHead> moved) const;
  const vault::SignPublic& service() const;

 private:
  vault::Arena arena_;
  vault::Pair pair_;
};

// What an export or a backup prints, and `verify --since` compares: one line of text,
// "trefoil-receipt-1 <number> <hash in base32>".
struct Receipt {
  std::uint64_t number = 0;
  Hash hash{};
};
std::string to_string(const Receipt& receipt);
std::optional<Receipt> parse_receipt(std::string_view text);

}  // namespace trefoil::ledger
