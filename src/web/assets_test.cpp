#include "web/assets.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

namespace trefoil::web {
namespace {

std::string file(const std::string& path) {
  std::ifstream in(std::string(TREFOIL_SOURCE_DIR) + path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

TEST(Assets, carry_what_stands_in_the_source_byte_for_byte) {
  const Asset* css = find_asset(asset_url("trefoil.css"));
  ASSERT_TRUE(css);
  EXPECT_EQ(css->text, file("/assets/styles/trefoil.css"));
  EXPECT_EQ(css->type, "text/css; charset=utf-8");
  for (const auto& page : embedded_templates()) {
    EXPECT_EQ(page.text, file("/assets/templates/" + std::string(page.name) + ".html")) << page.name;
  }
}

TEST(Assets, are_found_by_their_whole_name_only) {
  for (const char* name : {"trefoil.css", "app.js", "chart.js", "mark.svg"}) {
    ASSERT_NE(asset_url(name), "") << name;
    EXPECT_TRUE(find_asset(asset_url(name))) << name;
    EXPECT_FALSE(find_asset(std::string("/assets/") + name)) << name;
  }
  EXPECT_FALSE(find_asset("/assets/app-000000000000.js"));
  EXPECT_FALSE(find_asset(""));
  EXPECT_EQ(asset_url("nothing"), "");
}

// Turbo would put a style element into every page, which the policy forbids (and the browser would report).
TEST(Assets, hold_no_script_that_puts_a_style_element_into_the_page) {
  const Asset* app = find_asset(asset_url("app.js"));
  ASSERT_TRUE(app);
  EXPECT_EQ(app->text.find("insertBefore(this.stylesheetElement"), app->text.npos);
  EXPECT_NE(app->text.find("installStylesheetElement(){}"), app->text.npos);
}

TEST(Assets, fetch_nothing_from_elsewhere) {
  const Asset* css = find_asset(asset_url("trefoil.css"));
  ASSERT_TRUE(css);
  for (const char* away : {"@import", "url(", "http:", "https:"}) EXPECT_EQ(css->text.find(away), css->text.npos) << away;
}

}  // namespace
}  // namespace trefoil::web
