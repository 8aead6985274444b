// A client's stop on a full disk: other writing is refused, the stop is kept, by the space that is set aside for it.
#include <gtest/gtest.h>

#include "practice/files_draft.h"
#include "practice/members.h"
#include "shim_disk.h"
#include "store/contract.h"
#include "store/reserve.h"
#include "store/sqlite.h"

namespace trefoil::crash {
namespace {

using course::SessionId;

// A practice on the shim, with a client who has a file and keys to it. All of them are invented.
struct Scene {
  store::contract::Folder folder;
  ShimDisk disk{"shim-stop", folder.path()};
  base::SettableClock clock{Instant{1'790'000'000'000}};
  std::unique_ptr<ledger::Store> store;
  practice::House house;
  practice::Keyholder ada, jonah;
  LogId file;

  Scene() {
    open(disk.name());
    house.clock = &clock;
    house.folder.data = folder.path();
    house.cost = vault::Cost::test;
    ada = must(practice::begin_practice(
                   house,
                   {"Willow Row", "Europe/London", "Ada Lind", "", {care::Role::therapist}, "quiet harbour lamp one"}))
              .holder;
    care::OpenFile command;
    command.code = "K7Q4RD";
    command.as = care::Role::therapist;
    const PersonId client = vault::random_id<PersonId>();
    command.clients.push_back({client, "Jonah Marsh", "Jonah", "", base::parse_day("1961-03-02"), {}});
    file = must_act(practice::act_new(house, ada, std::move(command))).file;
    const auto invitation = must(practice::invite_client(house, ada, file, client));
    jonah = must(practice::join(house, {invitation.token, "jonah", "quiet harbour lamp two"})).holder;
  }
  void open(const std::string& vfs) {
    store = must(store::open_sqlite(
        {.record = folder / "record.db", .witness = folder / "witness.db", .create = true, .vfs = vfs},
        store::contract::notary()));
    house.store = store.get();
  }
  template <class T>
  static T must(Result<T> result) {
    if (!result) throw std::runtime_error(base::describe(result.error()));
    return std::move(*result);
  }
  static practice::Acted must_act(practice::ActResult result) {
    if (result) return std::move(*result);
    const auto* error = std::get_if<Error>(&result.error());
    throw std::runtime_error(error != nullptr ? base::describe(*error)
                                              : std::get<care::Refusal>(result.error()).reasons.front().what);
  }

  practice::ActResult write(std::size_t characters) {
    return practice::act(house, ada, file, care::Write{{}, std::string(characters, 'w')});
  }
  static bool is_full(const practice::ActResult& result) {
    if (result) return false;
    const auto* error = std::get_if<Error>(&result.error());
    return error != nullptr && error->fault == Fault::full;
  }
  // Until not even a short note finds room.
  void fill() {
    disk.set_quota(disk.used() + 200'000);
    for (const std::size_t size : {std::size_t{20'000}, std::size_t{10}})
      for (int i = 0; i < 200 && !is_full(write(size)); ++i) {
      }
    ASSERT_TRUE(is_full(write(10))) << "the disk never filled";
  }
  practice::ActResult stop() {
    return practice::act(house, jonah, file,
                         care::Record{{course::Held{course::HoldKind::client_stop, jonah.person, {}}}});
  }
  course::Course course(practice::Keyholder& reader) {
    return must(practice::open_file(house, reader, file)).file.course;
  }
};

TEST(StopOnAFullDisk, IsKeptWhereOtherWritingIsRefused) {
  Scene scene;
  const SessionId session = vault::random_id<SessionId>();
  scene.must_act(practice::act(
      scene.house, scene.ada, scene.file,
      care::Record{
          {course::SessionPlanned{session, course::SessionKind::therapist, scene.clock.now(), 50, 0, {}, false},
           course::SessionStarted{session}}}));
  scene.fill();
  EXPECT_EQ(scene.course(scene.jonah).holds.size(), 0u) << "reading goes on";

  scene.must_act(scene.stop());
  EXPECT_EQ(scene.course(scene.ada).holds.size(), 1u);
  EXPECT_TRUE(scene.is_full(scene.write(20'000))) << "what is set aside for a stop is nobody else's";
  // A session that is going on is stopped too, and the stop said once more.
  scene.must_act(practice::act(scene.house, scene.jonah, scene.file, care::Record{{course::SessionStopped{session}}}));
  EXPECT_EQ(scene.course(scene.ada).session(session)->step, course::Step::stopped);
  scene.must_act(scene.stop());
}

TEST(StopOnAFullDisk, IsThereAfterTheProgramWasStartedAnewAndTheSpaceIsSetAsideAgain) {
  Scene scene;
  scene.fill();
  scene.must_act(scene.stop());
  scene.disk.set_quota(scene.disk.used() + 20'000'000);
  scene.must_act(scene.write(10));
  EXPECT_EQ(std::filesystem::file_size(scene.folder / "reserve"), store::Reserve::kSize);

  scene.store.reset();
  scene.disk.power_back(Loss::nothing, 1);
  scene.open("");
  EXPECT_EQ(scene.course(scene.jonah).holds.size(), 1u);
}

// What makes the difference is the space that was set aside.
TEST(StopOnAFullDisk, WithoutTheSpaceThereIsNoneForIt) {
  Scene scene;
  ASSERT_TRUE(std::filesystem::remove(scene.folder / "reserve"));
  scene.fill();
  EXPECT_TRUE(scene.is_full(scene.stop()));
}

}  // namespace
}  // namespace trefoil::crash
