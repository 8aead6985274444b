#include "web/programmes.h"

#include <algorithm>
#include <stdexcept>

#include "codec/programme_json.h"

namespace trefoil::web {

Result<std::vector<course::Programme>> read_programmes(std::span<const EmbeddedProgramme> files) {
  std::vector<course::Programme> out;
  for (const EmbeddedProgramme& file : files) {
    course::Programme programme = TRY(codec::read_programme(file.text, file.file_name));
    const std::string place = std::string(file.file_name) + ", id";
    if (programme.id + ".json" != file.file_name)
      return fail(Fault::bad_input, "The programme's id is not the name of its file.", place,
                  "Write the same in both.");
    if (std::ranges::find(out, programme.id, &course::Programme::id) != out.end())
      return fail(Fault::bad_input, "An earlier programme has the same id.", place, "Give it another one.");
    out.push_back(std::move(programme));
  }
  return out;
}

const std::vector<course::Programme>& programmes() {
  static const std::vector<course::Programme> all = [] {
    auto read = read_programmes(embedded_programmes());
    if (!read) throw std::logic_error(base::describe(read.error()));
    return std::move(*read);
  }();
  return all;
}

const course::Programme* find_programme(std::string_view id) {
  const auto& all = programmes();
  const auto found = std::ranges::find(all, id, &course::Programme::id);
  return found == all.end() ? nullptr : &*found;
}

}  // namespace trefoil::web
