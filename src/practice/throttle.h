// Wrong passphrases slow down: for each account and for each address, growing to half a minute. Somebody who signed in
// from an address before is not slowed by strangers' failures elsewhere. In memory only.
#pragma once

#include <mutex>
#include <string>
#include <unordered_map>

#include "vault/vault.h"
#include "base/time.h"

namespace trefoil::practice {

class Throttle {
 public:
  explicit Throttle(const Clock& clock);
  // Milliseconds to wait before an attempt is looked at; 0: now.
  std::int64_t wait(std::string_view account, std::string_view address) const;
  void failed(std::string_view account, std::string_view address);
  void succeeded(std::string_view account, std::string_view address);

 private:
  struct Count { int failures = 0; Instant until; Instant last; };
  std::string key(char kind, std::string_view a, std::string_view b = {}) const;
  const Clock* clock_;
  vault::Arena arena_;
  vault::Key secret_;
  mutable std::mutex mutex_;
  std::unordered_map<std::string, Count> counts_;
  std::unordered_map<std::string, Instant> known_;
};

}  // namespace trefoil::practice
