#include "cli/large_input.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <new>
#include <span>
#include <utility>

#include "cli/measure_input.h"

namespace trefoil::cli {

namespace {
constexpr std::size_t kPiece = std::size_t{1} << 22;  // bytes

// False where the file ends before `to` is full, or can't be read.
bool fill(int file, std::span<std::uint8_t> to, std::size_t from) {
  while (!to.empty()) {
    const auto got = ::pread(file, to.data(), to.size(), static_cast<off_t>(from));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    to = to.subspan(static_cast<std::size_t>(got));
    from += static_cast<std::size_t>(got);
  }
  return true;
}

// Of a regular file of more than one piece; else 0. Anything else is not even opened: a named pipe's writer would see its
// reader go.
std::size_t large_size(const std::string& path) {
  struct stat about {};
  if (path == "-" || ::stat(path.c_str(), &about) != 0 || !S_ISREG(about.st_mode)) return 0;
  const auto size = static_cast<std::size_t>(about.st_size);
  return size > kPiece && size <= kMostInput ? size : 0;
}
}  // namespace

std::unique_ptr<std::uint8_t[], LargeInput::Free> LargeInput::room(std::size_t size) {
  constexpr std::size_t kLargePage = std::size_t{1} << 21;
  const std::size_t whole_pages = (size + kLargePage - 1) / kLargePage * kLargePage;
  auto* const out = static_cast<std::uint8_t*>(std::aligned_alloc(kLargePage, whole_pages));
  if (out == nullptr) throw std::bad_alloc();
  ::madvise(out, whole_pages, MADV_HUGEPAGE);  // a wish: without it, it is only slower
  return std::unique_ptr<std::uint8_t[], Free>(out);
}

Result<LargeInput> LargeInput::read(const std::string& path, const base::Crew& crew) {
  LargeInput out;
  out.size_ = large_size(path);
  const int file = out.size_ == 0 ? -1 : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) {
    out.size_ = 0;
    out.small_ = TRY(read_file_or_pipe(path));
    return out;
  }
  out.large_ = room(out.size_);
  const std::span all(out.large_.get(), out.size_);
  const bool whole = crew.each((out.size_ + kPiece - 1) / kPiece, [&](std::size_t i) {
    const std::size_t from = i * kPiece;
    return !Interrupt::asked() && fill(file, all.subspan(from, std::min(kPiece, out.size_ - from)), from);
  });
  ::close(file);
  if (Interrupt::asked()) return fail(Fault::refused, "The reading was stopped.");
  if (!whole) return fail(Fault::bad_input, "It can't be read to its end.", path, "Is something still writing it?");
  return out;
}

}  // namespace trefoil::cli
