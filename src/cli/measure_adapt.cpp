// An adaptive test, answered from a file or on the terminal.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <iostream>
#include <random>

#include "base/text.h"
#include "cli/common.h"
#include "cli/measure.h"
#include "cli/measure_input.h"
#include "codec/cells.h"
#include "items/adaptive.h"
#include "measure/responses.h"

namespace trefoil::cli {

namespace {
struct AdaptWish {
  std::string bank, answers, instrument, quadrature, criterion = "mfi", method = "eap", content;
  std::size_t least = 1, most = 0, among = 1;
  double error = -1;
  std::uint64_t seed = 1;
  Common common;
};

Result<std::map<std::string, double>> read_shares(const std::string& text) {
  std::map<std::string, double> out;
  for (const std::string& part : base::split(text, ',')) {
    const auto at = part.rfind('=');
    double share = 0;
    if (at == std::string::npos ||
        std::from_chars(part.data() + at + 1, part.data() + part.size(), share).ptr != part.data() + part.size() ||
        !out.emplace(base::trim(part.substr(0, at)), share).second)
      return fail(Fault::bad_input, "Shares of content are names with numbers, with commas between, no name twice.",
                  "--content", "Write it as touch=0.5,mood=0.5.");
  }
  return out;
}

Result<items::AdaptiveRules> read_rules(const AdaptWish& wish, const items::Bank& bank) {
  items::AdaptiveRules rules;
  rules.least = wish.least;
  if (wish.most > 0) rules.most = wish.most;
  // Whoever says how many wants as many.
  rules.error = wish.error >= 0 ? wish.error : wish.most > 0 ? 0 : 0.3;
  rules.criterion = *items::parse_criterion(wish.criterion);
  rules.method = *items::parse_method(wish.method);
  rules.among = wish.among;
  if (!wish.quadrature.empty()) rules.span = TRY(read_span(wish.quadrature));
  if (!wish.content.empty()) rules.shares = TRY(read_shares(wish.content));
  if (auto fine = items::check(rules, bank); !fine) {
    fine.error().place = "--" + fine.error().place;
    return std::unexpected(std::move(fine.error()));
  }
  return rules;
}

std::string step_line(std::size_t step, const items::BankItem& item, measure::Answer answer,
                      const items::Estimate& now) {
  return fmt::format("{},{},{},{:.6f},{:.6f}\n", step, codec::csv_cell(item.id), item.codes[answer], now.theta, now.error);
}

// One person's test, from what they answered to all items.
std::string trace(const items::Bank& bank, items::Adaptive test, std::span<const measure::Answer> answers,
                  const std::string& before) {
  std::string out;
  for (std::size_t i = 0; i < answers.size(); ++i)
    if (answers[i] == measure::kMissing) test.leave_out(i);
  while (const auto item = test.next()) {
    test.answer(*item, answers[*item]);
    out += before + step_line(test.answered(), bank.items[*item], answers[*item], test.estimate());
  }
  return out;
}

Result<int> adapt_to_file(const AdaptWish& wish, const items::Bank& bank, const items::Adaptive& fresh) {
  ProgressLine line;
  const Bytes bytes = TRY(read_file_or_pipe(wish.answers));
  const auto read = codec::read_responses(bytes, bank, [](std::size_t) { return !Interrupt::asked(); });
  if (!read) return std::unexpected(in_file(read.error(), wish.answers));
  tell_outside(*read, wish.answers);
  const bool many = read->rows.size() > 1;
  std::string out = many ? "id,step,item,response,theta,se\n" : "step,item,response,theta,se\n";
  for (std::size_t person = 0; person < read->rows.size(); ++person) {
    if (Interrupt::asked()) return fail(Fault::refused, "The test was stopped.");
    line.show(fmt::format("{} of {} people", person, read->rows.size()));
    const std::string id = read->ids.empty() ? std::to_string(person + 1) : codec::csv_cell(read->ids[person]);
    out += trace(bank, fresh, read->responses.of(person), many ? id + "," : "");
  }
  TRY(put_out(out));
  return kOk;
}

// What a person at the terminal is shown of an item: its words and its answers' where an instrument gives them, else
// its name.
Result<std::vector<std::string>> shown_items(const AdaptWish& wish, const items::Bank& bank) {
  std::vector<std::string> out;
  if (wish.instrument.empty()) {
    for (const auto& item : bank.items) out.push_back(item.id);
    return out;
  }
  const auto instrument = TRY(find_or_read_instrument(wish.instrument, wish.common));
  for (const auto& item : bank.items) {
    const auto words = std::ranges::find(instrument.items, item.id, &measure::Item::id);
    if (words == instrument.items.end() || words->choices.size() != item.codes.size())
      return fail(Fault::bad_input, "The instrument has no question of this name with as many answers as the bank's.",
                  fmt::format("--instrument, item {}", item.id), "Name the bank's own instrument.");
    auto& text = out.emplace_back(words->text);
    for (std::size_t k = 0; k < item.codes.size(); ++k)
      text += fmt::format("\n  {}  {}", item.codes[k], words->choices[k].text);
    text += "\nYour answer";
  }
  for (const auto& item : instrument.items)
    if (item.kind == measure::Item::Kind::display) note(item.text);
  return out;
}

// Asks until an answer is a code; nullopt for an empty line. false: nothing more will come.
bool ask(const items::BankItem& item, const std::string& shown, std::optional<measure::Answer>& answer) {
  std::string codes;
  for (const int code : item.codes) codes += (codes.empty() ? "" : ", ") + std::to_string(code);
  std::string typed;
  while (true) {
    fmt::print(stderr, "{} ({}; Enter alone leaves it out): ", shown, codes);
    if (!std::getline(std::cin, typed)) return false;
    typed = base::trim(typed);
    answer.reset();
    if (typed.empty()) return true;
    int code = 0;
    const auto [end, error] = std::from_chars(typed.data(), typed.data() + typed.size(), code);
    const auto found = std::ranges::find(item.codes, code);
    if (error == std::errc{} && end == typed.data() + typed.size() && found != item.codes.end()) {
      answer = static_cast<measure::Answer>(found - item.codes.begin());
      return true;
    }
    note("This is not one of the answers.");
  }
}

Result<int> adapt_on_terminal(const AdaptWish& wish, const items::Bank& bank, items::Adaptive test) {
  const auto shown = TRY(shown_items(wish, bank));
  TRY(put_out("step,item,response,theta,se\n"));
  while (const auto item = test.next()) {
    std::optional<measure::Answer> answer;
    if (!ask(bank.items[*item], shown[*item], answer)) {
      note("");
      if (Interrupt::asked()) {
        note("trefoil: Stopped.");
        return kStopped;
      }
      break;
    }
    if (!answer) {
      test.leave_out(*item);
      continue;
    }
    test.answer(*item, *answer);
    TRY(put_out(step_line(test.answered(), bank.items[*item], *answer, test.estimate())));
  }
  return kOk;
}

Result<int> adapt(const AdaptWish& wish) {
  if (wish.bank == "-" && (wish.answers == "-" || wish.answers.empty()))
    return fail(Fault::bad_input, "The bank and the answers can't both be the pipe.", "--bank");
  const auto bank = TRY(read_bank_file(wish.bank));
  const auto random = std::make_shared<std::mt19937_64>(wish.seed);
  // The remainder of 64 bits by a handful: no share is off by more than 2^-60.
  const items::Adaptive fresh(bank, TRY(read_rules(wish, bank)),
                              [random](std::size_t below) { return static_cast<std::size_t>((*random)() % below); });
  return wish.answers.empty() ? adapt_on_terminal(wish, bank, fresh) : adapt_to_file(wish, bank, fresh);
}
}  // namespace

void add_measure_adapt(CLI::App& group, int& code) {
  const auto wish = std::make_shared<AdaptWish>();
  auto* command =
      group.add_subcommand("adapt", "An adaptive test: the next best item until the estimate is sure enough");
  command->add_option("--bank", wish->bank, "Calibrated items")->required()->type_name("BANK.json");
  command
      ->add_option("--answers", wish->answers,
                   "Answers to all items, a row a person; without it they are asked for here")
      ->type_name("FILE.csv");
  command
      ->add_option("--instrument", wish->instrument, "Whose words are asked on the terminal (without it: the items' names)")
      ->type_name("ID|FILE.json");
  add_data_option(*command, wish->common);
  command->add_option("--min", wish->least, "Items at least")->capture_default_str()->type_name("N");
  command->add_option("--max", wish->most, "Items at most")->type_name("N")->check(CLI::Range(1, 1'000'000));
  command->add_option("--se", wish->error, "Ends at this standard error (0.3; with --max alone: never)")
      ->type_name("S")
      ->check(within(0.0, 100.0));
  command->add_option("--quadrature", wish->quadrature, "Points of the scale (default -6,6,61)")->type_name("LO,HI,N");
  command->add_option("--criterion", wish->criterion, "mfi: information at the estimate; mpwi: over the posterior")
      ->capture_default_str()
      ->type_name("mfi|mpwi")
      ->check(CLI::IsMember({"mfi", "mpwi"}));
  command->add_option("--method", wish->method, "How theta is estimated")
      ->capture_default_str()
      ->type_name("eap|map")
      ->check(CLI::IsMember({"eap", "map"}));
  command->add_option("--content", wish->content, "Shares of the items' content")->type_name("AREA=SHARE,...");
  command->add_option("--among", wish->among, "Draw each item among so many best, so that none is seen by all")
      ->capture_default_str()
      ->type_name("N")
      ->check(CLI::Range(1, 1000));
  command->add_option("--seed", wish->seed, "Of those draws")->capture_default_str()->type_name("N");
  command->footer(
      "Prints step,item,response,theta,se; with several people in the file, their id (or row) before it. An item "
      "without\n"
      "an answer in the file is never asked.\n\n"
      "Example:\n  trefoil measure adapt --bank bank.json --answers answers.csv --max 8 --se 0.35");
  command->callback([wish, &code] { code = settle_or_stop([&] { return adapt(*wish); }); });
}

}  // namespace trefoil::cli
