#include "vault/arena.h"

#include <sodium.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <new>
#include <stdexcept>
#include <utility>

namespace trefoil::vault {

namespace {
constexpr std::size_t kFirstChunk = 16 * 1024;
constexpr std::size_t kLargestChunk = 1024 * 1024;
constexpr std::size_t kAlignment = 16;
#if defined(__SANITIZE_ADDRESS__)
constexpr bool kSanitized = true;
#elif defined(__has_feature)
constexpr bool kSanitized = __has_feature(address_sanitizer);
#else
constexpr bool kSanitized = false;
#endif
}  // namespace

void start() {
  // sodium_init takes a lock on every call; every arena comes through here.
  static const bool started = [] { return sodium_init() >= 0; }();
  if (!started) std::abort();
}

namespace {
// First chunks that were given back, wiped and still locked: every request opens somebody's keys, and mapping, guarding and
// locking pages anew each time stops the other threads too. A few, as many as requests that run at once.
class Spare {
 public:
  // With the address sanitizer none: there what is read after it was given back has to be noticed.
  static constexpr std::size_t kMost = kSanitized ? 0 : 32;
  std::uint8_t* take() {
    const std::lock_guard guard(mutex_);
    if (chunks_.empty()) return nullptr;
    auto* chunk = chunks_.back();
    chunks_.pop_back();
    return chunk;
  }
  // False where there are enough: it is freed then.
  bool keep(std::uint8_t* chunk) {
    sodium_memzero(chunk, kFirstChunk);
    const std::lock_guard guard(mutex_);
    if (chunks_.size() == kMost) return false;
    chunks_.push_back(chunk);
    return true;
  }

 private:
  std::mutex mutex_;
  std::vector<std::uint8_t*> chunks_;
};
Spare& spare() {
  static Spare* const all = new Spare;  // never gone: an arena may outlive other statics
  return *all;
}
std::uint8_t* chunk_of(std::size_t bytes) {
  if (bytes == kFirstChunk)
    if (auto* kept = spare().take()) return kept;
  return static_cast<std::uint8_t*>(sodium_malloc(bytes));
}
}  // namespace

// sodium_malloc sets the block against the guard page behind it, so an address is aligned only where the size is a
// multiple of the alignment: all sizes here are.
struct Arena::Chunk {
  struct Free {
    std::size_t size;
    void operator()(std::uint8_t* bytes) const {
      if (size != kFirstChunk || !spare().keep(bytes)) sodium_free(bytes);  // checks the canary, wipes, unmaps
    }
  };
  explicit Chunk(std::size_t bytes) : size(bytes), memory(chunk_of(bytes), Free{bytes}) {
    if (!memory) throw std::bad_alloc();
  }
  std::size_t size;
  std::size_t used = 0;
  std::unique_ptr<std::uint8_t, Free> memory;
};

Arena::Arena() { start(); }
Arena::~Arena() = default;
Arena::Arena(Arena&& other) noexcept
    : chunks_(std::move(other.chunks_)), used_in_last_(std::exchange(other.used_in_last_, 0)) {
  other.chunks_.clear();
}
Arena& Arena::operator=(Arena&& other) noexcept {
  if (this != &other) {
    chunks_ = std::move(other.chunks_);
    other.chunks_.clear();
    used_in_last_ = std::exchange(other.used_in_last_, 0);
  }
  return *this;
}

std::span<std::uint8_t> Arena::take(std::size_t size) {
  if (size > SIZE_MAX / 2) throw std::bad_alloc();
  const std::size_t rounded = (size + kAlignment - 1) / kAlignment * kAlignment;
  if (chunks_.empty() || chunks_.back().size - used_in_last_ < rounded) {
    const std::size_t usual =
        chunks_.empty() ? kFirstChunk : std::clamp(chunks_.back().size * 2, kFirstChunk, kLargestChunk);
    // What is left of the chunk before stays unused: keys are small against chunks.
    chunks_.emplace_back(std::max(usual, rounded));
    used_in_last_ = 0;
  }
  Chunk& chunk = chunks_.back();
  std::span<std::uint8_t> out(chunk.memory.get() + used_in_last_, size);
  used_in_last_ += rounded;
  chunk.used = used_in_last_;
  std::fill(out.begin(), out.end(), std::uint8_t{0});
  return out;
}

Key Arena::keep(View secret32) {
  if (secret32.size() != 32) throw std::invalid_argument("a key has 32 bytes");
  auto out = take_key();
  std::memcpy(out.data(), secret32.data(), out.size());
  return out;
}

std::size_t Arena::used() const {
  std::size_t sum = 0;
  for (const Chunk& chunk : chunks_) sum += chunk.used;
  return sum;
}

void wipe(std::span<std::uint8_t> bytes) {
  if (!bytes.empty()) sodium_memzero(bytes.data(), bytes.size());
}

void wipe(std::string& text) {
  text.resize(text.capacity());  // also what a longer text left behind the end
  sodium_memzero(text.data(), text.size());
  text.clear();
}

bool equal(View a, View b) {
  return a.size() == b.size() && (a.empty() || sodium_memcmp(a.data(), b.data(), a.size()) == 0);
}

}  // namespace trefoil::vault
