#include "codec/fields.h"

#include <algorithm>

#include "base/text.h"

namespace trefoil::codec {

namespace json = boost::json;

namespace {
// What somebody wrote by hand they can mend; a stored entry nobody can.
bool by_hand(const Trouble& trouble) { return trouble.fault == Fault::bad_input; }
}  // namespace

std::string shown(std::string_view name) {
  std::string out;
  for (const char c : name.substr(0, 40)) out.push_back(c >= 0x20 && c < 0x7f ? c : '?');
  return out;
}

void Fields::open(const json::value& value) {
  if (value.is_object()) {
    object_ = &value.get_object();
  } else {
    wrong({}, "must be an object");
  }
}

const json::value* Fields::find(std::string_view name) {
  if (!object_) return nullptr;
  if (asked_count_ < asked_.size()) asked_[asked_count_++] = name;
  const json::value* found = object_->if_contains(name);
  if (found) {
    ++found_count_;
  } else {
    wrong(name, "is missing", by_hand(*trouble_) ? "Add it." : "");
  }
  return found;
}

std::string_view Fields::text_view(std::string_view name) {
  const json::value* found = find(name);
  if (!found) return {};
  if (const json::string* text = found->if_string()) return {text->data(), text->size()};
  wrong(name, "must be a text");
  return {};
}

std::string Fields::text(std::string_view name) { return std::string(text_view(name)); }

std::vector<std::string> Fields::texts(std::string_view name) {
  std::vector<std::string> out;
  const json::value* found = find(name);
  if (!found) return out;
  if (!found->is_array()) {
    wrong(name, "must be a list of texts");
    return out;
  }
  out.reserve(found->get_array().size());
  for (const json::value& value : found->get_array()) {
    if (const json::string* text = value.if_string()) {
      out.emplace_back(text->data(), text->size());
    } else {
      wrong(name, "must be a list of texts");
    }
  }
  return out;
}

bool Fields::flag(std::string_view name) {
  const json::value* found = find(name);
  if (!found) return false;
  if (const bool* flag = found->if_bool()) return *flag;
  wrong(name, "must be true or false");
  return false;
}

std::int64_t Fields::whole(std::string_view name) {
  const json::value* found = find(name);
  if (!found) return 0;
  if (const std::int64_t* number = found->if_int64()) return *number;
  wrong(name, "must be a whole number");
  return 0;
}

double Fields::number(std::string_view name) {
  const json::value* found = find(name);
  if (!found) return 0;
  if (found->is_number()) {
    const double number = found->to_number<double>();
    if (std::isfinite(number)) return number;
  }
  wrong(name, "must be a number");
  return 0;
}

Day Fields::day(std::string_view name) {
  const auto day = base::parse_day(text_view(name));
  if (!day) wrong(name, "must be a date that exists, as \"2026-11-24\"");
  return day.value_or(Day{});
}

Fields Fields::object(std::string_view name) {
  static const json::value none{json::object{}};
  const json::value* found = find(name);
  return Fields(found ? *found : none, *trouble_, this, name, -1);
}

void Fields::done() {
  if (!object_ || found_count_ == object_->size() || trouble_->first) return;
  const auto asked_end = asked_.begin() + static_cast<std::ptrdiff_t>(asked_count_);
  for (const auto& field : *object_) {
    const std::string_view name{field.key().data(), field.key().size()};
    if (std::find(asked_.begin(), asked_end, name) == asked_end)
      wrong(name, "is not a field that may stand here", by_hand(*trouble_) ? "Take it out." : "");
  }
}

std::string Fields::place(std::string_view name) const {
  std::string path = up_ ? up_->place(name_) : std::string();
  if (index_ >= 0) path += "[" + std::to_string(index_) + "]";
  if (!path.empty() && !name.empty()) path += ".";
  return path + shown(name);
}

void Fields::wrong(std::string_view name, std::string_view what, std::string_view mend) {
  if (trouble_->first) return;
  std::string where = place(name);
  std::string sentence = where.empty() ? "This" : "The field \"" + where + "\"";
  sentence.append(" ").append(what).append(".");
  trouble_->first = Error{trouble_->fault, std::move(sentence), std::move(where), std::string(mend)};
}

}  // namespace trefoil::codec
