#include <sys/stat.h>

#include "base/text.h"
#include "practice/disk.h"
#include "practice/outside.h"

namespace trefoil::practice {

Result<BackedUp> back_up(const House& house, const std::filesystem::path& out) {
  // The store writes beside `out`, brings it to the disk and renames: a whole backup or none. It is the record itself,
  // so what is sealed in there is sealed here; the service key, the erasure list and the sign-ins lie outside.
  const auto checkpoint = TRY(house.store->copy_to(out));
  ::chmod(out.c_str(), 0600);
  std::error_code unknown;
  const auto bytes = std::filesystem::file_size(out, unknown);
  TRY(write_whole(house.folder.last_backup(), base::view(base::to_string(house.clock->now()))));
  return BackedUp{{checkpoint.number, checkpoint.hash()}, unknown ? 0 : bytes};
}

std::optional<Instant> last_backup(const House& house) {
  const auto stamp = read_whole(house.folder.last_backup(), 100);
  if (!stamp) return std::nullopt;
  return base::parse_instant(base::trim(base::text(*stamp)));
}

}  // namespace trefoil::practice
