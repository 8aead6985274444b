// Alpha, omega and item statistics.
#include <fmt/format.h>

#include "cli/common.h"
#include "cli/measure.h"
#include "cli/measure_input.h"
#include "codec/object.h"
#include "items/reliability.h"

namespace trefoil::cli {

namespace {
struct ReliabilityWish {
  std::string file;
  ItemsWish columns;
};

std::string as_json(const items::Reliability& found, const std::vector<std::string>& names, int low) {
  std::string text;
  {
    codec::Object out(text);
    out.number("alpha", found.alpha);
    if (found.omega)
      out.number("omega", *found.omega);
    else
      out.raw("omega", "null");
    out.whole("people", static_cast<std::int64_t>(found.people));
    out.whole("left_out", static_cast<std::int64_t>(found.left_out));
    std::string items = "[";
    for (std::size_t i = 0; i < names.size(); ++i) {
      items += i == 0 ? "\n" : ",\n";
      const auto& item = found.items[i];
      codec::Object one(items);
      one.text("id", names[i]);
      one.number("mean", item.mean + low);
      one.number("sd", item.deviation);
      one.number("item_total", item.with_total);
      one.number("item_rest", item.with_rest);
      if (item.alpha_without)
        one.number("alpha_without", *item.alpha_without);
      else
        one.raw("alpha_without", "null");
    }
    out.raw("items", items + "]");
  }
  return text + "\n";
}

Result<int> reliability_of_file(const ReliabilityWish& wish) {
  const auto columns = TRY(read_items_wish(wish.columns));
  const Bytes bytes = TRY(read_file_or_pipe(wish.file));
  auto read = codec::read_responses(bytes, columns, [](std::size_t) { return !Interrupt::asked(); });
  if (!read) return std::unexpected(in_file(std::move(read.error()), wish.file));
  std::vector<std::string> names;
  for (const std::string& item : read->items) names.push_back("column " + item);
  const auto found = items::reliability(read->responses, names);
  if (!found) return std::unexpected(in_file(found.error(), wish.file));
  tell_outside(*read, wish.file);
  if (found->left_out > 0)
    note(fmt::format("{} of {} people are left out: they did not answer every item.", found->left_out,
                     found->left_out + found->people));
  if (!found->omega) note(fmt::format("No omega: {}.", found->why_no_omega));
  for (std::size_t i = 0; i < read->items.size(); ++i)
    if (found->items[i].with_rest < 0)
      note(fmt::format(
          "{} runs against the other items: if it is worded the other way round, turn its codes round first.",
          read->items[i]));
  TRY(put_out(as_json(*found, read->items, columns.range.low)));
  return kOk;
}
}  // namespace

void add_measure_reliability(CLI::App& group, int& code) {
  const auto wish = std::make_shared<ReliabilityWish>();
  auto* command = group.add_subcommand("reliability", "Alpha, omega and what each item adds, as JSON");
  command->add_option("file", wish->file, "Answers: a row a person, a column an item")
      ->required()
      ->type_name("FILE.csv");
  add_items_options(*command, wish->columns, "0,20");
  command->footer(
      "People who did not answer every item are left out, and counted.\n\n"
      "Example:\n  trefoil measure reliability answers.csv");
  command->callback([wish, &code] { code = settle_or_stop([&] { return reliability_of_file(*wish); }); });
}

}  // namespace trefoil::cli
