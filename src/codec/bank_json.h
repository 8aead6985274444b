// An item bank as JSON: what `trefoil measure calibrate` writes, and what `estimate`, `adapt` and `simulate` read.
//
//   {"model": "grm", "loglik": -1608.87, "iterations": 24, "converged": true, "people": 392, "patterns": 90,
//    "unanswered": 0, "se_from": "observed",
//    "items": [{"id": "Comfort", "a": 1.04, "b": [-4.67, -2.54, 1.41], "se": {"a": 0.16, "b": [0.73, 0.37, 0.22]},
//               "codes": [1, 2, 3, 4], "content": "trust", "d": [4.86, 2.64, -1.47],
//               "fit": {"s_x2": 9.1, "df": 7, "p": 0.24}}]}
//
// To be read, an item needs "id", "a" and "b"; "codes" are 0, 1, 2, ... where they are not given.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "items/bank.h"
#include "items/calibrate.h"
#include "items/item_fit.h"

namespace trefoil::codec {

namespace limits {
constexpr std::size_t kBank = 16 * 1024 * 1024;
constexpr std::size_t kBankItems = 5'000;
constexpr int kCodeMost = 1'000'000;  // of an answer, either side of 0
}  // namespace limits

// bad_input with the place ("bank.json, items[2].b") and what puts it right.
Result<items::Bank> read_bank(std::string_view json, std::string_view file_name);

// One line for each item, a line's end at the end. `fits` is empty, or one for each item.
std::string write_bank(const items::Bank& bank, const items::Calibration& calibration,
                       const std::vector<std::optional<items::ItemFit>>& fits);

}  // namespace trefoil::codec
