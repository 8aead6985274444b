#include "shim_disk.h"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>
#include <new>

namespace trefoil::crash {
namespace {

// SQLite's file object: ours in front, the system's (for locks and shared memory) behind.
struct Handle {
  sqlite3_file base;
  ShimDisk* disk;
  std::shared_ptr<ShimDisk::File>* file;
  sqlite3_file* real;
};

Handle& of(sqlite3_file* file) { return *reinterpret_cast<Handle*>(file); }
sqlite3_file* real(sqlite3_file* file) { return of(file).real; }
ShimDisk& disk(sqlite3_vfs* vfs) { return *static_cast<ShimDisk*>(vfs->pAppData); }

int close(sqlite3_file* file) {
  auto& handle = of(file);
  const int code = handle.real->pMethods->xClose(handle.real);
  delete handle.file;
  return code;
}
int read(sqlite3_file* f, void* into, int count, sqlite3_int64 at) {
  return of(f).disk->read(**of(f).file, into, count, at);
}
int write(sqlite3_file* f, const void* from, int count, sqlite3_int64 at) {
  return of(f).disk->write(**of(f).file, from, count, at);
}
int truncate(sqlite3_file* f, sqlite3_int64 size) { return of(f).disk->truncate(**of(f).file, size); }
int sync(sqlite3_file* f, int) { return of(f).disk->sync(**of(f).file); }
int file_size(sqlite3_file* f, sqlite3_int64* out) { return *out = of(f).disk->size(**of(f).file), SQLITE_OK; }
int lock(sqlite3_file* f, int level) { return real(f)->pMethods->xLock(real(f), level); }
int unlock(sqlite3_file* f, int level) { return real(f)->pMethods->xUnlock(real(f), level); }
int check_reserved(sqlite3_file* f, int* out) { return real(f)->pMethods->xCheckReservedLock(real(f), out); }
int file_control(sqlite3_file* f, int op, void* argument) {
  if (op == SQLITE_FCNTL_SIZE_HINT || op == SQLITE_FCNTL_CHUNK_SIZE || op == SQLITE_FCNTL_MMAP_SIZE)
    return SQLITE_NOTFOUND;  // they would touch the file under us
  return real(f)->pMethods->xFileControl(real(f), op, argument);
}
int sector_size(sqlite3_file* f) { return real(f)->pMethods->xSectorSize(real(f)); }
int characteristics(sqlite3_file* f) { return real(f)->pMethods->xDeviceCharacteristics(real(f)); }
int shm_map(sqlite3_file* f, int page, int size, int extend, void volatile** out) {
  return real(f)->pMethods->xShmMap(real(f), page, size, extend, out);
}
int shm_lock(sqlite3_file* f, int at, int n, int flags) { return real(f)->pMethods->xShmLock(real(f), at, n, flags); }
void shm_barrier(sqlite3_file* f) { real(f)->pMethods->xShmBarrier(real(f)); }
int shm_unmap(sqlite3_file* f, int remove) { return real(f)->pMethods->xShmUnmap(real(f), remove); }

constexpr sqlite3_io_methods kMethods = {
    2,         close,          read,         write,       truncate,        sync,    file_size, lock,
    unlock,    check_reserved, file_control, sector_size, characteristics, shm_map, shm_lock,  shm_barrier,
    shm_unmap, nullptr,        nullptr};

int open(sqlite3_vfs* vfs, const char* path, sqlite3_file* file, int flags, int* out_flags) {
  auto& under = *disk(vfs).under();
  if (path == nullptr || (flags & SQLITE_OPEN_DELETEONCLOSE) != 0)  // a temporary file: nothing to lose
    return under.xOpen(&under, path, file, flags, out_flags);
  auto& handle = of(file);
  handle.real = reinterpret_cast<sqlite3_file*>(&handle + 1);
  const int code = under.xOpen(&under, path, handle.real, flags, out_flags);
  if (code != SQLITE_OK) {
    file->pMethods = nullptr;
    return code;
  }
  handle.disk = &disk(vfs);
  handle.file = new std::shared_ptr<ShimDisk::File>(handle.disk->file(path));
  handle.base.pMethods = &kMethods;
  return SQLITE_OK;
}
int access(sqlite3_vfs* vfs, const char* path, int flags, int* out) {
  if (flags != SQLITE_ACCESS_EXISTS) return disk(vfs).under()->xAccess(disk(vfs).under(), path, flags, out);
  *out = disk(vfs).exists(path) ? 1 : 0;
  return SQLITE_OK;
}
int remove(sqlite3_vfs* vfs, const char* path, int sync_folder) { return disk(vfs).remove(path, sync_folder); }

// Puts a change into the file that will be there after the power is back.
void put(std::vector<std::uint8_t>& into, const ShimDisk::Change& change) {
  if (change.truncates) {
    into.resize(std::min<std::size_t>(into.size(), change.offset));
    return;
  }
  if (into.size() < change.offset + change.bytes.size()) into.resize(change.offset + change.bytes.size());
  std::ranges::copy(change.bytes, into.begin() + static_cast<std::ptrdiff_t>(change.offset));
}

// Only before the first and after the last handle: opening and closing the path in between would drop POSIX locks.
std::vector<std::uint8_t> load(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

ShimDisk::ShimDisk(std::string name, std::filesystem::path folder)
    : name_(std::move(name)), folder_(std::move(folder)), under_(sqlite3_vfs_find(nullptr)) {
  vfs_ = *under_;
  vfs_.pNext = nullptr;
  vfs_.zName = name_.c_str();
  vfs_.pAppData = this;
  vfs_.szOsFile = static_cast<int>(sizeof(Handle)) + under_->szOsFile;
  vfs_.xOpen = open;
  vfs_.xDelete = crash::remove;
  vfs_.xAccess = crash::access;
  sqlite3_vfs_register(&vfs_, 0);
}

ShimDisk::~ShimDisk() { sqlite3_vfs_unregister(&vfs_); }

void ShimDisk::cut_power_at(std::uint64_t operation) {
  const std::lock_guard lock(mutex_);
  until_cut_ = operation;
}

bool ShimDisk::dead() const {
  const std::lock_guard lock(mutex_);
  return dead_;
}

void ShimDisk::power_back(Loss loss, std::uint64_t seed) {
  const std::lock_guard lock(mutex_);
  std::mt19937_64 lot(seed);
  constexpr std::size_t kPiece = 512;
  for (auto& [path, file] : files_) {
    for (const auto& change : file->unsynced) {
      if (loss == Loss::everything) break;
      if (loss == Loss::nothing || change.truncates) {
        if (loss == Loss::nothing || (lot() & 1) != 0) put(file->durable, change);
        continue;
      }
      for (std::size_t at = 0; at < change.bytes.size(); at += kPiece) {
        if ((lot() & 1) != 0) continue;
        const auto end = std::min(at + kPiece, change.bytes.size());
        put(file->durable, {change.offset + at,
                            {change.bytes.begin() + static_cast<std::ptrdiff_t>(at),
                             change.bytes.begin() + static_cast<std::ptrdiff_t>(end)}});
      }
    }
    std::ofstream out(path, std::ios::binary | std::ios::trunc);
    out.write(reinterpret_cast<const char*>(file->durable.data()), static_cast<std::streamsize>(file->durable.size()));
  }
  files_.clear();
  dead_ = false;
  until_cut_ = 0;
}

void ShimDisk::set_quota(std::uint64_t bytes) {
  const std::lock_guard lock(mutex_);
  quota_ = bytes;
}

std::uint64_t ShimDisk::used() const {
  const std::lock_guard lock(mutex_);
  return used_locked();
}

std::uint64_t ShimDisk::used_locked() const {
  std::uint64_t sum = 0;
  for (const auto& [path, file] : files_) sum += file->seen.size();
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(folder_, ignored))
    if (!files_.contains(entry.path().string()) && !entry.path().string().ends_with("-shm"))
      sum += entry.file_size(ignored);
  return sum;
}

void ShimDisk::fail_syncs(int count) {
  const std::lock_guard lock(mutex_);
  failing_syncs_ = count;
}

bool ShimDisk::dies_now() {
  if (until_cut_ > 0) {
    --until_cut_;
    dead_ = dead_ || until_cut_ == 0;
  }
  return dead_;
}

std::shared_ptr<ShimDisk::File> ShimDisk::file(const char* path) {
  const std::lock_guard lock(mutex_);
  auto& known = files_[path];
  if (!known) {
    known = std::make_shared<File>();
    known->path = path;
    known->seen = known->durable = load(path);
  }
  return known;
}

int ShimDisk::read(File& file, void* into, int count, sqlite3_int64 offset) {
  const std::lock_guard lock(mutex_);
  const auto wanted = static_cast<std::size_t>(count);
  const auto at = static_cast<std::size_t>(offset);
  const auto there = at >= file.seen.size() ? 0 : std::min(wanted, file.seen.size() - at);
  if (there > 0) std::memcpy(into, file.seen.data() + at, there);
  if (there == wanted) return SQLITE_OK;
  std::memset(static_cast<char*>(into) + there, 0, wanted - there);
  return SQLITE_IOERR_SHORT_READ;
}

int ShimDisk::write(File& file, const void* from, int count, sqlite3_int64 offset) {
  const std::lock_guard lock(mutex_);
  if (dies_now()) return SQLITE_IOERR_WRITE;
  const auto* bytes = static_cast<const std::uint8_t*>(from);
  const auto end = static_cast<std::uint64_t>(offset) + static_cast<std::uint64_t>(count);
  if (quota_ > 0 && end > file.seen.size() && used_locked() + (end - file.seen.size()) > quota_) return SQLITE_FULL;
  Change change{static_cast<std::uint64_t>(offset), {bytes, bytes + count}};
  put(file.seen, change);
  file.unsynced.push_back(std::move(change));
  return SQLITE_OK;
}

int ShimDisk::truncate(File& file, sqlite3_int64 size) {
  const std::lock_guard lock(mutex_);
  if (dies_now()) return SQLITE_IOERR_TRUNCATE;
  Change change{.offset = static_cast<std::uint64_t>(size), .truncates = true};
  put(file.seen, change);
  file.unsynced.push_back(std::move(change));
  return SQLITE_OK;
}

int ShimDisk::sync(File& file) {
  const std::lock_guard lock(mutex_);
  if (dies_now()) return SQLITE_IOERR_FSYNC;
  if (failing_syncs_ > 0) {
    --failing_syncs_;
    return SQLITE_IOERR_FSYNC;
  }
  for (const auto& change : file.unsynced) put(file.durable, change);
  file.unsynced.clear();
  return SQLITE_OK;
}

int ShimDisk::remove(const char* path, int sync_folder) {
  {
    const std::lock_guard lock(mutex_);
    if (dies_now()) return SQLITE_IOERR_DELETE;
    files_.erase(path);
  }
  return under_->xDelete(under_, path, sync_folder);
}

bool ShimDisk::exists(const char* path) const {
  const std::lock_guard lock(mutex_);
  const auto at = files_.find(path);
  if (at != files_.end()) return !at->second->seen.empty();  // as the system's: an empty file counts for nothing
  std::error_code error;
  const auto size = std::filesystem::file_size(path, error);
  return !error && size > 0;
}

sqlite3_int64 ShimDisk::size(const File& file) const {
  const std::lock_guard lock(mutex_);
  return static_cast<sqlite3_int64>(file.seen.size());
}

}  // namespace trefoil::crash
