#include "web/programmes.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace trefoil::web {
namespace {

TEST(Programmes, are_carried_byte_for_byte_and_can_be_read) {
  for (const auto& embedded : embedded_programmes()) {
    std::ifstream in(std::string(TREFOIL_SOURCE_DIR "/programmes/") + std::string(embedded.file_name),
                     std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    EXPECT_EQ(embedded.text, text.str()) << embedded.file_name;
  }
  const auto read = read_programmes(embedded_programmes());
  ASSERT_TRUE(read) << base::describe(read.error());
  EXPECT_EQ(read->size(), 6u);
  EXPECT_EQ(programmes(), *read);
  const Programmes offered("/nowhere");
  EXPECT_EQ(offered.all(), *read);
  EXPECT_TRUE(offered.faulty().empty());
  ASSERT_NE(offered.find("social-contact"), nullptr);
  EXPECT_EQ(offered.find("social-contact")->name, "Graded social contact");
  EXPECT_EQ(offered.find("nothing"), nullptr);
}

TEST(Programmes, broken_ones_are_named) {
  const auto good = embedded_programmes().front();
  const auto place_of = [](std::vector<EmbeddedProgramme> files) {
    const auto read = read_programmes(files);
    return read ? std::string("(was read)") : read.error().place;
  };
  EXPECT_EQ(place_of({good}), "(was read)");
  EXPECT_EQ(place_of({good, {"b.json", "{}"}}), "b.json, id");
  EXPECT_EQ(place_of({{"b.json", good.text}}), "b.json, id");
  EXPECT_EQ(place_of({good, good}), std::string(good.file_name) + ", id");
}

}  // namespace
}  // namespace trefoil::web
