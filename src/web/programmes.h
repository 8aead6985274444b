// The programmes from which plans are written: those that the binary carries, and a practice's own beside them.
#pragma once

#include <filesystem>
#include <vector>

#include "base/result.h"
#include "course/programme.h"
#include "web/assets.h"

namespace trefoil::web {

// All or none. bad_input names the file and place of the first that can't be used: not a programme, of another id than
// its file's name, or of an id that an earlier one has.
Result<std::vector<course::Programme>> read_programmes(std::span<const EmbeddedProgramme> files);

// Those in the binary, in the order of their ids, read once. `serve` reads them before it answers anybody, and a test
// does; should one be broken all the same, this throws.
const std::vector<course::Programme>& programmes();

// What a running program offers. Read once, as it starts, so that nobody's form changes under their hands; plans are
// copies, so a programme that is changed or taken away changes none.
class Programmes {
 public:
  static constexpr std::size_t kMost = 100;  // of a practice's own
  // `folder` holds a practice's own, one a file of the name ID.json; where there is no such folder there are none.
  explicit Programmes(const std::filesystem::path& folder);

  const std::vector<course::Programme>& all() const { return all_; }
  // Of the practice's own those that can't be used: file and field, and what puts it right. The others are there.
  const std::vector<Error>& faulty() const& { return faulty_; }
  const std::vector<Error>& faulty() const&& = delete;
  const course::Programme* find(std::string_view id) const;  // null where there is none
  const course::Programme* named(std::string_view name) const;  // as a plan says out of which it was written; the same
  // What an activity of this name is, in words for the client: as the programme of the plan says it, else as any other
  // does. Empty where none does.
  std::string about_activity(std::string_view name, std::string_view programme) const;

 private:
  Result<course::Programme> read(const std::filesystem::path& file) const;

  std::vector<course::Programme> all_;
  std::vector<Error> faulty_;
};

}  // namespace trefoil::web
