// Connections to read with: leased one at a time, kept for the next, and pinned to a thread while it holds a snapshot.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "store/connection.h"

namespace trefoil::store {

class Readers : public std::enable_shared_from_this<Readers> {
 public:
  Readers(std::filesystem::path file, std::string vfs) : file_(std::move(file)), vfs_(std::move(vfs)) {}

  class Lease {
   public:
    Lease(std::shared_ptr<Readers> home, std::shared_ptr<Connection> connection, bool pinned)
        : home_(std::move(home)), connection_(std::move(connection)), pinned_(pinned) {}
    ~Lease();
    Lease(Lease&&) = default;
    Lease& operator=(Lease&&) = delete;
    Connection& operator*() const { return *connection_; }
    Connection* operator->() const { return connection_.get(); }

   private:
    std::shared_ptr<Readers> home_;
    std::shared_ptr<Connection> connection_;
    bool pinned_;
  };

  Result<Lease> lease();                     // the thread's snapshot where it holds one
  Result<Lease> lease_fresh();               // never a snapshot's
  Result<std::shared_ptr<void>> snapshot();  // the one that the thread holds already, where it does

 private:
  static constexpr std::size_t kIdle = 8;  // kept open with their page caches
  struct Pin;
  void give_back(std::shared_ptr<Connection> connection);

  const std::filesystem::path file_;
  const std::string vfs_;
  std::mutex mutex_;
  std::vector<std::shared_ptr<Connection>> idle_;
  std::map<std::thread::id, std::weak_ptr<Pin>> pinned_;
};

}  // namespace trefoil::store
