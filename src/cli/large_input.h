// Files of hundreds of megabytes, read by several threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>

#include "base/bytes.h"
#include "base/crew.h"
#include "base/result.h"

namespace trefoil::cli {

// The whole of a file, or of standard input for "-"; at most 2 GiB.
class LargeInput {
 public:
  // Pieces of a regular file are read by whoever of the crew is free; anything else as read_file_or_pipe does. bad_input
  // where it can't be read, or became shorter meanwhile.
  static Result<LargeInput> read(const std::string& path, const base::Crew& crew);
  View bytes() const { return large_ ? View(large_.get(), size_) : View(small_); }

 private:
  Bytes small_;
  struct Free {
    void operator()(std::uint8_t* bytes) const { std::free(bytes); }
  };
  static std::unique_ptr<std::uint8_t[], Free> room(std::size_t size);
  // A vector would be filled with zeros first, by one thread; and pages of the usual size cost as much as the reading.
  std::unique_ptr<std::uint8_t[], Free> large_;
  std::size_t size_ = 0;
};

}  // namespace trefoil::cli
