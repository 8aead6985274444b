#include "practice/sign_ins.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

#include "practice/disk.h"

namespace trefoil::practice {

namespace fs = std::filesystem;

namespace {
constexpr std::size_t kFileLimit = 1u << 20;
constexpr std::int64_t kTouchMs = 20'000;  // how often the idle time is written on, at most
constexpr std::string_view kTag = "trefoil sign-in v1";

// A sign-in's file: version u8, keyed part (key id 16, box 32, absolute end i64, idle minutes u32), locked u8, then while
// open: nonce and sealed (idle end i64, person key 32, keyring 16, packed keyring). Everything before the nonce is the
// seal's associated data; a MAC under the same key covers the whole, so a locked file can't be forged either.
struct Stub {
  KeyId key;
  vault::BoxPublic box{};
  std::int64_t absolute = 0;
  std::uint32_t idle_minutes = 15;
  bool locked = false;
};

Bytes encode_stub(const Stub& stub) {
  return base::Writer()
      .u8(1).raw(stub.key.view()).raw(stub.box).u64(static_cast<std::uint64_t>(stub.absolute)).u32(stub.idle_minutes)
      .u8(stub.locked ? 1 : 0).take();
}
constexpr std::size_t kStubSize = 1 + 16 + 32 + 8 + 4 + 1;

struct Parsed {
  std::string id;  // base32, the file's name
  Bytes secret;    // 32 bytes
};
std::optional<Parsed> parse(std::string_view cookie) {
  auto bytes = base::from_base32(cookie);
  if (!bytes || bytes->size() != 48) return std::nullopt;
  Parsed out{base::to_base32(View(*bytes).first(16)), base::copy(View(*bytes).subspan(16))};
  vault::wipe(*bytes);
  return out;
}

struct Read {
  Stub stub;
  Bytes stub_bytes;
  Bytes rest;  // sealed part, or empty
};
}  // namespace

SignIns::SignIns(fs::path folder, const Clock& clock, std::chrono::hours absolute)
    : folder_(std::move(folder)), clock_(&clock), absolute_(absolute) {}

Result<std::unique_ptr<SignIns>> SignIns::open(const Folder& folder, const Clock& clock, std::chrono::hours absolute) {
  TRY(make_private_folder(folder.memory));
  // Its name can be known beforehand, and /dev/shm is everybody's: what somebody else made there is not used.
  struct stat made{};
  if (::lstat(folder.memory.c_str(), &made) != 0 || !S_ISDIR(made.st_mode) || made.st_uid != ::geteuid() || (made.st_mode & 077) != 0)
    return fail(Fault::refused, "The folder for sign-ins is not this user's alone.", folder.memory.string(), "Remove it, and start again.");
  const auto boot_file = folder.memory / "boot.key";
  auto boot = read_whole(boot_file, 64);
  if (!boot || boot->size() != 32) {
    vault::Arena arena;
    TRY(write_whole(boot_file, vault::random_key(arena), false));
    boot = TRY(read_whole(boot_file, 64));  // whoever was last: processes that start together agree on what lies there
  }
  std::unique_ptr<SignIns> out(new SignIns(folder.memory, clock, absolute));
  out->boot_ = out->arena_.keep(*boot);
  vault::wipe(*boot);
  return out;
}

namespace {
vault::Key sealing_key(vault::Arena& arena, View boot, View secret) {
  auto hash = vault::keyed_hash(vault::Key(boot.data(), 32), kTag, {secret});
  const auto key = arena.keep(hash);
  vault::wipe(hash);
  return key;
}

std::string csrf_of(View secret) {
  return base::to_base32(View(vault::hash("trefoil csrf v1", {secret})).first(20));
}

Bytes sealed_holder(vault::Key key, View stub, const Keyholder& holder, std::int64_t idle_end) {
  auto packed = pack(holder);
  auto plain = base::Writer().u64(static_cast<std::uint64_t>(idle_end)).raw(holder.master()).raw(holder.keyring).sized(packed).take();
  auto sealed = vault::seal_with_nonce(key, stub, plain);
  vault::wipe(packed);
  vault::wipe(plain);
  return sealed;
}

Result<void> write_sign_in(const fs::path& file, vault::Key key, const Stub& stub, View sealed) {
  const auto head = encode_stub(stub);
  const auto mac = vault::keyed_hash(key, "trefoil sign-in mac v1", {head, sealed});
  return write_whole(file, base::Writer().raw(mac).raw(head).raw(sealed).take(), false);
}

std::optional<Read> read_sign_in(const fs::path& file, vault::Key key) {
  const auto bytes = read_whole(file, kFileLimit);
  if (!bytes || bytes->size() < 32 + kStubSize) return std::nullopt;
  const View all(*bytes);
  Read out;
  out.stub_bytes = base::copy(all.subspan(32, kStubSize));
  out.rest = base::copy(all.subspan(32 + kStubSize));
  const auto mac = vault::keyed_hash(key, "trefoil sign-in mac v1", {out.stub_bytes, out.rest});
  if (!vault::equal(mac, all.first(32))) return std::nullopt;
  base::Reader in(out.stub_bytes);
  if (in.u8() != 1) return std::nullopt;
  out.stub.key = KeyId::from(in.raw(16));
  out.stub.box = in.array<32>();
  out.stub.absolute = static_cast<std::int64_t>(in.u64());
  out.stub.idle_minutes = in.u32();
  out.stub.locked = in.u8() == 1;
  return out;
}

// Takes the keys out and keeps the sign-in name, sealed: who comes back types only the passphrase.
Result<void> write_locked(const fs::path& file, vault::Key key, Stub stub, View sealed) {
  std::string name;
  if (auto plain = vault::open_with_nonce(key, encode_stub(stub), sealed)) {
    base::Reader in(*plain);
    in.raw(8);
    const View person_key = in.raw(32);
    const auto keyring = in.array<16>();
    const View packed = in.sized();
    if (in.done())
      if (const auto holder = unpack(packed, vault::Key(person_key.data(), 32), keyring)) name = holder->sign_in_name;
    vault::wipe(*plain);
  }
  stub.locked = true;
  return write_sign_in(file, key, stub, vault::seal_with_nonce(key, encode_stub(stub), base::view(name)));
}

fs::path file_of(const fs::path& folder, const std::string& id, KeyId key) { return folder / (key.str() + "." + id); }

// The file's name says whose it is, so that a person's sign-ins can be counted and ended; the cookie knows only the id.
std::optional<fs::path> find_file(const fs::path& folder, const std::string& id) {
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(folder, failed)) {
    const auto name = entry.path().filename().string();
    if (name.size() > id.size() && name.ends_with("." + id)) return entry.path();
  }
  return std::nullopt;
}
}  // namespace

