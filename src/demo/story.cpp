#include "demo/story.h"

namespace trefoil::demo {

namespace {
using enum Teller;
using care::RoomKind;
using Reach = DemoCourse::Reach;

// Near the ending: a day for it is proposed, and the client is asked.
DemoFile jonah() {
  return {.code = "DEMAAA",
          .clients = {{"Jonah Marsh (invented)",
                       "Jonah M.",
                       "he/him",
                       "1961-03-02",
                       {"text message, after six"},
                       {"voicemail", "post"}}},
          .opened = 296,
          .scores = {27, 26, 27, 24, 22, 20, 19, 18, 18},
          .notes = {{0, therapist, RoomKind::clinical,
                     "Referred by his GP after four years alone. No contraindication found. He wants to be less afraid "
                     "of being close to somebody; that is the aim we start from.",
                     ""},
                    {22, practitioner, RoomKind::shared,
                     "First meeting of the three of us. Jonah named what he hopes for: to sit beside someone without "
                     "planning his way out. Agreed: talk and walks; he starts and he stops.",
                     "First meeting of the three of us. Jonah named what he hopes for: to sit beside someone without "
                     "planning his way out. Agreed: talk and walks first, then hands; he starts and he stops."},
                    {23, client, RoomKind::own,
                     "I said out loud that I am lonely. Nobody laughed. Slept badly, but I would go again.", ""},
                    {139, client, RoomKind::therapy,
                     "I didn't tell Ada that I cried on the bus home. It was not a bad crying. I would like to talk "
                     "about my brother next time.",
                     ""},
                    {132, therapist, RoomKind::shared,
                     "Review after four months. All three agree that the plan helps. Next: friendly touch, clothed, "
                     "with the ending of each session practised.",
                     ""},
                    {180, practitioner, RoomKind::process,
                     "I notice that I want to reassure him quickly. Take it to Sam: whose comfort is it?", ""},
                    {152, client, RoomKind::own, "Went to the allotment twice. Somebody brought me tea there.", ""},
                    {240, practitioner, RoomKind::shared,
                     "We began to speak about the ending. Jonah would like it to fall in some weeks, not months.", ""}},
          .course = {.reach = Reach::ending,
                     .programme = "surrogate-partner-role-model",
                     .held = 20,
                     .last_ago = 5,
                     .phases = {{1, "Connection and talking"},
                                {5, "Meeting as in everyday life"},
                                {9, "Relaxation and friendly touch"},
                                {19, "Closing"}},
                     .next = 2,
                     .next_therapist = 6,
                     .next_answered = false,
                     .release = 13,
                     .reports = {{6,
                                  "Sat together and listened to music. He spoke of going to the allotment "
                                  "society again."},
                                 {9,
                                  "Ten minutes of holding hands, with three pauses that he asked for. He "
                                  "breathes more slowly after a pause than before it. Left in good spirits."}},
                     .consults = {{9,
                                   "The pauses are the work: each one that is honoured makes the next step "
                                   "smaller. We stay at hands for two more sessions."},
                                  {20,
                                   "The ending is near, with four sessions left. He names two people that "
                                   "he would ring on a bad evening; a year ago it was none."}},
                     .progress = {{12,
                                   "A first embrace, standing, as long as Jonah wished. He ended it himself and "
                                   "said so in words."}}},
          .answered = {{"gad-7", {11, 10, 11, 9, 8, 6, 5, 5, 4}}, {"phq-9", {14, 13, 15, 12, 10, 8, 7, 6, 6}}, {"ucla-3", {9, 9, 8, 8, 7, 6, 6, 5, 5}}, {"ons-direct", {5, 5, 5, 4, 4, 3, 3, 3, 2}}},
          .client_has_keys = true,
          .mentor = true};
}

// A couple. The consent of both ran out last week: nothing with the practitioner begins before it is signed anew.
DemoFile edie_and_tom() {
  return {.code = "DEMBBB",
          .clients = {{"Edie Farrow (invented)", "Edie F.", "she/her", "1958-11-19", {"e-mail"}, {"telephone at work"}},
                      {"Tom Farrow (invented)", "Tom F.", "he/him", "1955-05-30", {"e-mail"}, {}}},
          .opened = 210,
          .scores = {19, 18, 20, 16, 14, 13},
          .notes = {{2, practitioner, RoomKind::shared,
                     "Edie and Tom come together after Tom's stroke. They miss how easily they used to touch. Agreed: "
                     "exercises at home, once a week, twenty minutes, either may stop.",
                     ""},
                    {120, practitioner, RoomKind::shared,
                     "They brought a list of their own: what they like, what they would rather leave. It is on one "
                     "page and in both their hands.",
                     ""},
                    {180, therapist, RoomKind::shared,
                     "Review. Less tension at home, say both. We go on at half the pace.", ""}},
          .course = {.reach = Reach::sessions,
                     .programme = "couple-sensate-focus",
                     .held = 8,
                     .every = 18,
                     .minutes = 75,
                     .last_ago = 9,
                     .phases = {{1, "Agreements"}, {4, "Non-demand touch"}},
                     .next = 4,
                     .consent = -6,
                     .reports = {{4,
                                  "Tom's left hand tires; they found a way to sit that suits both. Laughter, "
                                  "for the first time here."}},
                     .consults = {{4,
                                   "Edie cares for him all day; we make sure that she is asked what she "
                                   "would like, too."}}}};
}

// The client has said stop, and nobody asks her why.
DemoFile rosa() {
  return {
      .code = "DEMCCC",
      .clients =
          {{"Rosa Bell (invented)", "Rosa B.", "she/her", "1987-08-08", {"text message"}, {"post", "voicemail"}}},
      .opened = 160,
      .scores = {16, 18, 22, 26, 27},
      .notes = {{1, therapist, RoomKind::clinical,
                 "History of assault in her twenties, worked through with me for three years. She wants the "
                 "practitioner to know that it happened and no more than that; so it stays here.",
                 ""},
                {61, practitioner, RoomKind::shared,
                 "First meeting of the three. Rosa chose the chairs, the distance and the door open. That is how we go "
                 "on.",
                 ""},
                {136, therapist, RoomKind::shared,
                 "The score is higher than at the beginning, more than chance would explain. Rosa and I look at what "
                 "it is about before anything new begins.",
                 ""}},
      .course = {.reach = Reach::sessions,
                 .programme = "surrogate-partner-weekly",
                 .held = 7,
                 .minutes = 60,
                 .last_ago = 12,
                 .phases = {{1, "Connection and talking"}},
                 .next_therapist = 1,
                 .stopped_early = true,
                 .stop_ago = 9,
                 .reports = {{3,
                              "A hard session: she went quiet, we paused, walked in the garden and spoke "
                              "about the dog. I rang the therapist the same evening."},
                             {7,
                              "She said stop after half an hour, and we stopped. She left calm, and was met "
                              "at the door by her friend."}},
                 .consults = {{3,
                               "Her score goes up since her sister moved away. We hold at talking until she "
                               "says otherwise."},
                              {7, "The stop is a good sign: a year ago she would have sat it out."}}},
          .answered = {{"phq-9", {9, 10, 13, 17, 18}}}};
}

// Tomorrow's session is planned and agreed to; the report on the last one is missing, and so there was no consult.
DemoFile amir() {
  return {.code = "DEMDDD",
          .clients = {{"Amir Sato (invented)", "Amir S.", "he/him", "1994-01-25", {"app message"}, {"telephone"}}},
          .opened = 132,
          .scores = {31, 30, 29, 27},
          .notes = {{41, practitioner, RoomKind::shared,
                     "Amir uses a wheelchair and is tired of being touched only by carers. We agreed that he decides "
                     "everything: where, how, how long.",
                     ""},
                    {73, practitioner, RoomKind::process,
                     "I learn more from Amir about asking than I ever taught anybody.", ""},
                    {100, therapist, RoomKind::shared,
                     "Review. Amir goes to a choir now. He wants to keep the sessions at every second week.", ""}},
          .course = {.reach = Reach::sessions,
                     .programme = "surrogate-partner-weekly",
                     .held = 7,
                     .last_ago = 4,
                     .phases = {{1, "Connection and talking"}, {3, "Relaxation and body awareness"}},
                     .next = 1,
                     .reported = false,
                     .reports = {{3,
                                  "He taught me how to ask. Good humour; sore shoulder, so we left out the "
                                  "arms."}}},
          .answered = {{"phq-9", {12, 12, 11, 10}}}};
}

// A pause of her own wish, which the therapist has put on the file.
DemoFile lena() {
  return {.code = "DEMEEE",
          .clients = {{"Lena Holt (invented)", "Lena H.", "she/her", "1972-06-14", {"e-mail"}, {}}},
          .opened = 250,
          .scores = {22, 21, 21, 20},
          .notes = {{3, practitioner, RoomKind::shared,
                     "Lena has lived alone since her divorce eleven years ago. She is not in a hurry.", ""},
                    {120, practitioner, RoomKind::shared,
                     "Lena takes a pause for some months. She rings when she would like to go on.", ""},
                    {122, therapist, RoomKind::clinical,
                     "Consult. The pause is hers and a good sign; we agreed to write to her in half a year if she "
                     "hasn't.",
                     ""}},
          .course = {
              .reach = Reach::sessions,
              .programme = "surrogate-partner-weekly",
              .held = 5,
              .last_ago = 138,
              .phases = {{1, "Connection and talking"}, {3, "Relaxation and body awareness"}, {5, "Non-demand touch"}},
              .pause_ago = 130}};
}

// Ended as agreed, and he asked that nothing be kept.
DemoFile piet() {
  return {.code = "DEMFFF",
          .clients = {{"Piet Vos (invented)", "Piet V.", "he/him", "1949-12-03", {"letter"}, {"e-mail"}}},
          .opened = 190,
          .scores = {24, 23, 19, 15, 14},
          .notes = {{1, practitioner, RoomKind::shared,
                     "Piet was widowed three years ago. He came with a photograph and asked whether that is allowed. "
                     "It is.",
                     ""},
                    {110, therapist, RoomKind::shared,
                     "Review. He speaks of his wife in the past tense now. The ending is set for next month.", ""},
                    {150, practitioner, RoomKind::shared,
                     "Last session. Piet thanked everyone and took his photograph. He asked that the file not be kept.",
                     ""}},
          .course = {.reach = Reach::closed,
                     .programme = "surrogate-partner-role-model",
                     .held = 8,
                     .last_ago = 40,
                     .phases = {{1, "Connection and talking"},
                                {3, "Meeting as in everyday life"},
                                {5, "Relaxation and friendly touch"},
                                {8, "Closing"}},
                     .reports = {{6, "He fell asleep while we held hands, and was embarrassed, and then not."}}},
          .erasure =
              "Piet asked at the last session that nothing be kept. We looked at what the law asks of us; nothing "
              "stands against it."};
}

// Nothing is in the way: today's session can begin.
DemoFile noor() {
  return {
      .code = "DEMGGG",
      .clients = {{"Noor Haddad (invented)", "Noor H.", "they/them", "1990-09-09", {"text message"}, {"post"}}},
      .opened = 75,
      .scores = {18, 17},
      .notes = {{1, therapist, RoomKind::clinical,
                 "Autistic, clear about what is too much: light touch is worse than firm. The room is prepared with "
                 "that in mind.",
                 ""},
                {38, practitioner, RoomKind::shared,
                 "We wrote a card with three colours for yes, wait and stop. Noor drew it.", ""}},
      .course = {.reach = Reach::sessions,
                 .programme = "surrogate-partner-weekly",
                 .held = 5,
                 .every = 7,
                 .minutes = 60,
                 .last_ago = 6,
                 .phases = {{1, "Connection and talking"}, {3, "Relaxation and body awareness"}},
                 .next = 0,
                 .review = 10,
                 .credentials = 11,
                 .reports = {{5,
                              "A hand on the shoulder for a count that Noor set. Green card "
                              "throughout."}}}};
}

// The therapist is finding out whether the work would help.
DemoFile carl() {
  return {
      .code = "DEMHHH",
      .clients = {{"Carl Brandt (invented)", "Carl B.", "he/him", "1966-02-17", {"telephone"}, {}}},
      .opened = 40,
      .scores = {29},
      .notes = {{2, practitioner, RoomKind::shared,
                 "First talk. Carl asked many questions about what this is and is not. He takes a week to think it "
                 "over.",
                 ""},
                {9, practitioner, RoomKind::shared, "He would like to begin.", ""},
                {20, therapist, RoomKind::clinical,
                 "Drinks two glasses most evenings; we agreed on none on the day of a session. One more talk before "
                 "I say whether it is suitable.",
                 ""}},
      .course = {.reach = Reach::suitability, .met_ago = {28, 20}, .next_therapist = 1}};
}

// With the therapist alone so far.
DemoFile maud() {
  return {
      .code = "DEMJJJ",
      .clients = {{"Maud Ellery (invented)",
                   "Maud E.",
                   "she/her",
                   "1953-10-27",
                   {"letter", "telephone in the morning"},
                   {"text message"}}},
      .opened = 110,
      .scores = {21, 20, 17},
      .notes = {{1, therapist, RoomKind::clinical, "Seen by me alone so far. We look for a practitioner near her.", ""},
                {60, therapist, RoomKind::shared, "Maud would rather wait for somebody that she can reach by bus.",
                 ""}},
      .course = {.met_ago = {100, 70, 40, 12}, .next_therapist = 6},
      .therapist_only = true};
}

// Everything is signed but the plan, which the three sign when they meet.
DemoFile ines() {
  return {.code = "DEMKKK",
          .clients = {{"Ines Calder (invented)", "Ines C.", "she/her", "1979-04-11", {"e-mail", "telephone"}, {}}},
          .opened = 34,
          .scores = {23},
          .notes = {{1, practitioner, RoomKind::shared,
                     "Ines cared for her mother for nine years and is out of practice, as she puts it, at being "
                     "anybody's company.",
                     ""},
                    {22, therapist, RoomKind::clinical,
                     "Suitable. She knows what she wants and says it; grief is there and has its place with me.", ""}},
          .course = {.reach = Reach::before_meeting,
                     .programme = "surrogate-partner-weekly",
                     .phases = {{1, "Connection and talking"}}}};
}

// Ended as agreed; the therapist goes on meeting him.
DemoFile walter() {
  return {.code = "DEMLLL",
          .clients = {{"Walter Lindqvist (invented)", "Walter L.", "he/him", "1944-07-22", {"letter"}, {"e-mail"}}},
          .opened = 290,
          .scores = {26, 25, 22, 20, 17, 15, 14, 13, 14},
          .notes = {{4, practitioner, RoomKind::shared,
                     "Walter has outlived his friends. He would like to learn again how one begins with people.", ""},
                    {221, practitioner, RoomKind::shared,
                     "Walter left with a page in his own hand: what he does in a quiet week, and whom he rings.", ""},
                    {262, therapist, RoomKind::shared,
                     "One month after the ending. Walter pours the coffee at the Thursday group now.", ""}},
          .course = {.reach = Reach::closed,
                     .programme = "social-contact",
                     .held = 10,
                     .every = 15,
                     .last_ago = 70,
                     .phases = {{1, "Talking with one person"},
                                {3, "Out together"},
                                {6, "People of one's own"},
                                {8, "Groups and regular places"},
                                {10, "Closing"}},
                     .met_ago = {28},
                     .next_therapist = 0},
          .answered = {{"ucla-3", {8, 8, 7, 7, 6, 6, 5, 5, 5}}}};
}

// The therapist has not met her for more than three weeks: the work waits for that.
DemoFile grace() {
  return {
      .code = "DEMMMM",
      .clients = {{"Grace Amadi (invented)", "Grace A.", "she/her", "1968-01-30", {"telephone in the evening"}, {}}},
      .opened = 240,
      .scores = {25, 24, 24, 22, 20, 19, 17},
      .notes = {{2, practitioner, RoomKind::shared,
                 "Grace has never lived with anybody. She would like to know whether she could.", ""},
                {150, therapist, RoomKind::shared,
                 "Review. Grace says no without explaining herself now, and yes as well.", ""}},
      .course = {.reach = Reach::sessions,
                 .programme = "surrogate-partner-weekly",
                 .held = 11,
                 .last_ago = 26,
                 .phases = {{1, "Connection and talking"},
                            {3, "Relaxation and body awareness"},
                            {6, "Non-demand touch"},
                            {10, "Further learning", 1}},
                 .next = 3,
                 .health = 6},
          .answered = {{"gad-7", {13, 12, 12, 10, 9, 8, 8}}}};
}
}  // namespace

const std::vector<DemoFile>& demo_story() {
  static const std::vector<DemoFile> files = {jonah(), edie_and_tom(), rosa(), amir(), lena(),   piet(),
                                              noor(),  carl(),         maud(), ines(), walter(), grace()};
  return files;
}

}  // namespace trefoil::demo
