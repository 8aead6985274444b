// A few threads that share out numbered pieces of a computation. Nothing else shares one out; servers have their own.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>

namespace trefoil::base {

// What comes of work that is shared out must not depend on how many threads there are: a piece knows its number and
// nothing of the others, and what is put together is put together in their order.
class Crew {
 public:
  // The caller's thread is one of them. 0: as many as the machine runs at once.
  explicit Crew(unsigned threads = 0);
  unsigned threads() const { return threads_; }

  // work(i) for each i below `count`, handed out in rising order, each on whichever thread is free. Where one gives
  // false no more are handed out. Gives whether all were done. What a piece throws is thrown here, once all threads are
  // done with theirs; of several, that of the lowest number.
  bool each(std::size_t count, const std::function<bool(std::size_t)>& work) const;

  // make(i) on whichever thread is free, then take(i, what it made) in rising order, one at a time and never two at
  // once; so that as many pieces as there are threads wait in memory at most. Either may give false to stop, make by an
  // empty optional.
  template <class Make, class Take>
  bool in_order(std::size_t count, Make make, Take take) const {
    std::mutex mutex;
    std::condition_variable moved;
    std::size_t turn = 0;
    bool stopped = false;
    const auto stop = [&] {
      const std::scoped_lock lock(mutex);
      stopped = true;
      moved.notify_all();
    };
    return each(count, [&](std::size_t piece) {
      try {
        auto made = make(piece);
        if (!made) {
          stop();
          return false;
        }
        std::unique_lock lock(mutex);
        moved.wait(lock, [&] { return stopped || turn == piece; });
        if (stopped) return false;
        stopped = !take(piece, *std::move(made));
        ++turn;
        moved.notify_all();
        return !stopped;
      } catch (...) {
        stop();
        throw;
      }
    });
  }

 private:
  unsigned threads_;
};

}  // namespace trefoil::base
