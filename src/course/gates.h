// What each gate looks at. Inside course: rules.cpp puts these into the table.
#pragma once

#include "course/rules.h"

namespace trefoil::course {

using Missing = std::optional<std::string>;

Missing triad_complete(const Look&);
Missing not_closed(const Look&);
Missing no_hold(const Look&);
Missing therapist_engaged(const Look&);
Missing credentials_current(const Look&);
Missing groundwork(const Look&);
Missing suitability(const Look&);
Missing adult(const Look&);
Missing capacity(const Look&);
Missing release_live(const Look&);
Missing consent_treatment(const Look&);
Missing triadic_meeting(const Look&);
Missing plan_signed(const Look&);
Missing conflict_declared(const Look&);
Missing attested(const Look&);
Missing report_delivered(const Look&);
Missing consult_held(const Look&);
Missing therapist_between(const Look&);
Missing activity_consent(const Look&);
Missing pace(const Look&);
Missing health_current(const Look&);
Missing within_competence(const Look&);
Missing clock_forward(const Look&);
Missing one_at_a_time(const Look&);

}  // namespace trefoil::course
