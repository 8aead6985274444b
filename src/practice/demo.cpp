#include "practice/demo.h"

#include <algorithm>

#include "practice/demo_story.h"
#include "practice/disk.h"
#include "practice/files_draft.h"
#include "practice/members.h"
#include "practice/outside.h"

namespace trefoil::practice {

namespace {
using namespace std::chrono_literals;

constexpr std::string_view kPassphrase = "willow demo only ";  // and a number: invented, and printed on the page

Error in_words(const Refused& refused) {
  if (const auto* error = std::get_if<Error>(&refused)) return *error;
  const auto& reason = std::get<care::Refusal>(refused).reasons.front();
  return {Fault::refused, reason.what, "demo, " + reason.rule, reason.mend};
}
Result<Acted> done(ActResult result) {
  if (!result) return std::unexpected(in_words(result.error()));
  return std::move(*result);
}

measure::Scale invented_scale() {
  return {.name = "Invented loneliness scale",
          .short_name = "ILS",
          .direction = measure::Direction::lower_is_better,
          .minimum = 0,
          .maximum = 40,
          .reliability = 0.85,
          .spread = 8,
          .source = "Invented for this demonstration, with its reliability and spread: there is no such scale."};
}

class Telling {
 public:
  Telling(House& house, base::SettableClock& clock) : house_(house), clock_(clock), now_(clock.now()) {}

  Result<void> run() {
    const auto& people = demo_sign_ins();
    clock_.set(now_ + -std::chrono::days(302));
    ada_ = TRY(begin_practice(house_, {"Willow Row (invented)",
                                       "Europe/London",
                                       people[0].who,
                                       people[0].sign_in_name,
                                       {care::Role::practitioner, care::Role::owner},
                                       people[0].passphrase}))
               .holder;
    okafor_ = TRY(invited(people[1], care::Role::therapist));
    sam_ = TRY(invited(people[2], care::Role::mentor));
    for (const auto& file : demo_story()) TRY(tell(file));
    clock_.set(now_);
    return {};
  }

 private:
  Result<Keyholder> invited(const DemoSignIn& person, care::Role role) {
    const auto invitation = TRY(invite_person(house_, ada_, person.who, {role}));
    return TRY(join(house_, {invitation.token, person.sign_in_name, person.passphrase})).holder;
  }

  // One file from its opening to now. Never past now, whatever the story says.
  Result<void> tell(const DemoFile& story) {
    opened_ = now_ + -std::chrono::days(story.opened);
    at(0, 9);
    Keyholder& opener = story.therapist_only ? okafor_ : ada_;
    care::OpenFile command{.code = story.code,
                           .as = story.therapist_only ? care::Role::therapist : care::Role::practitioner};
    for (const auto& one : story.clients)
      command.clients.push_back({vault::random_id<PersonId>(),
                                 one.legal,
                                 one.chosen,
                                 one.pronouns,
                                 base::parse_day(one.birth),
                                 {one.may, one.may_not}});
    const PersonId client = command.clients.front().person;
    const LogId id = TRY(done(act_new(house_, opener, std::move(command)))).file;
    if (!story.therapist_only)
      TRY(done(act(house_, ada_, id,
                   care::AddPerson{okafor_.person, demo_sign_ins()[1].who, care::Role::therapist, okafor_.key()})));
    if (story.mentor)
      TRY(done(act(house_, ada_, id,
                   care::AddPerson{sam_.person, demo_sign_ins()[2].who, care::Role::mentor, sam_.key(), true})));
    std::optional<Keyholder> jonah;
    if (story.client_has_keys) {
      const auto& person = demo_sign_ins()[3];
      const auto invitation = TRY(invite_client(house_, ada_, id, client));
      jonah = TRY(join(house_, {invitation.token, person.sign_in_name, person.passphrase})).holder;
    }
    TRY(write(story, id, opener, jonah ? &*jonah : nullptr, client));
    if (!story.erasure.empty()) {
      at(story.opened - 1, 10);
      TRY(done(ask_erasure(house_, opener, id, story.erasure)));
    }
    return {};
  }

