// The program from outside: from exec to the first byte of /healthz against running /bin/true, the memory that it holds
// when idle, and what each sign-in adds to it.
//
//   start_bench TREFOIL [pairs=21] [sign-ins=20]
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include <filesystem>
#include <fstream>
#include <optional>
#include <thread>

#include "figures.h"
#include "nginx.h"

extern char** environ;

namespace {
using namespace trefoil;
namespace fs = std::filesystem;

class Folder {
 public:
  Folder() {
    auto name = (fs::absolute(".") / "trefoil_bench_XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) bench::give_up("No folder can be made here.");
    path_ = name;
  }
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  fs::path operator/(const char* name) const { return path_ / name; }

 private:
  fs::path path_;
};

pid_t start(std::vector<std::string> words) {
  std::vector<char*> arguments;
  for (auto& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t quietly;
  posix_spawn_file_actions_init(&quietly);
  posix_spawn_file_actions_addopen(&quietly, 1, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&quietly, 2, "/dev/null", O_WRONLY, 0);
  pid_t pid = -1;
  const int failed = ::posix_spawn(&pid, words.front().c_str(), &quietly, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&quietly);
  if (failed != 0) bench::give_up(words.front() + " can't be started.");
  return pid;
}

int end_of(pid_t pid) {
  int status = -1;
  ::waitpid(pid, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

// Sends a request and takes what comes until the answer is whole; empty where nobody listens yet.
std::string ask(unsigned short port, const std::string& request, bool first_byte_only = false) {
  const int fd = bench::connect_to(port);
  if (fd < 0) return {};
  std::string got;
  char bytes[4096];
  std::size_t whole = std::string::npos;
  if (::send(fd, request.data(), request.size(), MSG_NOSIGNAL) < 0) whole = 0;
  while (got.size() < whole) {
    const ssize_t read = ::recv(fd, bytes, sizeof bytes, 0);
    if (read <= 0) break;
    got.append(bytes, static_cast<std::size_t>(read));
    if (first_byte_only) break;
    const auto end = got.find("\r\n\r\n"), length = got.find("Content-Length: ");
    if (whole == std::string::npos && end != std::string::npos)
      whole = end + 4 + (length < end ? std::strtoul(got.c_str() + length + 16, nullptr, 10) : 0);
  }
  ::close(fd);
  return got;
}

class Program {
 public:
  Program(const std::string& trefoil, const fs::path& data)
      : port_(bench::free_port()),
        pid_(start({trefoil, "serve", "--data", data.string(), "--port", std::to_string(port_)})) {
    const std::string health = bench::request_for("/healthz", port_);
    for (int tries = 0; ask(port_, health, true).empty(); ++tries) {
      if (tries > 200'000) bench::give_up("The program did not start.");
      ::usleep(50);
    }
  }
  ~Program() {
    ::kill(pid_, SIGTERM);
    end_of(pid_);
  }
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;
  unsigned short port() const { return port_; }
  double resident_mib() const {
    std::ifstream status("/proc/" + std::to_string(pid_) + "/status");
    for (std::string line; std::getline(status, line);)
      if (line.starts_with("VmRSS:")) return std::strtod(line.c_str() + 6, nullptr) / 1024;
    return 0;
  }

 private:
  unsigned short port_;
  pid_t pid_;
};

std::string between(const std::string& text, std::string_view from, std::string_view to) {
  const auto at = text.find(from);
  if (at == std::string::npos) return {};
  const auto begin = at + from.size();
  return text.substr(begin, text.find(to, begin) - begin);
}

// As a browser does: the page with its token, then the form.
void sign_in(unsigned short port) {
  const auto page = ask(port, bench::request_for("/sign-in", port));
  const auto door = between(page, "Set-Cookie: ", ";"), token = between(page, "name=\"csrf\" value=\"", "\"");
  const std::string form = "csrf=" + token + "&sign_in_name=Ada+Lind&passphrase=quiet+harbour+lamp+seven&next=%2Ftoday";
  const auto answer =
      ask(port, "POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) + "\r\nCookie: " + door +
                    "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: " +
                    std::to_string(form.size()) + "\r\n\r\n" + form);
  const auto cookie = between(answer, "Set-Cookie: trefoil=", ";");
  if (!answer.starts_with("HTTP/1.1 303") || cookie.empty()) bench::give_up("Signing in failed.");
  const auto today = ask(port, bench::request_for("/today", port, "Cookie: trefoil=" + cookie + "\r\n"));
  if (!today.starts_with("HTTP/1.1 200")) bench::give_up("Today did not come.");
}

std::pair<std::size_t, std::size_t> count(const fs::path& folder) {
  std::size_t files = 0, bytes = 0;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file()) ++files, bytes += entry.file_size();
  return {files, bytes};
}
}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) bench::give_up("start_bench TREFOIL [pairs] [sign-ins]");
  const std::string trefoil = fs::absolute(argv[1]).string();
  const auto pairs = bench::argument(argc, argv, 2, 21);
  const auto sign_ins = bench::argument(argc, argv, 3, 20);
  const Folder folder;
  const auto data = folder / "practice", memory = folder / "run";
  fs::create_directories(memory);
  ::setenv("XDG_RUNTIME_DIR", memory.c_str(), 1);  // goes with the folder
  std::ofstream(folder / "passphrase") << "quiet harbour lamp seven\n";
  if (end_of(start({trefoil, "init", "--data", data.string(), "--practice", "Willow Row", "--person", "Ada Lind",
                    "--role", "practitioner", "--passphrase-file", (folder / "passphrase").string()})) != 0)
    bench::give_up("A practice could not be begun.");

  const auto cold = [&] {
    std::optional<Program> program;
    return bench::seconds([&] { program.emplace(trefoil, data); });
  };
  const auto nothing = [&] { return bench::seconds([&] { end_of(start({"/bin/true"})); }); };
  bench::in_pairs(2, cold, nothing);  // both in the page cache
  const auto taken = bench::in_pairs(pairs, cold, nothing);
  bench::row("from exec to the first byte of /healthz", "running /bin/true", taken.ratios, "at most 10",
             fmt::format("{:.1f} ms, {:.2f} ms", 1e3 * bench::median(taken.work), 1e3 * bench::median(taken.floor)));

  const Program program(trefoil, data);
  ::usleep(200'000);
  const double idle = program.resident_mib();
  bench::say("idle memory (resident)", "-", fmt::format("{:.1f} MiB", idle), "aim: under 25 MiB");
  const auto [files_before, bytes_before] = count(memory);
  sign_in(program.port());
  const double one = program.resident_mib();
  for (std::size_t i = 1; i < sign_ins; ++i) sign_in(program.port());
  const double many = program.resident_mib();
  const auto [files, bytes] = count(memory);
  bench::say(fmt::format("memory for each sign-in, of {} after the first", sign_ins - 1), "-",
             fmt::format("{:.0f} KiB in the process; {} bytes in the memory folder",
                         1024 * (many - one) / static_cast<double>(std::max<std::size_t>(1, sign_ins - 1)),
                         (bytes - bytes_before) / std::max<std::size_t>(1, files - files_before)),
             fmt::format("the first takes the process from {:.1f} to {:.1f} MiB", idle, one));
}
