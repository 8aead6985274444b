// Single cells of an import as numbers and dates, and the sentence that says why one is neither.
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace trefoil::codec {

template <class T>
using Cell = std::expected<T, std::string>;  // the value, or what is wrong with it, with its mend

std::string_view without_blanks(std::string_view cell);  // spaces and tabs at its ends
inline bool no_answer(std::string_view cell) { return cell.empty() || cell == "NA"; }
std::string quoted(std::string_view cell);  // as a message shows it: in quotation marks, at most 40 characters

// As a cell of a table that is written (RFC 4180): in quotation marks where it needs them, also for a semicolon or a comma
// that is not the table's own separator, since spreadsheets choose for themselves.
std::string csv_cell(std::string_view text, char separator = ',');

// A decimal point, at most fifteen significant digits (as many as are kept exactly).
Cell<double> read_number(std::string_view cell);
Cell<Day> read_date(std::string_view cell);

// The name nearest to the one that was meant: nullptr where none is near.
const std::string* nearest(std::string_view name, const std::vector<std::string>& names);

}  // namespace trefoil::codec
