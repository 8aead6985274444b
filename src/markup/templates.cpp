#include "markup/templates.h"

namespace trefoil::markup {

namespace {
constexpr int deepest = 8;  // partials within partials; more is a circle

Result<std::string> expand(const Templates::Sources& sources, std::string_view text, int depth) {
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
Result<std::string> with_asset_urls(std::string_view text, Templates::AssetUrl asset_url) {
  constexpr std::string_view mark = "\"/assets/";
  std::string out;
  for (;;) {
    const auto at = text.find(mark);
    out += text.substr(0, at);
    if (at == text.npos) return out;
    const auto end = text.find('"', at + 1);
    const std::string_view name = text.substr(at + mark.size(), end - at - mark.size());
    const std::string_view url = asset_url ? asset_url(name) : std::string_view();
    if (url.empty()) return fail(Fault::bad_input, "There is no such asset.", std::string(name));
    out += '"';
    out += url;
    text.remove_prefix(end);
  }
}
}  // namespace

Templates::Templates(Sources sources, AssetUrl asset_url) : sources_(std::move(sources)), asset_url_(asset_url) {
  for (const auto& [name, text] : sources_)
    if (!name.starts_with('_')) pages_.emplace(name, std::make_unique<Page>());
}

Result<Program> Templates::read(std::string_view name) const {
  const auto program = [&]() -> Result<Program> {
    const std::string whole = TRY(expand(sources_, sources_.find(name)->second, 0));
    const std::string linked = TRY(with_asset_urls(whole, asset_url_));
    return Program::read(linked);
  };
  auto done = program();
  if (!done) {
    auto& place = done.error().place;
    place = std::string(name) + ".html" + (place.empty() ? "" : ", " + place);
  }
  return done;
}

const Result<Program>* Templates::program(std::string_view name) const {
  const auto found = pages_.find(name);
  if (found == pages_.end()) return nullptr;
  Page& page = *found->second;
  std::call_once(page.once, [&] { page.program = read(name); });
  return &*page.program;
}

Result<void> Templates::read_all() const {
  for (const auto& [name, page] : pages_)
    if (const auto* read = program(name); !*read) return std::unexpected(read->error());
  return {};
}

Result<Templates> Templates::from_sources(Sources sources, AssetUrl asset_url) {
  Templates made(std::move(sources), asset_url);
  TRY(made.read_all());
  return made;
}

Result<std::string> Templates::render(std::string_view name, const View& model) const {
  const auto* read = program(name);
  if (read == nullptr) return fail(Fault::broken, "There is no page of this name.", std::string(name));
  if (!*read) return std::unexpected(read->error());
  std::string out;
  out.reserve(16 * 1024);
  if (auto done = (*read)->run(model, out); !done) {
    Error error = std::move(done.error());
    error.place = std::string(name) + ".html, " + error.place;
    return std::unexpected(std::move(error));
  }
  return out;
}

std::vector<std::string> Templates::pages() const {
  std::vector<std::string> all;
  all.reserve(pages_.size());
  for (const auto& [name, page] : pages_) all.push_back(name);
  return all;
}

std::vector<std::string> Templates::names(std::string_view page) const {
  const auto* read = program(page);
  return read == nullptr || !*read ? std::vector<std::string>{} : (*read)->names();
}

const std::string* Templates::source(std::string_view name) const {
  const auto found = sources_.find(name);
  return found == sources_.end() ? nullptr : &found->second;
}

}  // namespace trefoil::markup
