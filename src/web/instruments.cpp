#include "web/instruments.h"

#include <algorithm>
#include <stdexcept>
#include <string>

#include "codec/instrument_json.h"

namespace trefoil::web {

Result<std::vector<measure::Instrument>> read_instruments(std::span<const EmbeddedInstrument> files) {
  std::vector<measure::Instrument> out;
  for (const EmbeddedInstrument& file : files) {
    measure::Instrument instrument = TRY(codec::read_instrument(file.text, file.file_name));
    const std::string place = std::string(file.file_name) + ", id";
    if (instrument.id + ".json" != file.file_name)
      return fail(Fault::bad_input, "The instrument's id is not the name of its file.", place,
                  "Write the same in both.");
    if (std::ranges::find(out, instrument.id, &measure::Instrument::id) != out.end())
      return fail(Fault::bad_input, "An earlier instrument has the same id.", place, "Give it another one.");
    out.push_back(std::move(instrument));
  }
  return out;
}

const std::vector<measure::Instrument>& instruments() {
  static const std::vector<measure::Instrument> all = [] {
    auto read = read_instruments(embedded_instruments());
    if (!read) throw std::logic_error(base::describe(read.error()));
    return std::move(*read);
  }();
  return all;
}

const measure::Instrument* find_instrument(std::string_view id) {
  const auto& all = instruments();
  const auto found = std::ranges::find(all, id, &measure::Instrument::id);
  return found == all.end() ? nullptr : &*found;
}

const measure::Instrument* find_instrument_titled(std::string_view title) {
  const auto& all = instruments();
  const auto found = std::ranges::find(all, title, &measure::Instrument::title);
  return found == all.end() ? nullptr : &*found;
}

}  // namespace trefoil::web
