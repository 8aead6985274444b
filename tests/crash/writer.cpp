// The child of crash_test: appends to the folder that it is given, from two threads, until it is killed. What was
// acknowledged goes to the standard output, one whole line in one write(2): log number, sequence, hash.
#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <thread>

#include "record.h"

int main(int argc, char** argv) {
  using namespace trefoil;
  if (argc != 2) return 2;
  const crash::Hand hand;
  auto store = hand.open(argv[1]);
  const auto give_up = [](const Error& error) {
    fmt::print(stderr, "{}\n", describe(error));
    std::_Exit(1);
  };
  if (!store) give_up(store.error());
  if (const auto begun = hand.begin(**store); !begun) give_up(begun.error());
  const auto work = [&](int number) {
    for (std::size_t i = 0;; ++i) {
      const auto done = hand.append(**store, number, 20 + 900 * (i % 5));
      if (!done) give_up(done.error());
      const auto line = fmt::format("{} {} {}\n", number, done->sequence, base::to_hex(done->hash));
      if (::write(STDOUT_FILENO, line.data(), line.size()) != static_cast<ssize_t>(line.size())) std::_Exit(1);
    }
  };
  std::thread other([&] { work(1); });
  work(0);
}
