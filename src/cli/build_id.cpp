#include "cli/build_id.h"

#include <link.h>

#include <algorithm>
#include <cstring>

namespace trefoil::cli {

namespace {
constexpr std::size_t padded(std::size_t size) { return (size + 3) / 4 * 4; }

// In one segment of notes: for each a header of three words, its owner's name, what it says.
Bytes in_notes(View notes) {
  while (notes.size() >= sizeof(ElfW(Nhdr))) {
    ElfW(Nhdr) header;
    std::memcpy(&header, notes.data(), sizeof header);
    notes = notes.subspan(sizeof header);
    const std::size_t owner = padded(header.n_namesz), said = padded(header.n_descsz);
    if (owner + said > notes.size()) return {};
    if (header.n_type == NT_GNU_BUILD_ID && header.n_namesz == 4 && std::memcmp(notes.data(), "GNU", 4) == 0)
      return base::copy(notes.subspan(owner, header.n_descsz));
    notes = notes.subspan(owner + said);
  }
  return {};
}
}  // namespace

Bytes build_id() {
  Bytes out;
  // The program itself is told first (man 3 dl_iterate_phdr); its libraries are not asked.
  dl_iterate_phdr(
      [](dl_phdr_info* info, std::size_t, void* into) {
        for (std::size_t i = 0; i < info->dlpi_phnum; ++i) {
          const auto& part = info->dlpi_phdr[i];
          if (part.p_type != PT_NOTE) continue;
          // NOLINTNEXTLINE(performance-no-int-to-ptr): the loader says where it lies as numbers
          const auto* start = reinterpret_cast<const std::uint8_t*>(info->dlpi_addr + part.p_vaddr);
          if (auto found = in_notes({start, part.p_memsz}); !found.empty())
            *static_cast<Bytes*>(into) = std::move(found);
        }
        return 1;
      },
      &out);
  return out;
}

}  // namespace trefoil::cli
