#include "codec/file_scores_csv.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <variant>
#include <vector>

#include "care/takings.h"
#include "codec/cells.h"
#include "measure/interpret.h"

namespace trefoil::codec {

namespace {
// A cell that a spreadsheet would take for a formula is told as text.
std::string cell(std::string text) {
  constexpr std::string_view kFormula = "=+-@\t\r";
  if (!text.empty() && kFormula.find(text.front()) != kFormula.npos) text.insert(0, "'");
  return csv_cell(text);
}

const measure::Instrument* titled(std::span<const measure::Instrument> instruments, std::string_view title) {
  const auto found = std::ranges::find(instruments, title, &measure::Instrument::title);
  return found == instruments.end() ? nullptr : &*found;
}

std::string when_text(const measure::Occasion& when) {
  return when.day ? base::to_string(*when.day) : fmt::format("week {}", when.week.value_or(0));
}

class FileScores {
 public:
  FileScores(const care::File& file, std::span<const measure::Instrument> instruments, const Wording& wording)
      : file_(file), instruments_(instruments), wording_(wording) {}

  std::string write() {
    std::string out = "code,date,measure,answered_by,score,band,missing\n";
    for (const auto& item : file_.items) {
      if (const auto* scored = std::get_if<care::Scored>(&item.event.body)) out += scored_row(item, *scored);
      if (const auto* in_course = std::get_if<care::InCourse>(&item.event.body))
        if (const auto* taken = std::get_if<course::MeasureTaken>(&in_course->body)) out += unscored_row(item, *taken);
    }
    return out;
  }

 private:
  std::string row(std::string date, const std::string& measure, PersonId who, std::string score, std::string band,
                  std::string missing) const {
    return cell(file_.code) + "," + cell(std::move(date)) + "," + cell(measure) + "," + answered_by(who) + "," +
           std::move(score) + "," + cell(std::move(band)) + "," + std::move(missing) + "\n";
  }

  std::string scored_row(const care::Item& item, const care::Scored& scored) const {
    const auto* instrument = titled(instruments_, scored.scale.name);
    return row(when_text(scored.score.when), scored.scale.name, scored.person, fmt::format("{}", scored.score.value),
               instrument == nullptr ? std::string() : measure::band_name(*instrument, scored.score.value),
               missing(item, instrument, scored.person));
  }

  // What was answered with too much left out for a score; nothing of a diary, which has none.
  std::string unscored_row(const care::Item& item, const course::MeasureTaken& taken) const {
    const auto instrument = std::ranges::find(instruments_, taken.instrument, &measure::Instrument::id);
    if (instrument == instruments_.end() || measure::scored_items(*instrument).empty()) return {};
    if (care::scored_at(file_, item.event.at, taken.person, instrument->title) != nullptr) return {};
    return row(base::to_string(file_.moment(item.event.at).today), instrument->title, taken.person, {}, {},
               missing(item, &*instrument, taken.person));
  }

  // Of answers that came at the same time; empty where the reader has no key to them.
  std::string missing(const care::Item& item, const measure::Instrument* instrument, PersonId who) const {
    if (instrument == nullptr) return {};
    // An adaptive test asks some of an instrument's questions alone: what it did not ask was not left out.
    const auto* taken = care::taken_at(file_, item.event.at, who, instrument->id);
    const auto* answered = care::answered_at(file_, item.event.at, who, instrument->id);
    if (taken == nullptr || taken->wording != wording_(*instrument) || answered == nullptr) return {};
    const auto asked = measure::scored_items(*instrument);
    return std::to_string(std::ranges::count_if(asked, [&](std::size_t place) {
      return std::ranges::find(answered->replies, instrument->items[place].id, &care::Reply::item) == answered->replies.end();
    }));
  }

  std::string answered_by(PersonId who) const {
    const auto* member = who.is_zero() ? nullptr : file_.member(who);
    if (member == nullptr) return {};
    std::string role(care::name(member->role));
    if (member->role != care::Role::client || !file_.couple) return role;
    std::vector<PersonId> clients;  // whoever left and came back stands in the circle twice
    for (const auto& other : file_.circle)
      if (other.role == care::Role::client && std::ranges::count(clients, other.person) == 0) clients.push_back(other.person);
    return fmt::format("{} {}", role, std::ranges::find(clients, who) - clients.begin() + 1);
  }

  const care::File& file_;
  std::span<const measure::Instrument> instruments_;
  const Wording& wording_;
};
}  // namespace

std::string write_file_scores(const care::File& file, std::span<const measure::Instrument> instruments,
                              const Wording& wording) {
  return FileScores(file, instruments, wording).write();
}

}  // namespace trefoil::codec
