// Every page of assets/templates, rendered with the invented model of assets/samples.json.
// TREFOIL_PAGES_OUT=DIR web_test --gtest_filter='Pages.*' also writes them, with their assets, to look at.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "web/assets.h"
#include "web/page_templates.h"

namespace trefoil::web {
namespace {

namespace json = boost::json;

View view_of(const json::value& value) {
  if (value.is_bool()) return View(value.get_bool());
  if (value.is_string()) return View(std::string_view(value.get_string()));
  if (value.is_array()) {
    View list = View::list();
    for (const auto& item : value.get_array()) list.add(view_of(item));
    return list;
  }
  View object;
  for (const auto& [key, field] : value.as_object()) object.set(key, view_of(field));
  return object;
}

const json::object& samples() {
  static const json::object all = [] {
    std::ifstream in(std::string(TREFOIL_SOURCE_DIR) + "/assets/samples.json");
    std::ostringstream text;
    text << in.rdbuf();
    return json::parse(text.str()).as_object();
  }();
  return all;
}

const Templates& templates() {
  static const Templates all = [] {
    auto made = embedded_pages();
    if (!made) throw std::runtime_error(base::describe(made.error()));
    if (const auto read = made->read_all(); !read) throw std::runtime_error(base::describe(read.error()));
    return std::move(*made);
  }();
  return all;
}

std::string page(std::string_view name, const View& model) {
  auto text = templates().render(name, model);
  EXPECT_TRUE(text) << base::describe(text.error());
  return text.value_or("");
}
std::string page(std::string_view name) { return page(name, view_of(samples().at(name))); }

std::vector<std::string> all_matches(const std::string& text, const char* pattern) {
  const std::regex finder(pattern);
  std::vector<std::string> found;
  for (std::sregex_iterator it(text.begin(), text.end(), finder), end; it != end; ++it) found.push_back((*it)[1]);
  return found;
}

// The comments at the top of a template and of all partials that it uses.
std::string comments(const std::string& name) {
  const std::string* source = templates().source(name);
  if (!source) return {};
  std::string all;
  for (auto at = source->find("{{!"); at != source->npos; at = source->find("{{!", at + 1)) {
    all += source->substr(at, source->find("}}", at) - at);
  }
  for (const auto& partial : all_matches(*source, R"(\{\{> ?([a-z_]+) ?\}\})")) all += comments("_" + partial);
  return all;
}

TEST(Pages, render_with_their_samples) {
  const char* out = std::getenv("TREFOIL_PAGES_OUT");
  for (const auto& name : templates().pages()) {
    ASSERT_TRUE(samples().contains(name)) << "assets/samples.json lacks " << name;
    const std::string text = page(name);
    EXPECT_THAT(text, ::testing::StartsWith("\n<!doctype html>")) << name;
    if (!out) continue;
    std::filesystem::create_directories(std::string(out) + "/assets");
    std::ofstream(std::string(out) + "/" + name + ".html") << text;
  }
  if (!out) return;
  for (const auto& asset : all_assets()) std::ofstream(out + std::string(asset.path)) << asset.text;
}

TEST(Pages, link_the_styles_by_their_content) {
  for (const auto& name : templates().pages()) {
    if (name == "away") continue;  // leads out, and names nothing of ours
    EXPECT_THAT(page(name), ::testing::HasSubstr("href=\"" + std::string(asset_url("trefoil.css")) + "\"")) << name;
  }
}

TEST(Pages, are_read_from_a_folder_in_place_of_the_embedded_ones) {
  const auto read = pages_from_folder(std::filesystem::path(TREFOIL_SOURCE_DIR) / "assets");
  ASSERT_TRUE(read) << base::describe(read.error());
  EXPECT_EQ(read->pages(), templates().pages());
  const auto none = pages_from_folder(std::filesystem::path(TREFOIL_SOURCE_DIR) / "assets" / "templates");
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().fault, Fault::bad_input);
}

TEST(Pages, say_nothing_in_their_title) {
  for (const auto& name : templates().pages()) {
    if (name == "away") continue;  // leads out, and names nothing of ours
    EXPECT_THAT(all_matches(page(name), "<title>(.*?)</title>"), ::testing::ElementsAre("Trefoil")) << name;
  }
  EXPECT_EQ(page("away").find("Trefoil"), std::string::npos);
}

TEST(Pages, document_every_name_that_they_ask_for) {
  for (const auto& name : templates().pages()) {
    const std::string told = comments(name);
    for (const auto& asked : templates().names(name)) {
      EXPECT_TRUE(std::regex_search(told, std::regex("\\b" + asked + "\\b"))) << name << ".html: " << asked;
    }
  }
}

TEST(Pages, carry_the_token_in_every_form_that_changes_something) {
  for (const auto& name : templates().pages()) {
    const std::string text = page(name);
    for (auto at = text.find("<form"); at != text.npos; at = text.find("<form", at + 1)) {
      const std::string form = text.substr(at, text.find("</form>", at) - at);
      if (form.find("method=\"get\"") != form.npos) continue;
      EXPECT_NE(form.find("method=\"post\""), form.npos) << name << ": " << form;
      EXPECT_NE(form.find("name=\"csrf\" value=\"c0ffee\""), form.npos) << name << ": " << form;
    }
  }
}

TEST(Pages, give_each_field_a_label_and_each_id_one_place) {
  for (const auto& name : templates().pages()) {
    const std::string text = page(name);
    std::set<std::string> ids;
    for (const auto& id : all_matches(text, " id=\"([^\"]*)\"")) {
      EXPECT_TRUE(ids.insert(id).second) << name << ": twice: " << id;
    }
    for (const auto& target : all_matches(text, " for=\"([^\"]*)\"")) EXPECT_TRUE(ids.count(target)) << name << target;
    for (const auto& target : all_matches(text, " data-copies=\"([^\"]*)\"")) EXPECT_TRUE(ids.count(target)) << target;
    for (const auto& anchor : all_matches(text, " href=\"#([^\"]*)\"")) {
      EXPECT_TRUE(ids.count(anchor)) << name << ": #" << anchor;
    }
    const auto labels = all_matches(text, "<label [^>]*for=\"([^\"]*)\"");
    const std::set<std::string> labelled(labels.begin(), labels.end());
    for (const auto& field : all_matches(text, "<(?:input|select|textarea)([^>]*)>")) {
      if (std::regex_search(field, std::regex("type=\"(hidden|radio|checkbox)\""))) continue;  // choices lie in labels
      const auto id = all_matches(field, " id=\"([^\"]*)\"");
      ASSERT_EQ(id.size(), 1u) << name << ": " << field;
      EXPECT_TRUE(labelled.count(id[0])) << name << ": " << field;
    }
  }
}

// A form that answers with a page shown once, a download, or another person's sign-in must not go through Turbo, which
// accepts a page after a form only as a redirect.
TEST(Pages, keep_forms_with_secrets_and_downloads_out_of_turbo) {
  for (const auto& name : templates().pages()) {
    const std::string text = page(name);
    for (auto at = text.find("<form"); at != text.npos; at = text.find("<form", at + 1)) {
      const std::string form = text.substr(at, text.find("</form>", at) - at);
      const bool new_secret = form.find("new-password") != form.npos || form.find("name=\"code\"") != form.npos;
      if (!new_secret && form.find("multipart") == form.npos && form.find("/export\"") == form.npos) continue;
      EXPECT_NE(form.find("data-turbo=\"false\""), form.npos) << name << ": " << form;
    }
  }
}

TEST(Pages, escape_what_people_write) {
  json::object model = samples().at("write").as_object();
  model["text"] = "</textarea><script>alert(\"'\")</script>";
  const std::string text = page("write", view_of(model));
  EXPECT_NE(text.find("&lt;/textarea&gt;&lt;script&gt;alert(&quot;&#39;&quot;)&lt;/script&gt;</textarea>"), text.npos);
}

TEST(Pages, show_the_banner_of_a_rehearsal_and_only_there) {
  json::object model = samples().at("today").as_object();
  EXPECT_EQ(page("today", view_of(model)).find("Rehearsal"), std::string::npos);
  model["rehearsal"] = true;
  EXPECT_NE(page("today", view_of(model)).find("<b>Rehearsal.</b>"), std::string::npos);
}

}  // namespace
}  // namespace trefoil::web
