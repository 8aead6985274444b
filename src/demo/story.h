// What the demonstration tells, as data. Inside demo.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "care/words.h"

namespace trefoil::demo {

enum class Teller { practitioner, therapist, client };

struct DemoNote {
  int day = 0;  // since the file was opened
  Teller by = Teller::practitioner;
  care::RoomKind room = care::RoomKind::shared;
  std::string text;
  std::string corrected;  // a week later, where there is something to correct
};
struct DemoPerson {
  std::string legal, chosen, pronouns, birth;
  std::vector<std::string> may, may_not;
};

// A course of care, as far as it has gone. Days are counted from today: `ago` backwards, the others forwards; sessions
// with the practitioner are counted from one.
struct DemoCourse {
  enum class Reach {
    enquiry,         // client and therapist talk, nothing is agreed
    suitability,     // the therapist is finding out
    before_meeting,  // everything is signed but the plan; the three have not met
    sessions,
    ending,  // the professionals have agreed to a day, the client is asked
    closed,
  };
  struct Phase {
    int from = 1;  // the session with which it begins
    std::string name;
    int activities = 2;  // of it, in each session
  };
  Reach reach = Reach::enquiry;
  std::string programme;  // its id
  int held = 0, every = 14, minutes = 90;
  int last_ago = 0;  // the last session held
  std::vector<Phase> phases;
  std::vector<int> met_ago;                                // further sessions of client and therapist
  std::optional<int> next, next_therapist;                 // planned for that day
  bool next_answered = true;                               // by the client
  int release = 200, consent = 150, review = 80;           // until when they run
  int credentials = 220, health = 60;                      // the same; of the practitioner
  bool reported = true;                                    // the last session: to the therapist, and talked over
  bool stopped_early = false;                              // the last session, by the client
  std::optional<int> stop_ago, pause_ago;                  // the client's stop, the therapist's pause: still on
  std::map<int, std::string> reports, consults, progress;  // by session; where none is told, one of a few
};

struct DemoFile {
  std::string code;
  std::vector<DemoPerson> clients;
  int opened = 0;              // days ago
  std::vector<double> scores;  // a month apart, the first on the day after opening
  std::vector<DemoNote> notes;
  DemoCourse course;
  std::map<std::string, std::vector<double>> answered = {};  // by instrument, in the same way
  bool client_has_keys = false;
  bool mentor = false;
  bool therapist_only = false;  // opened by the therapist, the practitioner is not in it
  std::string erasure;          // the reason, where it was asked for
};
const std::vector<DemoFile>& demo_story();

}  // namespace trefoil::demo
