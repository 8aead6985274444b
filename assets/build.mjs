// node build.mjs bundles PACKAGES OUT        app.js and chart.js into OUT (PACKAGES: the folder with node_modules)
// node build.mjs embed BUNDLES OUT.cpp       templates, styles, mark, bundles, ../programmes and ../instruments into one C++ file
// Called by cmake/assets.cmake. Runs on Node 18 and 20.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, extname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));

// Turbo puts a <style> for its progress bar into the page; our content security policy allows none. The rules stand in
// trefoil.css. A new Turbo whose source looks different must fail the build, not the browser.
const turboWithoutStyle = {
  name: "turbo-without-style",
  setup(build) {
    build.onLoad({ filter: /@hotwired\/turbo\/dist\/turbo\.es2017-esm\.js$/ }, ({ path }) => {
      const source = readFileSync(path, "utf8");
      const pattern = /installStylesheetElement\(\) \{\s*document\.head\.insertBefore\(this\.stylesheetElement, document\.head\.firstChild\);?\s*\}/;
      if (!pattern.test(source)) throw new Error("Turbo's progress bar has changed: look at build.mjs.");
      return { contents: source.replace(pattern, "installStylesheetElement() {}"), loader: "js" };
    });
  },
};

async function bundles(packages, out) {
  const { build } = createRequire(join(resolve(packages), "package.json"))("esbuild");
  await build({
    entryPoints: [join(here, "scripts/app.ts"), join(here, "scripts/chart.ts")],
    outdir: out,
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2020",
    charset: "utf8",
    legalComments: "none",
    nodePaths: [join(resolve(packages), "node_modules")],
    plugins: [turboWithoutStyle],
    logLevel: "warning",
  });
}

const types = {
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml; charset=utf-8",
};

function literal(bytes) {
  const text = Buffer.from(bytes).toString("latin1");
  let out = "";
  for (let at = 0; at < text.length; at += 4000) {
    // Three octal digits end by themselves; a hexadecimal escape would swallow the digits after it. "??" could begin a
    // trigraph.
    const escaped = text.slice(at, at + 4000).replace(/[^\x20-\x7e]|["\\?]/g, (c) => "\\" + c.charCodeAt(0).toString(8).padStart(3, "0"));
    out += `\n    "${escaped}"`;
  }
  return out || '""';
}

function embed(bundled, out) {
  const files = (dir, ...ends) =>
    readdirSync(dir).filter((name) => ends.includes(extname(name))).sort().map((name) => join(dir, name));
  const served = [...files(join(here, "styles"), ".css"), join(here, "mark.svg"), ...files(bundled, ".js")];
  const assets = served.map((path) => {
    const bytes = readFileSync(path);
    const name = basename(path);
    const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 12);
    const [stem, end] = [name.slice(0, -extname(name).length), extname(name)];
    return `  {"${name}", "/assets/${stem}-${hash}${end}", "${types[end]}", std::string_view(${literal(bytes)}, ${bytes.length})},`;
  });
  const templates = files(join(here, "templates"), ".html").map((path) => {
    const bytes = readFileSync(path);
    return `  {"${basename(path, ".html")}", std::string_view(${literal(bytes)}, ${bytes.length})},`;
  });
  const data = (folder) =>
    files(join(here, "..", folder), ".json").map((path) => {
      const bytes = readFileSync(path);
      return `  {"${basename(path)}", std::string_view(${literal(bytes)}, ${bytes.length})},`;
    });
  mkdirSync(dirname(out), { recursive: true });
  writeFileSync(out, `// Written by assets/build.mjs.
#include "web/assets.h"

namespace trefoil::web {
namespace {
constexpr Asset assets[] = {
${assets.join("\n")}
};
constexpr EmbeddedTemplate templates[] = {
${templates.join("\n")}
};
constexpr EmbeddedProgramme programmes[] = {
${data("programmes").join("\n")}
};
constexpr EmbeddedInstrument instruments[] = {
${data("instruments").join("\n")}
};
}  // namespace
std::span<const Asset> all_assets() { return assets; }
std::span<const EmbeddedTemplate> embedded_templates() { return templates; }
std::span<const EmbeddedProgramme> embedded_programmes() { return programmes; }
std::span<const EmbeddedInstrument> embedded_instruments() { return instruments; }
}  // namespace trefoil::web
`);
}

const [what, from, to] = process.argv.slice(2);
if (what === "bundles") await bundles(from, to);
else if (what === "embed") embed(from, to);
else throw new Error("bundles or embed");
