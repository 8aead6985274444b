#include "course/revisions.h"

#include <iterator>

#include "course/words.h"

namespace trefoil::course {

namespace {
constexpr Revision kRevisions[] = {
    {1, "The rules as they were first written down; entries that name no revision are judged by it."},
    {2, "A plan names at least one thing that is done. A session that is ended within five minutes of its beginning says "
        "how long it lasted, or does not count as held. A pause of the practice that was set while there was a safeguarding "
        "lead does not become the therapist's to take off when nobody is lead any more. After the ending the practitioner "
        "writes nothing more where the client reads it that could hold words of theirs, and hands them no keys. A client who "
        "comes back into the circle gets new keys from the therapist, where there is one."},
    {3, "Practitioner and therapist state with their credentials that they are 18 or older. After the ending nobody comes in "
        "as the practitioner, and whoever was it does not come back as somebody else. A plan that was made to go without a "
        "practitioner is written anew where one comes in, and begins at its beginning. A link to answer by is over when the "
        "room that its answers go to begins anew."},
};
static_assert(std::size(kRevisions) == kRevision && kRevisions[kRevision - 1].number == kRevision);
}  // namespace

std::span<const Revision> revisions() { return kRevisions; }

}  // namespace trefoil::course
