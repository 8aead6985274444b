// The vectors of tests/golden/vectors.json, which docs/format.md refers to: made here again from their fixed seeds and
// compared as text. TREFOIL_WRITE_VECTORS=1 in the environment writes the file instead; do that only for a new version
// of the format, never to make a failing test pass: records in the old form are out there.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "ledger/test_scene.h"

namespace trefoil::ledger {
namespace {

const std::string kFile = TREFOIL_SOURCE_DIR "/tests/golden/vectors.json";

std::string read_file() {
  std::ifstream in(kFile);
  return {std::istreambuf_iterator<char>(in), {}};
}

// 32, 24, 16 or however many bytes that count up from the first: easy to type into another program.
Bytes counting(std::uint8_t first, std::size_t count) {
  Bytes out(count);
  for (auto& byte : out) byte = first++;
  return out;
}
template <class AnyId>
AnyId id(std::uint8_t first) {
  return AnyId::from(counting(first, 16));
}
vault::Key key(vault::Arena& arena, std::uint8_t first) { return arena.keep(counting(first, 32)); }

class Json {
 public:
  void begin(const std::string& name) {
    out_ << (first_ ? "" : ",") << "\n  \"" << name << "\": {";
    first_ = true;
  }
  void end() {
    out_ << "\n  }";
    first_ = false;
  }
  void text(const std::string& name, const std::string& value) { raw(name, '"' + value + '"'); }
  void hex(const std::string& name, View value) { text(name, base::to_hex(value)); }
  void number(const std::string& name, std::uint64_t value) { raw(name, std::to_string(value)); }
  std::string take() { return "{" + out_.str() + "\n}\n"; }

 private:
  void raw(const std::string& name, const std::string& value) {
    out_ << (first_ ? "" : ",") << "\n    \"" << name << "\": " << value;
    first_ = false;
  }
  std::ostringstream out_;
  bool first_ = true;
};

// A sealed box and a slot's seal have randomness inside: the file's own bytes are kept where they still open, and only
// what is in them is made again.
class Vectors {
 public:
  std::string make() {
    card();
    epoch();
    given();
    entries();
    slot();
    tombstone();
    checkpoint();
    stretches();
    padding();
    return json_.take();
  }

 private:
  std::optional<Bytes> stored(const std::string& section, const std::string& name) const {
    const auto at = file_.find("\"" + section + "\": {");
    if (at == std::string::npos) return std::nullopt;
    const std::string mark = "\"" + name + "\": \"";
    const auto from = file_.find(mark, at);
    if (from == std::string::npos) return std::nullopt;
    const auto start = from + mark.size();
    return base::from_hex(file_.substr(start, file_.find('"', start) - start));
  }

  void pair(const std::string& name, std::uint8_t seed, const vault::Pair& made) {
    json_.hex(name + "_seed", counting(seed, 32));
    json_.hex(name + "_sign_seed", made.sign_seed);
    json_.hex(name + "_box_secret", made.box_secret);
    json_.hex(name + "_sign", made.card.sign);
    json_.hex(name + "_box", made.card.box);
    json_.hex(name + "_id", made.card.id().view());
  }

  void card() {
    json_.begin("card");
    pair("founder", 0x01, founder_);
    pair("invitation", 0x21, invitation_);
    pair("person", 0x41, person_);
    for (const auto& [name, row] :
         {std::pair{"founder", make_card(CardKind::founder, founder_, founder_)},
          {"invitation", make_card(CardKind::invitation, invitation_, founder_, 1'764'000'000'000)},
          {"person", make_card(CardKind::person, person_, invitation_)}}) {
      const Side side = encode(row);
      json_.hex(std::string(name) + "_body", side.body);
      EXPECT_EQ(encode(*decode_card(side)), side);
      sides_.push_back(side);
    }
    json_.text("person_words", vault::fingerprint_words(person_.card.id()));
    json_.end();
  }

  void epoch() {
    json_.begin("epoch");
    json_.hex("log", keys_.log.view());
    json_.hex("room", keys_.room.view());
    json_.number("epoch", keys_.epoch);
    json_.hex("secret", keys_.secret);
    json_.hex("seal_key", keys_.seal);
    json_.hex("drop_seed", vault::derive(arena_, keys_.secret, 2, "trefroom"));
    json_.hex("drop_secret", drop_pair(arena_, keys_).secret);
    json_.hex("drop_public", facts(keys_).drop);
    json_.hex("commitment", facts(keys_).commitment);
    json_.end();
  }

