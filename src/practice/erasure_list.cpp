#include "practice/erasure_list.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <set>

#include "base/text.h"
#include "practice/disk.h"

namespace trefoil::practice {

namespace {
namespace fs = std::filesystem;

constexpr std::string_view kWord = "trefoil-erasure-1";
constexpr std::string_view kErasureTag = "trefoil erasure v1";
constexpr std::size_t kLongest = 64 * 1024 * 1024;

// One program at a time changes the list; the lock goes with its holder.
class ListLock {
 public:
  explicit ListLock(const fs::path& list) {
    fd_ = ::open(list.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd_ >= 0) ::flock(fd_, LOCK_EX);
  }
  ~ListLock() {
    if (fd_ >= 0) ::close(fd_);
  }
  ListLock(const ListLock&) = delete;
  ListLock& operator=(const ListLock&) = delete;

 private:
  int fd_ = -1;
};

Result<ErasureLine> read_line(std::string_view text, const std::string& place) {
  const auto wrong = [&] {
    return fail(Fault::damaged, "This is not a line of an erasure list, or it was cut.", place,
                "Take the list that lay in the practice's data folder.");
  };
  const auto words = base::split(text, ' ');
  if (words.size() != 6 || words[0] != kWord) return wrong();
  ErasureLine line;
  line.text = text;
  const auto log = LogId::parse(words[1]);
  auto body = base::from_base32(words[2]);
  if (!log || !body) return wrong();
  line.tombstone = TRY(ledger::decode_tombstone({ledger::SideKind::tombstone, log->bytes, std::move(*body)}));
  if (words[3] != "-")
    for (const auto& word : base::split(words[3], ',')) {
      auto card = base::from_base32(word);
      // A card's key is its id: made of the two public keys, which follow the kind.
      if (!card || card->size() < 65) return wrong();
      vault::Card keys;
      std::copy_n(card->begin() + 1, 32, keys.sign.begin());
      std::copy_n(card->begin() + 33, 32, keys.box.begin());
      ledger::Side side{ledger::SideKind::card, keys.id().bytes, std::move(*card)};
      TRY(ledger::decode_card(side));
      line.cards.push_back(std::move(side));
    }
  const auto service = base::from_base32(words[4]), signature = base::from_base32(words[5]);
  if (!service || service->size() != 32 || !signature || signature->size() != 64) return wrong();
  vault::SignPublic key{};
  vault::Signature by{};
  std::ranges::copy(*service, key.begin());
  std::ranges::copy(*signature, by.begin());
  const auto signed_part = text.substr(0, text.size() - words[5].size() - 1);
  if (!vault::verify(key, by, kErasureTag, base::view(signed_part)))
    return fail(Fault::damaged, "The line is not what the practice's service key signed.", place);
  return line;
}

std::string join(const std::vector<ErasureLine>& lines) {
  std::string text;
  for (const auto& line : lines) text += line.text + "\n";
  return text;
}
}  // namespace

Result<std::vector<ErasureLine>> erasure_lines(const House& house, const std::vector<ledger::Tombstone>& tombstones) {
  auto seed = TRY(read_whole(house.folder.service_key(), 1024));
  if (seed.size() != 32) return fail(Fault::damaged, "The service key is not 32 bytes long.", "service.key");
  vault::Arena arena;
  const auto service = vault::pair_from_seed(arena, arena.keep(seed));
  vault::wipe(seed);
  std::vector<ErasureLine> lines;
  for (const auto& tombstone : tombstones) {
    ErasureLine line{.tombstone = tombstone};
    std::set<KeyId> there;
    for (const KeyId first : {tombstone.asker, tombstone.confirmer})
      for (KeyId key = first; there.insert(key).second;) {
        const auto side = TRY(house.store->side(ledger::SideKind::card, key.bytes));
        if (!side)
          return fail(Fault::damaged, "The keys of somebody who signed the erasure are missing.", "card " + key.str());
        const auto card = TRY(ledger::decode_card(*side));
        if (card.kind == ledger::CardKind::founder) break;
        line.cards.push_back(*side);
        key = card.sponsor;
      }
    std::vector<std::string> cards;
    cards.reserve(line.cards.size());
    for (const auto& card : line.cards) cards.push_back(base::to_base32(card.body));
    line.text =
        fmt::format("{} {} {} {} {}", kWord, tombstone.log.str(), base::to_base32(ledger::encode(tombstone).body),
                    cards.empty() ? "-" : fmt::format("{}", fmt::join(cards, ",")), base::to_base32(service.card.sign));
    line.text += " " + base::to_base32(vault::sign(service, kErasureTag, base::view(line.text)));
    lines.push_back(std::move(line));
  }
  return lines;
}

Result<std::vector<ErasureLine>> read_erasure_list(const fs::path& list) {
  const auto bytes = read_whole(list, kLongest);
  if (!bytes) {
    if (bytes.error().fault == Fault::not_found) return std::vector<ErasureLine>{};
    return std::unexpected(bytes.error());
  }
  std::vector<ErasureLine> lines;
  std::size_t number = 0;
  for (const auto& text : base::split(base::text(*bytes), '\n')) {
    ++number;
    if (base::trim(text).empty()) continue;
    lines.push_back(TRY(read_line(base::trim(text), fmt::format("{}, line {}", list.filename().string(), number))));
  }
  return lines;
}

Result<void> add_erasure_lines(const fs::path& list, const std::vector<ErasureLine>& lines) {
  const ListLock lock(list);
  auto all = TRY(read_erasure_list(list));
  for (const auto& line : lines)
    if (std::ranges::none_of(all, [&](const ErasureLine& one) { return one.tombstone.log == line.tombstone.log; }))
      all.push_back(line);
  return write_whole(list, base::view(join(all)));
}

Result<void> drop_erasure_lines(const fs::path& list, const std::vector<ErasureLine>& lines) {
  const ListLock lock(list);
  auto all = TRY(read_erasure_list(list));
  std::erase_if(all, [&](const ErasureLine& one) {
    return std::ranges::any_of(lines, [&](const ErasureLine& line) { return line.text == one.text; });
  });
  return write_whole(list, base::view(join(all)));
}

}  // namespace trefoil::practice
