// Sign-ins: unlocked keys, sealed under a secret in the cookie and a secret of this boot, in a memory-backed folder that
// the processes of a practice share. Never in the database, never in a backup.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>

#include "practice/keyholder.h"

namespace trefoil::practice {

// The cookie's value: id 16 and secret 32 bytes in base32.
struct Cookie {
  std::string value;
};

enum class Standing { none, open, locked };
struct Present {
  Standing standing = Standing::none;
  std::optional<Keyholder> holder;  // open only
  KeyId key;                        // open or locked: whose
  vault::BoxPublic box{};           // a form sent after the lock is sealed to it
  std::string csrf;                 // bound to this sign-in; what every form carries
  std::string name;                 // the sign-in name, open or locked
  int idle_minutes = 0;             // after so many it locks; 0: none
};

class SignIns {
 public:
  // Makes the memory folder and the boot secret where missing. `absolute`: over after this long whatever happens.
  static Result<std::unique_ptr<SignIns>> open(const Folder& folder, const Clock& clock,
                                               std::chrono::hours absolute = std::chrono::hours(12));
  Result<Cookie> begin(const Keyholder& holder, int idle_minutes);
  // Who a cookie is. `active` moves the idle time on (a page, a form, typing; not a live feed).
  Result<Present> look(std::string_view cookie, bool active);
  Result<void> lock(std::string_view cookie);
  // After the passphrase: the same sign-in goes on, for the same person only (refused otherwise).
  Result<void> unlock(std::string_view cookie, const Keyholder& holder, int idle_minutes);
  void end(std::string_view cookie);
  // Locks every sign-in that is idle or over, also where nobody comes back with its cookie; the number locked. What is
  // left of a sign-in goes a week after its end. For whoever serves to call now and then.
  std::size_t sweep();
  // All other sign-ins of this key; the number ended.
  std::size_t end_others(std::string_view cookie, KeyId key);
  std::size_t end_all(KeyId key);
  std::size_t count(KeyId key) const;
  bool any_open(KeyId key) const;
  // Called with a key whose last open sign-in was locked or ended here. Set before the first request.
  void when_shut(std::function<void(KeyId)> shut) { shut_ = std::move(shut); }
  // Was this file's reading recorded in this sign-in? Marks it.
  bool first_reading(std::string_view cookie, LogId file);
  void forget_reading(std::string_view cookie, LogId file);  // it could not be noted: the next one is the first again

 private:
  SignIns(std::filesystem::path folder, const Clock& clock, std::chrono::hours absolute);
  void tell(KeyId key) const;  // without the mutex held
  std::filesystem::path folder_;
  const Clock* clock_;
  std::chrono::hours absolute_;
  vault::Arena arena_;
  std::span<const std::uint8_t> boot_;
  mutable std::mutex mutex_;
  std::map<std::string, std::set<LogId>> read_;
  std::function<void(KeyId)> shut_;
};

// Before signing in: a random cookie binds a browser's forms, whose token is a hash of it.
std::string fresh_door();
std::string door_token(std::string_view door);
bool same_token(std::string_view a, std::string_view b);  // in constant time

// A form's body, sealed to its author while they are locked out, and opened after the passphrase.
std::string seal_form(const vault::BoxPublic& author, std::string_view path, std::string_view body);
struct KeptForm {
  std::string path, body;
};
Result<KeptForm> open_form(const Keyholder& holder, std::string_view sealed);

}  // namespace trefoil::practice
