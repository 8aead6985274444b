// Does fmt_whole.cpp hold what this release's headers of fmt leave to a library? Asked once, while configuring.
#include <fmt/chrono.h>
#include <fmt/format.h>

#include <cstdio>

int main(int argc, char**) {
  const auto text =
      fmt::format("{} {:.2f} {:>4} {:02} {:%F}", 1.5 * argc, 2.5f, "x", argc, fmt::gmtime(std::time_t(0)));
  fmt::print(stderr, "{}\n", text);
  return fmt::system_error(argc, "x").code().value() == argc ? 0 : 1;
}