Result<Cookie> SignIns::begin(const Keyholder& holder, int idle_minutes) {
  auto id = vault::random_bytes(16), secret = vault::random_bytes(32);
  vault::Arena arena;
  const auto key = sealing_key(arena, boot_, secret);
  const auto now = clock_->now();
  const Stub stub{holder.key(), holder.current().card.box, (now + absolute_).ms, static_cast<std::uint32_t>(idle_minutes), false};
  const auto idle_end = now.ms + idle_minutes * 60'000LL;
  TRY(write_sign_in(file_of(folder_, base::to_base32(id), holder.key()), key, stub, sealed_holder(key, encode_stub(stub), holder, idle_end)));
  Cookie cookie{base::to_base32(base::Writer().raw(id).raw(secret).take())};
  vault::wipe(secret);
  return cookie;
}

Result<Present> SignIns::look(std::string_view cookie, bool active) {
  Present present;
  auto parsed = parse(cookie);
  if (!parsed) return present;
  const auto file = find_file(folder_, parsed->id);
  if (!file) return present;
  vault::Arena arena;
  const auto key = sealing_key(arena, boot_, parsed->secret);
  auto read = read_sign_in(*file, key);
  const auto now = clock_->now().ms;
  if (!read) return present;
  present.csrf = csrf_of(parsed->secret);
  present.key = read->stub.key;
  present.box = read->stub.box;
  vault::wipe(parsed->secret);
  auto& stub = read->stub;
  if (!stub.locked && now < stub.absolute) {
    auto plain = vault::open_with_nonce(key, read->stub_bytes, read->rest);
    if (!plain) return Present{};
    base::Reader in(*plain);
    const auto idle_end = static_cast<std::int64_t>(in.u64());
    const View person_key = in.raw(32);
    const auto keyring = in.array<16>();
    const View packed = in.sized();
    if (in.done() && now < idle_end) {
      auto holder = unpack(packed, vault::Key(person_key.data(), 32), keyring);
      const auto fresh_end = now + stub.idle_minutes * 60'000LL;
      if (holder && active && fresh_end - idle_end > kTouchMs) {
        // What was ended or locked since it was read stays so.
        const std::lock_guard lock(mutex_);
        if (const auto still = read_sign_in(*file, key); still && !still->stub.locked)
          (void)write_sign_in(*file, key, stub, sealed_holder(key, read->stub_bytes, *holder, fresh_end));
      }
      vault::wipe(*plain);
      if (!holder) return std::unexpected(holder.error());
      present.standing = Standing::open;
      present.name = holder->sign_in_name;
      present.holder = std::move(*holder);
      return present;
    }
    vault::wipe(*plain);
  }
  if (!stub.locked) {  // idle or over: the keys go, the stub stays for a form that is still to come
    TRY(write_locked(*file, key, stub, read->rest));
    stub.locked = true;
    if (auto again = read_sign_in(*file, key)) read->rest = std::move(again->rest);
  }
  present.standing = Standing::locked;
  if (const auto name = vault::open_with_nonce(key, encode_stub(stub), read->rest)) present.name = std::string(base::text(*name));
  return present;
}

