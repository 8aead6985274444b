// The rules of the triad from the command line: the table itself, and a search through what they allow.
#include <fmt/format.h>
#include <unistd.h>

#include <boost/json.hpp>

#include "cli/common.h"
#include "course/explore.h"
#include "course/revisions.h"

namespace trefoil::cli {

namespace {
std::string_view binds(const course::Rule& rule) {
  if (rule.missing == nullptr) return "other things";
  return rule.triadic ? "practitioner, triadic" : "practitioner";
}

int print_rules() {
  say("# The rules of the triad\n");
  say("What `trefoil rules` prints. Each rule, the sessions that it binds, whether it can be waived for one session, "
      "why it");
  say("exists, who can mend it and how, and where it comes from. IPSA, ICASA, SPC (Surrogate Partner Collective) and "
      "SEPTO are");
  say("the training bodies' codes of ethics; *practice* is what several working practitioners describe; *ours* a "
      "choice of this");
  say("project where those are silent.\n");
  say("| rule | binds | waiver | in the way | why | who mends it | how | source |");
  say("|---|---|---|---|---|---|---|---|");
  for (const auto& rule : course::rules())
    say(fmt::format("| `{}` | {} | {} | {} | {} | {} | {} | {} |", rule.id, binds(rule),
                    rule.waiver == course::Waivable::never ? "never" : "therapist", rule.what, rule.why, rule.who,
                    rule.mend, rule.source));
  say("\n## Revisions\n");
  say("What is written is judged by the rules that the program of its day had, and reads the same for ever: a rule that is");
  say("changed later makes nothing void that was in order.\n");
  say("| revision | what it asks |");
  say("|---|---|");
  for (const auto& revision : course::revisions()) say(fmt::format("| {} | {} |", revision.number, revision.what));
  return kOk;
}

int print_rules_as_json() {
  namespace json = boost::json;
  const auto text = [](std::string_view words) { return json::string(words); };
  json::array out;
  for (const auto& rule : course::rules())
    out.push_back(json::object{{"id", text(rule.id)},
                               {"title", text(rule.title)},
                               {"binds", text(binds(rule))},
                               {"waiver", rule.waiver == course::Waivable::never ? "never" : "therapist"},
                               {"what", text(rule.what)},
                               {"why", text(rule.why)},
                               {"who", text(rule.who)},
                               {"mend", text(rule.mend)},
                               {"source", text(rule.source)},
                               {"since", rule.since}});
  say(json::serialize(out));
  return kOk;
}

int explore(std::size_t most, std::size_t depth) {
  const bool tell = ::isatty(STDERR_FILENO) != 0;
  const auto found = course::explore(course::rules(), most, [&](std::size_t states) {
    if (tell) fmt::print(stderr, "\r{} states", states);
    return true;
  }, depth);
  if (tell) fmt::print(stderr, "\n");
  const std::string end = !found.complete            ? ""
                          : depth == course::kAnyDepth ? "; there are no more"
                                                       : "; there are no more within it";
  if (found.broken.empty()) say("Every rule held.");
  say(fmt::format("{} states, {} wishes decided, {} of them refused, to a depth of {}{}.", found.states,
                  found.decided, found.refused, found.depth, end));
  if (found.broken.empty()) return kOk;
  say("Broken: " + found.broken + ".");
  return kRefused;
}
}  // namespace

void add_explore(CLI::App& app, int& code) {
  auto* table = app.add_subcommand("rules", "Print the rules of the triad, with their reasons and sources");
  const auto as_json = std::make_shared<bool>(false);
  table->add_flag("--json", *as_json, "As JSON");
  table->footer("Example:\n  trefoil rules --json");
  table->callback([as_json, &code] { code = *as_json ? print_rules_as_json() : print_rules(); });

  const auto most = std::make_shared<std::size_t>(1'000'000);
  auto* search = app.add_subcommand("explore", "Search through what the rules allow, for anything that must never be");
  search->add_option("--states", *most, "Stop after so many")
      ->capture_default_str()
      ->type_name("N")
      ->check(CLI::Range(1, 100'000'000));
  const auto depth = std::make_shared<std::size_t>(course::kAnyDepth);
  search->add_option("--depth", *depth, "Go no further than so many steps from a beginning")
      ->type_name("N")
      ->check(CLI::Range(1, 1'000));
  search->footer(
      "A small world of a client, a practitioner, two therapists and a stranger, every wish in every state. Exit 1 "
      "where\n"
      "something does not hold, with the way to it. A million states take about 110 MB. It stops at whichever of the "
      "two\n"
      "limits comes first, and says how far it came.\n\nExample:\n  trefoil explore --states 100000 --depth 2");
  search->callback([most, depth, &code] { code = explore(*most, *depth); });
}

}  // namespace trefoil::cli
