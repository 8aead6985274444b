// Space kept for a stop: a file of real blocks beside record.db, given back to the disk when an urgent batch meets a
// full one.
#pragma once

#include <filesystem>

namespace trefoil::store {

class Reserve {
 public:
  static constexpr std::size_t kSize = 1 << 20;
  // No file is made before refill().
  explicit Reserve(std::filesystem::path file) : file_(std::move(file)) {}

  // Gives the blocks back. False where there were none.
  bool release();
  // Takes them again where the disk has plenty (eight times as much), so that refilling never takes what a write needs.
  void refill();
  bool missing() const { return missing_; }

 private:
  std::filesystem::path file_;
  bool missing_ = true;
};

}  // namespace trefoil::store
