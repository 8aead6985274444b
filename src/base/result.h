// Errors are values: Result<T> is T or an Error; TRY hands an Error on.
#pragma once

#include <expected>
#include <string>
#include <utility>

namespace trefoil::base {

// What kind of failure it is; the edge (web, cli) turns it into a status or an exit code.
enum class Fault {
  bad_input,    // what came from outside can't be used; `place` says where, `mend` how to put it right
  refused,      // a rule or a right is in the way
  not_found,    // there is no such thing, or none that this person may know of
  damaged,      // bytes are not what a hash, signature or key says they should be
  stale,        // someone else wrote in the meantime: load again and decide again
  full,         // no space left for a write; reading goes on
  busy,         // too much at once: try again shortly
  locked,       // the sign-in is locked or over: the passphrase is asked for
  unsupported,  // an unknown version or suite
  broken,       // the system failed us (disk, permission)
};

// `what` is a whole sentence for a person; `place` names the spot (a row and column, a log and sequence, a field);
// `mend` says what would put it right. Never holds content, names or secrets that the reader may not see.
struct Error {
  Fault fault = Fault::broken;
  std::string what;
  std::string place;
  std::string mend;
};

template <class T = void>
using Result = std::expected<T, Error>;

inline std::unexpected<Error> fail(Fault fault, std::string what, std::string place = {}, std::string mend = {}) {
  return std::unexpected(Error{fault, std::move(what), std::move(place), std::move(mend)});
}

// `place: what` and the mend, as one line for a terminal or a log.
std::string describe(const Error& error);

namespace detail {
template <class T>
T take(std::expected<T, Error>&& result) {
  return std::move(*result);
}
inline void take(std::expected<void, Error>&&) {}
}  // namespace detail

}  // namespace trefoil::base

namespace trefoil {
using base::Error;
using base::fail;
using base::Fault;
using base::Result;
}  // namespace trefoil

// auto x = TRY(f());   TRY(g());   returns the error from the enclosing function, which must return a Result.
// One may stand inside another: each has a name of its own.
#define TRY(...) TREFOIL_TRY_AS(TREFOIL_TRY_JOIN(trefoil_try_, __COUNTER__), __VA_ARGS__)
#define TREFOIL_TRY_JOIN(a, b) TREFOIL_TRY_JOIN_NOW(a, b)
#define TREFOIL_TRY_JOIN_NOW(a, b) a##b
#define TREFOIL_TRY_AS(name, ...)                                     \
  (__extension__({                                                    \
    auto name = (__VA_ARGS__);                                        \
    if (!name) return std::unexpected(std::move(name.error()));       \
    ::trefoil::base::detail::take(std::move(name));                   \
  }))
