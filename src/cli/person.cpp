#include <fmt/format.h>

#include <boost/json.hpp>

#include "base/text.h"
#include "cli/common.h"
#include "practice/members.h"

namespace trefoil::cli {

namespace {
namespace json = boost::json;

struct PersonOptions : Common {
  std::string name, roles, file;
  bool as_json = false;
};

std::string in_words(practice::PersonEntry::Standing standing) {
  switch (standing) {
    case practice::PersonEntry::Standing::invited:
      return "invited";
    case practice::PersonEntry::Standing::active:
      return "active";
    case practice::PersonEntry::Standing::removed:
      return "removed";
  }
  return "";
}

std::vector<std::string> role_names(const std::set<care::Role>& roles) {
  std::vector<std::string> names;
  names.reserve(roles.size());
  for (const auto role : roles) names.emplace_back(care::name(role));
  return names;
}

// A file's client, by the name that the circle has for them.
Result<PersonId> client_named(const practice::OpenedFile& opened, std::string_view name) {
  for (const auto& member : opened.file.circle)
    if (member.active && member.role == care::Role::client && base::fold(member.name) == base::fold(name))
      return member.person;
  return fail(Fault::not_found, "This file has no client of that name.", std::string(name));
}

Result<int> invite(const PersonOptions& options) {
  if (options.roles.empty() == options.file.empty())
    return fail(Fault::bad_input, "Say either --role, for somebody of the practice, or --file, for a file's client.",
                "person invite");
  auto opened = TRY(open_house(options));
  auto holder = TRY(sign_in(opened, options));
  practice::Invitation invitation;
  if (!options.roles.empty()) {
    invitation = TRY(practice::invite_person(opened.house, holder, options.name, TRY(read_roles(options.roles))));
  } else {
    const auto file = TRY(practice::find_by_code(opened.house, holder, options.file));
    const auto person = TRY(client_named(TRY(practice::open_file(opened.house, holder, file)), options.name));
    invitation = TRY(practice::invite_client(opened.house, holder, file, person));
  }
  note("Good once, until " + base::to_string(invitation.expires) +
       ". It opens at /join/ and this, on your Trefoil's address:");
  say(invitation.token);
  return kOk;
}

Result<int> list(const PersonOptions& options) {
  auto opened = TRY(open_house(options));
  auto holder = TRY(sign_in(opened, options));
  const auto roster = TRY(practice::read_roster(opened.house, holder));
  if (options.as_json) {
    json::array people;
    for (const auto& person : roster.people)
      people.push_back(json::object{{"id", person.person.str()},
                                    {"name", person.name},
                                    {"roles", json::value_from(role_names(person.roles))},
                                    {"standing", in_words(person.standing)},
                                    {"key", person.key.str()},
                                    {"key_words", vault::fingerprint_words(person.key)}});
    say(json::serialize(people));
    return kOk;
  }
  for (const auto& person : roster.people)
    say(fmt::format("{}\t{}\t{}\t{}", person.name, fmt::join(role_names(person.roles), ","), in_words(person.standing),
                    vault::fingerprint_words(person.key)));
  return kOk;
}

Result<int> remove(const PersonOptions& options) {
  auto opened = TRY(open_house(options));
  auto holder = TRY(sign_in(opened, options));
  const auto roster = TRY(practice::read_roster(opened.house, holder));
  const auto* person = roster.by_name(options.name);
  if (person == nullptr) return fail(Fault::not_found, "There is nobody of that name in the practice.", options.name);
  const auto still_in = TRY(practice::remove_person(opened.house, holder, person->person));
  for (const auto& file : still_in)
    note(fmt::format("They are still in the circle of {}: take them out there.", file));
  note("They are out of the practice. What they could read before, they may have kept.");
  return kOk;
}
}  // namespace

void add_person(CLI::App& app, int& code) {
  auto* group = app.add_subcommand("person", "The practice's people: invite, list, remove");
  group->require_subcommand(1);
  group->footer(
      "Example:\n  trefoil person list --data ~/practice --as-person 'Ada Lind' --passphrase-file ~/passphrase");
  const auto add = [&](const char* name, const char* does, Result<int> (*run)(const PersonOptions&)) {
    auto options = std::make_shared<PersonOptions>();
    auto* command = group->add_subcommand(name, does);
    add_data_option(*command, *options);
    add_person_options(*command, *options);
    command->callback([options, run, &code] { settle(code, [&] { return run(*options); }); });
    return std::pair(command, options);
  };
  const auto [inviting, invited] =
      add("invite", "Invite somebody; prints a token that is good once, for 72 hours", invite);
  inviting->add_option("name", invited->name, "Their name")->required()->type_name("NAME");
  inviting->add_option("--role", invited->roles, "What they will be: practitioner, therapist, mentor, lead, owner")
      ->type_name("ROLE[,ROLE]");
  inviting->add_option("--file", invited->file, "Or: the file whose client they are")->type_name("CODE");
  inviting->footer(
      "Example:\n  trefoil person invite 'N. Okafor' --role therapist --as-person 'Ada Lind' --passphrase-file "
      "~/passphrase");
  const auto [listing, listed] = add("list", "Who is in the practice, with the words of their keys", list);
  listing->add_flag("--json", listed->as_json, "As a JSON array");
  listing->footer("Example:\n  trefoil person list --json --as-person 'Ada Lind' --passphrase-file ~/passphrase");
  const auto [removing, removed] = add("remove", "Take somebody out of the practice and of its files' circles", remove);
  removing->add_option("name", removed->name, "Their name")->required()->type_name("NAME");
  removing->footer(
      "Example:\n  trefoil person remove 'N. Okafor' --as-person 'Ada Lind' --passphrase-file ~/passphrase");
}

}  // namespace trefoil::cli
