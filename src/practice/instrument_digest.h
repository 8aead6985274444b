// An instrument by digests: as an address names it, and whether it still asks what it asked.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "measure/instrument.h"

namespace trefoil::practice {

// The beginning of a digest of its id: tells nobody who reads the address what is asked.
using InstrumentKey = std::array<std::uint8_t, 4>;
InstrumentKey instrument_key(std::string_view instrument);

// 32 hexadecimal digits of everything that is asked: version, items in their order, their words, kinds, choices and
// points. What is said about the instrument (sources, bands, reliability) is left out: that may become better known.
// `asked_as`: how else its scores come about than by its own rule, as by an item bank; scores of another do not compare.
std::string wording_of(const measure::Instrument& instrument, std::string_view asked_as = {});

// 8 hexadecimal digits for each item, in order: of the instrument's id and all that the item asks and offers. A form that
// was sent after something changed is read by them: an answer belongs to the same question, and to no other.
std::vector<std::string> item_digests(const measure::Instrument& instrument);

}  // namespace trefoil::practice
