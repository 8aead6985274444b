#include "web/page_templates.h"

#include <fstream>
#include <sstream>

#include "web/assets.h"

namespace trefoil::web {

Result<Templates> embedded_pages() {
  Templates::Sources sources;
  for (const auto& file : embedded_templates()) sources.emplace(file.name, file.text);
  return Templates(std::move(sources), asset_url);
}

Result<Templates> pages_from_folder(const std::filesystem::path& dir) {
  Templates::Sources sources;
  std::error_code error;
  for (const auto& file : std::filesystem::directory_iterator(dir / "templates", error)) {
    if (file.path().extension() != ".html") continue;
    std::ifstream in(file.path(), std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    if (!in) return fail(Fault::broken, "The template can't be read.", file.path().string());
    sources.emplace(file.path().stem().string(), std::move(text).str());
  }
  if (error || sources.empty()) {
    return fail(Fault::bad_input, "There are no templates here.", (dir / "templates").string(),
                "Name the folder that holds templates/, as in --assets assets.");
  }
  return Templates::from_sources(std::move(sources), asset_url);
}

}  // namespace trefoil::web
