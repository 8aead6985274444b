// Outlines of files (outline.h), kept in memory from one page to the next. Each is sealed under a key of its reader's
// own, which comes with the reader's sign-in and goes with the request: to whoever has no such sign-in, the memory of
// the program says no more than the record does. The last sign-in that is locked or ended takes them with it; what lies
// on disk (outline_file.h) waits for the next.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "practice/outline.h"
#include "practice/outline_file.h"
#include "practice/sign_ins.h"

namespace trefoil::practice {

// Something read from logs, and what it stands on. It is used while all of that is as it was.
struct Kept {
  struct Seen {
    LogId log;
    std::uint64_t length = 0;  // the head that was reached when every hash and signature was checked
    ledger::Hash head{};
    ledger::Hash wraps{};  // of the reader's keys to it; zeros: none, and then the head says nothing
  };
  std::vector<Seen> seen;
  Bytes sealed;  // the outline; empty for a log that is neither a file's course nor a concern
};
struct Shelf {
  std::map<LogId, std::shared_ptr<const Kept>> logs;
  std::set<LogId> others;     // what else the reader has keys to: may be a concern
  ledger::Hash checkpoint{};  // of the store, where these are all of the reader's logs; else zeros
};

class OutlineBook {
 public:
  // In bytes that are sealed, of one reader and of all.
  struct Limits {
    std::size_t reader = 16u << 20, all = 64u << 20;
  };
  OutlineBook() : OutlineBook(Limits{}) {}
  explicit OutlineBook(Limits limits, OutlineFiles on_disk = {{}, {}}) : files(std::move(on_disk)), limits_(limits) {}
  const OutlineFiles files;

  struct Loan {
    std::shared_ptr<const Shelf> shelf;  // never null
    std::uint64_t drops = 0;
  };
  Loan lend(KeyId reader);
  // Not kept where something was dropped since it was lent. Of more than a reader's share some is left out; of more
  // than all may have, the shelves of whoever asked longest ago go.
  void give_back(KeyId reader, const Loan& loan, Shelf shelf);
  // Whether so much is other than in the reader's file that it should be written: then that counts as done.
  bool is_due(KeyId reader, std::size_t changed, std::size_t of);
  // Whether nothing was dropped or erased since it was lent.
  bool is_current(KeyId reader, const Loan& loan) const;
  void drop(KeyId reader);
  void forget(LogId log);  // erased
  std::vector<KeyId> readers() const;
  std::size_t bytes() const;

  // Erased logs, by the sides in which their tombstones lie, also those in files. Another program may have erased them.
  Result<void> forget_erased(const ledger::Store& store);

 private:
  struct Place {
    std::shared_ptr<const Shelf> shelf;
    std::size_t bytes = 0;
    std::uint64_t used = 0, drops = 0;
    std::size_t changed = 0;  // logs that are other than in the reader's file
  };
  const Limits limits_;
  mutable std::mutex mutex_;
  std::unordered_map<KeyId, Place> places_;
  std::uint64_t uses_ = 0;
  ledger::Hash sides_{};
};

// The outline of every file that the holder has keys to: those that are kept where the store is as it was, the others
// read, checked and kept. Without House::outlines all are read.
struct Looked {
  std::vector<std::string> damage;  // files that can't be read at all, in words
  std::set<LogId> others;           // logs that are none of these files', and may be concerns
};
// `start` is called before the first, and once more where what was kept can't be opened: all are shown anew then.
Result<Looked> each_outline(const House& house, Keyholder& holder, const std::function<void()>& start,
                            const std::function<void(const Outline&)>& visit);

// For whoever serves to call now and then: drops what no open sign-in can read any more, and what was erased.
void tidy(const House& house, const SignIns& sign_ins);

}  // namespace trefoil::practice
