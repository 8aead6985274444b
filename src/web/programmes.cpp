#include "web/programmes.h"

#include <algorithm>
#include <stdexcept>

#include "codec/programme_json.h"
#include "web/own_files.h"

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

Programmes::Programmes(const std::filesystem::path& folder) : all_(programmes()) {
  auto own = own_files(folder, "programmes", kMost);
  faulty_ = std::move(own.faulty);
  for (const auto& file : own.files) {
    auto programme = read(file);
    if (programme)
      all_.push_back(std::move(*programme));
    else
      faulty_.push_back(std::move(programme.error()));
  }
}

Result<course::Programme> Programmes::read(const std::filesystem::path& file) const {
  const std::string place = own_place(file, "programmes");
  const auto wrong = [&](std::string what, std::string mend) {
    return fail(Fault::bad_input, std::move(what), place, std::move(mend));
  };
  const auto text = TRY(read_own_file(file, place, codec::limits::kProgramme));
  auto programme = TRY(codec::read_programme(text, place));
  if (programme.id != file.stem().string())
    return wrong("The programme's id is not the name of its file.", "Write the same in both.");
  for (const auto& other : all_) {
    if (other.id == programme.id) return wrong("Another programme has the same id.", "Give it another one.");
    if (other.name == programme.name)
      return wrong("Another programme has the same name, and a plan is called by it.", "Give it another one.");
  }
  return programme;
}

const course::Programme* Programmes::find(std::string_view id) const {
  const auto found = std::ranges::find(all_, id, &course::Programme::id);
  return found == all_.end() ? nullptr : &*found;
}

const course::Programme* Programmes::named(std::string_view name) const {
  const auto found = std::ranges::find(all_, name, &course::Programme::name);
  return found == all_.end() ? nullptr : &*found;
}

std::string Programmes::about_activity(std::string_view name, std::string_view programme) const {
  if (const auto* own = named(programme))
    if (const auto* found = course::find_activity(*own, name)) return found->about;
  for (const auto& other : all_)
    if (const auto* found = course::find_activity(other, name)) return found->about;
  return {};
}

}  // namespace trefoil::web
