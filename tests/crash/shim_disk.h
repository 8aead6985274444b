// A disk that can lose its power, fill up or fail, under SQLite: a VFS on top of the system's. What was written but not
// synced lies in memory only, so that a power cut forgets it, or keeps an arbitrary part of it, as real disks do.
// Locks and shared memory are the system's own; the files' bytes reach the system's only in power_back(). Making and
// deleting a file is on disk at once.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <vector>

namespace trefoil::crash {

enum class Loss {
  everything,  // every unsynced write is gone
  some,        // each 512-byte piece of an unsynced write is kept or gone, by lot
  nothing,     // the writes had all just arrived
};

class ShimDisk {
 public:
  // One for each name; it must outlive every connection that was opened with it.
  ShimDisk(std::string name, std::filesystem::path folder);
  ~ShimDisk();
  ShimDisk(const ShimDisk&) = delete;
  ShimDisk& operator=(const ShimDisk&) = delete;
  const std::string& name() const { return name_; }

  // The power goes at the `operation`th write, sync, truncation or deletion from now: that one and all after it fail.
  void cut_power_at(std::uint64_t operation);
  bool dead() const;
  // After every connection was closed: settles what of the unsynced is kept, writes the files out, and the power is
  // back.
  void power_back(Loss loss, std::uint64_t seed);

  // All files of the folder together (those that SQLite doesn't know, too) may not grow past this. 0: no limit.
  void set_quota(std::uint64_t bytes);
  std::uint64_t used() const;
  void fail_syncs(int count);  // the next ones

  // For the VFS's functions.
  struct Change {
    std::uint64_t offset = 0;
    std::vector<std::uint8_t> bytes;
    bool truncates = false;  // to offset
  };
  struct File {
    std::filesystem::path path;
    std::vector<std::uint8_t> seen;     // what the living see
    std::vector<std::uint8_t> durable;  // what is certain to be there after a cut
    std::vector<Change> unsynced;       // what lies between the two, in order
  };
  std::shared_ptr<File> file(const char* path);
  int read(File& file, void* into, int count, sqlite3_int64 offset);
  int write(File& file, const void* from, int count, sqlite3_int64 offset);
  int truncate(File& file, sqlite3_int64 size);
  int sync(File& file);
  int remove(const char* path, int sync_folder);
  bool exists(const char* path) const;
  sqlite3_int64 size(const File& file) const;
  sqlite3_vfs* under() const { return under_; }

 private:
  bool dies_now();  // counts an operation
  std::uint64_t used_locked() const;

  const std::string name_;
  const std::filesystem::path folder_;
  sqlite3_vfs* under_;
  sqlite3_vfs vfs_{};
  mutable std::mutex mutex_;
  std::map<std::string, std::shared_ptr<File>> files_;
  std::uint64_t until_cut_ = 0;  // 0: no cut ahead
  bool dead_ = false;
  std::uint64_t quota_ = 0;
  int failing_syncs_ = 0;
};

}  // namespace trefoil::crash
