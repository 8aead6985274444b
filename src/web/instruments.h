// The instruments that the binary carries (the folder instruments/), and a practice's own.
#pragma once

#include <filesystem>
#include <map>
#include <mutex>
#include <string>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "items/bank.h"
#include "measure/instrument.h"
#include "practice/instrument_digest.h"
#include "web/assets.h"

namespace trefoil::web {

// All or none. bad_input names the file and place of the first that can't be used: not an instrument, of another id
// than its file's name, or of an id that an earlier one has.
Result<std::vector<measure::Instrument>> read_instruments(std::span<const EmbeddedInstrument> files);

// Those in the binary, in the order of their files' names, read once, as they are first asked for. A test reads them;
// should one be broken all the same, this throws.
const std::vector<measure::Instrument>& instruments();
const measure::Instrument* find_instrument(std::string_view id);  // null where there is none

// What a running program asks: those in the binary, and a practice's own beside them, for which it holds the licence.
// Read once, when the first page asks for them: a start waits for none. Safe to use from many threads.
class Instruments {
 public:
  static constexpr std::size_t kMost = 200;  // of a practice's own
  // `folder` holds a practice's own, one a file of the name ID.json; where there is no such folder there are none.
  explicit Instruments(std::filesystem::path folder) : folder_(std::move(folder)) {}

  const std::vector<measure::Instrument>& all() const { return read().all; }
  // Of the practice's own those that can't be used: file and place, and what puts it right. The others are there.
  const std::vector<Error>& faulty() const& { return read().faulty; }
  const std::vector<Error>& faulty() const&& = delete;
  const measure::Instrument* find(std::string_view id) const;  // null where there is none
  const measure::Instrument* find(const practice::InstrumentKey& key) const;
  const measure::Instrument* titled(std::string_view title) const;  // under which scores are kept; titles differ
  // The item bank of an instrument, a practice's own file ID.bank.json beside it: then it is asked as an adaptive test.
  // Each of its items is a question of the instrument, its codes the answers' in their order. Null where there is none.
  const items::Bank* bank(std::string_view id) const;

 private:
  struct Inside {
    std::vector<measure::Instrument> all;
    std::vector<Error> faulty;
    std::map<std::string, items::Bank, std::less<>> banks;
  };
  const Inside& read() const;

  std::filesystem::path folder_;
  mutable std::once_flag once_;
  mutable Inside inside_;
};

}  // namespace trefoil::web
