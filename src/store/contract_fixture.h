// The fixture that runs a contract test over every store.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "store/contract.h"

namespace trefoil::store::contract {

struct Kind {
  const char* name;
  std::unique_ptr<ledger::Store> (*open)(const Folder&);
};

class Contract : public testing::TestWithParam<Kind> {
 protected:
  Result<ledger::Checkpoint> append(Pen& pen, ledger::Mode mode = ledger::Mode::sealed) {
    return store->commit(batch_of(pen.write(vault::random_bytes(288), mode)));
  }
  std::uint64_t length(LogId log) const { return store->head(log)->length; }

  Folder folder;
  std::unique_ptr<ledger::Store> store = GetParam().open(folder);
};

#define EXPECT_FAULT(expression, kind)                                   \
  do {                                                                   \
    const auto outcome = (expression);                                   \
    ASSERT_FALSE(outcome.has_value());                                   \
    EXPECT_EQ(outcome.error().fault, kind) << describe(outcome.error()); \
  } while (false)

inline std::string name_of(const testing::TestParamInfo<Kind>& kind) { return kind.param.name; }

inline auto every_store() {
  return testing::Values(Kind{"memory", [](const Folder&) { return open_memory(notary()); }},
                         Kind{"sqlite", [](const Folder& folder) { return std::move(*open_folder(folder.path())); }});
}

}  // namespace trefoil::store::contract
