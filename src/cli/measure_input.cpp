#include "cli/measure_input.h"

#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <filesystem>

#include "base/text.h"
#include "cli/common.h"
#include "codec/bank_json.h"
#include "codec/instrument_json.h"
#include "practice/disk.h"
#include "web/instruments.h"

namespace trefoil::cli {

namespace {
std::atomic<bool> interrupt_asked{false};  // threads of a crew look too
static_assert(std::atomic<bool>::is_always_lock_free);  // or a signal's handler could not set it
struct sigaction before_interrupt;

extern "C" void note_interrupt(int) {
  interrupt_asked = true;
  ::signal(SIGINT, SIG_DFL);
}
}  // namespace

Interrupt::Interrupt() {
  interrupt_asked = false;
  struct sigaction action {};
  action.sa_handler = note_interrupt;  // without SA_RESTART: a read that waits comes back
  sigemptyset(&action.sa_mask);
  ::sigaction(SIGINT, &action, &before_interrupt);
}
Interrupt::~Interrupt() { ::sigaction(SIGINT, &before_interrupt, nullptr); }
bool Interrupt::asked() { return interrupt_asked; }

ProgressLine::ProgressLine() : terminal_(::isatty(STDERR_FILENO) != 0) {}
ProgressLine::~ProgressLine() {
  if (shown_) fmt::print(stderr, "\r\x1b[K");
}
void ProgressLine::show(std::string_view line) {
  if (!terminal_) return;
  const auto now =
      std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch())
          .count();
  if (shown_ && now - last_ < 100) return;
  last_ = now;
  shown_ = true;
  fmt::print(stderr, "\r\x1b[K{}", line);
}

std::string shown_name(const std::string& path) { return path == "-" ? "standard input" : path; }

Result<Bytes> read_file_or_pipe(const std::string& path) {
  if (path != "-") return read_input(path, kMostInput);
  Bytes out;
  std::size_t size = 0;
  while (true) {
    if (out.size() - size < 65'536) out.resize(std::max<std::size_t>(out.size() * 2, 1 << 20));
    const auto got = ::read(STDIN_FILENO, out.data() + size, out.size() - size);
    if (Interrupt::asked()) return fail(Fault::refused, "The reading was stopped.");
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail(Fault::bad_input, "It can't be read.", "standard input");
    if (got == 0) break;
    size += static_cast<std::size_t>(got);
    if (size > kMostInput) return fail(Fault::bad_input, "It is larger than 2 GiB.", "standard input");
  }
  out.resize(size);
  return out;
}

Error in_file(Error error, const std::string& path) {
  error.place = shown_name(path) + (error.place.empty() ? "" : ", " + error.place);
  return error;
}

Result<items::Bank> read_bank_file(const std::string& path) {
  const auto bytes = TRY(read_file_or_pipe(path));
  return codec::read_bank(base::text(bytes), shown_name(path));
}

Result<measure::Instrument> find_or_read_instrument(const std::string& wanted, const Common& common) {
  if (wanted == "-" || wanted.find_first_of("./") != std::string::npos) {
    const auto bytes = TRY(read_file_or_pipe(wanted));
    return codec::read_instrument(base::text(bytes), shown_name(wanted));
  }
  if (const auto* found = web::find_instrument(wanted)) return *found;
  const web::Instruments instruments(practice::Folder{data_folder(common)}.instruments());
  if (const auto* found = instruments.find(wanted)) return *found;
  // What can't be read may be the one that was meant.
  for (const auto& fault : instruments.faulty()) tell(fault);
  return fail(Fault::bad_input, "There is no instrument of this id.", "--instrument",
              "trefoil measure list names those that there are; one elsewhere is named by its file.");
}

void tell_outside(const codec::ResponseFile& file, const std::string& path) {
  if (file.outside > 0)
    note(fmt::format("{}: {} {} a number that is no answer to its item, taken as missing.", shown_name(path),
                     file.outside, file.outside == 1 ? "cell holds" : "cells hold"));
}

Result<codec::CodeRange> read_range(const std::string& text) {
  codec::CodeRange range;
  const auto comma = text.find(',');
  const auto number = [](std::string_view part, int& to) {
    const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), to);
    return error == std::errc{} && end == part.data() + part.size() && to >= -1'000'000 && to <= 1'000'000;
  };
  if (comma == std::string::npos || !number(std::string_view(text).substr(0, comma), range.low) ||
      !number(std::string_view(text).substr(comma + 1), range.high) || range.low >= range.high ||
      range.high - range.low >= static_cast<int>(measure::kMostCategories))
    return fail(Fault::bad_input,
                "A range is two whole numbers with a comma between, the lower first, 100 codes at most.", "--range",
                "Write it as 1,5.");
  return range;
}

