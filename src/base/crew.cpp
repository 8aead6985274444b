#include "base/crew.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <thread>
#include <vector>

namespace trefoil::base {

Crew::Crew(unsigned threads) : threads_(threads > 0 ? threads : std::max(1u, std::thread::hardware_concurrency())) {}

bool Crew::each(std::size_t count, const std::function<bool(std::size_t)>& work) const {
  std::atomic<std::size_t> next{0};
  std::atomic<bool> stopped{false};
  std::mutex mutex;
  std::exception_ptr thrown;
  std::size_t thrown_by = count;
  const auto share = [&] {
    while (!stopped) {
      const std::size_t piece = next++;
      if (piece >= count) return;
      try {
        if (!work(piece)) stopped = true;
      } catch (...) {
        stopped = true;
        const std::scoped_lock lock(mutex);
        if (piece < thrown_by) {
          thrown_by = piece;
          thrown = std::current_exception();
        }
      }
    }
  };
  {
    std::vector<std::jthread> others;
    for (std::size_t i = 1; i < std::min<std::size_t>(threads_, count); ++i) {
      try {
        others.emplace_back(share);
      } catch (const std::system_error&) {
        break;  // no more threads to be had: those that there are do it
      }
    }
    share();
  }
  if (thrown) std::rethrow_exception(thrown);
  return !stopped;
}

}  // namespace trefoil::base
