// What a page's function is given and what it gives back. Inside web.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/message.h"
#include "practice/files.h"
#include "practice/files_draft.h"
#include "practice/members.h"
#include "practice/sign_ins.h"
#include "practice/throttle.h"
#include "web/app.h"
#include "web/instruments.h"
#include "web/page_templates.h"
#include "web/programmes.h"

namespace trefoil::web {

struct Services {
  practice::House& house;
  practice::SignIns& sign_ins;
  practice::Throttle& throttle;
  const Templates& templates;
  const AppOptions& options;
  const Programmes& programmes;
  const Instruments& instruments;
  http::Handler again;  // a kept form, sent anew through the whole of the program
};

using Fields = std::vector<std::pair<std::string, std::string>>;

// One request with everything that is known of who asks.
struct Ask {
  const http::Request& request;
  Services& services;
  std::vector<std::string> captures;  // of the route's pattern, in order
  Fields form;                        // of a POST
  practice::Present present;          // holder is there for routes of signed-in people
  std::string cookie;                 // the sign-in's, empty where none
  std::string door_csrf;              // for pages before signing in
  std::string set_cookie;             // a door cookie that the response must set
  std::optional<practice::Roster> roster_read = {};  // once it was asked for

  practice::House& house() { return services.house; }
  practice::Keyholder& holder() { return *present.holder; }
  // As it was when this request first asked for it; a client's is empty.
  Result<const practice::Roster*> roster();
  std::string_view field(std::string_view name) const;             // empty where absent
  std::vector<std::string> fields(std::string_view name) const;    // repeated ones
  std::string_view csrf() const { return present.standing != practice::Standing::none ? std::string_view(present.csrf) : door_csrf; }
};

enum class Who {
  anybody,       // before or after signing in
  signed_in,     // professional or client
  professional,  // a client is told there is no such page
};


using Page = http::Response (*)(Ask&);
struct Route {
  http::Method method;
  std::string_view pattern;  // "/files/*/entries/*/correct": a star is one segment
  Who who;
  Page page;
  http::Lane lane = http::Lane::quick;
};

// Each group of pages lists its routes; app.cpp joins them.
std::span<const Route> door_routes();      // begin, sign-in, unlock, join, recover, away, health
std::span<const Route> account_routes();   // account, activity, strength
std::span<const Route> practice_routes();  // today, practice, people, invitations
std::span<const Route> file_routes();      // files, a new one, one file, circle, access, find
std::span<const Route> entry_routes();     // write, correct, move, share
std::span<const Route> outside_routes();   // import, export, erase

// --- answers ---
// Where something can be mended: a page, and what the link to it says.
struct Link {
  std::string href, text;
};
http::Response page(Ask& ask, std::string_view name, const View& model, int status = 200);
http::Response see_other(std::string_view where);  // 303 after a POST
// A plain page for an error: status by fault, what and mend as its words.
// `on`: where somebody signed in goes on.
http::Response error_page(Ask& ask, const Error& error, std::string on = "/today");
http::Response no_such_page(Ask& ask);
// A refusal as `message` (or client_message), keeping typed text.
http::Response refusal_page(Ask& ask, const practice::Refused& refused, std::string_view kept_text, std::string_view back,
                            const std::optional<Link>& mends = {});
// The page on which a rule's refusal is mended, in the file of the address; nothing where only the form itself can be
// put right, or only somebody else.
std::optional<Link> where_mended(const Ask& ask, std::string_view rule);
// "Who can mend it: ...", empty where it is the person themself.
std::string who_mends(std::string_view who);
int status_of(Fault fault);

// --- models ---
// head + top of a professional (`at`: today, files, practice, find, account, or empty); sets person and csrf.
View top_model(Ask& ask, std::string_view at);
View client_model(Ask& ask, std::string_view back);
View door_model(Ask& ask);
// `problem`: none, or the error as a lead sentence with one item that points at the field and links to what mends it.
View no_problem();
View problem_of(const Error& error, const std::optional<Link>& mends = {});
// A notice for the page after the next redirect is carried as ?done=WORD, from a fixed list ("kept", "invited", ...).
View options_of(const std::vector<std::pair<std::string, std::string>>& value_and_label, std::string_view chosen);

std::string absolute_url(const Ask& ask, std::string_view path);  // scheme and host as the browser sees them
// Whether the page was asked for under an address that leads nowhere from any other machine (_local_only).
bool is_local_only(const Ask& ask);
// The link of an invitation, shown once.
http::Response invited_page(Ask& ask, std::string_view name, const practice::Invitation& invitation, std::string_view next);
View first_of(const View& list, std::size_t count);

std::string when_text(Instant at, std::string_view zone, Instant now);  // "today 16:41", "Friday 20 November", "3 March 2025"
// What the practice calls its roles (care::role_words), as the signed-in professional reads it in its settings. Of one
// file's pages, the client's too, OneFile::names says it.
care::RoleNames role_names(Ask& ask);

}  // namespace trefoil::web
