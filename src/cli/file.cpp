#include <fmt/format.h>

#include <boost/json.hpp>

#include "cli/common.h"
#include "measure/series.h"
#include "practice/members.h"
#include "practice/views.h"

namespace trefoil::cli {

namespace {
namespace json = boost::json;

struct FileOptions : Common {
  std::string code;
  bool as_json = false;
};

Result<int> list(const FileOptions& options) {
  auto opened = TRY(open_house(options));
  auto holder = TRY(sign_in(opened, options));
  const auto roster = TRY(practice::read_roster(opened.house, holder));
  const auto all = TRY(practice::caseload(opened.house, holder, roster, opened.clock->now()));
  opened.house.verified->save(holder.key(), holder.mac_key());
  json::array files;
  for (const auto& row : all.rows) {
    if (options.as_json)
      files.push_back(json::object{{"id", row.file.str()},
                                   {"code", row.code},
                                   {"name", row.full_name},
                                   {"entries", row.entries},
                                   {"last_at", base::to_string(row.last_at)},
                                   {"measure", row.measure},
                                   {"attention", json::value_from(row.attention)}});
    else
      say(fmt::format("{}\t{}\t{}\t{}", row.code, row.full_name, row.entries, row.measure));
  }
  if (options.as_json) say(json::serialize(files));
  for (const auto& words : all.damage) note("Damaged: " + words);
  return all.damage.empty() ? kOk : kRefused;
}

void show_plainly(const practice::OpenedFile& opened, PersonId reader) {
  const care::File& file = opened.file;
  say(fmt::format("{}  {}", file.code, file.full_name()));
  for (const auto& member : file.circle)
    say(fmt::format("  {}, {}{}", member.name, care::name(member.role),
                    member.active ? "" : ", until " + base::to_string(base::local_day(member.until, file.zone))));
  for (const auto& [name, series] : file.series) {
    say("\n" + name + "\n  " + measure::sentence(series));
    for (const auto& row : measure::table(series))
      say(fmt::format("  {}\t{}\t{}\t{}", row.when, row.score, row.between, row.since));
  }
  for (const auto& item : file.items) {
    const auto* note_text = std::get_if<care::Noted>(&item.event.body);
    if (note_text == nullptr) continue;
    const auto* author = file.member(item.author);
    say(fmt::format("\n{}, {}, {} (read by {})", base::to_string(item.event.at),
                    author != nullptr ? author->name : "somebody", care::name(item.event.room.kind),
                    care::readers_in_words(file.circle, item.event.room, reader)));
    say(note_text->text);
    for (const auto index : item.corrections)
      if (const auto* correction = std::get_if<care::Corrected>(&file.items[index].event.body))
        say("Corrected: " + correction->text);
  }
  if (opened.unreadable > 0) say(fmt::format("\n{} more in rooms that you hold no key to.", opened.unreadable));
}

Result<int> show(const FileOptions& options) {
  auto opened = TRY(open_house(options));
  auto holder = TRY(sign_in(opened, options));
  const auto id = TRY(practice::find_by_code(opened.house, holder, options.code));
  // Whoever opens a file shows to its circle, from here as in the browser.
  TRY(practice::record_reading(opened.house, holder, TRY(practice::open_file(opened.house, holder, id))));
  const auto file = TRY(practice::open_file(opened.house, holder, id));
  if (options.as_json) {
    auto exported = TRY(practice::export_file(opened.house, holder, id)).json;
    exported.pop_back();
    say(exported);
  } else {
    show_plainly(file, holder.person);
  }
  for (const auto& words : file.damage) note("Damaged: " + words);
  return file.damage.empty() ? kOk : kRefused;
}
}  // namespace

void add_file(CLI::App& app, int& code) {
  auto* group = app.add_subcommand("file", "The files that you hold keys to: list, show");
  group->require_subcommand(1);
  group->footer(
      "Example:\n  trefoil file list --data ~/practice --as-person 'Ada Lind' --passphrase-file ~/passphrase");
  const auto add = [&](const char* name, const char* does, Result<int> (*run)(const FileOptions&)) {
    auto options = std::make_shared<FileOptions>();
    auto* command = group->add_subcommand(name, does);
    add_data_option(*command, *options);
    add_person_options(*command, *options);
    command->add_flag("--json", options->as_json, "As JSON");
    command->callback([options, run, &code] { settle(code, [&] { return run(*options); }); });
    return std::pair(command, options);
  };
  const auto [listing, listed] = add("list", "Code, name, number of entries and the measure that changed most", list);
  listing->footer("Example:\n  trefoil file list --json --as-person 'Ada Lind' --passphrase-file ~/passphrase");
  const auto [showing, shown] = add("show", "All that you may read of one file", show);
  showing->add_option("code", shown->code, "The file's code")->required()->type_name("CODE");
  showing->footer("Example:\n  trefoil file show K7Q4RD --as-person 'Ada Lind' --passphrase-file ~/passphrase");
}

}  // namespace trefoil::cli
