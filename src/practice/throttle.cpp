#include "practice/throttle.h"

#include <arpa/inet.h>

#include <algorithm>
#include <vector>

#include "base/text.h"

namespace trefoil::practice {

namespace {
using namespace std::chrono_literals;
constexpr int kFree = 3;
constexpr std::chrono::milliseconds kFirst = 1s, kMost = 30s;
constexpr std::chrono::milliseconds kForgotten = 1h;
constexpr std::chrono::milliseconds kKnown = 24h * 30;

std::chrono::milliseconds delay(int failures) {
  if (failures <= kFree) return 0ms;
  return std::min(kMost, kFirst * (1 << std::min(failures - kFree - 1, 5)));
}

// Whoever has one address of IPv6 has 2^64 of them.
std::string household(std::string_view address) {
  std::string text(address.substr(0, address.find('%')));
  in6_addr parsed{};
  if (inet_pton(AF_INET6, text.c_str(), &parsed) != 1) return text;
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(&parsed);
  if (IN6_IS_ADDR_V4MAPPED(&parsed)) return "4:" + base::to_hex({bytes + 12, 4});
  return "6:" + base::to_hex({bytes, 8});
}
}  // namespace

Throttle::Throttle(const Clock& clock, std::size_t most)
    : clock_(&clock), most_(std::max<std::size_t>(most, 16)), secret_(vault::random_key(arena_)) {}

Throttle::Name Throttle::name(char kind, std::string_view a, std::string_view b) const {
  const Bytes parts =
      base::Writer().u8(static_cast<std::uint8_t>(kind)).sized(base::view(a)).sized(base::view(b)).take();
  return Name::from(vault::keyed_hash(secret_, "trefoil throttle v1", {parts}));
}

bool Throttle::knows(const Name& pair) const {
  const auto found = known_.find(pair);
  return found != known_.end() && clock_->now() - found->second < kKnown;
}

std::int64_t Throttle::left(const Name& of) const {
  const auto found = counts_.find(of);
  if (found == counts_.end()) return 0;
  const Instant now = clock_->now();
  if (now - found->second.last >= kForgotten) return 0;
  // A clock that was set back must not stretch a delay.
  return std::clamp<std::int64_t>((found->second.until - now).count(), 0, delay(found->second.failures).count());
}

std::int64_t Throttle::wait(std::string_view account, std::string_view address) const {
  const std::string who = base::fold(account), where = household(address);
  const std::scoped_lock lock(mutex_);
  const Name pair = name('p', who, where);
  if (knows(pair)) return left(pair);
  return std::max(left(name('a', who)), left(name('h', where)));
}

void Throttle::count(const Name& of) {
  if (!counts_.contains(of) && counts_.size() >= most_) make_room();
  const Instant now = clock_->now();
  Count& count = counts_[of];
  if (now - count.last >= kForgotten) count = {};
  count.failures = std::min(count.failures + 1, 1000);
  count.last = now;
  count.until = now + delay(count.failures);
}

void Throttle::failed(std::string_view account, std::string_view address) {
  const std::string who = base::fold(account), where = household(address);
  const std::scoped_lock lock(mutex_);
  const Name pair = name('p', who, where);
  if (knows(pair)) return count(pair);
  count(name('a', who));
  count(name('h', where));
}

void Throttle::succeeded(std::string_view account, std::string_view address) {
  const std::string who = base::fold(account), where = household(address);
  const std::scoped_lock lock(mutex_);
  const Name pair = name('p', who, where);
  counts_.erase(pair);  // the account's and the address's stay: a guesser with an account of their own can't clear them
  const Instant now = clock_->now();
  if (!known_.contains(pair) && known_.size() >= most_) {
    std::erase_if(known_, [&](const auto& entry) { return now - entry.second >= kKnown; });
    if (known_.size() >= most_)
      known_.erase(std::ranges::min_element(known_, {}, [](const auto& entry) { return entry.second; }));
  }
  known_[pair] = now;
}

void Throttle::make_room() {
  const Instant now = clock_->now();
  std::erase_if(counts_, [&](const auto& entry) { return now - entry.second.last >= kForgotten; });
  if (counts_.size() < most_) return;
  std::erase_if(counts_, [&](const auto& entry) { return entry.second.failures <= kFree; });
  if (counts_.size() < most_ / 2) return;  // else the next flood would walk through everything at every step
  std::vector<Instant> ages;
  ages.reserve(counts_.size());
  for (const auto& [of, count] : counts_) ages.push_back(count.last);
  const auto middle = ages.begin() + static_cast<std::ptrdiff_t>(ages.size() / 2);
  std::ranges::nth_element(ages, middle);
  const Instant median = *middle;
  std::erase_if(counts_, [&](const auto& entry) { return entry.second.last <= median; });
}

std::size_t Throttle::kept() const {
  const std::scoped_lock lock(mutex_);
  return counts_.size() + known_.size();
}

}  // namespace trefoil::practice
