// The pages: mustache templates from assets/templates, embedded in the program or read from a folder (--assets DIR, for
// designers). Each is read once, with its partials ({{> name}}) expanded and /assets/NAME turned into the name's
// cacheable address; rendering is strict (program.h).
//
// What a section shows: yes, text that is not empty, an object, each item of a list. {{.}} is the item itself. A name is
// looked for in the innermost object first, then outwards; a name that no object around has is an error.
#pragma once

#include <filesystem>
#include <map>
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

  // The page of that name ("today", without .html). Errors are faults of the program: name and place go to the log.
  Result<std::string> render(std::string_view name, const View& model) const;

  std::vector<std::string> pages() const;  // names of all pages; partials begin with '_' and are no pages
  // The names that the page asks for, and its source as the designer wrote it.
  std::vector<std::string> names(std::string_view page) const;
  const std::string* source(std::string_view name) const;

 private:
  std::map<std::string, std::string, std::less<>> sources_;
  std::map<std::string, Program, std::less<>> programs_;
};

}  // namespace trefoil::web