  struct Step {
    int day;
    int hour;
    const DemoNote* note = nullptr;  // written
    const DemoNote* correction = nullptr;
    std::optional<double> score;
    bool read = false;
  };

  Result<void> write(const DemoFile& story, LogId id, Keyholder& opener, Keyholder* jonah, PersonId client) {
    std::vector<Step> steps;
    for (const auto& note : story.notes) {
      steps.push_back({note.day, 17, &note});
      if (!note.corrected.empty()) steps.push_back({note.day + 7, 12, nullptr, &note});
    }
    for (std::size_t month = 0; month < story.scores.size(); ++month)
      steps.push_back({static_cast<int>(month) * 31 + 1, 11, nullptr, nullptr, story.scores[month]});
    if (!story.therapist_only)
      for (int day = 5; day < story.opened; day += 28) steps.push_back({day, 19, nullptr, nullptr, {}, true});
    std::ranges::stable_sort(steps, {}, [](const Step& step) { return step.day * 24 + step.hour; });

    std::map<const DemoNote*, EntryId> written;
    for (const auto& step : steps) {
      if (step.day >= story.opened) break;
      at(step.day, step.hour);
      if (step.note != nullptr) {
        Keyholder& by = author(*step.note, opener, jonah);
        const auto acted = TRY(done(act(house_, by, id, care::Write{room(*step.note, by, client), step.note->text})));
        for (const auto& event : acted.events)
          if (std::holds_alternative<care::Noted>(event.body)) written[step.note] = event.id;
      } else if (step.correction != nullptr) {
        Keyholder& by = author(*step.correction, opener, jonah);
        TRY(done(act(house_, by, id, care::Correct{written[step.correction], step.correction->corrected})));
      } else if (step.score) {
        const measure::Score score{{base::local_day(clock_.now(), "Europe/London"), {}}, *step.score};
        TRY(done(act(house_, opener, id, care::AddScores{{{invented_scale(), score, "invented"}}})));
      } else if (step.read) {
        TRY(record_reading(house_, okafor_, TRY(open_file(house_, okafor_, id))));
      }
    }
    return {};
  }

  Keyholder& author(const DemoNote& note, Keyholder& opener, Keyholder* jonah) {
    if (note.by == Teller::client && jonah != nullptr) return *jonah;
    return note.by == Teller::therapist ? okafor_ : opener;
  }
  static care::Room room(const DemoNote& note, const Keyholder& by, PersonId client) {
    switch (note.room) {
      case care::RoomKind::process:
        return {note.room, by.person};
      case care::RoomKind::own:
      case care::RoomKind::therapy:
        return {note.room, client};
      default:
        return {note.room, {}};
    }
  }
  void at(int day, int hour) {
    const Instant then = opened_ + std::chrono::days(day) + std::chrono::hours(hour - 9);
    clock_.set(std::min(then, now_));
  }

  House& house_;
  base::SettableClock& clock_;
  Instant now_, opened_;
  Keyholder ada_, okafor_, sam_;
};
}  // namespace

const std::vector<DemoSignIn>& demo_sign_ins() {
  static const std::vector<DemoSignIn> people = {
      {"Ada Lind", "practitioner and owner of the practice", "Ada Lind", std::string(kPassphrase) + "1"},
      {"Dr N. Okafor", "therapist", "N. Okafor", std::string(kPassphrase) + "2"},
      {"Sam Whitlock", "mentor", "Sam Whitlock", std::string(kPassphrase) + "3"},
      {"Jonah M.", "client", "Jonah M.", std::string(kPassphrase) + "4"},
  };
  return people;
}

Result<void> make_demo(House& house, base::SettableClock& clock) {
  if (!house.folder.rehearsal)
    return fail(Fault::refused, "The demonstration goes into a rehearsal folder only.", house.folder.data.string());
  const Instant now = clock.now();
  const auto told = Telling(house, clock).run();
  clock.set(now);
  TRY(told);
  return write_whole(house.folder.data / "demo", base::view("An invented practice: nobody in it exists.\n"));
}

bool is_demo(const Folder& folder) {
  std::error_code ignored;
  return folder.rehearsal && std::filesystem::exists(folder.data / "demo", ignored);
}

}  // namespace trefoil::practice
