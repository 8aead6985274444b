// The pages: mustache templates from assets/templates, embedded in the program or read from a folder (--assets DIR, for
// designers). Each is read once, the embedded ones when they are first asked for (a start waits for none; the tests read
// all), with its partials ({{> name}}) expanded and /assets/NAME turned into the name's
// cacheable address; rendering is strict (program.h).
//
// What a section shows: yes, text that is not empty, an object, each item of a list. {{.}} is the item itself. A name is
// looked for in the innermost object first, then outwards; a name that no object around has is an error.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "web/program.h"
#include "web/view.h"

namespace trefoil::web {

class Templates {
 public:
  // The templates in the binary.
  static Result<Templates> embedded();
  // DIR/templates/*.html in place of them; scripts and styles stay those of the binary. Errors name file and cause.
  static Result<Templates> from_folder(const std::filesystem::path& dir);
  // From name ("today") to source: for tests.
  static Result<Templates> from_sources(std::map<std::string, std::string, std::less<>> sources);

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
  using Sources = std::map<std::string, std::string, std::less<>>;

  explicit Templates(Sources sources);
  // Null where there is no such page.
  const Result<Program>* program(std::string_view name) const;
  Result<Program> read(std::string_view name) const;

  Sources sources_;
  std::map<std::string, std::unique_ptr<Page>, std::less<>> pages_;
};

}  // namespace trefoil::web
