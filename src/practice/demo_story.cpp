#include "practice/demo_story.h"

namespace trefoil::practice {

namespace {
using enum Teller;
using care::RoomKind;

std::vector<DemoFile> story() {
  std::vector<DemoFile> files;
  files.push_back(
      {"DEMAAA",
       {{"Jonah Marsh (invented)",
         "Jonah M.",
         "he/him",
         "1961-03-02",
         {"text message, after six"},
         {"voicemail", "post"}}},
       296,
       {27, 26, 27, 24, 22, 20, 19, 18, 18},
       {{0, therapist, RoomKind::clinical,
         "Referred by his GP after four years alone. No contraindication found. He wants to be less afraid of being "
         "close to somebody; that is the aim we start from.",
         ""},
        {3, practitioner, RoomKind::shared,
         "First meeting of the three of us. Jonah named what he hopes for: to sit beside someone without planning his "
         "way out. Agreed: hands only, he starts and he stops.",
         ""},
        {4, client, RoomKind::own,
         "I said out loud that I am lonely. Nobody laughed. Slept badly, but I would go again.", ""},
        {10, practitioner, RoomKind::clinical,
         "Report. Ten minutes of holding hands, with two pauses that he asked for. He breathes more slowly after a "
         "pause than before it. Left in good spirits.",
         "Report. Ten minutes of holding hands, with three pauses that he asked for. He breathes more slowly after a "
         "pause than before it. Left in good spirits."},
        {12, therapist, RoomKind::clinical,
         "Consult. The pauses are the work: each one that is honoured makes the next step smaller. We stay at hands "
         "for two more sessions.",
         ""},
        {18, client, RoomKind::therapy,
         "I didn't tell Ada that I cried on the bus home. It was not a bad crying. I would like to talk about my "
         "brother next time.",
         ""},
        {40, practitioner, RoomKind::shared,
         "Seventh session. A first embrace, standing, as long as Jonah wished. He ended it himself and said so in "
         "words.",
         ""},
        {41, practitioner, RoomKind::process,
         "I notice that I want to reassure him quickly. Take it to Sam: whose comfort is it?", ""},
        {95, practitioner, RoomKind::clinical,
         "Report. Sat together and listened to music. He spoke of going to the allotment society again.", ""},
        {150, therapist, RoomKind::shared,
         "Review after five months. All three agree that the plan helps. Next phase: rest together, clothed, with the "
         "ending of each session practised.",
         ""},
        {152, client, RoomKind::own, "Went to the allotment twice. Somebody brought me tea there.", ""},
        {240, practitioner, RoomKind::shared,
         "We began to speak about the ending. Jonah would like it to fall in early spring.", ""},
        {288, therapist, RoomKind::clinical,
         "Consult. Closure is planned with four sessions left. He names two people that he would ring on a bad "
         "evening; in March it was none.",
         ""}},
       true,
       true});
  files.push_back(
      {"DEMBBB",
       {{"Edie Farrow (invented)", "Edie F.", "she/her", "1958-11-19", {"e-mail"}, {"telephone at work"}},
        {"Tom Farrow (invented)", "Tom F.", "he/him", "1955-05-30", {"e-mail"}, {}}},
       210,
       {19, 18, 20, 16, 14, 13},
       {{2, practitioner, RoomKind::shared,
         "Edie and Tom come together after Tom's stroke. They miss how easily they used to touch. Agreed: exercises at "
         "home, once a week, twenty minutes, either may stop.",
         ""},
        {30, practitioner, RoomKind::clinical,
         "Report. Tom's left hand tires; they found a way to sit that suits both. Laughter, for the first time here.",
         ""},
        {33, therapist, RoomKind::clinical,
         "Consult. Edie cares for him all day; we make sure that she is asked what she would like, too.", ""},
        {120, practitioner, RoomKind::shared,
         "They brought a list of their own: what they like, what they would rather leave. It is on one page and in "
         "both their hands.",
         ""},
        {180, therapist, RoomKind::shared, "Review. Less tension at home, say both. We go on at half the pace.", ""}}});
  files.push_back(
      {"DEMCCC",
       {{"Rosa Bell (invented)", "Rosa B.", "she/her", "1987-08-08", {"text message"}, {"post", "voicemail"}}},
       160,
       {16, 18, 22, 26, 27},
       {{1, therapist, RoomKind::clinical,
         "History of assault in her twenties, worked through with me for three years. She wants the practitioner to "
         "know that it happened and no more than that; so it stays here.",
         ""},
        {6, practitioner, RoomKind::shared,
         "First meeting. Rosa chose the chairs, the distance and the door open. That is how we go on.", ""},
        {60, practitioner, RoomKind::clinical,
         "Report. A hard session: she went quiet, we stopped, walked in the garden and spoke about the dog. I rang the "
         "therapist the same evening.",
         ""},
        {62, therapist, RoomKind::clinical,
         "Consult. Her score goes up since her sister moved away. We hold at talking until she says otherwise.", ""},
        {130, therapist, RoomKind::shared,
         "The score is higher than in summer, more than chance would explain. Rosa and I look at what it is about "
         "before anything new begins.",
         ""}}});
  files.push_back(
      {"DEMDDD",
       {{"Amir Sato (invented)", "Amir S.", "he/him", "1994-01-25", {"app message"}, {"telephone"}}},
       132,
       {31, 30, 29, 27},
       {{2, practitioner, RoomKind::shared,
         "Amir uses a wheelchair and is tired of being touched only by carers. We began with him deciding everything: "
         "where, how, how long.",
         ""},
        {45, practitioner, RoomKind::clinical,
         "Report. He taught me how to ask. Good humour; sore shoulder, so we left out the arms.", ""},
        {47, practitioner, RoomKind::process, "I learn more from Amir about asking than I ever taught anybody.", ""},
        {100, therapist, RoomKind::shared, "Review. Amir goes to a choir now. He wants to keep the sessions monthly.",
         ""}}});
  files.push_back({"DEMEEE",
                   {{"Lena Holt (invented)", "Lena H.", "she/her", "1972-06-14", {"e-mail"}, {}}},
                   250,
                   {22, 21, 21, 20},
                   {{3, practitioner, RoomKind::shared,
                     "Lena has lived alone since her divorce eleven years ago. She is not in a hurry.", ""},
                    {90, practitioner, RoomKind::shared,
                     "Lena takes a pause over the winter. She rings when she would like to go on.", ""},
                    {92, therapist, RoomKind::clinical,
                     "Consult. The pause is hers and a good sign; we agreed to write in spring if she hasn't.", ""}}});
  files.push_back(
      {"DEMFFF",
       {{"Piet Vos (invented)", "Piet V.", "he/him", "1949-12-03", {"letter"}, {"e-mail"}}},
       190,
       {24, 23, 19, 15, 14},
       {{1, practitioner, RoomKind::shared,
         "Piet was widowed three years ago. He came with a photograph and asked whether that is allowed. It is.", ""},
        {28, practitioner, RoomKind::clinical,
         "Report. He fell asleep while we held hands, and was embarrassed, and then not.", ""},
        {110, therapist, RoomKind::shared,
         "Review. He speaks of his wife in the past tense now. The ending is set for next month.", ""},
        {150, practitioner, RoomKind::shared,
         "Last session. Piet thanked everyone and took his photograph. The file is closed, and he asked that it not be "
         "kept.",
         ""}},
       false,
       false,
       false,
       "Piet asked at the last session that nothing be kept. We looked at what the law asks of us; nothing stands "
       "against it."});
  files.push_back(
      {"DEMGGG",
       {{"Noor Haddad (invented)", "Noor H.", "they/them", "1990-09-09", {"text message"}, {"post"}}},
       75,
       {18, 17},
       {{1, therapist, RoomKind::clinical,
         "Autistic, clear about what is too much: light touch is worse than firm. The room is prepared with that in "
         "mind.",
         ""},
        {5, practitioner, RoomKind::shared, "We wrote a card with three colours for yes, wait and stop. Noor drew it.",
         ""},
        {50, practitioner, RoomKind::clinical,
         "Report. Weighted blanket, then a hand on the shoulder for a count that Noor set. Green card throughout.",
         ""}}});
  files.push_back(
      {"DEMHHH",
       {{"Carl Brandt (invented)", "Carl B.", "he/him", "1966-02-17", {"telephone"}, {}}},
       40,
       {29},
       {{2, practitioner, RoomKind::shared,
         "First meeting. Carl asked many questions about what this is and is not. He takes a week to think it over.",
         ""},
        {9, practitioner, RoomKind::shared, "He would like to begin.", ""},
        {20, therapist, RoomKind::clinical,
         "Suitability. Drinks two glasses most evenings; we agreed on none on the day of a session.", ""}}});
  files.push_back(
      {"DEMJJJ",
       {{"Maud Ellery (invented)",
         "Maud E.",
         "she/her",
         "1953-10-27",
         {"letter", "telephone in the morning"},
         {"text message"}}},
       110,
       {21, 20, 17},
       {{1, therapist, RoomKind::clinical, "Seen by me alone so far. We look for a practitioner near her.", ""},
        {60, therapist, RoomKind::shared, "Maud would rather wait for somebody that she can reach by bus.", ""}},
       false,
       false,
       true});
  return files;
}
}  // namespace

const std::vector<DemoFile>& demo_story() {
  static const std::vector<DemoFile> files = story();
  return files;
}

}  // namespace trefoil::practice
