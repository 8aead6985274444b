// The prefixes of logs that a reader has verified before, kept under a MAC of the reader's own. Deletable: it is made
// again by checking every signature once.
#pragma once

#include <filesystem>
#include <map>
#include <mutex>
#include <unordered_map>

#include "ledger/log.h"

namespace trefoil::practice {

class VerifiedBook {
 public:
  explicit VerifiedBook(std::filesystem::path folder);  // empty: memory only
  // Loads the reader's book on first use; one whose MAC fails counts as empty.
  ledger::Verified get(KeyId reader, vault::Key mac_key, LogId log);
  void put(KeyId reader, LogId log, const ledger::Verified& verified);
  // Writes what has grown since; called at the end of a sign-in's request when enough has, and at the end.
  void save(KeyId reader, vault::Key mac_key);
  void forget(LogId log);  // erased

 private:
  struct Book {
    std::unordered_map<LogId, ledger::Verified> logs;
    std::size_t grown = 0;
    bool loaded = false;
  };
  Book& book(KeyId reader, vault::Key mac_key);
  std::filesystem::path folder_;
  std::mutex mutex_;
  std::unordered_map<KeyId, Book> books_;
};

}  // namespace trefoil::practice
