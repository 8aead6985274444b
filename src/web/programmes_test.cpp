#include "web/programmes.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "course/measuring.h"
#include "web/instruments.h"

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

// What they suggest to ask is here to be asked, and asks no more of a client than they will answer.
TEST(Programmes, ask_what_there_is_and_not_too_much) {
  for (const auto& programme : programmes()) {
    EXPECT_FALSE(programme.measures.empty()) << programme.id;
    EXPECT_EQ(programme.version, 2) << programme.id << ": what is written in it changed";
    auto plans = programme.measures;
    for (auto& line : plans) {
      const auto* instrument = find_instrument(line.instrument);
      ASSERT_NE(instrument, nullptr) << programme.id << " " << line.instrument;
      line.seconds = static_cast<int>(instrument->minutes.value_or(1) * 60);
    }
    EXPECT_LE(course::minutes_a_week(plans, {}, {}, course::Part::client), course::kMostMinutes) << programme.id;
  }
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
