#include "practice/verified.h"

#include <algorithm>

#include "practice/disk.h"

namespace trefoil::practice {

namespace {
constexpr std::string_view kVerifiedTag = "trefoil verified v1";
constexpr std::size_t kLimit = 64u << 20;

std::filesystem::path book_path(const std::filesystem::path& folder, KeyId reader) {
  return folder / (reader.str() + ".verified");
}
}  // namespace

VerifiedBook::VerifiedBook(std::filesystem::path folder) : folder_(std::move(folder)) {}

VerifiedBook::Book& VerifiedBook::book(KeyId reader, vault::Key mac_key) {
  Book& book = books_[reader];
  if (book.loaded) return book;
  book.loaded = true;
  if (folder_.empty()) return book;
  const auto bytes = read_whole(book_path(folder_, reader), kLimit);
  if (!bytes || bytes->size() < 32) return book;
  const View content = View(*bytes).subspan(32);
  const auto mac = vault::keyed_hash(mac_key, kVerifiedTag, {content});
  if (!vault::equal(mac, View(*bytes).first(32))) return book;
  base::Reader reader_of(content);
  while (!reader_of.failed() && reader_of.left() > 0) {
    const auto log = LogId::from(reader_of.raw(16));
    const auto length = reader_of.u64();
    const auto hash = reader_of.array<32>();
    if (!reader_of.failed()) book.logs[log] = {length, hash};
  }
  return book;
}

ledger::Verified VerifiedBook::get(KeyId reader, vault::Key mac_key, LogId log) {
  const std::lock_guard lock(mutex_);
  const Book& found = book(reader, mac_key);
  const auto at = found.logs.find(log);
  return at == found.logs.end() ? ledger::Verified{} : at->second;
}

void VerifiedBook::put(KeyId reader, LogId log, const ledger::Verified& verified) {
  const std::lock_guard lock(mutex_);
  auto& known = books_[reader].logs[log];
  if (verified.length <= known.length) return;
  books_[reader].grown += verified.length - known.length;
  known = verified;
}

void VerifiedBook::save(KeyId reader, vault::Key mac_key) {
  constexpr std::size_t kEnough = 200;  // entries whose signatures would have to be checked again
  Bytes bytes;
  {
    const std::lock_guard lock(mutex_);
    Book& found = book(reader, mac_key);
    if (folder_.empty() || found.grown < kEnough) return;
    found.grown = 0;
    base::Writer writer;
    for (const auto& [log, verified] : found.logs) writer.raw(log.view()).u64(verified.length).raw(verified.hash);
    const auto mac = vault::keyed_hash(mac_key, kVerifiedTag, {writer.bytes()});
    bytes = base::copy(mac);
    bytes.insert(bytes.end(), writer.bytes().begin(), writer.bytes().end());
  }
  // A cache: failing to keep it costs time, nothing else.
  (void)make_private_folder(folder_);
  (void)write_whole(book_path(folder_, reader), bytes, false);
}

void VerifiedBook::forget(LogId log) {
  const std::lock_guard lock(mutex_);
  for (auto& [reader, book] : books_)
    if (book.logs.erase(log) > 0) book.grown += 200;
}

}  // namespace trefoil::practice