  void given() {
    wrap_ = stored("wrap", "sealed").value_or(Bytes());
    const auto opened = unwrap(arena_, person_, keys_.log, keys_.room, keys_.epoch, wrap_);
    if (!opened || !std::ranges::equal(opened->secret, keys_.secret)) wrap_ = wrap(keys_, person_.card);
    json_.begin("wrap");
    json_.hex("receiver_id", person_.card.id().view());
    json_.hex("sealed", wrap_);
    json_.hex("plain", *vault::box_open(person_, wrap_));
    json_.hex("digest", vault::digest(wrap_));
    json_.end();
  }

  Header header(Mode mode, const vault::Pair& author) const {
    return {.mode = mode,
            .log = keys_.log,
            .sequence = rows_.size(),
            .room = keys_.room,
            .epoch = keys_.epoch,
            .author = author.card.id(),
            .previous = rows_.empty() ? Hash{} : entry_hash(rows_.back().header, rows_.back().payload_hash)};
  }

  void entry(const std::string& name, const vault::Pair& author, const Header& header, Bytes payload, View plain) {
    Row row{.log = header.log, .sequence = header.sequence, .header = encode(header)};
    row.payload_hash = vault::digest(payload);
    row.payload = std::move(payload);
    const Hash hash = entry_hash(row.header, row.payload_hash);
    row.signature = vault::sign(author, "trefoil sign v1", hash);
    json_.begin("entry_" + name);
    json_.hex("author_sign", author.card.sign);
    json_.hex("header", row.header);
    json_.hex("payload", *row.payload);
    json_.hex("payload_hash", row.payload_hash);
    json_.hex("hash", hash);
    json_.hex("signature", row.signature);
    if (!plain.empty()) json_.hex("plain", plain);
    json_.end();
    rows_.push_back(std::move(row));
  }

  void entries() {
    const auto open = [&](const std::string& name, const Fact& fact) {
      entry(name, founder_, header(Mode::open, founder_), encode(fact), {});
    };
    open("begins", facts(keys_));
    open("grant", Grant{.to = person_.card.id(), .wrap = vault::digest(wrap_)});

    const std::string sealed = R"({"type":"note","v":1,"text":"Grüße"})";
    Header of_note = header(Mode::sealed, founder_);
    std::ranges::copy(counting(0xa0, 24), of_note.nonce.begin());
    entry("sealed", founder_, of_note,
          vault::seal(keys_.seal, of_note.nonce, encode(of_note), vault::pad(base::view(sealed))), base::view(sealed));

    const std::string left = R"({"type":"note","v":1,"text":"left"})";
    Header of_drop = header(Mode::drop, person_);
    std::ranges::copy(counting(0xb8, 24), of_drop.nonce.begin());
    const vault::Key content_key = key(arena_, 0xd0);
    const vault::BoxPair drop = drop_pair(arena_, keys_);
    Bytes payload = stored("entry_drop", "payload").value_or(Bytes(80));
    payload.resize(std::min<std::size_t>(payload.size(), 80));
    const auto boxed = vault::box_open(drop.box, drop.secret, payload);
    if (!boxed || !std::ranges::equal(*boxed, content_key)) payload = vault::box_seal(drop.box, content_key);
    const Bytes content = vault::seal(content_key, of_drop.nonce, encode(of_drop), vault::pad(base::view(left)));
    payload.insert(payload.end(), content.begin(), content.end());
    entry("drop", person_, of_drop, std::move(payload), base::view(left));

    open("wrap_gone", WrapGone{.grant = 1});
    reads_back({sealed, left});
  }

  // The program itself reads what the vectors hold.
  void reads_back(const std::vector<std::string>& plain) {
    test::TestStore store;
    store.logs[keys_.log] = rows_;
    Keychain keys;
    keys.add(*unwrap(arena_, person_, keys_.log, keys_.room, keys_.epoch, wrap_));
    std::vector<std::string> got;
    const Cards cards{{founder_.card.id(), founder_.card}, {person_.card.id(), person_.card}};
    const auto log = open_log(store, keys_.log, cards, keys, {},
                              [&](const OpenedEntry& each) { got.emplace_back(base::text(each.plain)); });
    ASSERT_TRUE(log);
    EXPECT_EQ(log->damage.size(), 0u);
    EXPECT_EQ(got, plain);
  }

