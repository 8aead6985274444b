// Where in a page a place of a template lies: in text, in a quoted attribute, in a tag, or where nothing may be filled
// in. Read once, when a template is loaded; what the content security policy would block in the browser (an inline
// script, a style attribute, an event handler) is refused here, where the designer sees it.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace trefoil::markup {

class Markup {
 public:
  // Reads on. Refuses unquoted attribute values, style and on... attributes, <style>, and scripts with a body.
  Result<> read(std::string_view text);

  // May a value be filled in here? In text and in quoted attributes; never in a tag, a comment or a script.
  bool takes_value() const;
  // May a section begin or end here? Also between the attributes of a tag.
  bool takes_section() const { return takes_value() || place_ == Place::tag; }
  // Is this the very start of an attribute that holds an address (href, src, action)?
  bool starts_address() const;
  // Before a section begins or ends: a tag's or attribute's name is complete.
  Result<> settle();
  // A section must end in the place where it began.
  bool operator==(const Markup& other) const { return place_ == other.place_ && quote_ == other.quote_; }

 private:
  enum class Place { text, open, name, tag, attribute, equals, value, comment, script };
  Result<> step(char c);
  Result<> end_attribute_name();

  Place place_ = Place::text;
  char quote_ = 0;
  std::string tag_;
  std::string attribute_;
  std::string recent_;  // of a comment or a script body, to see its end
  bool value_empty_ = true;
};

}  // namespace trefoil::markup
