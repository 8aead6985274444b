#include "web/own_files.h"

#include "base/text.h"
#include "practice/disk.h"

namespace trefoil::web {

OwnFiles own_files(const std::filesystem::path& folder, std::string_view called, std::size_t most) {
  OwnFiles out;
  const std::string name(called);
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error))
    if (entry.path().extension() == ".json") out.files.push_back(entry.path());
  if (error) {
    out.files.clear();
    if (error != std::errc::no_such_file_or_directory)
      out.faulty.push_back({Fault::broken, "The folder of the practice's own " + name + " can't be read.", name,
                            "Let the program read it: " + error.message() + "."});
    return out;
  }
  std::ranges::sort(out.files);
  if (out.files.size() > most) {
    out.faulty.push_back({Fault::bad_input,
                          "There are more than " + std::to_string(most) + " " + name + "; what comes after is left out.",
                          name, "Take out what is not used."});
    out.files.resize(most);
  }
  return out;
}

std::string own_place(const std::filesystem::path& file, std::string_view called) {
  std::string name = file.filename().string();
  if (base::has_hidden_signs(name)) name = "a file whose name holds signs that can't be seen";
  return std::string(called) + "/" + name;
}

Result<std::string> read_own_file(const std::filesystem::path& file, std::string_view place, std::size_t usual) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(file, error))
    return fail(Fault::bad_input, "This is no file.", std::string(place), "Take it out.");
  const auto bytes = practice::read_whole(file, 16 * usual);
  if (!bytes)
    return fail(Fault::bad_input, "It can't be read.", std::string(place),
                "Look at who may read it, and how large it is.");
  return std::string(base::text(*bytes));
}

}  // namespace trefoil::web
