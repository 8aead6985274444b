#include "practice/answer_link.h"

#include <algorithm>
#include <set>

#include "codec/event_json.h"
#include "practice/files_draft.h"
#include "practice/link.h"

namespace trefoil::practice {

namespace {
constexpr std::size_t kSecret = 16, kRoom = 4, kKey = std::tuple_size_v<InstrumentKey>, kMost = 20;

std::unexpected<Error> no_link() {
  return fail(Fault::not_found, "This link does not count, or not any more.", "link",
              "It can be used once, for two weeks. Ask whoever gave it to you for a new one.");
}

struct Token {
  Bytes bytes;
  Bytes room;  // the beginning of the room's id
  std::vector<InstrumentKey> instruments;
};
std::optional<Token> read_token(std::string_view text) {
  auto bytes = base::from_base32(text);
  if (!bytes || bytes->size() <= kSecret + kRoom || (bytes->size() - kSecret - kRoom) % kKey != 0) return std::nullopt;
  Token out{std::move(*bytes), {}, {}};
  const auto at = out.bytes.begin() + kSecret;
  out.room.assign(at, at + kRoom);
  for (auto one = at + kRoom; one != out.bytes.end(); one += kKey) {
    InstrumentKey key;
    std::copy_n(one, kKey, key.begin());
    out.instruments.push_back(key);
  }
  if (out.instruments.size() > kMost) return std::nullopt;
  return out;
}

// By the link's own secret: the same digest in every address would tell whoever sees one what a client is asked.
InstrumentKey key_in(View secret, std::string_view instrument) {
  const auto digest = vault::hash("trefoil answer link asks v1", {secret, base::view(instrument)});
  InstrumentKey out;
  std::copy_n(digest.begin(), out.size(), out.begin());
  return out;
}
InstrumentKey key_in(const Token& token, std::string_view instrument) {
  return key_in(View(token.bytes).first(kSecret), instrument);
}

// Everything in the address is bound in: another list of instruments, or another room, is another link, which is none.
vault::Pair pair_of(vault::Arena& arena, const Token& token, LogId file) {
  return link_pair(arena, "trefoil answer link v1", token.bytes, file);
}

// Whether the link left something already: its drops stand in the log under its key.
Result<bool> is_used(const House& house, LogId file, KeyId link) {
  bool used = false;
  TRY(house.store->scan(file, 0, [&](const ledger::RowView& row) {
    const auto header = ledger::decode_header(row.header);
    used = used || (header && header->author == link);
    return !used;
  }));
  return used;
}

std::optional<RoomId> room_of(const LinkDoor& door, const Bytes& beginning) {
  for (const auto& [id, state] : door.log.rooms)
    if (std::ranges::equal(std::span(id.bytes).first(kRoom), beginning)) return id;
  return std::nullopt;
}

// Whether nobody who left the file holds the newest key of the room where answers go. Where a therapist left, and nobody
// who could has begun a new one, what is left would be read by them alone, and told to nobody. Who is whose is not known
// here: that the newest key of the shared room is with all of the circle is.
bool is_read(const LinkDoor& door, RoomId answers) {
  const auto newest = [&](RoomId id) {
    const auto& state = door.log.rooms.at(id);
    const auto granted = state.granted.find(state.epoch);
    return granted == state.granted.end() ? std::set<KeyId>() : granted->second;
  };
  const auto circle = newest(door.shared), readers = newest(answers);
  return !readers.empty() && std::ranges::includes(circle, readers);
}
std::unexpected<Error> unread() {
  return fail(Fault::refused, "Nobody could read just now what is answered here. Nothing was kept, and nobody was told.", "link",
              "Speak with your therapist, or whoever gave you the link.");
}

std::vector<course::MeasurePlan> plans_of(const care::File& file) {
  std::vector<course::MeasurePlan> out;
  for (const auto& line : file.course.measures) out.push_back(line.plan);
  return out;
}

bool asks_for(const Token& token, const care::Taking& taking) {
  return std::ranges::count(token.instruments, key_in(token, taking.instrument)) > 0;
}
}  // namespace

std::expected<AnswerLink, Refused> make_answer_link(const House& house, Keyholder& holder, LogId file, PersonId person,
                                                    const std::vector<std::string>& instruments) {
  if (instruments.empty() || instruments.size() > kMost)
    return pass(Error{Fault::bad_input, "A link asks one instrument at least, and 20 at most.", "instrument", "Choose what is asked."});
  const std::set<std::string> asked(instruments.begin(), instruments.end());
  if (asked.size() != instruments.size())
    return pass(Error{Fault::bad_input, "The same instrument stands in it twice.", "instrument", "Ask it once."});
  for (int attempt = 1;; ++attempt) {
    const auto who = acting(house, holder);
    if (!who) return pass(who.error());
    auto opened = open_file(house, holder, file);
    if (!opened) return pass(opened.error());
    const auto room = care::answers_room(opened->file, person);
    // The address names the room, so it is made beforehand: with the plan of measures, as it is.
    if ((!opened->file.rooms.contains(room) || shut_rooms(*opened).contains(room)) && care::may_hold(opened->file.circle, room, holder.person) && attempt == 1) {
      const auto made = act(house, holder, file, care::Record{{course::MeasuresScheduled{plans_of(opened->file)}}});
      if (!made) return std::unexpected(made.error());
      continue;
    }
    const auto place = opened->file.rooms.find(room);
    Bytes bytes = vault::random_bytes(kSecret);
    Bytes secret = bytes;
    const auto beginning = place == opened->file.rooms.end() ? RoomId{} : place->second.id;
    bytes.insert(bytes.end(), beginning.bytes.begin(), beginning.bytes.begin() + kRoom);
    for (const auto& instrument : instruments) {
      const auto key = key_in(secret, instrument);
      bytes.insert(bytes.end(), key.begin(), key.end());
    }
    AnswerLink link{base::to_base32(bytes), opened->file.moment(house.clock->now()).today + kAnswerLinkDays};
    const auto pair = pair_of(holder.arena, *read_token(link.token), file);
    vault::wipe(bytes);
    vault::wipe(secret);
    ledger::Batch batch;
    batch.sides.push_back(link_card(pair, holder, link.until, opened->file.zone));
    const care::Record record{{course::MeasureLinkMade{pair.card.id(), person, asked, link.until}}};
    if (const auto drafted = draft_act(house, holder, *who, *opened, record, batch); !drafted)
      return std::unexpected(drafted.error());
    const auto done = house.store->commit(std::move(batch));
    if (done) return link;
    if (done.error().fault != Fault::stale || attempt == kTries) return pass(done.error());
  }
}

Result<std::vector<std::string>> asked_by_link(const House& house, LogId file, std::string_view text,
                                               std::span<const std::string> known) {
  const auto token = read_token(text);
  if (!token) return no_link();
  vault::Arena arena;
  const auto pair = pair_of(arena, *token, file);
  if (!TRY(link_counts(house, pair.card.id())) || TRY(is_used(house, file, pair.card.id()))) return no_link();
  std::vector<std::string> out;
  for (const auto& key : token->instruments) {
    const auto one = std::ranges::find_if(known, [&](const std::string& id) { return key_in(*token, id) == key; });
    if (one != known.end()) out.push_back(*one);
  }
  return out;
}

Result<void> answer_by_link(const House& house, LogId file, std::string_view text,
                            const std::vector<care::Taking>& takings) {
  const auto token = read_token(text);
  if (!token) return no_link();
  vault::Arena arena;
  const auto pair = pair_of(arena, *token, file);
  for (int attempt = 1;; ++attempt) {
    // Looked at again each time: two who send at once leave one set of answers.
    if (!TRY(link_counts(house, pair.card.id())) || TRY(is_used(house, file, pair.card.id()))) return no_link();
    const auto door = TRY(link_door(house, file));
    const auto answers = door ? room_of(*door, token->room) : std::nullopt;
    if (!answers) return no_link();
    if (!is_read(*door, *answers)) return unread();
    ledger::Hash checkpoint{};
    if (const auto last = TRY(house.store->last_checkpoint())) checkpoint = last->hash();
    ledger::Batch batch;
    ledger::Draft draft(door->log.head, checkpoint);
    const Instant now = house.clock->now();
    const auto leave = [&](RoomId id, care::Body body) {
      const auto& room = door->log.rooms.at(id);
      const care::Event event{vault::random_id<EntryId>(), now, care::Room{}, std::move(body)};
      draft.drop(pair, id, room.epoch, room.epochs.at(room.epoch).drop, base::view(codec::encode(event)));
    };
    for (const auto& taking : takings) {
      if (!asks_for(*token, taking)) return no_link();
      leave(door->shared, care::in_course_now(course::MeasureTaken{taking.instrument, taking.wording, {}, {}, {}, false}));
      if (taking.score) leave(door->shared, *taking.score);
      if (!taking.diary.empty())
        leave(door->shared, care::Answered{taking.instrument, taking.title, {}, taking.diary, {}});
      if (!taking.replies.empty())
        leave(*answers, care::Answered{taking.instrument, taking.title, {}, taking.replies, taking.alerts});
    }
    draft.take_into(batch);
    const auto done = house.store->commit(std::move(batch));
    if (done) return {};
    if (done.error().fault != Fault::stale || attempt == kTries) return std::unexpected(done.error());
  }
}

}  // namespace trefoil::practice
