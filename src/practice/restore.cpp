#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>

#include "practice/outside.h"

namespace trefoil::practice {

namespace {
namespace fs = std::filesystem;

// What of an earlier record lies in the folder and must not be taken for the new one's. Put back unless kept away.
class Aside {
 public:
  explicit Aside(const Folder& folder) : folder_(folder) {}
  ~Aside() {
    if (kept_) return;
    // Only what move() took aside whole is known to be put back whole: before that, nothing of the old is removed.
    if (!all_moved_) {
      std::error_code put_back;
      for (const auto& name : moved_) fs::rename(away(name), folder_.data / name, put_back);
      return;
    }
    std::error_code ignored;
    for (const auto& name : {"record.db", "record.db-wal", "record.db-shm", "record.db.restore", "service.key",
                             "rehearsal", "witness.db", "witness.db-wal", "witness.db-shm"})
      fs::remove(folder_.data / name, ignored);
    for (const auto& name : moved_) fs::rename(away(name), folder_.data / name, ignored);
  }
  Aside(const Aside&) = delete;
  Aside& operator=(const Aside&) = delete;

  Result<void> move() {
    for (const std::string name : {"service.key", "rehearsal", "witness.db", "witness.db-wal", "witness.db-shm",
                                   "record.db-wal", "record.db-shm"}) {
      std::error_code failed;
      if (!fs::exists(folder_.data / name, failed)) continue;
      fs::rename(folder_.data / name, away(name), failed);
      if (failed) return fail(Fault::broken, "What lies in the folder can't be moved aside.", name);
      moved_.push_back(name);
    }
    all_moved_ = true;
    return {};
  }
  void keep() { kept_ = true; }

 private:
  fs::path away(const std::string& name) const { return folder_.data / (name + ".before-restore"); }
  const Folder& folder_;
  std::vector<std::string> moved_;
  bool all_moved_ = false;
  bool kept_ = false;
};

std::unexpected<Error> damaged(const std::vector<ledger::Finding>& findings) {
  std::string places;
  for (std::size_t i = 0; i < std::min<std::size_t>(findings.size(), 5); ++i)
    places += fmt::format("{}{}: {}", i > 0 ? "; " : "", findings[i].place, findings[i].what);
  if (places.ends_with('.')) places.pop_back();  // the sentence goes on
  if (findings.size() > 5) places += fmt::format("; and {} more", findings.size() - 5);
  return fail(Fault::damaged, "The backup is damaged, so nothing was restored.", places, "Take another backup.");
}

Result<std::optional<fs::path>> erasure_list(const RestoreRequest& request, const Folder& folder) {
  std::error_code ignored;
  if (request.without_erasures) return std::nullopt;
  if (request.erasures) {
    if (!fs::is_regular_file(*request.erasures, ignored))
      return fail(Fault::bad_input, "There is no such erasure list.", request.erasures->string());
    return *request.erasures;
  }
  if (fs::exists(folder.erasures(), ignored)) return folder.erasures();
  return fail(
      Fault::bad_input, "The erasure list is missing: what was erased since the backup would come back.",
      folder.erasures().string(),
      "Name the erasures.list of the practice's data folder with --erasures, or say --no-erasures if nothing was "
      "ever erased.");
}
}  // namespace

Result<Restored> restore(const RestoreRequest& request, const StoreDoor& door, const Clock& clock) {
  std::error_code ignored;
  if (!fs::is_regular_file(request.in, ignored))
    return fail(Fault::bad_input, "There is no such backup.", request.in.string());
  auto folder = TRY(find_folder(request.data));
  if (exists(folder))
    return fail(Fault::bad_input, "There is a practice in this folder already.", folder.data.string(),
                "Restore into an empty folder, or move the record away first.");
  const auto list = TRY(erasure_list(request, folder));
  auto looked = door.look(request.in);
  if (!looked && looked.error().fault == Fault::damaged)
    return fail(Fault::damaged, "This is no backup, or a damaged one. Nothing was restored.", request.in.string(),
                "Take another backup.");
  const auto source = TRY(std::move(looked));
  const auto old_witness = TRY(door.witness(folder.witness()));

  Aside aside(folder);
  TRY(aside.move());
  folder = TRY(make_folder(request.data, false));
  // The copy is what is checked, so that it can't be another one that goes in.
  const fs::path beside = folder.data / "record.db.restore";
  fs::remove(beside, ignored);
  TRY(source->copy_to(beside));
  Restored restored;
  {
    const auto copy = TRY(door.look(beside));
    const auto report = TRY(ledger::verify(*copy, {}));
    if (!report.findings.empty()) return damaged(report.findings);
    if (!report.end) return fail(Fault::bad_input, "The backup is empty.", request.in.string());
    restored.backup = *report.end;
    restored.logs = report.logs;
    restored.entries = report.entries;
  }
  if (old_witness && old_witness->number > restored.backup.number)
    restored.lost = old_witness->number - restored.backup.number;
  ::chmod(beside.c_str(), 0600);
  std::error_code failed;
  fs::rename(beside, folder.record(), failed);
  if (failed) return fail(Fault::broken, "The copy can't be given its name.", folder.record().string());

  const auto store = TRY(door.open(folder, TRY(read_notary(folder))));
  House house;
  house.store = store.get();
  house.clock = &clock;
  house.folder = folder;
  if (list) restored.erased = TRY(apply_erasures(house, *list));
  // A checkpoint under the new key, also where nothing was erased: from here on the folder's key and its record agree.
  if (restored.erased == 0) TRY(store->commit({}));
  // What readers had verified is of the record before: with it, every file that went on since would pass for damaged.
  fs::remove_all(folder.cache(), ignored);
  aside.keep();
  return restored;
}

}  // namespace trefoil::practice
