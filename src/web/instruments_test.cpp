#include "web/instruments.h"

#include <gtest/gtest.h>

#include <string>

namespace trefoil::web {
namespace {

TEST(Instruments, ThoseInTheBinaryCanBeReadAndFound) {
  const auto read = read_instruments(embedded_instruments());
  ASSERT_TRUE(read) << base::describe(read.error());
  EXPECT_EQ(*read, instruments());
  ASSERT_NE(find_instrument("phq-9"), nullptr);
  EXPECT_EQ(find_instrument("phq-9")->short_name, "PHQ-9");
  EXPECT_EQ(find_instrument("phq"), nullptr);
  EXPECT_EQ(find_instrument(""), nullptr);
}

TEST(Instruments, AreNamedAsTheirFilesAndOnce) {
  EmbeddedInstrument one{};
  for (const auto& file : embedded_instruments())
    if (file.file_name == "phq-9.json") one = file;
  const auto place = [](std::span<const EmbeddedInstrument> files) {
    const auto read = read_instruments(files);
    return read ? std::string("none") : read.error().place;
  };
  const EmbeddedInstrument renamed[] = {{"other.json", one.text}}, twice[] = {one, one},
                           torn[] = {one, {"x.json", "{"}};
  EXPECT_EQ(place(renamed), "other.json, id");
  EXPECT_EQ(place(twice), "phq-9.json, id");
  EXPECT_EQ(place(torn).substr(0, 7), "x.json,");
}

}  // namespace
}  // namespace trefoil::web