  void slot() {
    const vault::Stretched way = vault::stretch(arena_, base::view("installation"), "ada", "correct horse battery");
    const vault::Key person_key = key(arena_, 0x61);
    const auto ring_id = id<RoomId>(0x90).bytes;
    Slot slot{.locator = way.locator, .kind = SlotKind::passphrase, .keyring = ring_id};
    slot.sealed = stored("slot", "sealed").value_or(Bytes());
    const auto opened = open_slot(arena_, slot, way);
    if (!opened || !std::ranges::equal(*opened, person_key))
      slot.sealed = make_slot(slot.kind, ring_id, way, person_key, person_).sealed;
    sign(slot, person_);
    json_.begin("slot");
    json_.hex("wrap_key", way.wrap);
    json_.hex("locator", way.locator.view());
    json_.hex("keyring", ring_id);
    json_.hex("person_key", person_key);
    json_.hex("sealed", slot.sealed);
    json_.hex("body", encode(slot).body);
    json_.end();
    Keyring keyring{.id = ring_id, .generation = 2, .slots = {way.locator, id<vault::Locator>(0x05)}};
    keyring.sealed = counting(0x00, 40);
    sign(keyring, person_);
    json_.begin("keyring");
    json_.hex("id", ring_id);
    json_.hex("body", encode(keyring).body);
    json_.end();
    sides_.push_back(encode(keyring));
    sides_.push_back(encode(slot));
  }

  void tombstone() {
    const LogId log = id<LogId>(0xe0);
    const Side side =
        encode(confirm_erasure(person_, log, founder_.card.id(), 20'000, ask_erasure(founder_, log, 20'000)));
    json_.begin("tombstone");
    json_.hex("log", log.view());
    json_.number("day", 20'000);
    json_.hex("body", side.body);
    json_.end();
    sides_.push_back(side);
  }

  void checkpoint() {
    std::ranges::sort(sides_, {}, [](const Side& side) { return std::pair(side.kind, side.key); });
    const Hash sides = sides_digest(sides_);
    const Notary notary(key(arena_, 0x71));
    const MovedHead head{keys_.log, rows_.size(), entry_hash(rows_.back().header, rows_.back().payload_hash)};
    const Checkpoint first = notary.make(std::nullopt, sides, {});
    const Checkpoint made = notary.make(first, sides, {{id<LogId>(0xe0), 3, vault::digest(base::view("x"))}, head});
    json_.begin("checkpoint");
    json_.hex("seed", counting(0x71, 32));
    json_.hex("service", notary.service());
    json_.hex("sides", sides);
    json_.hex("first_hash", first.hash());
    json_.hex("body", made.body());
    json_.hex("hash", made.hash());
    json_.hex("signature", made.signature);
    json_.text("receipt", to_string(Receipt{made.number, made.hash()}));
    json_.end();
  }

  void stretches() {
    json_.begin("stretch");
    json_.hex("installation", base::view("installation"));
    json_.text("name", "ada");
    json_.text("passphrase", "correct horse battery");
    const auto full = vault::stretch(arena_, base::view("installation"), "ada", "correct horse battery");
    json_.hex("wrap", full.wrap);
    json_.hex("locator", full.locator.view());
    json_.end();
    const vault::Code code = vault::code_of(arena_, counting(0xc0, 16));
    const auto fast = vault::stretch_code(arena_, code.secret);
    json_.begin("recovery");
    json_.hex("secret16", counting(0xc0, 16));
    json_.text("shown", code.shown);
    json_.hex("wrap", fast.wrap);
    json_.hex("locator", fast.locator.view());
    json_.end();
  }

  void padding() {
    json_.begin("padded_size");
    for (const std::size_t size : {0, 255, 256, 4095, 4096, 4607, 8191, 65'535, 100'000})
      json_.number(std::to_string(size), vault::padded_size(size));
    json_.end();
  }

  const std::string file_ = read_file();
  Json json_;
  vault::Arena arena_;
  vault::Pair founder_ = vault::pair_from_seed(arena_, key(arena_, 0x01));
  vault::Pair invitation_ = vault::pair_from_seed(arena_, key(arena_, 0x21));
  vault::Pair person_ = vault::pair_from_seed(arena_, key(arena_, 0x41));
  RoomKeys keys_ = room_keys(arena_, id<LogId>(0x10), id<RoomId>(0x30), 1, key(arena_, 0x50));
  Bytes wrap_;
  std::vector<Row> rows_;
  std::vector<Side> sides_;
};

TEST(Golden, the_format_is_what_it_was) {
  const std::string made = Vectors().make();
  if (std::getenv("TREFOIL_WRITE_VECTORS")) std::ofstream(kFile) << made;
  std::istringstream now(made), then(read_file());
  std::string left, right;
  while (std::getline(now, left) && std::getline(then, right)) ASSERT_EQ(left, right);
  EXPECT_EQ(made, read_file());
}

}  // namespace
}  // namespace trefoil::ledger
