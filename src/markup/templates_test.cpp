#include "markup/templates.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace trefoil::markup {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

Result<std::string> render(std::string source, const View& model) {
  auto made = Templates::from_sources({{"page", std::move(source)}});
  if (!made) return std::unexpected(made.error());
  return made->render("page", model);
}

std::string refusal(std::string source) {
  auto made = Templates::from_sources({{"page", std::move(source)}});
  return made ? "" : base::describe(made.error());
}

TEST(Templates, escape_every_character_that_could_leave_text_or_a_quoted_attribute) {
  auto page = render(R"(<a title="{{x}}" class='{{x}}'>{{x}}</a>)", View::object({{"x", "<b>&\"'"}}));
  ASSERT_TRUE(page);
  EXPECT_EQ(*page, "<a title=\"&lt;b&gt;&amp;&quot;&#39;\" class='&lt;b&gt;&amp;&quot;&#39;'>&lt;b&gt;&amp;&quot;&#39;</a>");
}

TEST(Templates, show_sections_by_what_the_model_says) {
  const std::string source = "{{#x}}yes{{/x}}{{^x}}no{{/x}}";
  EXPECT_EQ(*render(source, View::object({{"x", true}})), "yes");
  EXPECT_EQ(*render(source, View::object({{"x", false}})), "no");
  EXPECT_EQ(*render(source, View::object({{"x", ""}})), "no");
  EXPECT_EQ(*render(source, View::object({{"x", "words"}})), "yes");
  EXPECT_EQ(*render(source, View::object({{"x", View::list()}})), "no");
  EXPECT_EQ(*render(source, View::object({{"x", View::list({"a", "b"})}})), "yesyes");
  EXPECT_EQ(*render(source, View::object({{"x", View()}})), "yes");
}

TEST(Templates, walk_lists_and_look_outwards_for_a_name) {
  const View model = View::object(
      {{"of", "file"}, {"rows", View::list({View::object({{"n", 1}}), View::object({{"n", 2}, {"of", "row"}})})}});
  EXPECT_EQ(*render("{{#rows}}[{{n}} {{of}}]{{/rows}}", model), "[1 file][2 row]");
  EXPECT_EQ(*render("{{#rows}}{{.}} {{/rows}}", View::object({{"rows", View::list({"a", "b"})}})), "a b ");
}

TEST(Templates, refuse_a_name_that_the_model_lacks) {
  auto page = render("<p>{{#x}}{{missing}}{{/x}}</p>", View::object({{"x", true}}));
  ASSERT_FALSE(page);
  EXPECT_EQ(page.error().fault, Fault::broken);
  EXPECT_EQ(page.error().place, "page.html, missing");
  EXPECT_FALSE(render("{{#missing}}{{/missing}}", View()));
  EXPECT_FALSE(render("{{^missing}}{{/missing}}", View()));
}

TEST(Templates, refuse_a_value_of_another_kind_than_its_place_needs) {
  EXPECT_FALSE(render("{{x}}", View::object({{"x", true}})));
  EXPECT_FALSE(render("{{x}}", View::object({{"x", View::list({"a"})}})));
}

TEST(Templates, keep_addresses_on_this_host) {
  for (const char* away : {"javascript:alert(1)", "//elsewhere", "/\\elsewhere", "https://elsewhere", "", "files"}) {
    EXPECT_FALSE(render("<a href=\"{{to}}\">x</a>", View::object({{"to", away}}))) << away;
  }
  EXPECT_EQ(*render("<a href=\"{{to}}\">x</a>", View::object({{"to", "/files"}})), "<a href=\"/files\">x</a>");
  EXPECT_TRUE(render("<a href=\"{{to}}\">x</a>", View::object({{"to", "#entry"}})));
  EXPECT_TRUE(render("<a href=\"/files/{{id}}\">x</a>", View::object({{"id", "k7q4"}})));
}

TEST(Templates, refuse_what_would_be_unescaped_or_blocked) {
  EXPECT_THAT(refusal("<p>{{{x}}}</p>"), HasSubstr("page.html"));
  EXPECT_NE(refusal("<p>{{&x}}</p>"), "");
  EXPECT_NE(refusal("{{=<% %>=}}<% x %>"), "");
  EXPECT_NE(refusal("<p class={{x}}>a</p>"), "");
  EXPECT_NE(refusal("<p class=a>a</p>"), "");
  EXPECT_NE(refusal("<p {{x}}>a</p>"), "");
  EXPECT_NE(refusal("<{{x}}>a"), "");
  EXPECT_NE(refusal("<p style=\"color:red\">a</p>"), "");
  EXPECT_NE(refusal("<p OnClick=\"go()\">a</p>"), "");
  EXPECT_NE(refusal("<style>p{}</style>"), "");
  EXPECT_NE(refusal("<script>go()</script>"), "");
  EXPECT_NE(refusal("<script src=\"/x\">go()</script>"), "");
  EXPECT_NE(refusal("<script>{{x}}</script>"), "");
  EXPECT_NE(refusal("<!-- {{x}} -->"), "");
  EXPECT_NE(refusal("{{a.b}}"), "");
  EXPECT_EQ(refusal("<script src=\"/x\" defer></script><p class=\"a {{x}}\" hidden>{{x}}</p>"), "");
}

TEST(Templates, refuse_sections_that_close_elsewhere) {
  EXPECT_NE(refusal("{{#x}}a"), "");
  EXPECT_NE(refusal("a{{/x}}"), "");
  EXPECT_NE(refusal("{{#x}}<p class=\"{{/x}}\">"), "");
  EXPECT_NE(refusal("<{{#x}}p{{/x}}>"), "");
  EXPECT_NE(refusal("<p {{#x}}style{{/x}}>"), "");
  EXPECT_EQ(refusal("<input {{#x}}checked{{/x}} class=\"a{{#x}} b{{/x}}\">"), "");
}

TEST(Templates, expand_partials_when_loading) {
  auto made = Templates::from_sources({{"_foot", "<i>{{x}}</i>"}, {"page", "{{#x}}{{> foot}}{{/x}}"}});
  ASSERT_TRUE(made);
  EXPECT_EQ(*made->render("page", View::object({{"x", "a"}})), "<i>a</i>");
  EXPECT_THAT(made->pages(), ElementsAre("page"));
  EXPECT_FALSE(Templates::from_sources({{"page", "{{> nothing}}"}}));
  EXPECT_FALSE(Templates::from_sources({{"_a", "{{> a}}"}, {"page", "{{> a}}"}}));
}

TEST(Templates, leave_line_breaks_of_values_alone) {
  auto page = render("<textarea>\n{{x}}</textarea>\n   <p>\n   a  b</p>", View::object({{"x", "\n one\n   two"}}));
  EXPECT_EQ(*page, "<textarea>\n\n one\n   two</textarea>\n<p>\na b</p>");
}

TEST(Templates, name_assets_by_the_address_that_they_are_given) {
  const auto address = [](std::string_view name) -> std::string_view {
    return name == "page.css" ? "/assets/page-1f0c9a52b7d3.css" : "";
  };
  const auto linked = [&](const char* name) {
    return Templates::from_sources({{"page", "<link href=\"/assets/" + std::string(name) + "\">"}}, address);
  };
  EXPECT_EQ(*linked("page.css")->render("page", View()), "<link href=\"/assets/page-1f0c9a52b7d3.css\">");
  const auto refused = linked("nothing.css");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().place, "page.html, nothing.css");
  EXPECT_FALSE(render("<link href=\"/assets/page.css\">", View())) << "without any";
}

}  // namespace
}  // namespace trefoil::markup
