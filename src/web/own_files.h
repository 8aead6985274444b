// A practice's own definitions: JSON files in a folder beside its record, read as the program starts. Inside web.
#pragma once

#include <algorithm>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace trefoil::web {

struct OwnFiles {
  std::vector<std::filesystem::path> files;  // in the order of their names
  std::vector<Error> faulty;
};
// `called`: "programmes", as the folder is called too; no folder, no files.
OwnFiles own_files(const std::filesystem::path& folder, std::string_view called, std::size_t most);

// How an error names it: "programmes/ours.json".
std::string own_place(const std::filesystem::path& file, std::string_view called);
// What stands in it; up to 16 times `usual` bytes, so that what is too large is told by the reader.
Result<std::string> read_own_file(const std::filesystem::path& file, std::string_view place, std::size_t usual);

}  // namespace trefoil::web
