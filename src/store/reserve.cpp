#include "store/reserve.h"

#include <fcntl.h>
#include <unistd.h>

namespace trefoil::store {

bool Reserve::release() {
  missing_ = true;
  std::error_code error;
  const auto size = std::filesystem::file_size(file_, error);
  return !error && size > 0 && std::filesystem::remove(file_, error);
}

void Reserve::refill() {
  std::error_code error;
  const auto size = std::filesystem::file_size(file_, error);
  if (!error && size >= kSize) {
    missing_ = false;
    return;
  }
  const auto space = std::filesystem::space(file_.parent_path(), error);
  if (error || space.available < 8 * kSize) return;
  const int file = ::open(file_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) return;
  missing_ = ::posix_fallocate(file, 0, kSize) != 0;
  ::close(file);
  if (missing_) std::filesystem::remove(file_, error);
}

}  // namespace trefoil::store
