#include "markup/program.h"

#include <algorithm>
#include <kainjow/mustache.hpp>
#include <optional>

#include "markup/markup.h"

namespace trefoil::markup {

namespace mustache = kainjow::mustache;
using Component = mustache::component<std::string>;
using mustache::tag_type;

namespace {
bool is_name(std::string_view name) {
  return name == "." || (!name.empty() && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  }));
}

// A line break with its indentation is one line break: pages are written to be read, and sent to be short.
void append_tidied(std::string_view text, std::string& out) {
  std::size_t at = 0;
  while (at < text.size()) {
    std::size_t end = at;
    bool breaks = false;
    while (end < text.size() && (text[end] == ' ' || text[end] == '\n' || text[end] == '\t' || text[end] == '\r')) {
      breaks |= text[end] == '\n';
      ++end;
    }
    if (end > at) {
      out += breaks ? "\n" : " ";
      at = end;
    } else {
      out += text[at++];
    }
  }
}
}  // namespace

// Walks kainjow's tree into steps, with an eye on the markup.
class Reader {
 public:
  Result<> read(const std::vector<Component>& children) {
    for (const auto& child : children) TRY(read(child));
    return {};
  }
  Result<Program> finish() {
    TRY(flush());
    return std::move(program_);
  }

 private:
  using Kind = Program::Step::Kind;

  Result<> read(const Component& part) {
    const auto& name = part.tag.name;
    switch (part.tag.type) {
      case tag_type::text:
        pending_ += part.text;
        return {};
      case tag_type::comment:
        return {};
      case tag_type::variable:
        TRY(flush());
        if (!is_name(name)) return refuse("This is no name", name);
        if (!markup_.takes_value()) return refuse("A value can't be filled in inside a tag or a script", name);
        add(markup_.starts_address() ? Kind::address : Kind::value, name);
        // What is filled in may hold no quote or bracket once escaped, so the place after it is the place before.
        return markup_.read("x");
      case tag_type::section_begin:
        return section(part, Kind::section);
      case tag_type::section_begin_inverted:
        return section(part, Kind::inverted);
      case tag_type::unescaped_variable:
        return refuse("Values are always escaped; write two braces", name);
      case tag_type::partial:
        return refuse("There is no such partial", name);
      case tag_type::set_delimiter:
        return refuse("Other delimiters are not used here", name);
      case tag_type::section_end:
        return refuse("Nothing opens this section", name);
    }
    return {};
  }

  Result<> section(const Component& part, Kind kind) {
    TRY(flush());
    const auto& name = part.tag.name;
    if (!is_name(name)) return refuse("This is no name", name);
    TRY(markup_.settle());
    if (!markup_.takes_section()) return refuse("A section can't begin here", name);
    const Markup before = markup_;
    const std::size_t at = program_.steps_.size();
    add(kind, name);
    TRY(read(part.children));
    TRY(flush());
    TRY(markup_.settle());
    if (!(markup_ == before)) return refuse("The section closes in another place than it opens", name);
    program_.steps_[at].end = static_cast<std::uint32_t>(program_.steps_.size());
    return {};
  }

  Result<> flush() {
    if (pending_.empty()) return {};
    std::string tidy;
    append_tidied(pending_, tidy);
    pending_.clear();
    TRY(markup_.read(tidy));
    program_.steps_.push_back({Kind::text, std::move(tidy)});
    return {};
  }

  void add(Kind kind, const std::string& name) { program_.steps_.push_back({kind, name}); }
  static std::unexpected<Error> refuse(std::string what, const std::string& name) {
    return fail(Fault::bad_input, std::move(what) + ": " + name + ".", name);
  }

  Program program_;
  Markup markup_;
  std::string pending_;
};

Result<Program> Program::read(const std::string& source) {
  mustache::context<std::string> none;
  mustache::context_internal<std::string> context{none};
  Component root;
  std::string problem;
  const mustache::parser<std::string> parsed{source, context, root, problem};
  if (!problem.empty()) return fail(Fault::bad_input, problem + ".");
  Reader reader;
  TRY(reader.read(root.children));
  return reader.finish();
}

struct Program::Runner {
  const std::vector<Step>& steps;
  std::string& out;
  std::vector<const View*> around;

  const View* find(std::string_view name) const {
    if (name == ".") return around.back();
    for (auto it = around.rbegin(); it != around.rend(); ++it) {
      if (const View* found = (*it)->find(name)) return found;
    }
    return nullptr;
  }

  Result<> run(std::size_t from, std::size_t to) {
    for (std::size_t at = from; at < to; ++at) {
      const Step& step = steps[at];
      if (step.kind == Step::Kind::text) {
        out += step.text;
        continue;
      }
      const View* found = find(step.text);
      if (!found) return fail(Fault::broken, "The page asks for a name that it was not given.", step.text);
      if (step.kind == Step::Kind::value || step.kind == Step::Kind::address) {
        const std::string* words = found->text();
        if (!words) return fail(Fault::broken, "The page asks for text and was given something else.", step.text);
        if (step.kind == Step::Kind::address && !is_local(*words)) {
          return fail(Fault::broken, "The address leads away from here.", step.text);
        }
        append_escaped(*words, out);
        continue;
      }
      if (step.kind == Step::Kind::inverted) {
        if (!found->shows()) TRY(run(at + 1, step.end));
      } else if (const auto* items = found->items()) {
        for (const View& item : *items) TRY(run_within(item, at + 1, step.end));
      } else if (found->shows()) {
        TRY(run_within(*found, at + 1, step.end));
      }
      at = step.end - 1;
    }
    return {};
  }

  Result<> run_within(const View& view, std::size_t from, std::size_t to) {
    around.push_back(&view);
    auto done = run(from, to);
    around.pop_back();
    return done;
  }

  // A path on this host ("/files"), not another host ("//elsewhere", "/\elsewhere"), or a fragment.
  static bool is_local(std::string_view address) {
    if (address.starts_with('#')) return true;
    return address.starts_with('/') && (address.size() < 2 || (address[1] != '/' && address[1] != '\\'));
  }
};

Result<> Program::run(const View& model, std::string& out) const {
  Runner runner{steps_, out, {&model}};
  return runner.run(0, steps_.size());
}

std::vector<std::string> Program::names() const {
  std::vector<std::string> all;
  for (const auto& step : steps_) {
    if (step.kind != Step::Kind::text && step.text != ".") all.push_back(step.text);
  }
  std::ranges::sort(all);
  const auto rest = std::ranges::unique(all);
  all.erase(rest.begin(), rest.end());
  return all;
}

void append_escaped(std::string_view text, std::string& out) {
  std::size_t plain = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char* entity = nullptr;
    switch (text[at]) {
      case '&': entity = "&amp;"; break;
      case '<': entity = "&lt;"; break;
      case '>': entity = "&gt;"; break;
      case '"': entity = "&quot;"; break;
      case '\'': entity = "&#39;"; break;
      default: continue;
    }
    out.append(text, plain, at - plain);
    out += entity;
    plain = at + 1;
  }
  out.append(text, plain, text.size() - plain);
}

}  // namespace trefoil::markup
