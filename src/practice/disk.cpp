#include "practice/disk.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>

namespace trefoil::practice {

namespace fs = std::filesystem;

namespace {
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }

 private:
  int fd_;
};

std::unexpected<Error> system_error(const fs::path& file, int code) {
  if (code == ENOENT) return fail(Fault::not_found, "There is no such file.", file.string());
  if (code == ENOSPC || code == EDQUOT)
    return fail(Fault::full, "The disk is full.", file.string(), "Make room and try again.");
  return fail(Fault::broken, fmt::format("The system says: {}.", std::strerror(code)), file.string());
}
}  // namespace

Result<Bytes> read_whole(const fs::path& file, std::size_t limit) {
  const Descriptor fd(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (fd.get() < 0) return system_error(file, errno);
  Bytes bytes;
  // Room for all of it at once, where it has a size: large files would be copied several times while they grow.
  struct stat about {};
  if (::fstat(fd.get(), &about) == 0 && about.st_size > 0)
    bytes.reserve(std::min(static_cast<std::size_t>(about.st_size), limit) + 1);
  std::uint8_t chunk[65536];
  for (;;) {
    const ssize_t got = ::read(fd.get(), chunk, sizeof chunk);
    if (got < 0) {
      if (errno == EINTR) continue;
      return system_error(file, errno);
    }
    if (got == 0) return bytes;
    bytes.insert(bytes.end(), chunk, chunk + got);
    if (bytes.size() > limit) return fail(Fault::broken, "The file is larger than it can be.", file.string());
  }
}

Result<void> write_whole(const fs::path& file, View bytes, bool sync) {
  static std::atomic<unsigned> count{0};
  const fs::path beside = file.string() + fmt::format(".{}-{}.part", ::getpid(), count++);
  {
    const Descriptor fd(::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (fd.get() < 0) return system_error(file, errno);
    for (View rest = bytes; !rest.empty();) {
      const ssize_t put = ::write(fd.get(), rest.data(), rest.size());
      if (put < 0) {
        if (errno == EINTR) continue;
        const int code = errno;
        ::unlink(beside.c_str());
        return system_error(file, code);
      }
      rest = rest.subspan(static_cast<std::size_t>(put));
    }
    if (sync && ::fdatasync(fd.get()) != 0) {
      const int code = errno;
      ::unlink(beside.c_str());
      return system_error(file, code);
    }
  }
  if (::rename(beside.c_str(), file.c_str()) != 0) {
    const int code = errno;
    ::unlink(beside.c_str());
    return system_error(file, code);
  }
  if (sync) {
    const Descriptor folder(::open(file.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (folder.get() >= 0) ::fsync(folder.get());
  }
  return {};
}

Result<void> write_new(const fs::path& file, View bytes) {
  const fs::path beside = file.string() + fmt::format(".{}.part", ::getpid());
  TRY(write_whole(beside, bytes, false));
  const int code = ::link(beside.c_str(), file.c_str()) == 0 ? 0 : errno;
  ::unlink(beside.c_str());
  if (code != 0 && code != EEXIST) return system_error(file, code);
  return {};
}

Result<void> wipe_file(const fs::path& file) {
  {
    // What is no file of its own (a link to another, say) is removed and not written through.
    const Descriptor fd(::open(file.c_str(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    struct stat about {};
    if (fd.get() < 0 && errno == ENOENT) return {};
    if (fd.get() < 0 && errno != ELOOP && errno != ENXIO) return system_error(file, errno);
    if (fd.get() >= 0 && ::fstat(fd.get(), &about) != 0) return system_error(file, errno);
    if (fd.get() >= 0 && S_ISREG(about.st_mode)) {
      const Bytes zeros(static_cast<std::size_t>(about.st_size));
      errno = EIO;  // of a write that stops short
      if (::pwrite(fd.get(), zeros.data(), zeros.size(), 0) != about.st_size || ::fdatasync(fd.get()) != 0)
        return system_error(file, errno);
    }
  }
  if (::unlink(file.c_str()) != 0 && errno != ENOENT) return system_error(file, errno);
  return {};
}

Result<void> make_private_folder(const fs::path& folder) {
  std::error_code failed;
  if (!fs::exists(folder, failed)) {
    fs::create_directories(folder, failed);
    if (failed) return system_error(folder, failed.value());
    if (::chmod(folder.c_str(), 0700) != 0) return system_error(folder, errno);
  }
  if (!fs::is_directory(folder, failed)) return fail(Fault::bad_input, "This is not a folder.", folder.string());
  return {};
}

}  // namespace trefoil::practice
