// An exported file as one printable page. Inside practice.
#pragma once

#include <string>

#include "practice/concerns.h"

namespace trefoil::practice {

struct ExportedBy {
  std::string name;
  PersonId person;
  Instant at;
  std::string receipt;
};
// One self-contained HTML page: its styles in it, no script, nothing fetched; every text escaped. `concerns`: those about
// this file that the reader holds.
std::string export_page(const OpenedFile& opened, const ExportedBy& by, const std::vector<OpenedConcern>& concerns);
// "Therapy (Jonah)": a room's name for people, with whose it is.
std::string room_title(const care::File& file, const care::Room& room);

}  // namespace trefoil::practice
