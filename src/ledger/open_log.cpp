#include <algorithm>

#include "ledger/log.h"
#include "ledger/walk.h"
#include "vault/seal_into.h"

namespace trefoil::ledger {

namespace {

// One buffer for everything that is opened, wiped at the end.
class Plain {
 public:
  ~Plain() { vault::wipe(buffer_); }
  std::span<std::uint8_t> room_for(std::size_t size) {
    if (buffer_.size() < size) {
      vault::wipe(buffer_);
      buffer_ = Bytes(std::max(size, 2 * buffer_.size()));
    }
    return buffer_;
  }

 private:
  Bytes buffer_ = Bytes(4096);
};

// What the reader can do in one room at its current epoch.
struct Reading {
  RoomId room;
  std::uint32_t epoch = 0;
  const RoomKeys* keys = nullptr;  // none: not held, or not what the epoch's commitment says
  EpochBegins fact;
  std::optional<vault::BoxPair> drop;
};

class LogReader {
 public:
  LogReader(LogId log, const Cards& cards, const Keychain& keys, const Verified& verified,
            const std::function<void(const OpenedEntry&)>& visit)
      : log_(log), keys_(keys), verified_(verified), visit_(visit), walk_(log, cards, verified.length) {}

  bool take(const RowView& row) {
    const Step* step = walk_.step(row);
    const Head head = walk_.head();
    if (walk_.trust_broken() || (head.length == verified_.length && head.hash != verified_.hash)) {
      trust_gone_ = true;
      return false;
    }
    if (!step) return !walk_.stopped();
    if (step->fact) {
      if (const auto* begins = std::get_if<EpochBegins>(&*step->fact)) begin(step->header, *begins);
    } else if (step->payload) {
      read(*step);
    }
    return true;
  }

  Result<OpenedLog> finish(const Store& store, const Cards& cards, Result<void> scanned) {
    const Head head = walk_.head();
    if (!scanned && (scanned.error().fault != Fault::damaged || head.length == 0))
      return std::unexpected(std::move(scanned.error()));
    if (trust_gone_ || head.length < verified_.length)
      return fail(Fault::damaged, "This log is not what was read and checked before.", "log " + log_.str(),
                  "Read it again with nothing taken for granted; `trefoil verify` names what is wrong.");
    OpenedLog out{.head = head, .unreadable = unreadable_};
    out.damage = std::move(walk_.damage());
    if (!scanned) out.damage.push_back(std::move(scanned.error()));
    if (!walk_.bare().empty() || walk_.full() == 0) out.erased = TRY(has_tombstone(store, log_, cards));
    if (!out.erased)
      for (const std::uint64_t sequence : walk_.bare())
        out.damage.push_back(
            {Fault::damaged, "Its content is missing, and nobody erased it.", entry_place(log_, sequence)});
    out.rooms = walk_.rules().take_rooms();
    return out;
  }

 private:
  void wrong(std::uint64_t sequence, const char* what) {
    walk_.damage().push_back({Fault::damaged, what, entry_place(log_, sequence)});
  }

  void begin(const Header& header, const EpochBegins& fact) {
    Reading& reading = find_or_add(header.room);
    reading = {.room = header.room, .epoch = header.epoch, .fact = fact};
    const RoomKeys* keys = keys_.find(log_, header.room, header.epoch);
    if (!keys) return;
    if (vault::derive_public(keys->secret, 3, "trefroom") != fact.commitment) {
      wrong(header.sequence, "The key that was given for the room is not the one that the room began with.");
      return;
    }
    reading.keys = keys;
    // Costs as much as opening fifty entries; what was verified before was held against it then, or is at the first
    // drop.
    if (header.sequence >= verified_.length) drop_of(reading, header.sequence);
  }

  // Null where the published drop key is not the room's own: then somebody else reads what is dropped.
  const vault::BoxPair* drop_of(Reading& reading, std::uint64_t sequence) {
    if (!reading.drop) {
      if (!arena_) arena_.emplace();
      reading.drop = drop_pair(*arena_, *reading.keys);
      if (reading.drop->box != reading.fact.drop)
        wrong(sequence, "The public key for what is left in the room is not the room's own.");
    }
    return reading.drop->box == reading.fact.drop ? &*reading.drop : nullptr;
  }

  void read(const Step& step) {
    Reading* reading = find(step.header.room);
    if (!reading || !reading->keys) {
      ++unreadable_;
      return;
    }
    const auto padded = step.header.mode == Mode::sealed ? unseal(*reading, step) : undrop(*reading, step);
    const auto plain = padded ? vault::unpadded(*padded) : std::nullopt;
    if (!plain) {
      wrong(step.header.sequence, "It was signed, but can't be opened with the room's key.");
      return;
    }
    visit_({.sequence = step.header.sequence,
            .room = step.header.room,
            .epoch = step.header.epoch,
            .author = step.header.author,
            .mode = step.header.mode,
            .hash = step.hash,
            .payload_hash = step.payload_hash,
            .plain = *plain});
  }

  std::optional<View> unseal(const Reading& reading, const Step& step) {
    return open(reading.keys->seal, step, *step.payload);
  }

  std::optional<View> undrop(Reading& reading, const Step& step) {
    constexpr std::size_t kBoxed = 32 + vault::kBoxOverhead;
    if (step.payload->size() < kBoxed) return std::nullopt;
    const vault::BoxPair* drop = drop_of(reading, step.header.sequence);
    if (!drop) return std::nullopt;
    auto content_key = vault::box_open(drop->box, drop->secret, step.payload->first(kBoxed));
    if (!content_key) return std::nullopt;
    const auto plain = open(vault::Key(content_key->data(), 32), step, step.payload->subspan(kBoxed));
    vault::wipe(*content_key);
    return plain;
  }

  std::optional<View> open(vault::Key key, const Step& step, View sealed) {
    return vault::open_into(plain_.room_for(sealed.size()), key, step.header.nonce, step.header_bytes, sealed);
  }

  Reading* find(RoomId room) {
    if (last_ < readings_.size() && readings_[last_].room == room) return &readings_[last_];
    const auto at = std::ranges::find(readings_, room, &Reading::room);
    if (at == readings_.end()) return nullptr;
    last_ = static_cast<std::size_t>(at - readings_.begin());
    return &*at;
  }
  Reading& find_or_add(RoomId room) {
    if (Reading* found = find(room)) return *found;
    return readings_.emplace_back(Reading{.room = room});
  }

  LogId log_;
  const Keychain& keys_;
  Verified verified_;
  const std::function<void(const OpenedEntry&)>& visit_;
  LogWalk walk_;
  Plain plain_;
  std::vector<Reading> readings_;
  std::size_t last_ = 0;
  std::optional<vault::Arena> arena_;
  std::uint64_t unreadable_ = 0;
  bool trust_gone_ = false;
};

}  // namespace

Result<OpenedLog> open_log(const Store& store, LogId log, const Cards& cards, const Keychain& keys,
                           const Verified& verified, const std::function<void(const OpenedEntry&)>& visit) {
  LogReader reader(log, cards, keys, verified, visit);
  auto scanned = store.scan(log, 0, [&](const RowView& row) { return reader.take(row); });
  return reader.finish(store, cards, std::move(scanned));
}

}  // namespace trefoil::ledger
