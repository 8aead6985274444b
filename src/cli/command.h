// For tests: a command run in a process of its own, as from a shell.
#pragma once

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "cli/common.h"
#include "store/sqlite.h"

namespace trefoil::cli::testing {

namespace fs = std::filesystem;

struct Ran {
  int code = -1;
  std::string out, err;
};

inline std::string slurp(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}
inline void spill(const fs::path& file, std::string_view text) {
  std::ofstream(file, std::ios::binary | std::ios::trunc) << text;
}

// Changes one bit in the header of an entry in the middle of a record or a backup. Not of any byte in the middle of the
// file: a page has room that nothing uses, and what is changed there changes nothing.
inline bool damage_an_entry(const std::string& file) {
  std::string header;
  if (const auto store = store::open_sqlite({.record = file, .witness = {}, .read_only = true, .vfs = {}}, nullptr)) {
    const auto moment = (*store)->snapshot();
    const auto logs = (*store)->heads();
    if (moment && logs && !logs->empty())
      (void)(*store)->scan((*logs)[logs->size() / 2].log, 0, [&](const ledger::RowView& row) {
        header.assign(row.header.begin(), row.header.end());
        return false;
      });
  }
  auto bytes = slurp(file);
  const auto place = header.empty() ? std::string::npos : bytes.find(header);
  if (place == std::string::npos) return false;
  bytes[place + header.size() / 2] = static_cast<char>(bytes[place + header.size() / 2] ^ 1);
  spill(file, bytes);
  return true;
}

// Forks, so that main's whole way is gone through, and nothing of one command is left for the next.
inline pid_t launch(const std::vector<std::string>& words, const fs::path& out, const fs::path& err,
                    const std::vector<std::pair<std::string, std::string>>& environment = {},
                    const fs::path& typed = {}) {
  std::fflush(nullptr);
  const pid_t child = ::fork();
  if (child != 0) return child;
  for (const auto& [name, value] : environment) ::setenv(name.c_str(), value.c_str(), 1);
  for (const auto& [file, stream] : {std::pair(out, 1), std::pair(err, 2)}) {
    const int fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (fd < 0 || ::dup2(fd, stream) < 0) ::_exit(127);  // or it would write among the test's own lines
    ::close(fd);
  }
  if (!typed.empty())
    if (const int fd = ::open(typed.c_str(), O_RDONLY); fd < 0 || ::dup2(fd, 0) < 0) ::_exit(127);
  std::vector<std::string> all{"trefoil"};
  all.insert(all.end(), words.begin(), words.end());
  std::vector<char*> raw;
  raw.reserve(all.size());
  for (auto& word : all) raw.push_back(word.data());
  const int code = run(static_cast<int>(raw.size()), raw.data());
  std::fflush(nullptr);
  ::_exit(code);
}
inline int wait_for(pid_t child) {
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

// A scratch folder, and passphrases in files.
struct CommandTest : ::testing::Test {
  fs::path scratch;
  std::vector<std::pair<std::string, std::string>> environment;

  CommandTest() {
    std::string name = (fs::temp_directory_path() / "trefoil-cli-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no scratch folder");
    scratch = name;
    spill(at("ada.pass"), "quiet harbour lamp ada\n");
    spill(at("okafor.pass"), "quiet harbour lamp okafor\r\n");
    for (const auto* variable : {"TREFOIL_DATA", "TREFOIL_PASSPHRASE_FILE", "TREFOIL_NOW"}) ::unsetenv(variable);
  }
  ~CommandTest() override {
    std::error_code ignored;
    fs::remove_all(scratch, ignored);
  }
  std::string at(const std::string& name) const { return (scratch / name).string(); }

  // `typed`: a file for standard input, where it is not the test's own.
  Ran trefoil(const std::vector<std::string>& words, const fs::path& typed = {}) {
    Ran ran;
    ran.code = wait_for(launch(words, at("out"), at("err"), environment, typed));
    ran.out = slurp(at("out"));
    ran.err = slurp(at("err"));
    return ran;
  }
  // As Ada, in `practice`.
  Ran ada(std::vector<std::string> words) {
    for (const auto* word : {"--data", "practice", "--as-person", "ada lind", "--passphrase-file", "ada.pass"})
      words.push_back(std::string(word) == "practice" || std::string(word) == "ada.pass" ? at(word) : word);
    return trefoil(words);
  }
  Ran init(const std::string& folder = "practice") {
    return trefoil({"init", "--data", at(folder), "--practice", "Willow Row", "--person", "Ada Lind", "--role",
                    "practitioner,owner", "--passphrase-file", at("ada.pass"), "--zone", "Europe/London"});
  }
  Ran import_example() {
    const std::string examples = TREFOIL_SOURCE_DIR "/examples/beat-the-blues";
    return ada({"import", "scores", examples + ".csv", "--mapping", examples + ".mapping.json"});
  }
};

}  // namespace trefoil::cli::testing