Result<void> SignIns::lock(std::string_view cookie) {
  const auto parsed = parse(cookie);
  if (!parsed) return {};
  const auto file = find_file(folder_, parsed->id);
  if (!file) return {};
  vault::Arena arena;
  const auto key = sealing_key(arena, boot_, parsed->secret);
  const std::lock_guard lock(mutex_);
  auto read = read_sign_in(*file, key);
  if (!read) return {};
  if (read->stub.locked) return {};
  return write_locked(*file, key, read->stub, read->rest);
}

Result<void> SignIns::unlock(std::string_view cookie, const Keyholder& holder, int idle_minutes) {
  const auto parsed = parse(cookie);
  const auto file = parsed ? find_file(folder_, parsed->id) : std::nullopt;
  if (!file) return fail(Fault::locked, "This sign-in is over.", "", "Sign in again.");
  vault::Arena arena;
  const auto key = sealing_key(arena, boot_, parsed->secret);
  const auto read = read_sign_in(*file, key);
  if (!read) return fail(Fault::locked, "This sign-in is over.", "", "Sign in again.");
  if (read->stub.key != holder.key())
    return fail(Fault::refused, "Somebody else locked this page.", "passphrase", "Sign out first, then sign in as yourself.");
  const auto now = clock_->now();
  const Stub stub{holder.key(), holder.current().card.box, (now + absolute_).ms, static_cast<std::uint32_t>(idle_minutes), false};
  return write_sign_in(*file, key, stub, sealed_holder(key, encode_stub(stub), holder, now.ms + idle_minutes * 60'000LL));
}

void SignIns::end(std::string_view cookie) {
  const auto parsed = parse(cookie);
  if (!parsed) return;
  std::error_code ignored;
  const std::lock_guard lock(mutex_);
  if (const auto file = find_file(folder_, parsed->id)) fs::remove(*file, ignored);
  read_.erase(parsed->id);
}

std::size_t SignIns::end_others(std::string_view cookie, KeyId key) {
  const auto parsed = parse(cookie);
  std::size_t ended = 0;
  std::error_code failed;
  std::vector<fs::path> files;
  const std::lock_guard lock(mutex_);
  for (const auto& entry : fs::directory_iterator(folder_, failed)) files.push_back(entry.path());
  for (const auto& file : files) {
    const auto name = file.filename().string();
    if (!name.starts_with(key.str() + ".") || name.ends_with(".part")) continue;
    if (parsed && name.ends_with("." + parsed->id)) continue;
    if (fs::remove(file, failed)) ++ended;
  }
  return ended;
}

std::size_t SignIns::end_all(KeyId key) { return end_others("", key); }

std::size_t SignIns::count(KeyId key) const {
  std::size_t found = 0;
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(folder_, failed)) {
    const auto name = entry.path().filename().string();
    if (name.starts_with(key.str() + ".") && !name.ends_with(".part")) ++found;
  }
  return found;
}

bool SignIns::first_reading(std::string_view cookie, LogId file) {
  const auto parsed = parse(cookie);
  if (!parsed) return false;
  const std::lock_guard lock(mutex_);
  return read_[parsed->id].insert(file).second;
}

std::string fresh_door() { return base::to_base32(vault::random_bytes(20)); }

std::string door_token(std::string_view door) {
  return base::to_base32(View(vault::hash("trefoil door v1", {base::view(door)})).first(20));
}

bool same_token(std::string_view a, std::string_view b) { return vault::equal(base::view(a), base::view(b)); }

std::string seal_form(const vault::BoxPublic& author, std::string_view path, std::string_view body) {
  const auto plain = base::Writer().u8(1).sized(base::view(path)).sized(base::view(body)).take();
  return base::to_base32(vault::box_seal(author, plain));
}

Result<KeptForm> open_form(const Keyholder& holder, std::string_view sealed) {
  const auto bytes = base::from_base32(sealed);
  if (!bytes) return fail(Fault::bad_input, "The kept text is not whole.", "kept");
  const auto plain = TRY(vault::box_open(holder.current(), *bytes));
  base::Reader in(plain);
  const auto version = in.u8();
  KeptForm form{std::string(base::text(in.sized())), ""};
  form.body = std::string(base::text(in.sized()));
  if (version != 1 || !in.done()) return fail(Fault::damaged, "The kept text is not whole.", "kept");
  return form;
}

}  // namespace trefoil::practice