void add_items_options(CLI::App& command, ItemsWish& wish, const char* usual_codes) {
  command.add_option("--items", wish.items, "These columns alone are items; all others are passed over")
      ->type_name("NAME,...");
  command.add_option("--range", wish.range, fmt::format("Codes of answers; others are missing ({})", usual_codes))
      ->type_name("LO,HI");
}

Result<codec::ItemColumns> read_items_wish(const ItemsWish& wish, const codec::CodeRange& usual) {
  codec::ItemColumns columns{.range = usual};
  if (!wish.range.empty()) columns.range = TRY(read_range(wish.range));
  if (wish.items.empty()) return columns;
  for (const auto& part : base::split(wish.items, ',')) {
    const auto name = base::trim(part);
    if (name.empty())
      return fail(Fault::bad_input, "A name is missing between two commas.", "--items", "Write it as q1,q2,q3.");
    if (std::ranges::find(columns.names, name) != columns.names.end())
      return fail(Fault::bad_input, fmt::format("{} stands there twice.", name), "--items", "Name it once.");
    columns.names.push_back(name);
  }
  return columns;
}

Result<items::Span> read_span(const std::string& text) {
  items::Span span;
  const auto wrong = [] {
    return fail(Fault::bad_input, "Points of quadrature are two limits and how many points, with commas between.",
                "--quadrature", "Write it as -6,6,61.");
  };
  const auto parts = base::split(text, ',');
  if (parts.size() != 3) return wrong();
  const auto number = [](const std::string& part, auto& to) {
    const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), to);
    return error == std::errc{} && end == part.data() + part.size();
  };
  if (!number(parts[0], span.low) || !number(parts[1], span.high) || !number(parts[2], span.points)) return wrong();
  if (auto fine = items::check(span); !fine) {
    fine.error().place = "--quadrature";
    return std::unexpected(std::move(fine.error()));
  }
  return span;
}

CLI::Validator within(double low, double high) {
  const auto wrong = [low, high](const std::string& text) {
    double value = 0;
    const bool fine = CLI::detail::lexical_cast(text, value) && value >= low && value <= high;
    return fine ? std::string() : fmt::format("{} is no number from {} to {}", text, low, high);
  };
  return {wrong, fmt::format("FLOAT in [{} - {}]", low, high)};
}

Result<void> put_out(std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0)
    return fail(Fault::broken, "Standard output can't be written to.");
  return {};
}

Result<void> put_into(const std::string& path, std::string_view text) {
  namespace fs = std::filesystem;
  std::error_code none;
  const fs::file_status there = fs::status(path, none);
  if (fs::is_directory(there)) return fail(Fault::bad_input, "This is a folder.", path, "Name a file in it.");
  if (fs::exists(there) && !fs::is_regular_file(there)) {
    std::FILE* out = std::fopen(path.c_str(), "w");
    const bool all = out != nullptr && std::fwrite(text.data(), 1, text.size(), out) == text.size();
    const bool kept = out != nullptr && std::fclose(out) == 0;
    if (!all || !kept) return fail(Fault::broken, "It can't be written to.", path);
    return {};
  }
  fs::path file = path;
  if (fs::is_symlink(fs::symlink_status(path, none))) file = fs::weakly_canonical(path, none);
  const fs::path folder = file.has_parent_path() ? file.parent_path() : ".";
  if (!fs::is_directory(folder, none))
    return fail(Fault::bad_input, "The folder that this file should be in isn't there.", path);
  if (auto written = practice::write_whole(file, base::view(text)); !written)
    return fail(Fault::broken, written.error().what, path, written.error().mend);
  return {};
}

int tell_or_stopped(const Error& error) {
  if (!Interrupt::asked()) return tell(error);
  note("trefoil: Stopped. Nothing was written.");
  return kStopped;
}

}  // namespace trefoil::cli
