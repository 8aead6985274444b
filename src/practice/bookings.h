// Whether somebody is in two places at once. Looked at over all files that the holder can open, so before anything is
// booked; a session of two people whose files this holder doesn't share is not seen.
#pragma once

#include "practice/files.h"

namespace trefoil::practice {

// What stands in the way of the sessions that these events plan or move, in `opened` as it is with them; nothing
// otherwise. Rule double-booked. The batch is then bound to the files that were looked at: a session that is booked in
// one of them meanwhile makes it stale.
Result<std::optional<care::Reason>> booked_twice(const House& house, Keyholder& holder, const OpenedFile& opened,
                                                 const std::vector<care::Event>& events,
                                                 ledger::Batch& batch);

}  // namespace trefoil::practice
