#include "ledger/store.h"

namespace trefoil::ledger {

Result<std::vector<Row>> read_rows(const Store& store, LogId log, std::uint64_t from) {
  std::vector<Row> rows;
  TRY(store.scan(log, from, [&](const RowView& seen) {
    Row row{.log = seen.log, .sequence = seen.sequence, .header = base::copy(seen.header)};
    if (seen.payload) row.payload = base::copy(*seen.payload);
    std::copy_n(seen.payload_hash.begin(), std::min(seen.payload_hash.size(), row.payload_hash.size()),
                row.payload_hash.begin());
    std::copy_n(seen.signature.begin(), std::min(seen.signature.size(), row.signature.size()), row.signature.begin());
    rows.push_back(std::move(row));
    return true;
  }));
  return rows;
}

}  // namespace trefoil::ledger
