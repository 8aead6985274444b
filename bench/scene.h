// A practice on disk to measure on: one practitioner, files of any number of entries. Invented: notes of three
// or four sentences, about 350 bytes as JSON and 512 padded.
#pragma once

#include <stdlib.h>

#include <array>
#include <filesystem>
#include <memory>
#include <string>

#include "figures.h"
#include "practice/files_draft.h"
#include "practice/members.h"
#include "practice/outlines.h"
#include "practice/sign_ins.h"
#include "store/sqlite.h"

namespace trefoil::bench {

class Scene {
 public:
  explicit Scene(const std::filesystem::path& parent = ".") {
    auto name = (std::filesystem::absolute(parent) / "trefoil_bench_XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) give_up("No folder can be made there.");
    folder_ = name;
    vault::start();
    house.folder = must(practice::make_folder(folder_ / "practice", false));
    house.folder.memory = folder_ / "memory";  // not the one of a practice of that name that is served
    open();
    house.cost = vault::Cost::test;
    ada = must(practice::begin_practice(house, {"Willow Row", "Europe/London", "Ada Lind", "", {care::Role::practitioner},
                                                "quiet harbour lamp seven"}))
              .holder;
    who_ = must(practice::acting(house, ada));
  }
  ~Scene() {
    store.reset();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  Scene(const Scene&) = delete;
  Scene& operator=(const Scene&) = delete;

  practice::House house;
  std::unique_ptr<ledger::Store> store;
  practice::Keyholder ada;

  // A program that has just started: nothing in memory, what was verified before is on disk, and the outlines of files.
  void forget() {
    house.verified = std::make_shared<practice::VerifiedBook>(house.folder.cache());
    house.cards = std::make_shared<practice::CardBook>();
    house.outlines = std::make_shared<practice::OutlineBook>(practice::OutlineBook::Limits{},
                                                             practice::OutlineFiles(house.folder.cache(), {1}));
  }
  // The same, and no outlines: every file is read.
  void forget_outlines() {
    forget();
    must(practice::remove_outline_files(house.folder.cache()));
  }

  // A file whose course log has `entries` entries: of ten, six notes between professionals, three for everyone, one
  // score.
  LogId file(int number, std::size_t entries) {
    ledger::Batch batch;
    practice::OpenedFile opened;
    care::OpenFile command;
    command.code = fmt::format("F{:05}", number);
    command.clients.push_back({vault::random_id<PersonId>(), fmt::format("Jonah Marsh {}", number), "Jonah", "he/him",
                               base::parse_day("1961-03-02"), {{"by post"}, {}}});
    must_draft(practice::draft_new(house, ada, who_, std::move(command), batch, &opened));
    must_draft(practice::draft_act(house, ada, who_, opened, care::Write{{care::RoomKind::clinical, {}}, note(0)}, batch));
    for (int i = 1; opened.course.head.length < entries; ++i) {
      care::Event event{vault::random_id<EntryId>(), clock_.now(), {}, care::Noted{note(i), {}, {}}};
      if (i % 10 == 9)
        event.body = care::Scored{scale(), {{base::local_day(clock_.now(), "UTC"), {}}, 30.0 - i % 25}, "imported"};
      else if (i % 3 != 0)
        event.room = {care::RoomKind::clinical, {}};
      must(practice::draft_event(house, ada, opened, ada.current(), event, batch));
    }
    must(store->commit(std::move(batch)));
    return opened.file.id;
  }

 private:
  void open() {
    store = must(store::open_sqlite({.record = house.folder.record(), .witness = house.folder.witness(), .create = true},
                                    must(practice::read_notary(house.folder))));
    house.store = store.get();
    house.clock = &clock_;
    forget();
  }
  template <class Drafted>
  static void must_draft(const Drafted& drafted) {
    if (drafted) return;
    if (const auto* error = std::get_if<Error>(&drafted.error())) give_up(base::describe(*error));
    give_up(std::get<care::Refusal>(drafted.error()).reasons.front().what);
  }
  static std::string note(int number) {
    static constexpr std::array kSentences = {
        "Jonah came early and sat by the window; we began with ten minutes of quiet breathing.",
        "He says that the week was long. The hand exercise went further than last time, without haste.",
        "Talked about the visit to his sister and what he would like to say to her.",
        "No touch today: he was tired, and said so himself, which is new."};
    const auto sentence = [&](int at) { return kSentences[static_cast<std::size_t>(number + at) % kSentences.size()]; };
    return fmt::format("{} {} {} ({})", sentence(0), sentence(1), sentence(2), number);
  }
  static measure::Scale scale() {
    return {.name = "Invented loneliness scale",
            .short_name = "ILS",
            .direction = measure::Direction::lower_is_better,
            .minimum = 0,
            .maximum = 40,
            .reliability = 0.85,
            .spread = 8,
            .source = "Invented for this measurement."};
  }

  std::filesystem::path folder_;
  base::SystemClock clock_;
  practice::Acting who_;
};

}  // namespace trefoil::bench
