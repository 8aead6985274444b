// A practice in memory for tests: a settable clock, the cheapest stretching, a memory folder of its own.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <memory>

#include "ledger/store.h"
#include "practice/files_draft.h"
#include "practice/members.h"
#include "practice/outlines.h"

namespace trefoil::practice::testing {

// The store is given: practice may not include store/, its tests are wired with one (test_store.cpp).
std::unique_ptr<ledger::Store> new_store(std::shared_ptr<const ledger::Notary> notary);

struct TestHouse {
  base::SettableClock clock{Instant{1'790'000'000'000}};
  std::unique_ptr<ledger::Store> store;
  std::filesystem::path folder;
  House house;

  TestHouse() {
    vault::start();
    vault::Arena arena;
    store = new_store(std::make_shared<const ledger::Notary>(vault::random_key(arena)));
    folder = std::filesystem::temp_directory_path() / ("trefoil-test-" + base::to_base32(vault::random_bytes(10)));
    std::filesystem::create_directories(folder);
    house.store = store.get();
    house.clock = &clock;
    house.folder.data = folder;
    house.folder.memory = folder / "memory";
    house.verified = std::make_shared<VerifiedBook>(std::filesystem::path());
    house.outlines = std::make_shared<OutlineBook>();
    house.cost = vault::Cost::test;
  }
  ~TestHouse() {
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
  }

  static std::string passphrase(std::string_view who) { return "quiet harbour lamp " + std::string(who); }

  Begun begin(const std::string& name = "Ada Lind", std::set<care::Role> roles = {care::Role::practitioner}) {
    auto begun = begin_practice(house, {"Willow Row", "Europe/London", name, "", std::move(roles), passphrase(name)});
    if (!begun) throw std::runtime_error(base::describe(begun.error()));
    return std::move(*begun);
  }
  Keyholder invited(Keyholder& owner, const std::string& name, const std::set<care::Role>& roles) {
    const auto invitation = invite_person(house, owner, name, roles);
    if (!invitation) throw std::runtime_error(base::describe(invitation.error()));
    return joined(invitation->token, name);
  }
  Keyholder joined(const std::string& token, const std::string& name) {
    auto begun = join(house, {token, name, passphrase(name)});
    if (!begun) throw std::runtime_error(base::describe(begun.error()));
    return std::move(begun->holder);
  }
  LogId new_file(Keyholder& holder, const std::string& code = "K7Q4RD", bool couple = false,
                 care::Role as = care::Role::practitioner) {
    care::OpenFile command;
    command.code = code;
    command.as = as;
    command.clients.push_back({vault::random_id<PersonId>(), "Jonah Marsh", "Jonah", "he/him", base::parse_day("1961-03-02"), {}});
    if (couple) command.clients.push_back({vault::random_id<PersonId>(), "Edie Marsh", "Edie", "she/her", base::parse_day("1963-07-12"), {}});
    const auto made = act_new(house, holder, std::move(command));
    if (!made) throw std::runtime_error(in_words(made.error()));
    return made->file;
  }
  void must(const ActResult& result) const {
    if (!result) throw std::runtime_error(in_words(result.error()));
  }
  static std::string in_words(const Refused& refused) {
    if (const auto* error = std::get_if<Error>(&refused)) return base::describe(*error);
    std::string out;
    for (const auto& reason : std::get<care::Refusal>(refused).reasons) out += reason.rule + ": " + reason.what + " ";
    return out;
  }
};

// The texts of all notes that the holder can read in a file.
inline std::set<std::string> notes(const OpenedFile& opened) {
  std::set<std::string> out;
  for (const auto& item : opened.file.items)
    if (const auto* note = std::get_if<care::Noted>(&item.event.body)) out.insert(note->text);
  return out;
}

}  // namespace trefoil::practice::testing
