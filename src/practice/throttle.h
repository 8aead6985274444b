// Wrong passphrases slow down: for each account and for each address, growing to half a minute. Somebody who signed in
// from an address before is not slowed by strangers' failures elsewhere. In memory only.
#pragma once

#include <mutex>
#include <string>
#include <unordered_map>

#include "base/time.h"
#include "vault/vault.h"

namespace trefoil::practice {

// The first three failures are free; then 1 s, doubling up to 30 s. A count is forgotten an hour after its last
// failure. An account and an address that signed in together are counted by themselves from then on, for 30 days:
// strangers' failures don't slow them, nor theirs anybody else. Addresses of IPv6 count by their /64, which is one
// household's. Names and addresses are kept as keyed hashes only, of a key that lives as long as the process.
class Throttle {
 public:
  // `most`: how many counts are kept. Past it, counts that slow nobody go first, so that a flood of made-up names
  // neither grows the memory nor washes out the count of a real account.
  explicit Throttle(const Clock& clock, std::size_t most = 50'000);
  // Milliseconds to wait before an attempt is looked at; 0: now.
  std::int64_t wait(std::string_view account, std::string_view address) const;
  void failed(std::string_view account, std::string_view address);
  void succeeded(std::string_view account, std::string_view address);
  std::size_t kept() const;

 private:
  struct Count {
    int failures = 0;
    Instant until, last;
  };
  using Name = base::Id<struct ThrottleTag>;
  Name name(char kind, std::string_view a, std::string_view b = {}) const;
  bool knows(const Name& pair) const;
  std::int64_t left(const Name& name) const;
  void count(const Name& name);
  void make_room();

  const Clock* clock_;
  std::size_t most_;
  vault::Arena arena_;
  vault::Key secret_;
  mutable std::mutex mutex_;
  std::unordered_map<Name, Count> counts_;
  std::unordered_map<Name, Instant> known_;
};

}  // namespace trefoil::practice
