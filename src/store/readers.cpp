#include "store/readers.h"

namespace trefoil::store {
namespace {

constexpr auto kBegin = "BEGIN";
// A deferred transaction sees the moment of its first read, so there is one at once.
constexpr auto kFirstRead = "SELECT 1 FROM checkpoint LIMIT 1";

}  // namespace

struct Readers::Pin {
  std::shared_ptr<Readers> home;
  std::shared_ptr<Connection> connection;
  std::thread::id thread = std::this_thread::get_id();

  ~Pin() {
    const bool over = sqlite3_exec(connection->handle(), "ROLLBACK", nullptr, nullptr, nullptr) == SQLITE_OK;
    {
      const std::lock_guard lock(home->mutex_);
      const auto at = home->pinned_.find(thread);
      if (at != home->pinned_.end() && at->second.expired()) home->pinned_.erase(at);
    }
    if (over) home->give_back(std::move(connection));
  }
};

Readers::Lease::~Lease() {
  if (connection_ && !pinned_) home_->give_back(std::move(connection_));
}

Result<Readers::Lease> Readers::lease() {
  {
    const std::lock_guard lock(mutex_);
    const auto at = pinned_.find(std::this_thread::get_id());
    if (at != pinned_.end())
      if (auto pin = at->second.lock()) {
        // Owned through the pin: a lease that outlives its snapshot keeps it.
        auto* connection = pin->connection.get();
        return Lease(shared_from_this(), std::shared_ptr<Connection>(std::move(pin), connection), true);
      }
  }
  return lease_fresh();
}

Result<Readers::Lease> Readers::lease_fresh() {
  {
    const std::lock_guard lock(mutex_);
    if (!idle_.empty()) {
      auto connection = std::move(idle_.back());
      idle_.pop_back();
      return Lease(shared_from_this(), std::move(connection), false);
    }
  }
  std::shared_ptr<Connection> connection = TRY(Connection::open(file_, Access::read, vfs_));
  return Lease(shared_from_this(), std::move(connection), false);
}

Result<std::shared_ptr<void>> Readers::snapshot() {
  {
    const std::lock_guard lock(mutex_);
    const auto at = pinned_.find(std::this_thread::get_id());
    if (at != pinned_.end())
      if (auto pin = at->second.lock()) return std::shared_ptr<void>(std::move(pin));
  }
  std::shared_ptr<Connection> connection;
  {
    const std::lock_guard lock(mutex_);
    if (!idle_.empty()) {
      connection = std::move(idle_.back());
      idle_.pop_back();
    }
  }
  if (!connection) connection = TRY(Connection::open(file_, Access::read, vfs_));
  return guarded([&]() -> Result<std::shared_ptr<void>> {
    Query(*connection, kBegin).run();
    auto pin = std::make_shared<Pin>();
    pin->home = shared_from_this();
    pin->connection = connection;
    Query(*connection, kFirstRead).run();
    const std::lock_guard lock(mutex_);
    pinned_[std::this_thread::get_id()] = pin;
    return std::shared_ptr<void>(std::move(pin));
  });
}

void Readers::give_back(std::shared_ptr<Connection> connection) {
  const std::lock_guard lock(mutex_);
  if (idle_.size() < kIdle) idle_.push_back(std::move(connection));
}

}  // namespace trefoil::store
