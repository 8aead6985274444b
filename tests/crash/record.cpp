#include "record.h"

namespace trefoil::crash {
namespace {

using namespace ledger;

constexpr std::array<std::uint8_t, 32> kPersonSeed{1}, kServiceSeed{2}, kRoomSecret{3};

}  // namespace

Hand::Hand()
    : pair_([this] {
        vault::start();
        return vault::pair_from_seed(arena_, vault::Key(kPersonSeed));
      }()),
      notary_(std::make_shared<const Notary>(vault::Key(kServiceSeed))) {
  for (int i = 0; i < kLogs; ++i)
    keys_.push_back(room_keys(arena_, log(i), RoomId{{9}}, 1, arena_.keep(View(kRoomSecret))));
}

Result<std::unique_ptr<Store>> Hand::open(const std::filesystem::path& folder, std::string vfs) const {
  return store::open_sqlite(
      {.record = folder / "record.db", .witness = folder / "witness.db", .create = true, .vfs = std::move(vfs)},
      notary_);
}

LogId Hand::log(int number) { return LogId{{static_cast<std::uint8_t>(number + 1)}}; }

Result<void> Hand::begin(Store& store) const {
  const auto card = encode(make_card(CardKind::founder, pair_, pair_));
  if (!TRY(store.side(card.kind, card.key))) {
    Batch batch;
    batch.sides = {card};
    // A person has a keyring and ways into it; nobody signs in with these.
    vault::Arena arena;
    const auto way = vault::stretch_code(arena, vault::random_key(arena));
    const auto person_key = vault::random_key(arena);
    Keyring keyring{.id = vault::random_id<RoomId>().bytes, .slots = {way.locator}, .sealed = Bytes(80, 1)};
    batch.sides.push_back(encode(make_slot(SlotKind::recovery, keyring.id, way, person_key, pair_)));
    sign(keyring, pair_);
    batch.sides.push_back(encode(keyring));
    TRY(store.commit(std::move(batch)));
  }
  for (int i = 0; i < kLogs; ++i) {
    const auto head = TRY(store.head(log(i)));
    if (head.length > 0) continue;
    Draft draft(head, {});
    draft.begin_epoch(pair_, keys_[static_cast<std::size_t>(i)]);
    draft.grant(pair_, keys_[static_cast<std::size_t>(i)], pair_.card);
    Batch batch;
    draft.take_into(batch);
    TRY(store.commit(std::move(batch)));
  }
  return {};
}

Result<Hand::Acknowledged> Hand::append(Store& store, int number, std::size_t size, bool urgent) const {
  Draft draft(TRY(store.head(log(number))), {});
  const auto sequence = draft.seal(pair_, keys_[static_cast<std::size_t>(number)], Bytes(size, 'n'));
  const auto hash = draft.last_hash();
  Batch batch;
  draft.take_into(batch);
  batch.urgent = urgent;
  TRY(store.commit(std::move(batch)));
  return Acknowledged{log(number), sequence, hash};
}

std::string damage(const Store& store, const std::filesystem::path& folder) {
  std::string out;
  const auto witness = store::read_witness(folder / "witness.db");
  if (!witness) out += describe(witness.error()) + "\n";
  const auto report = verify(store, {.service = {}, .witness = witness ? *witness : std::nullopt, .since = {}});
  if (!report) return out + describe(report.error()) + "\n";
  for (const auto& finding : report->findings) out += finding.place + ": " + finding.what + "\n";
  const auto own = store.self_check();
  if (!own) return out + describe(own.error()) + "\n";
  for (const auto& line : *own) out += line + "\n";
  return out;
}

}  // namespace trefoil::crash
