#include "practice/outline_file.h"

#include <fstream>
#include <vector>

#include "ledger/sides.h"
#include "practice/disk.h"
#include "practice/outlines.h"
#include "vault/hash.h"
#include "vault/random.h"

namespace trefoil::practice {

namespace fs = std::filesystem;

namespace {
constexpr std::string_view kShelfTag = "trefoil shelf v1", kShelfKeyTag = "trefoil shelf key v1",
                           kOutlines = ".outlines";
constexpr std::size_t kLargest = 64u << 20;
constexpr std::size_t kInTheOpen = sizeof(ledger::Hash);  // the tombstones' digest, before what is sealed

fs::path path_of(const fs::path& folder, KeyId reader) { return folder / (reader.str() + std::string(kOutlines)); }
fs::path key_path(const fs::path& folder) { return folder / "outlines.key"; }

// checkpoint 32, count u32 and ids 16 of others, then for each log: id 16, count u32 of seen (log 16, length u64, head
// 32, wraps 32), outline (u32 length, sealed).
Bytes encode(const Shelf& shelf) {
  base::Writer out;
  out.raw(shelf.checkpoint).u32(static_cast<std::uint32_t>(shelf.others.size()));
  for (const auto log : shelf.others) out.raw(log.view());
  for (const auto& [log, kept] : shelf.logs) {
    out.raw(log.view()).u32(static_cast<std::uint32_t>(kept->seen.size()));
    for (const auto& seen : kept->seen) out.raw(seen.log.view()).u64(seen.length).raw(seen.head).raw(seen.wraps);
    out.sized(kept->sealed);
  }
  return out.take();
}
std::optional<Shelf> decode(View bytes) {
  Shelf out;
  base::Reader in(bytes);
  out.checkpoint = in.array<32>();
  for (auto left = in.u32(); left > 0 && !in.failed(); --left) out.others.insert(LogId::from(in.raw(16)));
  while (!in.failed() && in.left() > 0) {
    const auto log = LogId::from(in.raw(16));
    Kept kept;
    for (auto left = in.u32(); left > 0 && !in.failed(); --left) {
      auto& seen = kept.seen.emplace_back();
      seen.log = LogId::from(in.raw(16));
      seen.length = in.u64();
      seen.head = in.array<32>();
      seen.wraps = in.array<32>();
    }
    kept.sealed = base::copy(in.sized());
    out.logs.emplace(log, std::make_shared<const Kept>(std::move(kept)));
  }
  if (!in.done()) return std::nullopt;
  return out;
}

// Each file of outlines in the folder, or what is left of one that was being written.
template <class Visit>
void each_outline_file(const fs::path& folder, const Visit& visit) {
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error))
    if (at->path().filename().string().find(kOutlines) != std::string::npos) visit(at->path());
}
// The first bytes of a file, zeros where there are fewer.
ledger::Hash open_part(const fs::path& file) {
  ledger::Hash out{};
  std::ifstream(file, std::ios::binary).read(reinterpret_cast<char*>(out.data()), out.size());
  return out;
}
void take_away(const fs::path& file) {
  std::error_code ignored;
  fs::remove(file, ignored);
}
}  // namespace

Result<ledger::Hash> tombstones_of(const ledger::Store& store) {
  return ledger::sides_digest(TRY(store.sides(ledger::SideKind::tombstone)));
}

OutlineFiles::OutlineFiles(fs::path folder, Bytes build) : folder_(std::move(folder)), build_(std::move(build)) {}

Bytes OutlineFiles::context(KeyId reader, const ledger::Hash& tombstones) const {
  return base::Writer().raw(base::view(kShelfTag)).sized(build_).raw(reader.view()).raw(tombstones).take();
}

std::optional<vault::Key> OutlineFiles::key_for(const Reader& reader) const {
  auto of_cache = read_whole(key_path(folder_), 1024);
  // Cut off while it was written, or while it was wiped.
  if (!of_cache || of_cache->size() != 32 || *of_cache == Bytes(32)) return std::nullopt;
  const auto key = vault::hash_to_key(reader.arena, kShelfKeyTag, {reader.key, *of_cache});
  vault::wipe(*of_cache);
  return key;
}

std::optional<Shelf> OutlineFiles::load(const Reader& reader) const {
  if (build_.empty()) return std::nullopt;
  const auto bytes = read_whole(path_of(folder_, reader.id), kLargest);
  if (!bytes || bytes->size() < kInTheOpen) return std::nullopt;
  const auto key = key_for(reader);
  if (!key) return std::nullopt;
  const auto tombstones = base::Reader(*bytes).array<kInTheOpen>();
  auto plain = vault::open_with_nonce(*key, context(reader.id, tombstones), View(*bytes).subspan(kInTheOpen));
  if (!plain) return std::nullopt;
  auto shelf = decode(*plain);
  vault::wipe(*plain);
  return shelf;
}

// A cache: failing to keep it costs time, nothing else.
void OutlineFiles::save(const Reader& reader, const Shelf& shelf, const ledger::Hash& tombstones) const {
  if (build_.empty() || !make_private_folder(folder_)) return;
  auto key = key_for(reader);
  if (!key) {
    if (!wipe_file(key_path(folder_)) || !write_new(key_path(folder_), vault::random_key(reader.arena))) return;
    key = key_for(reader);
  }
  if (!key) return;
  auto plain = encode(shelf);
  base::Writer out;
  out.raw(tombstones).raw(vault::seal_with_nonce(*key, context(reader.id, tombstones), plain));
  vault::wipe(plain);
  (void)write_whole(path_of(folder_, reader.id), out.bytes(), false);
}

bool OutlineFiles::holds(KeyId reader) const {
  std::error_code ignored;
  return build_.empty() || fs::exists(path_of(folder_, reader), ignored);
}

Result<void> OutlineFiles::tidy(const ledger::Store& store) const {
  const auto tombstones = TRY(tombstones_of(store));
  std::vector<fs::path> stale;
  std::optional<Error> error;
  bool erased = false;
  each_outline_file(folder_, [&](const fs::path& file) {
    const auto reader = KeyId::parse(file.stem().string());
    if (!reader || file.extension() != kOutlines) return stale.push_back(file);
    erased = erased || open_part(file) != tombstones;
    const auto wraps = store.wraps_to(*reader);
    if (!wraps)
      error = wraps.error();
    else if (wraps->empty())
      stale.push_back(file);
  });
  if (erased) return remove_outline_files(folder_);
  for (const auto& file : stale) take_away(file);
  if (error) return std::unexpected(*error);
  return {};
}

Result<void> remove_outline_files(const fs::path& folder) {
  TRY(wipe_file(key_path(folder)));
  std::vector<fs::path> all;
  each_outline_file(folder, [&](const fs::path& file) { all.push_back(file); });
  for (const auto& file : all) take_away(file);
  return {};
}

}  // namespace trefoil::practice
