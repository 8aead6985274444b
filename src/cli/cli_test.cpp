// Every command as from a shell: what it prints where, and its exit code.
#include <boost/json.hpp>

#include "base/text.h"
#include "cli/command.h"

namespace trefoil::cli {
namespace {

using testing::CommandTest;
using testing::slurp;
using testing::spill;
namespace fs = std::filesystem;
namespace json = boost::json;

using Cli = CommandTest;

TEST_F(Cli, HelpEverywhereWithAnExample) {
  const std::vector<std::vector<std::string>> commands = {{},
                                                          {"init"},
                                                          {"serve"},
                                                          {"person"},
                                                          {"person", "invite"},
                                                          {"person", "list"},
                                                          {"person", "remove"},
                                                          {"file"},
                                                          {"file", "list"},
                                                          {"file", "show"},
                                                          {"import"},
                                                          {"import", "scores"},
                                                          {"export"},
                                                          {"verify"},
                                                          {"backup"},
                                                          {"restore"},
                                                          {"demo"},
                                                          {"programme"},
                                                          {"programme", "list"},
                                                          {"programme", "check"}};
  for (auto words : commands) {
    words.emplace_back("--help");
    const auto ran = trefoil(words);
    EXPECT_EQ(ran.code, 0) << words.front();
    EXPECT_NE(ran.out.find("Example:\n  trefoil "), std::string::npos) << words.front();
    EXPECT_EQ(ran.err, "");
  }
}

TEST_F(Cli, VersionAndWhatIsTypedWrongly) {
  EXPECT_EQ(trefoil({"--version"}).out, "trefoil " TREFOIL_VERSION "\n");
  for (const auto& words :
       std::vector<std::vector<std::string>>{{}, {"nonsense"}, {"init"}, {"verify", "--nonsense"}, {"backup"}}) {
    const auto ran = trefoil(words);
    EXPECT_EQ(ran.code, 2);
    EXPECT_EQ(ran.out, "");
    EXPECT_NE(ran.err, "");
  }
}

TEST_F(Cli, ProgrammesAreListedAndChecked) {
  const auto listed = trefoil({"programme", "list"});
  EXPECT_EQ(listed.code, 0) << listed.err;
  EXPECT_NE(listed.out.find("\nsocial-contact\t2\tGraded social contact\t9 phases, 16 activities\n"), std::string::npos)
      << listed.out;

  const std::string shipped = TREFOIL_SOURCE_DIR "/programmes/";
  const auto fine = trefoil({"programme", "check", shipped + "social-contact.json"});
  EXPECT_EQ(fine.code, 0) << fine.err;
  EXPECT_EQ(fine.out, "Fine: Graded social contact, version 2, 9 phases, 16 activities.\n");
  EXPECT_EQ(fine.err, "");
  // A practice's own stand beside them; a faulty one is told, and the others listed all the same.
  auto own = slurp(shipped + "social-contact.json");
  own.replace(own.find("\"social-contact\""), 16, "\"our-own\"");
  own.replace(own.find("Graded social contact"), 6, "Our own");
  std::filesystem::create_directories(at("programmes"));
  spill(at("programmes/our-own.json"), own);
  EXPECT_NE(trefoil({"programme", "list", "--data", at("")}).out.find("\nour-own\t2\t"), std::string::npos);
  spill(at("programmes/torn.json"), "{");
  const auto torn = trefoil({"programme", "list", "--data", at("")});
  EXPECT_EQ(torn.code, 2);
  EXPECT_NE(torn.err.find("programmes/torn.json"), std::string::npos) << torn.err;
  EXPECT_NE(torn.out.find("\nour-own\t2\t"), std::string::npos);
  const auto couple = trefoil({"programme", "check", shipped + "couple-sensate-focus.json"});
  EXPECT_EQ(couple.code, 0);
  EXPECT_NE(couple.err.find("asks for no practitioner"), std::string::npos) << couple.err;

  auto looser = slurp(shipped + "social-contact.json");
  looser.replace(looser.find("\"groundwork\": 3"), 15, "\"groundwork\": 0");
  spill(at("own.json"), looser);
  const auto wrong = trefoil({"programme", "check", at("own.json")});
  EXPECT_EQ(wrong.code, 2);
  EXPECT_EQ(wrong.out, "");
  for (const auto* words : {"own.json, terms.groundwork: ", "terms-tighter", "Choose a stricter value"})
    EXPECT_NE(wrong.err.find(words), std::string::npos) << wrong.err;
  spill(at("long.json"), std::string(70'000, ' '));
  EXPECT_NE(trefoil({"programme", "check", at("long.json")}).err.find("64 KiB"), std::string::npos);
  EXPECT_EQ(trefoil({"programme", "check", at("long.json")}).code, 2);
  EXPECT_EQ(trefoil({"programme", "check", at("nothing.json")}).code, 2);
  EXPECT_EQ(trefoil({"programme", "check"}).code, 2);
}

TEST_F(Cli, RulesAreATableOrJson) {
  const auto all = json::parse(trefoil({"rules", "--json"}).out).as_array();
  EXPECT_GT(all.size(), 20u);
  const auto page = trefoil({"rules"}).out;
  for (const auto& rule : all)
    EXPECT_NE(page.find(rule.at("what").as_string()), page.npos) << rule.at("id").as_string();
  EXPECT_EQ(trefoil({"explore", "--states", "2000"}).code, 0);
  EXPECT_EQ(trefoil({"explore", "--depth", "0"}).code, 2);
  const auto near = trefoil({"explore", "--states", "2000", "--depth", "1"});
  EXPECT_EQ(near.code, 0);
  EXPECT_NE(near.out.find("to a depth of 0."), std::string::npos) << near.out;
  EXPECT_TRUE(near.out.starts_with("Every rule held.\n")) << near.out;
}

TEST_F(Cli, InitPrintsTheRecoveryCodeAndHappensOnce) {
  const auto begun = init();
  EXPECT_EQ(begun.code, 0) << begun.err;
  EXPECT_EQ(begun.out.size(), 36u) << begun.out;  // six groups of five, and the line's end
  EXPECT_EQ(fs::status(at("practice")).permissions() & fs::perms::all, fs::perms::owner_all);
  for (const auto* file : {"practice/record.db", "practice/witness.db", "practice/service.key"})
    EXPECT_EQ(fs::status(at(file)).permissions() & (fs::perms::group_all | fs::perms::others_all), fs::perms::none)
        << file;
  EXPECT_EQ(init().code, 2);
}

TEST_F(Cli, InitThatIsRefusedLeavesTheWayOpen) {
  spill(at("ada.pass"), "short\n");
  EXPECT_EQ(init().code, 2);
  spill(at("ada.pass"), "quiet harbour lamp ada\n");
  const auto bad_role = trefoil({"init", "--data", at("practice"), "--practice", "W", "--person", "A", "--role",
                                 "client", "--passphrase-file", at("ada.pass")});
  EXPECT_EQ(bad_role.code, 2);
  const auto bad_zone = trefoil({"init", "--data", at("practice"), "--practice", "W", "--person", "A", "--role",
                                 "owner", "--passphrase-file", at("ada.pass"), "--zone", "Europe/Nowhere"});
  EXPECT_EQ(bad_zone.code, 2);
  EXPECT_EQ(init().code, 0);
}

// A recovery code and an invitation are printed once: where they went nowhere, it is no success.
TEST_F(Cli, WhatCannotBePrintedIsNotTakenForDone) {
  ASSERT_EQ(init().code, 0);
  const std::vector<std::string> words{"verify", "--data", at("practice")};
  EXPECT_EQ(testing::wait_for(testing::launch(words, "/dev/full", at("err"))), 1);
  EXPECT_NE(slurp(at("err")).find("could not be written"), std::string::npos);
  EXPECT_EQ(testing::wait_for(testing::launch(words, "/dev/null", at("err"))), 0);
}

// As a shell's >&- does: the next file that is opened must not take the number of the stream, and its lines with it.
TEST_F(Cli, AClosedStreamIsNoFileToPrintInto) {
  std::fflush(nullptr);
  const pid_t child = ::fork();
  if (child == 0) {
    for (const int stream : {0, 1, 2}) ::close(stream);
    const auto words =
        std::vector<std::string>{"init",     "--data", at("practice"), "--practice",        "Willow Row",  "--person",
                                 "Ada Lind", "--role", "practitioner", "--passphrase-file", at("ada.pass")};
    std::vector<std::string> all{"trefoil"};
    all.insert(all.end(), words.begin(), words.end());
    std::vector<char*> raw;
    for (auto& word : all) raw.push_back(word.data());
    ::_exit(run(static_cast<int>(raw.size()), raw.data()));
  }
  EXPECT_EQ(testing::wait_for(child), 1);
  EXPECT_EQ(trefoil({"verify", "--data", at("practice")}).code, 0);
  for (const auto& file : fs::recursive_directory_iterator(at("practice")))
    if (file.is_regular_file()) {
      EXPECT_EQ(slurp(file.path()).find("The practice has begun"), std::string::npos) << file.path();
    }
}

// As --data "$FOLDER" is where nobody set it: not the practice of whoever runs it.
TEST_F(Cli, AFolderWithoutANameIsNone) {
  environment = {{"HOME", at("home")}, {"XDG_DATA_HOME", ""}};
  const auto ran = trefoil({"init", "--data", "", "--practice", "W", "--person", "A", "--role", "owner",
                            "--passphrase-file", at("ada.pass")});
  EXPECT_EQ(ran.code, 2);
  EXPECT_NE(ran.err.find("--data"), std::string::npos) << ran.err;
  EXPECT_FALSE(fs::exists(at("home")));
}

TEST_F(Cli, AFolderThatCannotBeLookedIntoIsNotCalledEmpty) {
  fs::create_symlink("round", at("round"));  // stands for one without permission, which root has everywhere
  const auto ran = trefoil({"verify", "--data", at("round")});
  EXPECT_EQ(ran.code, 2);
  EXPECT_NE(ran.err.find("can't be looked into"), std::string::npos) << ran.err;
  EXPECT_EQ(ran.err.find("no practice"), std::string::npos) << ran.err;
}

// What a damaged record says of itself reaches neither the terminal as a command nor JSON as something unreadable.
TEST_F(Cli, WhatIsPrintedIsTextWhateverItWas) {
  EXPECT_EQ(printable("K\xc3\xa4the \xe2\x80\x93 \xf0\x9f\x8c\xbf\n\ttwo"),
            "K\xc3\xa4the \xe2\x80\x93 \xf0\x9f\x8c\xbf\n\ttwo");
  EXPECT_EQ(printable("a\x1b[31mb\x7f"), "a\\x1b[31mb\\x7f");
  EXPECT_EQ(printable("entri\xc2s"), "entri\\xc2s");
  EXPECT_EQ(printable("cut \xe2\x80"), "cut \\xe2\\x80");
  EXPECT_EQ(printable("\xc2\x9b"), "\\xc2\\x9b") << "a terminal's other way to begin a command";
  ASSERT_EQ(init().code, 0);
  auto record = slurp(at("practice/record.db"));
  const auto name = record.find("tableentryentry"), made = record.find("CREATE TABLE entry");
  ASSERT_NE(name, std::string::npos);
  ASSERT_NE(made, std::string::npos);
  record[name + 7] = static_cast<char>(record[name + 7] ^ 0x80);  // a name that is no text, and
  record[made] = 'X';                                             // a reason to complain of it
  spill(at("practice/record.db"), record);
  const auto ran = trefoil({"verify", "--data", at("practice")});
  EXPECT_NE(ran.code, 0);
  EXPECT_TRUE(base::is_utf8(ran.out + ran.err)) << ran.err;
  EXPECT_NE(ran.err.find("\\x"), std::string::npos) << ran.err;
}

TEST_F(Cli, AWrongPassphraseIsARefusalAndAMissingOneIsBadInput) {
  ASSERT_EQ(init().code, 0);
  spill(at("wrong.pass"), "quiet harbour lamp\n");
  const auto wrong = trefoil(
      {"file", "list", "--data", at("practice"), "--as-person", "Ada Lind", "--passphrase-file", at("wrong.pass")});
  EXPECT_EQ(wrong.code, 1);
  EXPECT_EQ(wrong.out, "");
  EXPECT_EQ(trefoil({"file", "list", "--data", at("practice"), "--as-person", "Ada Lind"}).code, 2);
  EXPECT_EQ(
      trefoil({"file", "list", "--data", at("nowhere"), "--as-person", "Ada Lind", "--passphrase-file", at("ada.pass")})
          .code,
      2);
  EXPECT_FALSE(fs::exists(at("nowhere"))) << "looking makes nothing";
}

TEST_F(Cli, TheEnvironmentNamesFolderAndPassphrase) {
  ASSERT_EQ(init().code, 0);
  environment = {{"TREFOIL_DATA", at("practice")}, {"TREFOIL_PASSPHRASE_FILE", at("ada.pass")}};
  const auto ran = trefoil({"file", "list", "--json", "--as-person", "Ada Lind"});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(ran.out, "[]\n");
}

TEST_F(Cli, OnlyARehearsalTakesAClock) {
  ASSERT_EQ(init().code, 0);
  environment = {{"TREFOIL_NOW", "2026-03-02T09:00:00Z"}};
  EXPECT_EQ(ada({"file", "list"}).code, 2);
  const auto rehearsal = trefoil({"init", "--data", at("rehearsal"), "--practice", "Willow Row", "--person", "Ada Lind",
                                  "--role", "owner", "--passphrase-file", at("ada.pass"), "--rehearsal"});
  ASSERT_EQ(rehearsal.code, 0) << rehearsal.err;
  const auto invited = trefoil({"person", "invite", "N. Okafor", "--role", "therapist", "--data", at("rehearsal"),
                                "--as-person", "Ada Lind", "--passphrase-file", at("ada.pass")});
  EXPECT_EQ(invited.code, 0);
  EXPECT_NE(invited.err.find("2026-03-05T09:00"), std::string::npos) << invited.err;
}

TEST_F(Cli, PeopleAreInvitedListedAndRemoved) {
  ASSERT_EQ(init().code, 0);
  const auto invited = ada({"person", "invite", "N. Okafor", "--role", "therapist"});
  EXPECT_EQ(invited.code, 0) << invited.err;
  EXPECT_GE(invited.out.size(), 27u) << "26 base32 characters are 128 bits";
  const auto listed = ada({"person", "list", "--json"});
  ASSERT_EQ(listed.code, 0);
  const auto people = json::parse(listed.out).as_array();
  ASSERT_EQ(people.size(), 2u);
  EXPECT_EQ(people[1].at("standing").as_string(), "invited");
  EXPECT_EQ(listed.out.find(invited.out.substr(0, 20)), std::string::npos) << "a token is shown once";
  EXPECT_EQ(ada({"person", "remove", "n. okafor"}).code, 0);
  EXPECT_EQ(ada({"person", "remove", "Nobody"}).code, 2);
  EXPECT_EQ(ada({"person", "remove", "Ada Lind"}).code, 1);
  EXPECT_EQ(ada({"person", "invite", "X", "--role", "wizard"}).code, 2);
  EXPECT_EQ(ada({"person", "invite", "X"}).code, 2);
}

TEST_F(Cli, BeatTheBluesComesInOnce) {
  ASSERT_EQ(init().code, 0);
  const auto imported = import_example();
  ASSERT_EQ(imported.code, 0) << imported.err;
  EXPECT_NE(imported.out.find("100 rows"), std::string::npos) << imported.out;
  EXPECT_NE(imported.out.find("100 files made"), std::string::npos) << imported.out;
  const auto again = import_example();
  EXPECT_EQ(again.code, 0) << again.err;
  EXPECT_NE(again.out.find(" 0 scores written"), std::string::npos) << again.out;
  const auto listed = ada({"file", "list", "--json"});
  ASSERT_EQ(listed.code, 0) << listed.err;
  EXPECT_EQ(json::parse(listed.out).as_array().size(), 100u);
  const auto shown = ada({"file", "show", "BtB-001", "--json"});
  ASSERT_EQ(shown.code, 0) << shown.err;
  EXPECT_EQ(json::parse(shown.out).at("measures").at(0).at("scores").as_array().size(), 3u)
      << "29, 2, 2, and two missing";
  EXPECT_NE(ada({"file", "show", "BtB-002"}).out.find("is 20 in week 34.8, down 12 since the start"),
            std::string::npos);
  EXPECT_EQ(ada({"file", "show", "BtB-999"}).code, 2);
  EXPECT_EQ(trefoil({"verify", "--data", at("practice")}).code, 0);
}

TEST_F(Cli, AWrongCellNamesItsPlaceAndNothingComesIn) {
  ASSERT_EQ(init().code, 0);
  auto csv = slurp(TREFOIL_SOURCE_DIR "/examples/beat-the-blues.csv");
  csv.replace(csv.find(",32,"), 4, ",3x,");
  spill(at("wrong.csv"), csv);
  const std::string mapping = TREFOIL_SOURCE_DIR "/examples/beat-the-blues.mapping.json";
  const auto ran = ada({"import", "scores", at("wrong.csv"), "--mapping", mapping});
  EXPECT_EQ(ran.code, 2);
  EXPECT_NE(ran.err.find("line 3, column bdi.pre"), std::string::npos) << ran.err;
  EXPECT_EQ(ran.out, "");
  EXPECT_EQ(ada({"file", "list", "--json"}).out, "[]\n");
  // Which of the two files is meant is said of the other one too.
  for (const auto* wrong : {"[]", "{", R"({"odd": 1})"}) {
    spill(at("wrong.json"), wrong);
    const auto told = ada({"import", "scores", at("wrong.csv"), "--mapping", at("wrong.json")});
    EXPECT_EQ(told.code, 2);
    EXPECT_NE(told.err.find("wrong.json"), std::string::npos) << told.err;
  }
}

TEST_F(Cli, ExportWritesThreePrivateFilesAndPrintsAReceipt) {
  ASSERT_EQ(init().code, 0);
  ASSERT_EQ(import_example().code, 0);
  const auto ran = ada({"export", "--file", "BtB-001", "--out", at("out-folder")});
  ASSERT_EQ(ran.code, 0) << ran.err;
  std::size_t files = 0;
  for (const auto& file : fs::directory_iterator(at("out-folder"))) {
    ++files;
    EXPECT_EQ(file.status().permissions() & (fs::perms::group_all | fs::perms::others_all), fs::perms::none);
    EXPECT_EQ(file.path().filename().string().find("BtB"), std::string::npos) << "a code may be a name";
  }
  EXPECT_EQ(files, 3u);
  for (const auto& file : fs::directory_iterator(at("out-folder")))
    if (file.path().extension() == ".csv") {
      EXPECT_TRUE(slurp(file.path().string()).starts_with("code,date,measure,answered_by,score,band,missing\nBtB-001,week 0,"));
    }
  const auto receipt = ran.out.substr(ran.out.find("trefoil-receipt-1"));
  EXPECT_EQ(trefoil({"verify", "--data", at("practice"), "--since", receipt}).code, 0);
  EXPECT_EQ(ada({"export", "--file", "nowhere", "--out", at("out-folder")}).code, 2);
}

TEST_F(Cli, VerifyNamesAFlippedByteAndKnowsWhatItCannotLookAt) {
  ASSERT_EQ(init().code, 0);
  ASSERT_EQ(import_example().code, 0);
  const auto whole = trefoil({"verify", "--data", at("practice"), "--json"});
  ASSERT_EQ(whole.code, 0) << whole.out;
  EXPECT_TRUE(json::parse(whole.out).at("whole").as_bool());
  const auto with_keys = ada({"verify"});
  EXPECT_EQ(with_keys.code, 0) << with_keys.out << with_keys.err;
  EXPECT_EQ(trefoil({"verify", "--data", at("nowhere")}).code, 2);
  EXPECT_EQ(trefoil({"verify", "--data", at("practice"), "--since", "no receipt"}).code, 2);

  ASSERT_TRUE(testing::damage_an_entry(at("practice/record.db")));
  const auto damaged = trefoil({"verify", "--data", at("practice"), "--json"});
  EXPECT_EQ(damaged.code, 1) << damaged.out << damaged.err;
  spill(at("practice/record.db"), "this is no record");
  EXPECT_NE(trefoil({"verify", "--data", at("practice")}).code, 0);
}

// It can't look at such a record, and who is told to verify it has just done so.
TEST_F(Cli, VerifyOfWhatItCannotReadSaysWhatHelpsAndNotToVerify) {
  ASSERT_EQ(init().code, 0);
  const auto sound = slurp(at("practice/record.db"));
  const auto instead = [&](std::string_view what, std::string_view by) {
    auto bytes = sound;
    std::size_t times = 0;
    for (auto place = bytes.find(what); place != bytes.npos; place = bytes.find(what, place + by.size()), ++times)
      bytes.replace(place, what.size(), by);
    EXPECT_GT(times, 0u) << what;
    return bytes;
  };
  for (const auto& damaged : {instead("wrap_receiver", "wrap_receives"),  // another table than ours, to SQLite sound
                              instead("CREATE INDEX", "CREATE INDEQ"), std::string("this is no record")}) {
    spill(at("practice/record.db"), damaged);
    const auto told = trefoil({"verify", "--data", at("practice")});
    EXPECT_EQ(told.code, 1) << told.out << told.err;
    EXPECT_NE(told.err.find("Put the last backup into another folder (`trefoil restore`)"), std::string::npos) << told.err;
    EXPECT_EQ(told.err.find("trefoil verify"), std::string::npos) << told.err;
  }
}

TEST_F(Cli, VerifySeesThatARecordWasRolledBack) {
  ASSERT_EQ(init().code, 0);
  fs::copy(at("practice"), at("earlier"), fs::copy_options::recursive);
  ASSERT_EQ(import_example().code, 0);
  const auto receipt = trefoil({"verify", "--data", at("practice")}).out;
  spill(at("receipt.txt"), receipt);
  EXPECT_EQ(trefoil({"verify", "--data", at("practice"), "--since", at("receipt.txt")}).code, 0);
  EXPECT_EQ(trefoil({"verify", "--data", at("earlier")}).code, 0);
  EXPECT_EQ(trefoil({"verify", "--data", at("earlier"), "--since", at("receipt.txt")}).code, 1);
  fs::copy_file(at("practice/witness.db"), at("earlier/witness.db"), fs::copy_options::overwrite_existing);
  EXPECT_EQ(trefoil({"verify", "--data", at("earlier")}).code, 1) << "the witness is ahead of the record";
}

}  // namespace
}  // namespace trefoil::cli
