#include "web/programmes.h"

#include <algorithm>
#include <stdexcept>

#include "base/text.h"
#include "codec/programme_json.h"
#include "practice/disk.h"

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
  std::error_code error;
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error))
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  if (error) {
    if (error != std::errc::no_such_file_or_directory)
      faulty_.push_back({Fault::broken, "The folder of the practice's own programmes can't be read.", "programmes",
                         "Let the program read it: " + error.message() + "."});
    return;
  }
  std::ranges::sort(files);
  if (files.size() > kMost) {
    faulty_.push_back({Fault::bad_input,
                       "There are more than " + std::to_string(kMost) + " programmes; what comes after is left out.",
                       "programmes", "Take out what is not used."});
    files.resize(kMost);
  }
  for (const auto& file : files) {
    auto programme = read(file);
    if (programme)
      all_.push_back(std::move(*programme));
    else
      faulty_.push_back(std::move(programme.error()));
  }
}

Result<course::Programme> Programmes::read(const std::filesystem::path& file) const {
  std::string name = file.filename().string();
  if (base::has_hidden_signs(name)) name = "a file whose name holds signs that can't be seen";
  const std::string place = "programmes/" + name;
  const auto wrong = [&](std::string what, std::string mend) {
    return fail(Fault::bad_input, std::move(what), place, std::move(mend));
  };
  std::error_code error;
  if (!std::filesystem::is_regular_file(file, error)) return wrong("This is no file.", "Take it out.");
  // Somewhat more than may stand in one, so that what is too large is told by the reader.
  const auto bytes = practice::read_whole(file, 16 * codec::limits::kProgramme);
  if (!bytes) return wrong("The programme can't be read.", "Look at who may read it, and how large it is.");
  auto programme = TRY(codec::read_programme(base::text(*bytes), place));
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

std::string Programmes::about_activity(std::string_view name, std::string_view programme) const {
  const auto own = std::ranges::find(all_, programme, &course::Programme::name);
  if (own != all_.end())
    if (const auto* found = course::find_activity(*own, name)) return found->about;
  for (const auto& other : all_)
    if (const auto* found = course::find_activity(other, name)) return found->about;
  return {};
}

}  // namespace trefoil::web
