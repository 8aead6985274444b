// Calibrated items, by name and with the codes that stand for their categories in a file.
#pragma once

#include <string>
#include <vector>

#include "items/graded_response.h"

namespace trefoil::items {

struct BankItem {
  std::string id;
  std::vector<int> codes;  // codes[k] stands for the model's category k
  GradedItem item;
  std::string content = {};  // the area it belongs to, where content is balanced; else empty
  bool operator==(const BankItem&) const = default;
};

struct Bank {
  std::string model;  // "grm" or "2pl"
  std::vector<BankItem> items;
  std::vector<GradedItem> parameters() const {
    std::vector<GradedItem> out;
    out.reserve(items.size());
    for (const BankItem& one : items) out.push_back(one.item);
    return out;
  }
  bool operator==(const Bank&) const = default;
};

}  // namespace trefoil::items
