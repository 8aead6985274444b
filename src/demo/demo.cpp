#include "demo/demo.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "demo/course_acts.h"
#include "demo/earlier.h"
#include "measure/score.h"
#include "practice/concerns.h"
#include "practice/disk.h"
#include "practice/files_draft.h"
#include "practice/instrument_digest.h"
#include "practice/members.h"
#include "practice/outside.h"

namespace trefoil::demo {

namespace {
constexpr std::string_view kZone = "Europe/London";
constexpr std::string_view kPassphrase = "willow demo only ";  // and a number: invented, and printed on the page

Error in_words(const practice::Refused& refused) {
  if (const auto* error = std::get_if<Error>(&refused)) return *error;
  const auto& reason = std::get<care::Refusal>(refused).reasons.front();
  return {Fault::refused, reason.what, "demo, " + reason.rule, reason.mend};
}
Result<practice::Acted> done(practice::ActResult result) {
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
  Telling(practice::House& house, base::SettableClock& clock, std::span<const course::Programme> programmes,
          std::span<const measure::Instrument> instruments)
      : house_(house), clock_(clock), programmes_(programmes), instruments_(instruments), now_(clock.now()) {}

  Result<void> run() {
    const auto& people = demo_sign_ins();
    clock_.set(now_ + -std::chrono::days(302));
    ada_ = TRY(practice::begin_practice(house_, {"Willow Row (invented)",
                                                 std::string(kZone),
                                                 people[0].who,
                                                 people[0].sign_in_name,
                                                 {care::Role::practitioner, care::Role::owner},
                                                 people[0].passphrase}))
               .holder;
    okafor_ = TRY(invited(people[1], care::Role::therapist));
    sam_ = TRY(invited(people[2], care::Role::mentor));
    auto lea = TRY(invited(people[4], care::Role::lead));
    TRY(practice::change_settings(house_, ada_,
                                  {.name = "Willow Row (invented)",
                                   .zone = std::string(kZone),
                                   .lead_body = "The Invented Board for Touch Therapists (there is no such body)"}));
    TRY(tell_earlier());
    for (const auto& file : demo_story()) TRY(tell(file));
    TRY(tell_concern(lea));
    clock_.set(now_);
    TRY(practice::note_supervision(house_, ada_, base::local_day(now_, kZone) + -33));
    return {};
  }

 private:
  Result<practice::Keyholder> invited(const DemoSignIn& person, care::Role role) {
    const auto invitation = TRY(practice::invite_person(house_, ada_, person.who, {role}));
    return TRY(practice::join(house_, {invitation.token, person.sign_in_name, person.passphrase})).holder;
  }

  // Records of work before there was a Trefoil here: codes and scores alone.
  Result<void> tell_earlier() {
    clock_.set(now_ + -std::chrono::days(301));
    const auto mood = measure::scale_of(*TRY(instrument("phq-9")));
    for (const auto& file : demo_earlier(base::local_day(now_, kZone))) {
      const LogId id =
          TRY(done(practice::act_new(
                       house_, okafor_,
                       {.code = file.code, .imported = true, .as = care::Role::therapist, .clients = {}})))
              .file;
      TRY(done(
          practice::act(house_, okafor_, id,
                        care::AddPerson{ada_.person, demo_sign_ins()[0].who, care::Role::practitioner, ada_.key()})));
      care::AddScores scores;
      for (const auto& one : file.scores) {
        scores.scores.push_back({invented_scale(), {{one.on, {}}, one.lonely}, "imported from earlier records (invented)"});
        scores.scores.push_back({mood, {{one.on, {}}, one.mood}, "imported from earlier records (invented)"});
      }
      TRY(done(practice::act(house_, okafor_, id, scores)));
    }
    return {};
  }

  // The client's own, answered and not closed: only the two of them find it.
  Result<void> tell_concern(practice::Keyholder& lea) {
    clock_.set(now_ + -std::chrono::days(6));
    const auto id = practice::raise_concern(house_, *jonah_, jonahs_, "The room was not the one that we had agreed on, and I only learned of it at the door.", false);
    if (!id) return std::unexpected(in_words(id.error()));
    clock_.set(now_ + -std::chrono::days(4));
    const auto answer = practice::write_concern(house_, lea, *id, care::ConcernNoted{"Thank you for telling me. That should not have happened. I will ask how rooms are agreed on, and tell you what comes of it.", true});
    if (!answer) return std::unexpected(in_words(answer.error()));
    return {};
  }

  // One file from its opening to now. Never past now, whatever the story says.
  Result<void> tell(const DemoFile& story) {
    steps_.clear();
    written_.clear();
    clock_.set(day_of(story, 0, 9));
    practice::Keyholder& opener = story.therapist_only ? okafor_ : ada_;
    care::OpenFile command{.code = story.code,
                           .as = story.therapist_only ? care::Role::therapist : care::Role::practitioner};
    for (const auto& one : story.clients)
      command.clients.push_back({vault::random_id<PersonId>(),
                                 one.legal,
                                 one.chosen,
                                 one.pronouns,
                                 base::parse_day(one.birth),
                                 {one.may, one.may_not}});
    DemoCast cast{.clients = {},
                  .practitioner = story.therapist_only ? PersonId{} : ada_.person,
                  .therapist = okafor_.person,
                  .mentor = story.mentor ? sam_.person : PersonId{},
                  .client_has_keys = story.client_has_keys,
                  .programme = TRY(programme(story.course.programme)),
                  .zone = std::string(kZone)};
    for (const auto& client : command.clients) cast.clients.push_back(client.person);
    const LogId id = TRY(done(practice::act_new(house_, opener, std::move(command)))).file;
    if (!story.therapist_only)
      TRY(done(practice::act(
          house_, ada_, id,
          care::AddPerson{okafor_.person, demo_sign_ins()[1].who, care::Role::therapist, okafor_.key()})));
    if (story.mentor)
      TRY(done(
          practice::act(house_, ada_, id,
                        care::AddPerson{sam_.person, demo_sign_ins()[2].who, care::Role::mentor, sam_.key(), true})));
    if (story.client_has_keys) {
      const auto& person = demo_sign_ins()[3];
      const auto invitation = TRY(practice::invite_client(house_, ada_, id, cast.clients.front()));
      jonah_ = TRY(practice::join(house_, {invitation.token, person.sign_in_name, person.passphrase})).holder;
      jonahs_ = id;
    }
    const auto who = [&](Teller by) -> practice::Keyholder& {
      if (by == Teller::client && story.client_has_keys) return *jonah_;
      return by == Teller::therapist ? okafor_ : opener;
    };
    for (auto& one : TRY(demo_acts(story.course, cast, calendar_, now_)))
      at(one.at, [this, id, &by = who(one.by), record = std::move(one.record)]() -> Result<void> {
        TRY(done(practice::act(house_, by, id, record)));
        return {};
      });
    for (const auto& note : story.notes) write(story, note, id, who(note.by), cast.clients.front());
    TRY(measure_and_read(story, id, opener));
    if (!story.erasure.empty())
      at(day_of(story, story.opened - 1, 10), [this, &story, id]() -> Result<void> {
        // The work has ended: words that the client reads are the therapist's.
        TRY(done(practice::ask_erasure(house_, okafor_, id, story.erasure)));
        return {};
      });
    return take_steps();
  }

  void write(const DemoFile& story, const DemoNote& note, LogId id, practice::Keyholder& by, PersonId client) {
    at(day_of(story, note.day, 17), [this, &note, id, &by, client]() -> Result<void> {
      const auto acted = TRY(done(practice::act(house_, by, id, care::Write{room(note, by, client), note.text})));
      for (const auto& event : acted.events)
        if (std::holds_alternative<care::Noted>(event.body)) written_[&note] = event.id;
      return {};
    });
    if (note.corrected.empty()) return;
    at(day_of(story, note.day + 7, 12), [this, &note, id, &by]() -> Result<void> {
      TRY(done(practice::act(house_, by, id, care::Correct{written_[&note], note.corrected})));
      return {};
    });
  }
  Result<void> measure_and_read(const DemoFile& story, LogId id, practice::Keyholder& opener) {
    score_monthly(story, id, opener, invented_scale(), story.scores);
    for (const auto& [name, scores] : story.answered)
      score_monthly(story, id, opener, measure::scale_of(*TRY(instrument(name))), scores);
    if (story.therapist_only) return {};
    if (story.client_has_keys) keep_diary(story, id, *TRY(instrument("touch-diary")));
    for (int day = 5; day < story.opened; day += 28)
      at(day_of(story, day, 19),
         [this, id]() -> Result<void> {
           return practice::record_reading(house_, okafor_, TRY(practice::open_file(house_, okafor_, id)));
         });
    return {};
  }
  // The client with a sign-in keeps the diary every other week, as the therapist asks; the last time is still to come.
  void keep_diary(const DemoFile& story, LogId id, const measure::Instrument& diary) {
    constexpr int kFirst = 8, kEvery = 14;
    at(day_of(story, kFirst, 9), [this, id, &diary]() -> Result<void> {
      const course::MeasurePlan line{diary.id, course::Occasion::weekly, kEvery / 7, true, course::SessionKind::practitioner,
                                     course::Part::client, 120};
      TRY(done(practice::act(house_, okafor_, id, care::Record{{course::MeasuresScheduled{{line}}}})));
      return {};
    });
    for (int day = kFirst, week = 0; day < story.opened - kEvery; day += kEvery, ++week)
      at(day_of(story, day, 20), [this, id, &diary, week]() -> Result<void> {
        // Wished for much the same all year, there a little more often each month.
        const int more = week / 4;
        const std::vector<care::Reply> days{{"near-wished", "5"},    {"near-actual", std::to_string(std::min(5, 1 + more))},
                                            {"hand-wished", "4"},    {"hand-actual", std::to_string(std::min(4, more))},
                                            {"embrace-wished", "4"}, {"embrace-actual", std::to_string(std::min(3, more / 2))},
                                            {"rest-wished", "3"},    {"rest-actual", std::to_string(std::min(2, more / 3))}};
        TRY(done(practice::act(house_, *jonah_, id, care::TakeMeasures{{{diary.id, practice::wording_of(diary), diary.title, jonah_->person, {}, days, {}, {}}}})));
        return {};
      });
  }
  void score_monthly(const DemoFile& story, LogId id, practice::Keyholder& opener, const measure::Scale& scale,
                     const std::vector<double>& scores) {
    for (std::size_t month = 0; month < scores.size(); ++month)
      at(day_of(story, static_cast<int>(month) * 31 + 1, 11),
         [this, id, &by = month == 0 ? opener : okafor_, scale, value = scores[month]]() -> Result<void> {
           const measure::Score score{{base::local_day(clock_.now(), kZone), {}}, value};
           TRY(done(practice::act(house_, by, id, care::AddScores{{{scale, score, "invented"}}})));
           return {};
         });
  }

  // What happens in one file is gathered first, then told in order of time.
  struct Step {
    Instant at;
    std::function<Result<void>()> take;
  };
  void at(Instant when, std::function<Result<void>()> take) {
    if (when <= now_) steps_.push_back({when, std::move(take)});
  }
  Result<void> take_steps() {
    std::ranges::stable_sort(steps_, {}, &Step::at);
    for (const auto& step : steps_) {
      clock_.set(step.at);
      TRY(step.take());
    }
    return {};
  }
  Result<const course::Programme*> programme(std::string_view id) const {
    if (id.empty()) return nullptr;
    const auto found = std::ranges::find(programmes_, id, &course::Programme::id);
    if (found == programmes_.end())
      return fail(Fault::bad_input, "The demonstration needs a programme that isn't there.", std::string(id));
    return &*found;
  }
  Result<const measure::Instrument*> instrument(std::string_view id) const {
    const auto found = std::ranges::find(instruments_, id, &measure::Instrument::id);
    if (found == instruments_.end())
      return fail(Fault::bad_input, "The demonstration needs an instrument that isn't there.", std::string(id));
    return &*found;
  }
  Instant day_of(const DemoFile& story, int day, int hour) const {
    const Day today = base::local_day(now_, kZone);
    const auto time = base::at_local(today + (day - story.opened), fmt::format("{:02}:00", hour), kZone);
    return std::min(time.value_or(now_), now_);
  }
  static care::Room room(const DemoNote& note, const practice::Keyholder& by, PersonId client) {
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

  practice::House& house_;
  base::SettableClock& clock_;
  std::span<const course::Programme> programmes_;
  std::span<const measure::Instrument> instruments_;
  Instant now_;
  DemoCalendar calendar_;
  practice::Keyholder ada_, okafor_, sam_;
  std::vector<Step> steps_;                     // of one file
  std::map<const DemoNote*, EntryId> written_;  // the same
  std::optional<practice::Keyholder> jonah_;  // the one client with keys
  LogId jonahs_;
};
}  // namespace

const std::vector<DemoSignIn>& demo_sign_ins() {
  static const std::vector<DemoSignIn> people = {
      {"Ada Lind", "practitioner and owner of the practice", "Ada Lind", std::string(kPassphrase) + "1"},
      {"Dr N. Okafor", "therapist", "N. Okafor", std::string(kPassphrase) + "2"},
      {"Sam Whitlock", "mentor", "Sam Whitlock", std::string(kPassphrase) + "3"},
      {"Jonah M.", "client", "Jonah M.", std::string(kPassphrase) + "4"},
      {"Lea Brook", "safeguarding lead", "Lea Brook", std::string(kPassphrase) + "5"},
  };
  return people;
}

Result<void> make_demo(practice::House& house, base::SettableClock& clock,
                       std::span<const course::Programme> programmes,
                       std::span<const measure::Instrument> instruments) {
  if (!house.folder.rehearsal)
    return fail(Fault::refused, "The demonstration goes into a rehearsal folder only.", house.folder.data.string());
  const Instant now = clock.now();
  const auto told = Telling(house, clock, programmes, instruments).run();
  clock.set(now);
  TRY(told);
  return practice::write_whole(house.folder.data / "demo", base::view("An invented practice: nobody in it exists.\n"));
}

bool is_demo(const practice::Folder& folder) {
  std::error_code ignored;
  return folder.rehearsal && std::filesystem::exists(folder.data / "demo", ignored);
}

}  // namespace trefoil::demo
