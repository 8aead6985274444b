// Pages as mustache templates. Each is read once, when it is first asked for (a start waits for none; the tests read
// all), with its partials ({{> name}}) expanded and /assets/NAME turned into the name's cacheable address; rendering is
// strict (program.h). Which pages there are, where their sources come from and what the assets are is the caller's.
//
// What a section shows: yes, text that is not empty, an object, each item of a list. {{.}} is the item itself. A name is
// looked for in the innermost object first, then outwards; a name that no object around has is an error.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "markup/program.h"
#include "markup/view.h"

namespace trefoil::markup {

class Templates {
 public:
  // From name ("today") to source.
  using Sources = std::map<std::string, std::string, std::less<>>;
  // From NAME of "/assets/NAME" to its address; empty where there is none. None at all where it is null.
  using AssetUrl = std::string_view (*)(std::string_view name);

  explicit Templates(Sources sources, AssetUrl asset_url = nullptr);
  // The same, with all of them read: an error names file and cause.
  static Result<Templates> from_sources(Sources sources, AssetUrl asset_url = nullptr);

  // Reads what has not been read yet; the first fault, with its place.
  Result<void> read_all() const;

  // The page of that name ("today", without .html). Errors are faults of the program: name and place go to the log.
  Result<std::string> render(std::string_view name, const View& model) const;

  std::vector<std::string> pages() const;  // names of all pages; partials begin with '_' and are no pages
  // The names that the page asks for, and its source as the designer wrote it.
  std::vector<std::string> names(std::string_view page) const;
  const std::string* source(std::string_view name) const;

 private:
  struct Page {
    std::once_flag once;
    std::optional<Result<Program>> program;
  };

  // Null where there is no such page.
  const Result<Program>* program(std::string_view name) const;
  Result<Program> read(std::string_view name) const;

  Sources sources_;
  AssetUrl asset_url_;
  std::map<std::string, std::unique_ptr<Page>, std::less<>> pages_;
};

}  // namespace trefoil::markup
