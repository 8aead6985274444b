// The course of care's events as JSON: each type's name, its fields written, its fields read. They stand by chapters
// in the headers that this one includes. Inside codec.
#pragma once

#include <string_view>
#include <variant>

#include "codec/ending_fields.h"
#include "codec/measure_fields.h"
#include "codec/opening_fields.h"
#include "codec/plan_fields.h"
#include "codec/session_fields.h"

namespace trefoil::codec {

// Takes the alternative whose type this is, and reads it; false when there is none.
template <std::size_t Index = 0, class In>
bool read_course(std::string_view type, In& in, course::Body& body) {
  if constexpr (Index == std::variant_size_v<course::Body>) {
    return false;
  } else {
    using Alternative = std::variant_alternative_t<Index, course::Body>;
    if (type != type_of(static_cast<Alternative*>(nullptr))) return read_course<Index + 1>(type, in, body);
    read(in, body.emplace<Index>());
    return true;
  }
}

// Whether a type is one of the course's.
template <std::size_t Index = 0>
constexpr bool is_of_course(std::string_view type) {
  if constexpr (Index == std::variant_size_v<course::Body>)
    return false;
  else
    return type == type_of(static_cast<std::variant_alternative_t<Index, course::Body>*>(nullptr)) ||
           is_of_course<Index + 1>(type);
}

}  // namespace trefoil::codec
