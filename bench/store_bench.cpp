// The store against its disk: acknowledged single appends a second against fdatasync a second in the same directory,
// and 32 writers against one, in alternating short pairs of one run (what else the disk does meets both); then a scan
// of 80,000 rows.
//
//   store_bench [directory=.] [pairs=20] [appends=200]
//
// The disk's side appends one entry's bytes to a growing file and calls fdatasync, the least that an acknowledged
// append without any database can be; writing over a file of full size, which spares the file system its own journal,
// is printed beside it.
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <thread>
#include <vector>

#include "ledger/entry.h"
#include "store/contract.h"
#include "store/sqlite.h"
#include "vault/vault.h"

namespace {

using namespace trefoil;
using store::contract::Pen;

constexpr std::size_t kPayload = 288;  // a short note: 256 bytes padded, its tag, and what comes with them
constexpr std::size_t kEntry = ledger::kHeaderSize + kPayload + 32 + 64;

double seconds(const std::function<void()>& work) {
  const auto from = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - from).count();
}

double median(std::vector<double> numbers) {
  std::ranges::sort(numbers);
  return numbers[numbers.size() / 2];
}

[[noreturn]] void give_up(const std::string& why) {
  fmt::print(stderr, "{}\n", why);
  std::exit(1);
}

double fdatasyncs(const std::filesystem::path& file, int count, bool grow) {
  const int fd = ::open(file.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  const Bytes entry(kEntry, 7);
  if (!grow) {
    const Bytes all(kEntry * static_cast<std::size_t>(count), 1);
    if (::pwrite(fd, all.data(), all.size(), 0) < 0 || ::fsync(fd) != 0) give_up("The disk can't be written to.");
  }
  const auto took = seconds([&] {
    for (int i = 0; i < count; ++i)
      if (::pwrite(fd, entry.data(), entry.size(), static_cast<off_t>(kEntry) * i) < 0 || ::fdatasync(fd) != 0)
        give_up("The disk can't be written to.");
  });
  ::close(fd);
  std::filesystem::remove(file);
  return count / took;
}

// Appends a second, entries made beforehand; each writer has a log of its own.
double appends(ledger::Store& store, int writers, int each) {
  std::vector<std::vector<ledger::Batch>> work(static_cast<std::size_t>(writers));
  for (auto& batches : work) {
    Pen pen;
    for (int i = 0; i < each; ++i) batches.push_back(store::contract::batch_of(pen.write(Bytes(kPayload, 1))));
  }
  const auto write = [&](std::vector<ledger::Batch>& batches) {
    for (auto& batch : batches)
      if (const auto done = store.commit(std::move(batch)); !done) give_up(describe(done.error()));
  };
  const auto took = seconds([&] {
    std::vector<std::thread> threads;
    for (std::size_t i = 1; i < work.size(); ++i) threads.emplace_back([&, i] { write(work[i]); });
    write(work[0]);
    for (auto& thread : threads) thread.join();
  });
  return writers * each / took;
}

void scan(ledger::Store& store) {
  std::vector<LogId> logs;
  for (int i = 0; i < 400; ++i) {
    Pen pen;
    ledger::Batch batch;
    for (int j = 0; j < 200; ++j) batch.rows.push_back(pen.write(Bytes(kPayload, 1)));
    logs.push_back(pen.head.log);
    if (const auto done = store.commit(std::move(batch)); !done) give_up(describe(done.error()));
  }
  std::size_t rows = 0, bytes = 0;
  std::vector<double> times;
  for (int round = 0; round < 5; ++round)
    times.push_back(seconds([&] {
      for (const auto& log : logs) {
        const auto done = store.scan(log, 0, [&](const ledger::RowView& row) {
          ++rows;
          bytes += row.header.size() + (row.payload ? row.payload->size() : 0) + row.signature.size();
          return true;
        });
        if (!done) give_up(describe(done.error()));
      }
    }));
  const auto took = median(times);
  fmt::print("scan of {} rows in 400 logs: {:.1f} ms, {:.0f} MB/s\n", rows / 5, took * 1e3,
             static_cast<double>(bytes) / 5e6 / took);
}

}  // namespace

int main(int argc, char** argv) {
  const std::filesystem::path parent = argc > 1 ? argv[1] : ".";
  const int pairs = argc > 2 ? std::atoi(argv[2]) : 20;
  const int count = argc > 3 ? std::atoi(argv[3]) : 200;
  auto name = (std::filesystem::absolute(parent) / "store_bench_XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) give_up("No folder can be made there.");
  const std::filesystem::path folder = name;
  {
    auto store = store::contract::open_folder(folder);
    if (!store) give_up(describe(store.error()));
    appends(**store, 1, 300);  // the log file has its size
    std::vector<double> growing, overwriting, alone, together, single, many, of_overwrite;
    for (int i = 0; i < pairs; ++i) {
      growing.push_back(fdatasyncs(folder / "plain", count, true));
      alone.push_back(appends(**store, 1, count));
      overwriting.push_back(fdatasyncs(folder / "plain", count, false));
      together.push_back(appends(**store, 32, std::max(1, count / 16)));
      single.push_back(alone.back() / growing.back());
      of_overwrite.push_back(alone.back() / overwriting.back());
      many.push_back(together.back() / alone.back());
    }
    fmt::print(
        "medians of {} pairs, a second: fdatasync {:.0f}, fdatasync without growth {:.0f}, single appends {:.0f}, "
        "with 32 writers {:.0f}\n",
        pairs, median(growing), median(overwriting), median(alone), median(together));
    fmt::print("ratio single appends / fdatasync: {:.2f} (at least 0.9; to one without growth {:.2f})\n",
               median(single), median(of_overwrite));
    fmt::print("ratio 32 writers / single: {:.2f} (at least 4)\n", median(many));
    scan(**store);
  }
  std::filesystem::remove_all(folder);
}
