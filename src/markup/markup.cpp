#include "markup/markup.h"

#include <cctype>

namespace trefoil::markup {

namespace {
bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }
char lower(char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); }
Result<> refuse(std::string what, std::string mend) {
  return fail(Fault::bad_input, std::move(what), {}, std::move(mend));
}
}  // namespace

bool Markup::takes_value() const { return place_ == Place::text || place_ == Place::value; }

bool Markup::starts_address() const {
  return place_ == Place::value && value_empty_ &&
         (attribute_ == "href" || attribute_ == "src" || attribute_ == "action" || attribute_ == "formaction");
}

Result<> Markup::read(std::string_view text) {
  for (char c : text) TRY(step(c));
  return {};
}

Result<> Markup::end_attribute_name() {
  if (attribute_ == "style") {
    return refuse("A style attribute is blocked by the content security policy.", "Use a class of trefoil.css.");
  }
  if (attribute_.starts_with("on")) {
    return refuse("An event handler is blocked by the content security policy.", "Put it into assets/scripts.");
  }
  return {};
}

Result<> Markup::settle() {
  if (place_ == Place::attribute) TRY(end_attribute_name());
  if (place_ == Place::attribute || place_ == Place::name) place_ = Place::tag;
  return {};
}

Result<> Markup::step(char c) {
  switch (place_) {
    case Place::text:
      if (c == '<') {
        place_ = Place::open;
        tag_.clear();
      }
      return {};
    case Place::open:
    case Place::name:
      if (c == '>' || is_space(c) || (c == '/' && !tag_.empty())) {
        if (tag_ == "style") return refuse("A style element is blocked.", "Write the rule into trefoil.css.");
        place_ = c == '>' ? Place::text : Place::tag;
        if (c == '>' && tag_ == "script") place_ = Place::script;
        recent_.clear();
        return {};
      }
      tag_ += lower(c);
      place_ = Place::name;
      if (tag_ == "!--") {
        place_ = Place::comment;
        recent_.clear();
      }
      return {};
    case Place::tag:
      if (c == '>') {
        place_ = tag_ == "script" ? Place::script : Place::text;
        recent_.clear();
      } else if (!is_space(c) && c != '/') {
        place_ = Place::attribute;
        attribute_ = lower(c);
      }
      return {};
    case Place::attribute:
      if (c == '=' || c == '>' || c == '/' || is_space(c)) {
        TRY(end_attribute_name());
        if (c == '=') {
          place_ = Place::equals;
        } else {
          place_ = Place::tag;
          return step(c);
        }
        return {};
      }
      attribute_ += lower(c);
      return {};
    case Place::equals:
      if (c != '"' && c != '\'') return refuse("The attribute " + attribute_ + " is not quoted.", "Put it in quotes.");
      quote_ = c;
      value_empty_ = true;
      place_ = Place::value;
      return {};
    case Place::value:
      if (c == quote_) {
        place_ = Place::tag;
        quote_ = 0;
      } else {
        value_empty_ = false;
      }
      return {};
    case Place::comment:
      recent_ += c;
      if (recent_.ends_with("-->")) place_ = Place::text;
      return {};
    case Place::script:
      recent_ += lower(c);
      if (recent_.ends_with("</script>")) {
        if (recent_ != "</script>") {
          return refuse("An inline script is blocked by the content security policy.", "Put it into assets/scripts.");
        }
        place_ = Place::text;
      }
      return {};
  }
  return {};
}

}  // namespace trefoil::markup
