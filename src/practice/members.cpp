#include "practice/members.h"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>

#include "base/text.h"
#include "course/programme.h"
#include "course/rules.h"
#include "practice/concerns.h"
#include "practice/files_draft.h"
#include "practice/practice_log.h"

namespace trefoil::practice {

namespace {
constexpr std::size_t kNameLimit = 200;

Result<void> check_zone(std::string_view zone) {
  if (!base::zone_exists(zone))
    return fail(Fault::bad_input, "There is no such time zone.", "zone", "Write one as Europe/London or America/New_York.");
  return {};
}
}  // namespace

Result<std::string> checked_name(std::string_view typed, std::string_view field) {
  auto name = base::trim(typed);
  if (!base::is_utf8(name) || base::clean(name) != name || name.find('\n') != std::string::npos)
    return fail(Fault::bad_input, "This holds characters that a name can't have.", std::string(field));
  if (name.empty()) return fail(Fault::bad_input, "This is empty.", std::string(field), "Write a name.");
  if (name.size() > kNameLimit) return fail(Fault::bad_input, "This is too long for a name.", std::string(field));
  return name;
}

bool has_begun(const House& house) { return installation(house).has_value(); }

Result<Begun> begin_practice(const House& house, const BeginRequest& request) {
  if (has_begun(house)) return fail(Fault::refused, "A practice has begun in this folder already.", "", "Sign in.");
  const auto practice_name = TRY(checked_name(request.practice, "practice"));
  const auto name = TRY(checked_name(request.person, "person"));
  TRY(check_zone(request.zone));
  if (request.roles.empty() || request.roles.contains(care::Role::client))
    return fail(Fault::bad_input, "Choose at least one role of your own in the practice.", "roles",
                "For example practitioner and owner.");
  const auto sign_in = TRY(checked_name(request.sign_in_name.empty() ? name : request.sign_in_name, "sign_in_name"));
  TRY(check_passphrase(request.passphrase, {sign_in, name, practice_name}));

  Begun begun;
  auto& holder = begun.holder;
  holder.person = vault::random_id<PersonId>();
  holder.sign_in_name = sign_in;
  holder.practice_log = vault::random_id<LogId>();
  holder.professional = true;
  holder.pairs.push_back(vault::random_pair(holder.arena));
  holder.person_key = vault::random_key(holder.arena);
  vault::random_fill(holder.keyring);

  // Whoever begins a practice can invite others: the owner role comes with it.
  auto roles = request.roles;
  roles.insert(care::Role::owner);
  ledger::Batch batch;
  const auto founder = ledger::make_card(ledger::CardKind::founder, holder.current(), holder.current());
  batch.sides.push_back(ledger::encode(founder));
  OpenedPractice practice;
  practice.cards = std::make_shared<const ledger::Cards>(ledger::Cards{{holder.key(), holder.current().card}});
  practice.members = vault::random_id<RoomId>();
  practice.log.head.log = holder.practice_log;
  TRY(draft_roster(house, holder.arena, holder.current(), practice,
                   {PracticeBegun{practice_name, request.zone, house.folder.rehearsal, holder.person, name, roles, holder.key()}},
                   {}, batch));
  const auto by_passphrase =
      vault::stretch(holder.arena, holder.key().view(), base::fold(sign_in), request.passphrase, house.cost);
  const auto code = vault::random_code_for_recovery(holder.arena);
  put_keyring(batch, holder, 1, {},
              {{ledger::SlotKind::passphrase, by_passphrase},
               {ledger::SlotKind::recovery, vault::stretch_code(holder.arena, code.secret)}});
  // A form sent twice: the stretching above takes long enough for both to get here, and a practice has one founder.
  static std::mutex one_at_a_time;
  const std::lock_guard lock(one_at_a_time);
  if (has_begun(house)) return fail(Fault::refused, "A practice has begun in this folder already.", "", "Sign in.");
  TRY(house.store->commit(std::move(batch)));
  begun.recovery_code = code.shown;
  return begun;
}

Result<Roster> read_roster(const House& house, Keyholder& holder) {
  if (!holder.professional) return Roster{};
  return TRY(open_practice(house, holder)).roster;
}

namespace {
// Trimmed, without empty lines.
Result<std::vector<std::string>> checked_list(const std::vector<std::string>& lines) {
  std::vector<std::string> out;
  for (const auto& line : lines) {
    auto one = base::trim(line);
    if (one.empty() || std::ranges::find(out, one) != out.end()) continue;
    if (!base::is_utf8(one) || base::clean(one) != one || base::has_hidden_signs(one))
      return fail(Fault::bad_input, "A line of the checklist holds characters that can't be seen.", "checklist", "Type that line anew.");
    if (base::characters(one) > kLongestCheck)
      return fail(Fault::bad_input, fmt::format("A line of the checklist is longer than {} characters.", kLongestCheck), "checklist",
                  "Make two of it.");
    out.push_back(std::move(one));
  }
  if (out.size() > kMostChecks)
    return fail(Fault::bad_input, fmt::format("The checklist has more than {} lines.", kMostChecks), "checklist", "Leave some out.");
  return out;
}
// Trimmed; a blank one, or our own word, is no name of the practice's own.
Result<care::RoleNames> checked_names(const care::RoleNames& typed) {
  care::RoleNames out;
  for (const auto& [role, name] : typed)
    if (auto one = base::trim(name); !one.empty() && one != care::role_word({}, role)) out.emplace(role, std::move(one));
  if (const auto wrong = care::wrong_role_name(out))
    return fail(Fault::bad_input, std::string(wrong->why), "name_" + std::string(care::name(wrong->role)),
                "Choose a short name, a different one for each role.");
  return out;
}
}  // namespace

Result<void> note_supervision(const House& house, Keyholder& holder, Day day) {
  auto practice = TRY(open_practice(house, holder));
  if (day > base::local_day(house.clock->now(), practice.roster.zone))
    return fail(Fault::bad_input, "That day is still to come.", "day", "Note it when you have been there.");
  ledger::Batch batch;
  TRY(draft_roster(house, holder.arena, holder.current(), practice, {SupervisionNoted{holder.person, day}}, {}, batch));
  TRY(house.store->commit(std::move(batch)));
  return {};
}

Result<void> change_settings(const House& house, Keyholder& holder, const SettingsChanged& settings) {
  auto practice = TRY(open_practice(house, holder));
  auto checked = settings;
  checked.name = TRY(checked_name(settings.name, "name"));
  TRY(check_zone(settings.zone));
  if (settings.idle_minutes < 1 || settings.idle_minutes > 240)
    return fail(Fault::bad_input, "The lock comes after 1 to 240 minutes.", "idle_minutes");
  if (settings.backup_days < 1 || settings.backup_days > 365)
    return fail(Fault::bad_input, "A reminder comes after 1 to 365 days.", "backup_days");
  if (settings.concern_days < 1 || settings.concern_days > 60)
    return fail(Fault::bad_input, "A concern is answered within 1 to 60 days.", "concern_days");
  if (settings.supervision_days < 7 || settings.supervision_days > 365)
    return fail(Fault::bad_input, "Supervision comes again within 7 to 365 days.", "supervision_days");
  if (settings.client_idle_minutes < 1 || settings.client_idle_minutes > 240)
    return fail(Fault::bad_input, "The lock comes after 1 to 240 minutes.", "client_idle_minutes");
  for (const auto& range : course::term_ranges())
    if (const int value = settings.terms.*range.value; value < range.least || value > range.most)
      return fail(Fault::bad_input, "A practice can make this stricter than the profession asks, never looser.",
                  std::string(range.name));
  // Every file of the practice takes it over, and each therapist would have to take it back.
  if (settings.terms.groundwork > kMostGroundwork)
    return fail(Fault::bad_input, "More than 30 meetings would hold up every file of the practice.", "groundwork");
  if (!are_terms(settings.terms) || !course::are_waivable(settings.terms.unwaived)) return fail(Fault::bad_input, "There is no such rule that could be waived.", "unwaived");
  checked.role_names = TRY(checked_names(settings.role_names));
  checked.checklist = TRY(checked_list(settings.checklist));
  const auto before = practice.roster;
  ledger::Batch batch;
  TRY(draft_roster(house, holder.arena, holder.current(), practice, {checked}, {}, batch));
  TRY(house.store->commit(std::move(batch)));
  const bool other_ways =
      checked.role_names != before.role_names || checked.client_idle_minutes != before.client_idle_minutes;
  if (settings.lead_body != before.lead_body || settings.concern_days != before.concern_days || other_ways ||
      checked.terms != before.terms)
    tell_safeguarding(house, holder);
  return {};
}

Result<std::vector<std::string>> remove_person(const House& house, Keyholder& holder, PersonId person) {
  auto practice = TRY(open_practice(house, holder));
  const auto* entry = practice.roster.person(person);
  if (entry == nullptr || entry->standing == PersonEntry::Standing::removed)
    return fail(Fault::not_found, "There is no such person in the practice.", "person");
  if (person == holder.person)
    return fail(Fault::refused, "You can't take yourself out of the practice.", "person", "Another owner can.");
  ledger::Batch batch;
  TRY(draft_roster(house, holder.arena, holder.current(), practice, {PersonRemoved{person}}, {}, batch));
  // Out of every circle that the owner is in, too, where the file's own rules let them go.
  const auto who = TRY(acting(house, holder));
  std::vector<std::string> still_in;
  std::optional<Error> wrong;
  TRY(each_file(house, holder, [&](OpenedFile&& opened) {
    const auto* member = opened.file.member(person);
    if (member == nullptr || !member->active) return;
    ledger::Batch own;
    // After the ending a practitioner takes somebody out without words (care::check_after_ending).
    const std::string why = opened.file.course.closing.closed ? "" : "left the practice";
    const auto drafted = draft_act(house, holder, who, opened, care::RemovePerson{person, why}, own);
    if (drafted) {
      std::move(own.rows.begin(), own.rows.end(), std::back_inserter(batch.rows));
      std::move(own.wraps.begin(), own.wraps.end(), std::back_inserter(batch.wraps));
    } else if (const auto* error = std::get_if<Error>(&drafted.error())) {
      wrong = *error;
    } else {
      still_in.push_back(opened.file.display_name());
    }
  }));
  if (wrong) return std::unexpected(*wrong);
  TRY(house.store->commit(std::move(batch)));
  return still_in;
}

}  // namespace trefoil::practice
