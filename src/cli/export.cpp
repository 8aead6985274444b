#include "cli/common.h"
#include "codec/file_scores_csv.h"
#include "practice/disk.h"
#include "practice/instrument_digest.h"
#include "web/instruments.h"

namespace trefoil::cli {

namespace {
struct ExportOptions : Common {
  std::string code, out;
};

Result<int> export_one(const ExportOptions& options) {
  auto opened = TRY(open_house(options));
  auto holder = TRY(sign_in(opened, options));
  const auto id = TRY(practice::find_by_code(opened.house, holder, options.code));
  const auto exported = TRY(practice::export_file(opened.house, holder, id));
  TRY(practice::make_private_folder(options.out));
  // By the file's random id: a code may be a name, and a file's name is read by whoever looks over a shoulder.
  const auto name = std::filesystem::path(options.out) / ("trefoil-" + id.str().substr(0, 10));
  for (const auto& [ending, content] : {std::pair(".json", &exported.json), std::pair(".html", &exported.html)}) {
    TRY(practice::write_whole(name.string() + ending, base::view(*content)));
    say(name.string() + ending);
  }
  // What the reader may read now, after what the receipt stands for, as the rest of it.
  const auto one = TRY(practice::open_file(opened.house, holder, id));
  const web::Instruments instruments(practice::Folder{data_folder(options)}.instruments());
  const auto table = codec::write_file_scores(one.file, instruments.all(),
                                              [](const measure::Instrument& form) { return practice::wording_of(form); });
  TRY(practice::write_whole(name.string() + ".csv", base::view(table)));
  say(name.string() + ".csv");
  say(ledger::to_string(exported.receipt));
  return kOk;
}
}  // namespace

void add_export(CLI::App& app, int& code) {
  auto options = std::make_shared<ExportOptions>();
  auto* command = app.add_subcommand("export", "All that you may read of a file, as JSON and as one printable page, and its scores as a table (CSV)");
  add_data_option(*command, *options);
  add_person_options(*command, *options);
  command->add_option("--file", options->code, "The file's code")->required()->type_name("CODE");
  command->add_option("--out", options->out, "The folder to write into; made where missing")
      ->required()
      ->type_name("DIR");
  command->footer(
      "What is written is readable by whoever holds it. The last line printed is the receipt.\n\nExample:\n"
      "  trefoil export --file K7Q4RD --out ~/export --as-person 'Ada Lind' --passphrase-file ~/passphrase");
  command->callback([options, &code] { settle(code, [&] { return export_one(*options); }); });
}

}  // namespace trefoil::cli
