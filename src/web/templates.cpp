#include "web/templates.h"

#include <fstream>
#include <sstream>

#include "base/bytes.h"
#include "web/assets.h"

namespace trefoil::web {

namespace {
using Sources = std::map<std::string, std::string, std::less<>>;
constexpr int deepest = 8;  // partials within partials; more is a circle

Result<std::string> expand(const Sources& sources, std::string_view text, int depth) {
  if (depth > deepest) return fail(Fault::bad_input, "Partials call each other in a circle.");
  std::string out;
  for (;;) {
    const auto open = text.find("{{>");
    out += text.substr(0, open);
    if (open == text.npos) return out;
    const auto close = text.find("}}", open);
    if (close == text.npos) return fail(Fault::bad_input, "A partial's tag does not close.");
    std::string_view name = text.substr(open + 3, close - open - 3);
    while (name.starts_with(' ')) name.remove_prefix(1);
    while (name.ends_with(' ')) name.remove_suffix(1);
    const auto found = sources.find("_" + std::string(name));
    if (found == sources.end()) {
      return fail(Fault::bad_input, "There is no partial of this name.", std::string(name),
                  "Add templates/_" + std::string(name) + ".html.");
    }
    std::string inner = TRY(expand(sources, found->second, depth + 1));
    while (inner.ends_with('\n')) inner.pop_back();  // the file's last line break is not part of a sentence
    out += inner;
    text.remove_prefix(close + 2);
  }
}

// "/assets/app.js" in a template becomes the address that changes with the content.
Result<std::string> with_asset_urls(std::string_view text) {
  constexpr std::string_view mark = "\"/assets/";
  std::string out;
  for (;;) {
    const auto at = text.find(mark);
    out += text.substr(0, at);
    if (at == text.npos) return out;
    const auto end = text.find('"', at + 1);
    const std::string_view name = text.substr(at + mark.size(), end - at - mark.size());
    const std::string_view url = asset_url(name);
    if (url.empty()) return fail(Fault::bad_input, "There is no such asset.", std::string(name));
    out += '"';
    out += url;
    text.remove_prefix(end);
  }
}
}  // namespace

Result<Templates> Templates::from_sources(Sources sources) {
  Templates made;
  made.sources_ = std::move(sources);
  for (const auto& [name, text] : made.sources_) {
    if (name.starts_with('_')) continue;
    auto program = [&made, &source = text]() -> Result<Program> {
      const std::string whole = TRY(expand(made.sources_, source, 0));
      const std::string linked = TRY(with_asset_urls(whole));
      return Program::read(linked);
    }();
    if (!program) {
      Error error = std::move(program.error());
      error.place = name + ".html" + (error.place.empty() ? "" : ", " + error.place);
      return std::unexpected(std::move(error));
    }
    made.programs_.emplace(name, std::move(*program));
  }
  return made;
}

Result<Templates> Templates::embedded() {
  Sources sources;
  for (const auto& file : embedded_templates()) sources.emplace(file.name, file.text);
  return from_sources(std::move(sources));
}

Result<Templates> Templates::from_folder(const std::filesystem::path& dir) {
  Sources sources;
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
  return from_sources(std::move(sources));
}

Result<std::string> Templates::render(std::string_view name, const View& model) const {
  const auto found = programs_.find(name);
  if (found == programs_.end()) return fail(Fault::broken, "There is no page of this name.", std::string(name));
  std::string out;
  out.reserve(16 * 1024);
  if (auto done = found->second.run(model, out); !done) {
    Error error = std::move(done.error());
    error.place = std::string(name) + ".html, " + error.place;
    return std::unexpected(std::move(error));
  }
  return out;
}

std::vector<std::string> Templates::pages() const {
  std::vector<std::string> all;
  all.reserve(programs_.size());
  for (const auto& [name, program] : programs_) all.push_back(name);
  return all;
}

std::vector<std::string> Templates::names(std::string_view page) const {
  const auto found = programs_.find(page);
  return found == programs_.end() ? std::vector<std::string>{} : found->second.names();
}

const std::string* Templates::source(std::string_view name) const {
  const auto found = sources_.find(name);
  return found == sources_.end() ? nullptr : &found->second;
}

}  // namespace trefoil::web
