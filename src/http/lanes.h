// Worker threads with a bounded queue, and the lanes that the server keeps of them. Knows no sockets.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace trefoil::http {

class Workers {
 public:
  using Job = std::move_only_function<void()>;

  // At most `threads` jobs run and `queue` more wait. A thread is made when it is needed: a start makes none that
  // nobody has work for yet.
  Workers(unsigned threads, std::size_t queue);
  // Waits for the jobs that run, drops those that wait.
  ~Workers();
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  // Takes a place for one job; false when all are taken. Each place taken is filled by one push.
  bool claim();
  void push(Job job);

 private:
  void work();

  const std::size_t most_;
  const std::size_t most_threads_;
  std::mutex mutex_;
  std::condition_variable there_;
  std::deque<Job> queue_;
  std::size_t taken_ = 0;  // waiting, running, or claimed and about to be pushed
  std::size_t idle_ = 0;   // threads that wait for a job
  bool closing_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace trefoil::http
