// Guarded memory for keys: locked against swap where the system allows it, left out of core dumps, between guard
// pages, wiped when it goes. One arena a request, one for each thing that outlives a request.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "base/bytes.h"

namespace trefoil::vault {

// Must be called once before anything else of vault; safe to call again. Aborts if libsodium can't start.
void start();

// A 32-byte secret in an arena. A Key is a view: it is good for as long as its arena lives.
using Key = std::span<const std::uint8_t, 32>;

// Bump allocation in sodium_malloc'd chunks (the first 16 KiB, later ones larger); nothing is freed before the end.
class Arena {
 public:
  Arena();
  ~Arena();
  Arena(Arena&&) noexcept;
  Arena& operator=(Arena&&) noexcept;
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;

  // Zeroed space, 16-byte aligned. Throws std::bad_alloc on exhaustion.
  std::span<std::uint8_t> take(std::size_t size);
  std::span<std::uint8_t, 32> take_key() { return take(32).first<32>(); }
  Key keep(View secret32);  // copies 32 bytes in; the caller wipes its own copy (wipe() below)
  std::size_t used() const;

 private:
  struct Chunk;
  std::vector<Chunk> chunks_;
  std::size_t used_in_last_ = 0;
};

void wipe(std::span<std::uint8_t> bytes);
void wipe(std::string& text);
bool equal(View a, View b);  // in constant time for equal lengths

}  // namespace trefoil::vault
