// Backup, restore, the demonstration, and the server that stops when it is told to.
#include <arpa/inet.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include <csignal>

#include "base/text.h"
#include "cli/command.h"
#include "practice/members.h"

namespace trefoil::cli {
namespace {

using testing::CommandTest;
using testing::launch;
using testing::slurp;
using testing::spill;
using testing::wait_for;
namespace fs = std::filesystem;

struct Restore : CommandTest {
  void begin() {
    ASSERT_EQ(init().code, 0);
    ASSERT_EQ(import_example().code, 0);
  }
  testing::Ran backup(const std::string& name = "practice.backup") {
    return trefoil({"backup", "--data", at("practice"), at(name)});
  }
};

TEST_F(Restore, ABackupComesBackWholeUnderANewKey) {
  begin();
  const auto made = backup();
  ASSERT_EQ(made.code, 0) << made.err;
  EXPECT_TRUE(made.out.starts_with("trefoil-receipt-1 "));
  EXPECT_EQ(fs::status(at("practice.backup")).permissions() & fs::perms::all,
            fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_TRUE(fs::exists(at("practice/last-backup")));
  EXPECT_EQ(backup().code, 2) << "a backup is never written over";
  const auto restored = trefoil({"restore", at("practice.backup"), "--no-erasures", "--data", at("elsewhere")});
  ASSERT_EQ(restored.code, 0) << restored.err;
  EXPECT_EQ(restored.out, made.out) << "the receipt that it was made with";
  EXPECT_NE(slurp(at("elsewhere/service.key")), slurp(at("practice/service.key")));
  EXPECT_EQ(trefoil({"verify", "--data", at("elsewhere"), "--since", made.out}).code, 0);
  const auto listed = trefoil(
      {"file", "list", "--data", at("elsewhere"), "--as-person", "Ada Lind", "--passphrase-file", at("ada.pass")});
  EXPECT_EQ(listed.code, 0) << listed.err;
  EXPECT_EQ(std::ranges::count(listed.out, '\n'), 100);
  const auto invited = trefoil({"person", "invite", "N. Okafor", "--role", "therapist", "--data", at("elsewhere"),
                                "--as-person", "Ada Lind", "--passphrase-file", at("ada.pass")});
  EXPECT_EQ(invited.code, 0) << "it can be written to";
  EXPECT_EQ(trefoil({"verify", "--data", at("elsewhere"), "--since", made.out}).code, 0);
}

TEST_F(Restore, AsksForTheErasureListAndForAnEmptyFolder) {
  begin();
  ASSERT_EQ(backup().code, 0);
  const auto no_list = trefoil({"restore", at("practice.backup"), "--data", at("elsewhere")});
  EXPECT_EQ(no_list.code, 2);
  EXPECT_NE(no_list.err.find("--erasures"), std::string::npos);
  EXPECT_FALSE(fs::exists(at("elsewhere/record.db")));
  EXPECT_EQ(trefoil({"restore", at("practice.backup"), "--no-erasures", "--data", at("practice")}).code, 2);
  EXPECT_EQ(trefoil({"restore", at("nothing"), "--no-erasures", "--data", at("elsewhere")}).code, 2);
}

TEST_F(Restore, ADamagedBackupDoesNotGoInAndTheFolderStaysAsItWas) {
  begin();
  ASSERT_EQ(backup().code, 0);
  fs::copy_file(at("practice.backup"), at("damaged.backup"));
  ASSERT_TRUE(testing::damage_an_entry(at("damaged.backup")));
  fs::create_directories(at("elsewhere"));
  spill(at("elsewhere/service.key"), "an older key, of 32 bytes length");
  const auto refused = trefoil({"restore", at("damaged.backup"), "--no-erasures", "--data", at("elsewhere")});
  EXPECT_EQ(refused.code, 1) << refused.err;
  EXPECT_EQ(refused.err.find(".: "), std::string::npos) << refused.err;
  EXPECT_FALSE(fs::exists(at("elsewhere/record.db")));
  // What is no backup at all is named, rather than the record of the folder.
  spill(at("letter.txt"), std::string(5000, 'x'));
  const auto other = trefoil({"restore", at("letter.txt"), "--no-erasures", "--data", at("elsewhere")});
  EXPECT_EQ(other.code, 1);
  EXPECT_NE(other.err.find("letter.txt: This is no backup"), std::string::npos) << other.err;
  EXPECT_EQ(slurp(at("elsewhere/service.key")), "an older key, of 32 bytes length");
}

TEST_F(Restore, WhatWasErasedSinceTheBackupIsErasedAgain) {
  begin();
  ASSERT_EQ(backup("earliest.backup").code, 0);  // nobody knows Okafor's keys yet
  std::string token = ada({"person", "invite", "N. Okafor", "--role", "therapist"}).out;
  token = base::trim(token);
  ASSERT_EQ(wait_for([&] {  // Okafor joins, and they erase a file between the two of them
              const pid_t child = ::fork();
              if (child != 0) return child;
              const auto erased = [&]() -> Result<int> {
                vault::start();
                Common common{.data = at("practice")};
                auto opened = TRY(open_house(common));
                auto okafor =
                    TRY(practice::join(opened.house, {token, "N. Okafor", "quiet harbour lamp okafor"})).holder;
                auto ada_lind = TRY(practice::unlock(opened.house, "Ada Lind", "quiet harbour lamp ada"));
                const auto id = TRY(practice::find_by_code(opened.house, ada_lind, "BtB-001"));
                if (!practice::act(opened.house, ada_lind, id,
                                   care::AddPerson{okafor.person, "N. Okafor", care::Role::therapist, okafor.key()}))
                  return 3;
                // The backup is older than the erasure, and than Okafor's place in the file.
                TRY(practice::back_up(opened.house, at("before.backup")));
                if (!practice::ask_erasure(opened.house, ada_lind, id, "")) return 4;
                if (!practice::confirm_erasure(opened.house, okafor, id)) return 5;
                return 0;
              }();
              ::_exit(erased ? *erased : 9);
            }()),
            0);
  const auto erased = trefoil({"verify", "--data", at("practice")});
  EXPECT_EQ(erased.code, 0) << erased.out;
  EXPECT_EQ(ada({"file", "show", "BtB-001"}).code, 2);

  const auto restored =
      trefoil({"restore", at("before.backup"), "--erasures", at("practice/erasures.list"), "--data", at("elsewhere")});
  ASSERT_EQ(restored.code, 0) << restored.err;
  EXPECT_NE(restored.err.find("2 erased again"), std::string::npos) << restored.err;
  const auto whole = trefoil({"verify", "--data", at("elsewhere")});
  EXPECT_EQ(whole.code, 0) << whole.out;
  const auto earliest = trefoil(
      {"restore", at("earliest.backup"), "--erasures", at("practice/erasures.list"), "--data", at("earlier")});
  ASSERT_EQ(earliest.code, 0) << earliest.err;
  EXPECT_NE(earliest.err.find("erased again"), std::string::npos) << earliest.err;
  const auto signed_by_a_stranger_to_it = trefoil({"verify", "--data", at("earlier")});
  EXPECT_EQ(signed_by_a_stranger_to_it.code, 0) << signed_by_a_stranger_to_it.out;
  auto show = [&](const std::string& folder) {
    return trefoil({"file", "show", "BtB-001", "--data", at(folder), "--as-person", "Ada Lind", "--passphrase-file",
                    at("ada.pass")})
        .code;
  };
  EXPECT_EQ(show("elsewhere"), 2);
  EXPECT_FALSE(slurp(at("elsewhere/erasures.list")).empty()) << "the next restore needs the list, too";
  const auto without = trefoil({"restore", at("before.backup"), "--no-erasures", "--data", at("forgetful")});
  ASSERT_EQ(without.code, 0);
  EXPECT_NE(without.err.find("is back"), std::string::npos) << "said plainly";
  EXPECT_EQ(show("forgetful"), 0);

  auto list = slurp(at("practice/erasures.list"));
  list[list.size() / 2] = list[list.size() / 2] == 'a' ? 'b' : 'a';
  spill(at("forged.list"), list);
  EXPECT_EQ(trefoil({"restore", at("before.backup"), "--erasures", at("forged.list"), "--data", at("third")}).code, 1);
  EXPECT_FALSE(fs::exists(at("third/record.db")));
}

TEST_F(Restore, SaysWhatALostRecordKnewThatTheBackupDoesNot) {
  ASSERT_EQ(init().code, 0);
  ASSERT_EQ(backup().code, 0);
  ASSERT_EQ(import_example().code, 0);
  for (const auto* part : {"record.db", "record.db-wal", "record.db-shm"}) fs::remove(at("practice") + "/" + part);
  const auto restored = trefoil({"restore", at("practice.backup"), "--no-erasures", "--data", at("practice")});
  ASSERT_EQ(restored.code, 0) << restored.err;
  EXPECT_NE(restored.err.find("1 checkpoints ahead"), std::string::npos) << restored.err;
  EXPECT_EQ(trefoil({"verify", "--data", at("practice")}).code, 0) << "the old witness does not accuse the new record";
}

TEST_F(Restore, TheDemonstrationIsARehearsalAndWhole) {
  const auto made = trefoil({"demo", "--data", at("demo")});
  ASSERT_EQ(made.code, 0) << made.err;
  EXPECT_NE(made.out.find("Ada Lind\twillow demo only 1\t"), std::string::npos);
  EXPECT_EQ(trefoil({"verify", "--data", at("demo")}).code, 0);
  EXPECT_EQ(trefoil({"demo", "--data", at("demo")}).code, 2);
}

std::string ask(unsigned short port, const std::string& path) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) throw std::runtime_error("no socket");
  sockaddr_in to{.sin_family = AF_INET, .sin_port = htons(port), .sin_addr = {htonl(INADDR_LOOPBACK)}};
  std::string answer;
  if (::connect(fd, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0) {
    const std::string request =
        "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) + "\r\nConnection: close\r\n\r\n";
    if (::send(fd, request.data(), request.size(), MSG_NOSIGNAL) > 0) {
      char chunk[4096];
      for (ssize_t got; (got = ::recv(fd, chunk, sizeof chunk, 0)) > 0;)
        answer.append(chunk, static_cast<std::size_t>(got));
    }
  }
  ::close(fd);
  return answer;
}

TEST_F(Restore, ServesUntilItIsToldToStop) {
  // A FIFO, so that reading waits for the line that names the port.
  ASSERT_EQ(::mkfifo(at("says").c_str(), 0600), 0);
  const pid_t server = launch({"serve", "--data", at("fresh"), "--port", "0"}, at("out"), at("says"));
  std::ifstream says(at("says"));
  std::string line;
  unsigned short port = 0;
  while (port == 0 && std::getline(says, line))
    if (const auto colon = line.rfind(':'); line.find("http://127.0.0.1:") != std::string::npos)
      port = static_cast<unsigned short>(std::stoi(line.substr(colon + 1)));
  ASSERT_NE(port, 0);
  EXPECT_TRUE(ask(port, "/healthz").starts_with("HTTP/1.1 200"));
  ::kill(server, SIGTERM);
  std::string rest;
  while (std::getline(says, line)) rest += line + "\n";
  EXPECT_EQ(wait_for(server), 0);
  EXPECT_NE(rest.find("info stop"), std::string::npos) << rest;
  EXPECT_EQ(init("fresh").code, 0) << "where nobody has begun yet, init does";
}

TEST_F(Restore, AnAddressThatCannotBeBoundIsAFault) {
  EXPECT_EQ(trefoil({"serve", "--data", at("fresh"), "--port", "0", "--bind", "203.0.113.1"}).code, 1);
}

}  // namespace
}  // namespace trefoil::cli
