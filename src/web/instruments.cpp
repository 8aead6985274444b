#include "web/instruments.h"

#include <algorithm>
#include <stdexcept>
#include <string>

#include "codec/bank_json.h"
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

bool is_bank(const std::filesystem::path& file) { return file.stem().extension() == ".bank"; }

Result<items::Bank> read_own_bank(const std::filesystem::path& file, const measure::Instrument* instrument) {
  const std::string place = own_place(file, "instruments");
  const auto wrong = [&](std::string what, std::string mend, const std::string& where = {}) {
    return fail(Fault::bad_input, std::move(what), where.empty() ? place : place + ", " + where, std::move(mend));
  };
  if (instrument == nullptr)
    return wrong("There is no instrument of this name.", "A bank is called as its instrument: ID.bank.json beside ID.json.");
  if (!instrument->bands.empty() || instrument->cutoff)
    return wrong("Its instrument has bands or a cut-off of sums, and an adaptive test gives T scores: they would name them wrongly.",
                 "Take them out of the instrument, or ask it as a whole.");
  auto bank = TRY(codec::read_bank(TRY(read_own_file(file, place, codec::limits::kBank / 16)), place));
  for (std::size_t i = 0; i < bank.items.size(); ++i) {
    const auto& one = bank.items[i];
    const std::string where = "items[" + std::to_string(i) + "]";
    const auto item = std::ranges::find(instrument->items, one.id, &measure::Item::id);
    if (item == instrument->items.end() || item->kind != measure::Item::Kind::choice)
      return wrong("“" + one.id + "” is no question of the instrument that one chooses an answer to.",
                   "Give its linkId, or leave the item out.", where + ".id");
    if (!std::ranges::equal(one.codes, item->choices, [](int code, const measure::Choice& choice) {
          return std::to_string(code) == choice.code;
        }))
      return wrong("Its codes are not those of the question's answers, in their order.",
                   "Write both the same.", where + ".codes");
  }
  return bank;
}
}  // namespace

const Instruments::Inside& Instruments::read() const {
  std::call_once(once_, [this] {
    inside_.all = instruments();
    auto own = own_files(folder_, "instruments", kMost);
    inside_.faulty = std::move(own.faulty);
    for (const auto& file : own.files) {
      if (is_bank(file)) continue;
      auto instrument = read_own(file, inside_.all);
      if (instrument)
        inside_.all.push_back(std::move(*instrument));
      else
        inside_.faulty.push_back(std::move(instrument.error()));
    }
    for (const auto& file : own.files) {
      if (!is_bank(file)) continue;
      const std::string id = file.stem().stem().string();
      const auto instrument = std::ranges::find(inside_.all, id, &measure::Instrument::id);
      auto bank = read_own_bank(file, instrument == inside_.all.end() ? nullptr : &*instrument);
      if (bank)
        inside_.banks.emplace(id, std::move(*bank));
      else
        inside_.faulty.push_back(std::move(bank.error()));
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

const measure::Instrument* Instruments::titled(std::string_view title) const {
  const auto& known = all();
  const auto found = std::ranges::find(known, title, &measure::Instrument::title);
  return found == known.end() ? nullptr : &*found;
}

const items::Bank* Instruments::bank(std::string_view id) const {
  const auto& banks = read().banks;
  const auto found = banks.find(id);
  return found == banks.end() ? nullptr : &found->second;
}

}  // namespace trefoil::web
