#include <fmt/format.h>

#include <unordered_map>
#include <unordered_set>

#include "measure/series.h"
#include "practice/files_draft.h"
#include "practice/outside.h"

namespace trefoil::practice {

namespace {
constexpr std::size_t kMostProblems = 100;  // as many as anybody reads

struct Attempt {
  Imported imported;
  ledger::Batch batch;
};

// Where a score of a file stands in the CSV.
codec::CellPlace place_of(const codec::ImportedFile& file, std::size_t score) {
  return score < file.places.size() ? file.places[score] : codec::CellPlace{};
}
std::size_t line_of(const codec::ImportedFile& file) { return place_of(file, 0).line; }

std::string when_in_words(const measure::Occasion& when) {
  if (when.day) return base::in_words(*when.day);
  return "week " + measure::number_text(when.week.value_or(0));
}

bool has_note(const care::File& file, std::string_view text) {
  for (const auto& item : file.items)
    if (const auto* note = std::get_if<care::Noted>(&item.event.body); note != nullptr && note->text == text)
      return true;
  return false;
}

class Importing {
 public:
  Importing(const House& house, Keyholder& holder, const Acting& who, care::Role as, const codec::Import& read)
      : house_(house), holder_(holder), who_(who), as_(as), read_(read) {
    out_.imported.rows = read.rows;
    out_.imported.missing = read.missing;
  }

  Result<Attempt> run() {
    auto existing = TRY(held());
    for (const auto& file : read_.files) {
      if (out_.imported.problems.size() >= kMostProblems) break;
      const auto found = existing.find(file.code);
      if (found == existing.end())
        TRY(make(file));
      else if (found->second.size() > 1)
        problem(line_of(file), "",
                fmt::format("You hold {} files with the code \"{}\": it doesn't say which one is meant.",
                            found->second.size(), file.code));
      else
        TRY(add(file, found->second.front()));
    }
    return std::move(out_);
  }

 private:
  // The holder's files whose codes the import speaks of.
  Result<std::unordered_map<std::string, std::vector<OpenedFile>>> held() {
    std::unordered_set<std::string> wanted;
    for (const auto& file : read_.files) wanted.insert(file.code);
    std::unordered_map<std::string, std::vector<OpenedFile>> files;
    TRY(each_file(house_, holder_, [&](OpenedFile&& opened) {
      if (wanted.contains(opened.file.code)) files[opened.file.code].push_back(std::move(opened));
    }));
    return files;
  }

  void problem(std::size_t line, std::string column, std::string what) {
    out_.imported.problems.push_back({line, std::move(column), std::move(what)});
  }

  // A refusal by the rules is a problem of this line; a fault of the system ends the import.
  Result<bool> done(const std::expected<std::vector<care::Event>, Refused>& drafted, std::size_t line) {
    if (drafted) return true;
    if (const auto* error = std::get_if<Error>(&drafted.error())) return std::unexpected(*error);
    for (const auto& reason : std::get<care::Refusal>(drafted.error()).reasons)
      problem(line, "", reason.mend.empty() ? reason.what : reason.what + " " + reason.mend);
    return false;
  }

  Result<void> make(const codec::ImportedFile& file) {
    OpenedFile opened;
    const auto made =
        draft_new(house_, holder_, who_, {.code = file.code, .imported = true, .as = as_}, out_.batch, &opened);
    if (!made) {
      TRY(done(std::unexpected(made.error()), line_of(file)));
      return {};
    }
    ++out_.imported.files_made;
    return write(file, opened, file.scores);
  }

  Result<void> add(const codec::ImportedFile& file, OpenedFile& opened) {
    std::vector<care::Scored> fresh;
    for (std::size_t i = 0; i < file.scores.size(); ++i) {
      const auto& scored = file.scores[i];
      const auto series = opened.file.series.find(scored.scale.name);
      const measure::Score* there = nullptr;
      if (series != opened.file.series.end())
        for (const auto& score : series->second.scores)
          if (score.when == scored.score.when) there = &score;
      if (there == nullptr)
        fresh.push_back(scored);
      else if (there->value == scored.score.value)
        ++out_.imported.already_there;
      else
        problem(place_of(file, i).line, place_of(file, i).column,
                fmt::format("\"{}\" already has {} for {}, {}, and here it is {}. Nothing is overwritten.", file.code,
                            measure::number_text(there->value), scored.scale.short_name,
                            when_in_words(scored.score.when), measure::number_text(scored.score.value)));
    }
    ++out_.imported.files_matched;
    return write(file, opened, fresh);
  }

  Result<void> write(const codec::ImportedFile& file, OpenedFile& opened, const std::vector<care::Scored>& scores) {
    if (!scores.empty()) {
      if (!TRY(done(draft_act(house_, holder_, who_, opened, care::AddScores{scores}, out_.batch), line_of(file))))
        return {};
      out_.imported.scores += scores.size();
    }
    if (!file.note.empty() && !has_note(opened.file, file.note))
      TRY(done(
          draft_act(house_, holder_, who_, opened, care::Write{{care::RoomKind::clinical, {}}, file.note}, out_.batch),
          line_of(file)));
    return {};
  }

  const House& house_;
  Keyholder& holder_;
  const Acting& who_;
  care::Role as_;
  const codec::Import& read_;
  Attempt out_;
};
}  // namespace

Result<Imported> import_scores(const House& house, Keyholder& holder, View csv, View mapping, std::string_view origin,
                               care::Role as) {
  const auto read = TRY(codec::read_scores(csv, mapping, origin));
  if (!read.problems.empty()) return Imported{.problems = read.problems, .rows = read.rows};
  for (int attempt = 1;; ++attempt) {
    const auto who = TRY(acting(house, holder));
    auto made = TRY(Importing(house, holder, who, as, read).run());
    if (!made.imported.problems.empty())
      return Imported{.problems = std::move(made.imported.problems), .rows = read.rows};
    if (made.batch.rows.empty()) return made.imported;
    const auto done = house.store->commit(std::move(made.batch));
    if (done) return made.imported;
    if (done.error().fault != Fault::stale || attempt == kTries) return std::unexpected(done.error());
  }
}

}  // namespace trefoil::practice
