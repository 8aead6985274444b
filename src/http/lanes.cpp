#include "http/lanes.h"

#include <algorithm>
#include <limits>
#include <system_error>
#include <utility>

namespace trefoil::http {

namespace {
std::size_t places(std::size_t threads, std::size_t queue) {
  return queue > std::numeric_limits<std::size_t>::max() - threads ? queue : threads + queue;
}
}  // namespace

Workers::Workers(unsigned threads, std::size_t queue)
    : most_(places(std::max(1u, threads), queue)), most_threads_(std::max(1u, threads)) {
  threads_.reserve(most_threads_);
}

Workers::~Workers() {
  std::deque<Job> dropped;  // destroyed outside the lock: a job's captures may do as they like
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
    dropped.swap(queue_);
  }
  dropped.clear();
  there_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

bool Workers::claim() {
  const std::lock_guard lock(mutex_);
  if (taken_ >= most_) return false;
  ++taken_;
  return true;
}

void Workers::push(Job job) {
  std::unique_lock lock(mutex_);
  queue_.push_back(std::move(job));
  if (queue_.size() > idle_ && threads_.size() < most_threads_) {
    try {
      threads_.emplace_back([this] { work(); });
    } catch (const std::system_error&) {
      // The system gives no more threads: those that are there do the work, or else who asks for it.
      if (threads_.empty()) {
        Job mine = std::move(queue_.back());
        queue_.pop_back();
        lock.unlock();
        mine();
        lock.lock();
        --taken_;
        return;
      }
    }
  }
  lock.unlock();
  there_.notify_one();
}

void Workers::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    ++idle_;
    there_.wait(lock, [this] { return closing_ || !queue_.empty(); });
    --idle_;
    if (closing_) return;
    Job job = std::move(queue_.front());
    queue_.pop_front();
    lock.unlock();
    job();
    job = nullptr;
    lock.lock();
    --taken_;
  }
}

}  // namespace trefoil::http
