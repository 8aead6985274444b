#include "web/instruments.h"

#include <algorithm>
#include <stdexcept>
#include <string>

#include "codec/instrument_json.h"
#include "web/own_files.h"

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

namespace {
Result<measure::Instrument> read_own(const std::filesystem::path& file, const std::vector<measure::Instrument>& before) {
  const std::string place = own_place(file, "instruments");
  const auto text = TRY(read_own_file(file, place, codec::limits::kInstrument));
  auto instrument = TRY(codec::read_instrument(text, place));
  const auto wrong = [&](std::string what, std::string mend) {
    return fail(Fault::bad_input, std::move(what), place, std::move(mend));
  };
  if (instrument.id != file.stem().string())
    return wrong("The instrument's id is not the name of its file.", "Write the same in both.");
  for (const auto& other : before) {
    if (other.id == instrument.id || practice::instrument_key(other.id) == practice::instrument_key(instrument.id))
      return wrong("Another instrument has the same id.", "Give it another one.");
    if (other.title == instrument.title)
      return wrong("Another instrument has the same title, and scores are kept under it.", "Give it another one.");
  }
  return instrument;
}
}  // namespace

const Instruments::Inside& Instruments::read() const {
  std::call_once(once_, [this] {
    inside_.all = instruments();
    auto own = own_files(folder_, "instruments", kMost);
    inside_.faulty = std::move(own.faulty);
    for (const auto& file : own.files) {
      auto instrument = read_own(file, inside_.all);
      if (instrument)
        inside_.all.push_back(std::move(*instrument));
      else
        inside_.faulty.push_back(std::move(instrument.error()));
    }
  });
  return inside_;
}

const measure::Instrument* Instruments::find(std::string_view id) const {
  const auto& known = all();
  const auto found = std::ranges::find(known, id, &measure::Instrument::id);
  return found == known.end() ? nullptr : &*found;
}
const measure::Instrument* Instruments::find(const practice::InstrumentKey& key) const {
  const auto& known = all();
  const auto found = std::ranges::find_if(
      known, [&](const measure::Instrument& one) { return practice::instrument_key(one.id) == key; });
  return found == known.end() ? nullptr : &*found;
}

}  // namespace trefoil::web
