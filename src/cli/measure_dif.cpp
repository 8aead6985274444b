// Items in two groups of people.
#include "items/dif.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "cli/common.h"
#include "cli/measure.h"
#include "cli/measure_input.h"
#include "codec/object.h"
#include "measure/responses.h"

namespace trefoil::cli {

namespace {
struct DifWish {
  std::string file, group;
  ItemsWish columns;
};

std::string item_in_group(const items::GradedItem& item) {
  std::string text, thresholds = "[";
  {
    codec::Object out(text);
    out.number("a", item.slope);
    for (std::size_t k = 0; k < item.intercepts.size(); ++k)
      thresholds += fmt::format("{}{:.15g}", k > 0 ? "," : "", item.threshold(k));
    out.raw("b", thresholds + "]");
  }
  return text;
}

std::string dif_json(const items::Dif& found, const std::vector<std::string>& names,
                     const std::vector<std::string>& groups) {
  std::string text;
  {
    codec::Object out(text);
    out.texts("groups", groups);
    out.number("loglik", found.log_likelihood);
    out.flag("converged", found.converged);
    out.number("mean", found.mean);
    out.number("sd", found.deviation);
    std::string items = "[";
    for (std::size_t i = 0; i < names.size(); ++i) {
      items += i == 0 ? "\n" : ",\n";
      codec::Object one(items);
      one.text("id", names[i]);
      const auto& item = found.items[i];
      if (!item) {
        one.raw("chi2", "null");
        continue;
      }
      one.number("chi2", item->statistic);
      one.whole("df", static_cast<std::int64_t>(item->degrees));
      one.number("p", item->chance);
      one.raw("first", item_in_group(item->first));
      one.raw("second", item_in_group(item->second));
    }
    out.raw("items", items + "]");
  }
  return text + "\n";
}

Result<int> dif_of_file(const DifWish& wish) {
  ProgressLine line;
  auto columns = TRY(read_items_wish(wish.columns));
  columns.label = wish.group;
  const Bytes bytes = TRY(read_file_or_pipe(wish.file));
  const auto read = codec::read_responses(bytes, columns, [](std::size_t) { return !Interrupt::asked(); });
  if (!read) return std::unexpected(in_file(read.error(), wish.file));
  std::vector<std::string> groups;
  measure::Responses halves[2];
  for (auto& half : halves) half.items = read->items.size();
  for (std::size_t person = 0; person < read->rows.size(); ++person) {
    const std::string group = base::trim(read->ids[person]);
    if (group.empty() || group == "NA")
      return fail(Fault::bad_input, "This person has no group.",
                  fmt::format("{}, person {}, column {}", shown_name(wish.file), person + 1, wish.group),
                  "Name one, or take the row out.");
    auto place = std::ranges::find(groups, group);
    if (place == groups.end()) {
      if (groups.size() == 2)
        return fail(Fault::bad_input, "There must be two groups, and here is a third.",
                    fmt::format("{}, person {}, column {}", shown_name(wish.file), person + 1, wish.group),
                    "Keep the rows of two groups.");
      place = groups.insert(groups.end(), group);
    }
    auto& answers = halves[place - groups.begin()].answers;
    const auto own = read->responses.of(person);
    answers.insert(answers.end(), own.begin(), own.end());
  }
  if (groups.size() < 2)
    return fail(Fault::bad_input, "There must be two groups, and here is one.",
                fmt::format("{}, column {}", shown_name(wish.file), wish.group));
  items::CalibrationOptions options;
  for (const std::string& item : read->items) options.names.push_back("column " + item);
  options.progress = [&](const items::Progress& now) {
    line.show(fmt::format("iteration {}, log-likelihood {:.4f}", now.iteration, now.log_likelihood));
    return !Interrupt::asked();
  };
  const auto found = items::dif(halves[0], halves[1], options);
  if (!found) return std::unexpected(in_file(found.error(), wish.file));
  if (Interrupt::asked()) return fail(Fault::refused, "It was stopped.");
  tell_outside(*read, wish.file);
  TRY(put_out(dif_json(*found, read->items, groups)));
  return kOk;
}
}  // namespace

void add_measure_dif(CLI::App& group, int& code) {
  const auto wish = std::make_shared<DifWish>();
  auto* command = group.add_subcommand("dif", "Whether items work alike in two groups of people, as JSON");
  command->add_option("--group", wish->group, "The column that names each person's group")
      ->required()
      ->type_name("COLUMN");
  command->add_option("file", wish->file, "Answers: a row a person, a column an item")
      ->required()
      ->type_name("FILE.csv");
  add_items_options(*command, wish->columns, "0,20");
  command->footer(
      "Likelihood ratio, each item with all others as anchors. chi2 is null where a group leaves a category unused.\n\n"
      "Example:\n  trefoil measure dif --group site answers.csv");
  command->callback([wish, &code] { code = settle_or_stop([&] { return dif_of_file(*wish); }); });
}

}  // namespace trefoil::cli
