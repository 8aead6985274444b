// What the binary carries for the browser: styles, scripts and the mark, each under a name that changes with its
// content, so that it may be kept for a year. Built by cmake/assets.cmake from assets/. Nothing personal is ever here.
#pragma once

#include <span>
#include <string_view>

#include "base/bytes.h"

namespace trefoil::web {

struct Asset {
  std::string_view name;  // "app.js"
  std::string_view path;  // "/assets/app-1f0c9a52b7d3.js"
  std::string_view type;  // "text/javascript; charset=utf-8"
  std::string_view text;
  base::View bytes() const { return base::view(text); }
};

// By the path of a request; nothing where there is none of that name and content.
const Asset* find_asset(std::string_view path);
// "app.js" -> "/assets/app-1f0c9a52b7d3.js"; empty where there is none.
std::string_view asset_url(std::string_view name);
std::span<const Asset> all_assets();

// For assets alone; every page is no-store.
constexpr std::string_view asset_cache_control() { return "public, max-age=31536000, immutable"; }

// The header that every page needs. The pages hold no inline script, no style element and no style attribute:
// markup/markup.h refuses them in templates, the build takes the <style> out of Turbo's progress bar, chart.ts out of
// Plot's charts.
constexpr std::string_view content_security_policy() {
  return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
         "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
}

struct EmbeddedTemplate {
  std::string_view name;  // "today", "_top"
  std::string_view text;
};
std::span<const EmbeddedTemplate> embedded_templates();

// From the folder programmes/, in the order of their names; programmes.h reads them.
struct EmbeddedProgramme {
  std::string_view file_name;  // "social-contact.json"
  std::string_view text;
};
std::span<const EmbeddedProgramme> embedded_programmes();

// From the folder instruments/, in the order of their names; instruments.h reads them.
struct EmbeddedInstrument {
  std::string_view file_name;  // "phq-9.json"
  std::string_view text;
};
std::span<const EmbeddedInstrument> embedded_instruments();

}  // namespace trefoil::web
