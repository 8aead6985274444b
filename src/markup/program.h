// A template, read once into a flat list of steps. Mustache's syntax is read by kainjow's parser (program.cpp, the only
// file that knows it); the steps are ours, because kainjow renders an unknown name as nothing, wants the model copied
// into types of its own, and walks every single blank of a page (a page of 50 entries: a quarter of this one's speed).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "markup/view.h"

namespace trefoil::markup {

class Program {
 public:
  // `source` has its partials expanded already. Refuses unescaped tags ({{{x}}}, {{&x}}), other delimiters, dotted
  // names, tags where markup.h forbids them, and sections that do not close where they opened.
  static Result<Program> read(const std::string& source);

  // Appends the page to `out`. An unknown name, or a value of another kind than its place needs, is an error whose
  // place is the name; an address (href, src, action) must be a path on this host or a fragment.
  Result<> run(const View& model, std::string& out) const;

  // Every name that the template asks for, once each.
  std::vector<std::string> names() const;

 private:
  friend class Reader;
  struct Step {
    enum class Kind : std::uint8_t { text, value, address, section, inverted };
    Kind kind;
    std::string text;       // literal text, or a name
    std::uint32_t end = 0;  // of a section: the step after its last
  };
  struct Runner;
  std::vector<Step> steps_;
};

// & < > " and ' as entities: safe in text and in quoted attributes.
void append_escaped(std::string_view text, std::string& out);

}  // namespace trefoil::markup
