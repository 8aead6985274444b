// What the commands on answers share: a file or a pipe, progress on a terminal, and Ctrl-C.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "cli/common.h"
#include "codec/responses_csv.h"
#include "items/bank.h"
#include "items/quadrature.h"
#include "measure/instrument.h"

namespace trefoil::cli {

inline constexpr int kStopped = 130;  // as a shell names what Ctrl-C ended

// While it lives, Ctrl-C sets a flag instead of ending the program; a second one ends it.
class Interrupt {
 public:
  Interrupt();
  ~Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;
  static bool asked();
};

// A line on stderr that is written over, where that is a terminal; at most ten times a second.
class ProgressLine {
 public:
  ProgressLine();
  ~ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;
  void show(std::string_view line);

 private:
  bool terminal_ = false, shown_ = false;
  std::int64_t last_ = 0;
};

inline constexpr std::size_t kMostInput = std::size_t{2} * 1024 * 1024 * 1024;  // bytes
// The whole of a file, or of standard input for "-"; at most kMostInput. bad_input where it can't be read.
Result<Bytes> read_file_or_pipe(const std::string& path);
Result<items::Bank> read_bank_file(const std::string& path);
// An instrument that Trefoil carries or that the practice in the data folder has, by its id; or one of your own, by its
// file's name (with a "." or a "/") or "-".
Result<measure::Instrument> find_or_read_instrument(const std::string& wanted, const Common& common);
// The place of an error in a file, with the file's name before it.
Error in_file(Error error, const std::string& path);
std::string shown_name(const std::string& path);  // "standard input" for "-"

// Says on stderr how many cells held a number that is no code, where there are any.
void tell_outside(const codec::ResponseFile& file, const std::string& path);
// "1,20" as a range of codes.
Result<codec::CodeRange> read_range(const std::string& text);

// The options --range and --items of a command on answers.
struct ItemsWish {
  std::string range, items;
};
void add_items_options(CLI::App& command, ItemsWish& wish, const char* usual_codes);
// `usual`: the codes where no --range is given.
Result<codec::ItemColumns> read_items_wish(const ItemsWish& wish, const codec::CodeRange& usual = {});

// "-6,6,61" as points of quadrature.
Result<items::Span> read_span(const std::string& text);
// As CLI::Range, which lets "nan" pass.
CLI::Validator within(double low, double high);
// All of it to standard output; broken where that can't be written to.
Result<void> put_out(std::string_view text);
// All of it into a file: whole or not at all where that is an ordinary one, or none yet (behind a link, the one that it
// leads to). A device or a pipe is written to, and never replaced by a file. bad_input where its folder isn't there.
Result<void> put_into(const std::string& path, std::string_view text);

int tell_or_stopped(const Error& error);  // kStopped after Ctrl-C, else as tell
// Runs a command as settle does, with Ctrl-C caught.
template <class Command>
int settle_or_stop(Command&& command) {
  const Interrupt interrupt;
  const Result<int> done = command();
  return done ? *done : tell_or_stopped(done.error());
}

}  // namespace trefoil::cli
