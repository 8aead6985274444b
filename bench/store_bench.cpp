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

#include <filesystem>
#include <thread>

#include "figures.h"
#include "ledger/entry.h"
#include "store/contract.h"
#include "store/sqlite.h"
#include "vault/vault.h"

namespace {

using namespace trefoil;
using store::contract::Pen;

constexpr std::size_t kPayload = 288;  // a short note: 256 bytes padded, its tag, and what comes with them
constexpr std::size_t kEntry = ledger::kHeaderSize + kPayload + 32 + 64;

using bench::give_up;
using bench::median;
using bench::seconds;

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

std::uint64_t number(const ledger::Store& store) {
  const auto last = bench::must(store.last_checkpoint());
  return last ? last->number : 0;
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
  times.reserve(5);
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
  bench::say(fmt::format("scan of {} rows in 400 logs", rows / 5), "-", fmt::format("{:.1f} ms", took * 1e3),
             fmt::format("{:.0f} MB/s", static_cast<double>(bytes) / 5e6 / took));
}

}  // namespace

int main(int argc, char** argv) {
  const std::filesystem::path parent = argc > 1 ? argv[1] : ".";
  const int pairs = static_cast<int>(bench::argument(argc, argv, 2, 20));
  const int count = static_cast<int>(bench::argument(argc, argv, 3, 200));
  auto name = (std::filesystem::absolute(parent) / "store_bench_XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) give_up("No folder can be made there.");
  const std::filesystem::path folder = name;
  {
    auto store = store::contract::open_folder(folder);
    if (!store) give_up(describe(store.error()));
    appends(**store, 1, 300);  // the log file has its size
    std::vector<double> growing, overwriting, alone, together, single, many, of_overwrite, in_a_group;
    for (int i = 0; i < pairs; ++i) {
      const auto floor = [&] { growing.push_back(fdatasyncs(folder / "plain", count, true)); };
      if (i % 2 == 0) floor();
      alone.push_back(appends(**store, 1, count));
      if (i % 2 == 1) floor();
      overwriting.push_back(fdatasyncs(folder / "plain", count, false));
      const auto before = number(**store);
      together.push_back(appends(**store, 32, std::max(1, count / 16)));
      in_a_group.push_back(32.0 * std::max(1, count / 16) / static_cast<double>(number(**store) - before));
      single.push_back(alone.back() / growing.back());
      of_overwrite.push_back(alone.back() / overwriting.back());
      many.push_back(together.back() / alone.back());
    }
    bench::row("acknowledged single appends a second", "`fdatasync` a second on the same disk, one entry's bytes each",
               single, "0.9",
               fmt::format("{:.0f}/s, {:.0f}/s; {:.2f} to `fdatasync` without growth ({:.0f}/s)", median(alone),
                           median(growing), median(of_overwrite), median(overwriting)));
    bench::row("acknowledged appends with 32 writers", "single appends", many, "4 times",
               fmt::format("{:.0f}/s, {:.0f}/s; {:.0f} in a group", median(together), median(alone), median(in_a_group)));
    scan(**store);
  }
  std::filesystem::remove_all(folder);
}
