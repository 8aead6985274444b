// Instruments as a form that somebody answers, and what they sent as takings. Inside web.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "care/decide.h"
#include "care/file.h"
#include "measure/instrument.h"
#include "web/ask.h"

namespace trefoil::web {

using Asking = std::vector<const measure::Instrument*>;

// Whom the words about an answer are said to: whose therapist reads it, or anybody else who looks at the form.
enum class Said { to_client, to_others };
// What choosing certain answers of an item brings about, before one of them is chosen; empty where none does.
std::string alert_in_words(const measure::Item& item, Said said);

// _questions: what is asked, with what was sent before.
View questions_model(const Asking& asking, const Fields& sent, Said said);
// Whether one of the answers would be told to the therapist at once: it is said before anything is answered.
bool tells_therapist(const Asking& asking);
// What taking all of them takes.
int seconds_of(const Asking& asking);
int seconds_of(const measure::Instrument& instrument);  // as it says itself; else ten a question

// The way on which an answer came, as it is kept beside its score.
enum class Way { own_page, professionals_screen, link };
std::string_view in_words(Way way);  // "answered by a link"

// Who answers, when, and how it comes.
struct Answering {
  PersonId person;
  Day day;
  Way way = Way::own_page;
};
// What was answered, scored by each instrument's own rule; what was left out whole is left out. bad_input names the
// field of an answer that is none, and the form itself where nothing was answered.
Result<std::vector<care::Taking>> read_answers(const Asking& asking, const Fields& sent, const Answering& by);

// The name of a question's field, by the place of its instrument among those asked and its own in it.
std::string field_name(std::size_t instrument, std::size_t item);
bool is_answer_field(std::string_view name);

// What somebody answered, a line each: "Feeling down, depressed, or hopeless: Several days". By the instrument as it is
// known here; an unknown one by its items' ids. What was left out stands there too, where all of it was asked as it is now.
// `item` holds a care::Answered.
std::string answers_in_words(const Instruments& instruments, const care::File& file, const care::Item& item);
// The same, each for itself.
struct AnswerLine {
  std::string text;
  bool told = false;  // one of those that the therapist is told of at once
};
std::vector<AnswerLine> answer_lines(const Instruments& instruments, const care::File& file, const care::Item& item);

}  // namespace trefoil::web
