// Answering measures: the form's address, and what it asks. Inside web.
#pragma once

#include "web/acts.h"
#include "web/questions.h"

namespace trefoil::web {

// Where somebody answers: what is due for them, or the instruments that are named.
std::string answer_address(const OneFile& one, PersonId person, const Asking& asking, PersonId reader);
// What a request asks of a person: the instruments that its fields name (`of`), else what is due for them.
Asking asking_of(const Scene& scene, PersonId person);
// To the practitioner after the ending.
http::Response asks_no_more(Ask& ask, const OneFile& one);

std::span<const Route> measuring_routes();
std::span<const Route> answering_routes();

}  // namespace trefoil::web
