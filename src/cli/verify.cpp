#include <fmt/format.h>

#include <boost/json.hpp>

#include "base/text.h"
#include "cli/common.h"

namespace trefoil::cli {

namespace {
namespace json = boost::json;

struct VerifyOptions : Common {
  std::string since;
  bool as_json = false;
};

// A receipt itself, or a file that it stands in.
Result<ledger::Receipt> read_receipt(const std::string& since) {
  if (const auto receipt = ledger::parse_receipt(base::trim(since))) return *receipt;
  if (const auto bytes = read_input(since, 1024 * 1024))
    for (const auto& line : base::split(base::text(*bytes), '\n'))
      if (const auto receipt = ledger::parse_receipt(base::trim(line))) return *receipt;
  return fail(Fault::bad_input, "This is neither a receipt nor a file with one.", "--since",
              "A receipt is one line that begins with trefoil-receipt-1.");
}

void tell_json(const ledger::VerifyReport& report) {
  json::array findings;
  for (const auto& finding : report.findings)
    findings.push_back(json::object{{"place", printable(finding.place)}, {"what", printable(finding.what)}});
  json::array without_effect;
  for (const auto& one : report.without_effect)
    without_effect.push_back(json::object{{"place", printable(one.place)}, {"what", printable(one.what)}});
  json::object out{{"whole", report.findings.empty()},
                   {"findings", std::move(findings)},
                   {"without_effect", std::move(without_effect)},
                   {"logs", report.logs},
                   {"entries", report.entries},
                   {"grants", report.grants},
                   {"wraps", report.wraps},
                   {"sides", report.sides},
                   {"checkpoints", report.checkpoints},
                   {"erased_logs", report.erased_logs},
                   {"service_keys", report.service_keys.size()}};
  if (report.end) out["receipt"] = ledger::to_string(*report.end);
  say(json::serialize(out));
}

void tell_plainly(const ledger::VerifyReport& report) {
  for (const auto& finding : report.findings) say(printable(fmt::format("{}: {}", finding.place, finding.what)));
  for (const auto& one : report.without_effect) say(printable(fmt::format("{}: {}", one.place, one.what)));
  if (report.findings.empty())
    say(fmt::format("Whole: {} logs, {} entries, {} grants, {} keys and people's rows, {} checkpoints.", report.logs,
                    report.entries, report.grants, report.sides, report.checkpoints));
  else
    say(fmt::format("Damaged: {} found.", report.findings.size()));
  if (report.end) say(ledger::to_string(*report.end));
}

Result<int> verify(const VerifyOptions& options) {
  std::optional<ledger::Receipt> since;
  if (!options.since.empty()) since = TRY(read_receipt(options.since));
  auto opened = TRY(open_house(options, Opening::look));
  const auto& folder = opened.house.folder;
  ledger::VerifyReport report;
  {
    const auto moment = TRY(opened.store->snapshot());  // a server may write meanwhile
    ledger::VerifyInput input;
    input.since = since;
    // A record without its guards may have been cut: that they are missing is a finding.
    if (const auto notary = practice::read_notary(folder))
      input.service = (*notary)->service();
    else
      report.findings.push_back({"service.key", notary.error().what});
    const auto witness = store_door().witness(folder.witness());
    if (witness)
      input.witness = *witness;
    if (witness && !*witness)
      report.findings.push_back({"witness.db", "It is missing or empty, so a cut end of the record would not show."});
    if (!witness) report.findings.push_back({"witness.db", witness.error().what});
    auto checked = TRY(ledger::verify(*opened.store, input));
    checked.findings.insert(checked.findings.end(), report.findings.begin(), report.findings.end());
    report = std::move(checked);
  }
  if (!options.as_person.empty()) {
    auto holder = sign_in(opened, options);
    if (!holder && holder.error().fault != Fault::damaged) return std::unexpected(holder.error());
    if (!holder)
      report.findings.push_back({holder.error().place, holder.error().what});
    else if (const auto done = practice::verify_contents(opened.house, *holder, report); !done)
      report.findings.push_back({done.error().place.empty() ? "contents" : done.error().place, done.error().what});
  }
  options.as_json ? tell_json(report) : tell_plainly(report);
  return report.findings.empty() ? kOk : kRefused;
}

// 1 says that it looked and found damage; whatever kept it from looking is 2.
int answer(const VerifyOptions& options) {
  const auto done = verify(options);
  if (done) return *done;
  tell(done.error());
  return done.error().fault == Fault::damaged ? kRefused : kBadInput;
}
}  // namespace

void add_verify(CLI::App& app, int& code) {
  auto options = std::make_shared<VerifyOptions>();
  auto* command =
      app.add_subcommand("verify", "Check every chain, signature, key and checkpoint; no passphrase needed");
  add_data_option(*command, *options);
  add_person_options(*command, *options, false);
  command->add_option("--since", options->since, "Also: does the record still hold what this receipt saw?")
      ->type_name("RECEIPT");
  command->add_flag("--json", options->as_json, "As JSON");
  command->footer(
      "With --as-person also the authors' rights, and the contents that they can open.\n"
      "Exit code: 0 whole, 1 damaged, 2 could not look.\n\nExample:\n  trefoil verify --data ~/practice");
  command->callback([options, &code] { code = answer(*options); });
}

}  // namespace trefoil::cli
