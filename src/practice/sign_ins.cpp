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
constexpr std::chrono::hours kStubLife{7 * 24};  // how long after its end a form is still taken to its author
constexpr std::string_view kSignInTag = "trefoil sign-in v1", kBootFile = "boot.key";

// A sign-in's file is two records. The first is what a locked sign-in is: MAC 32, stub (version u8, key id 16, box 32,
// absolute end i64, idle minutes u32), sealed sign-in name. The second is there while it is open: MAC 32, idle end i64,
// sealed keys (person key 32, keyring 16, packed keyring). Each MAC covers all that stands before it and its record, and
// stub and idle end are associated data of the keys' seal. So a lock is the first record alone, and whoever sweeps can
// lock without the cookie; only the cookie can open.
struct Stub {
  KeyId key;
  vault::BoxPublic box{};
  std::int64_t absolute = 0;
  std::uint32_t idle_minutes = 15;
};

constexpr std::size_t kMacSize = 32, kStubSize = 1 + 16 + 32 + 8 + 4;

Bytes encode_stub(const Stub& stub) {
  return base::Writer()
      .u8(2).raw(stub.key.view()).raw(stub.box).u64(static_cast<std::uint64_t>(stub.absolute)).u32(stub.idle_minutes).take();
}
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

// The file's parts as they lie there; nothing of it is believed before its MAC.
struct Parts {
  Bytes all;
  Stub stub;
  std::size_t locked_size = 0;  // of the first record
  View stub_bytes, name;        // name: sealed
  bool open = false;
  std::int64_t idle_end = 0;
  View opening, keys;  // opening: the second record without its MAC
};

std::optional<Parts> read_parts(const fs::path& file) {
  auto bytes = read_whole(file, kFileLimit);
  if (!bytes) return std::nullopt;
  Parts out;
  out.all = std::move(*bytes);
  base::Reader in(out.all);
  in.raw(kMacSize);
  out.stub_bytes = in.raw(kStubSize);
  out.name = in.sized();
  if (in.failed()) return std::nullopt;
  base::Reader stub(out.stub_bytes);
  if (stub.u8() != 2) return std::nullopt;
  out.stub.key = KeyId::from(stub.raw(16));
  out.stub.box = stub.array<32>();
  out.stub.absolute = static_cast<std::int64_t>(stub.u64());
  out.stub.idle_minutes = stub.u32();
  out.locked_size = kMacSize + kStubSize + 4 + out.name.size();
  const View rest = View(out.all).subspan(out.locked_size);
  if (rest.empty()) return out;
  if (rest.size() < kMacSize + 8) return std::nullopt;
  out.open = true;
  out.opening = rest.subspan(kMacSize);
  out.idle_end = static_cast<std::int64_t>(base::Reader(out.opening).u64());
  out.keys = out.opening.subspan(8);
  return out;
}
}  // namespace

SignIns::SignIns(fs::path folder, const Clock& clock, std::chrono::hours absolute)
    : folder_(std::move(folder)), clock_(&clock), absolute_(absolute) {}

Result<std::unique_ptr<SignIns>> SignIns::open(const Folder& folder, const Clock& clock, std::chrono::hours absolute) {
  TRY(make_private_folder(folder.memory));
  // Its name can be known beforehand, and /dev/shm is everybody's: what somebody else made there is not used.
  struct stat made{};
  if (::lstat(folder.memory.c_str(), &made) != 0 || !S_ISDIR(made.st_mode) || made.st_uid != ::geteuid() || (made.st_mode & 077) != 0)
    return fail(Fault::refused, "The folder for sign-ins is not this user's alone.", folder.memory.string(), "Remove it, and start again.");
  const auto boot_file = folder.memory / kBootFile;
  auto boot = read_whole(boot_file, 64);
  if (!boot || boot->size() != 32) {
    if (boot) {
      std::error_code ignored;
      fs::remove(boot_file, ignored);
    }
    vault::Arena arena;
    TRY(write_new(boot_file, vault::random_key(arena)));
    boot = TRY(read_whole(boot_file, 64));  // whoever was first: processes that start together agree on what lies there
  }
  std::unique_ptr<SignIns> out(new SignIns(folder.memory, clock, absolute));
  out->boot_ = out->arena_.keep(*boot);
  vault::wipe(*boot);
  return out;
}

namespace {
vault::Key sealing_key(vault::Arena& arena, View boot, View secret) {
  auto hash = vault::keyed_hash(vault::Key(boot.data(), 32), kSignInTag, {secret});
  const auto key = arena.keep(hash);
  vault::wipe(hash);
  return key;
}

std::string csrf_of(View secret) {
  return base::to_base32(View(vault::hash("trefoil csrf v1", {secret})).first(20));
}

constexpr std::string_view kLockedMac = "trefoil sign-in locked v2", kOpenMac = "trefoil sign-in open v2";

Bytes locked_record(vault::Key key, const Stub& stub, std::string_view name) {
  const auto head = encode_stub(stub);
  const auto body = base::Writer().raw(head).sized(vault::seal_with_nonce(key, head, base::view(name))).take();
  return base::Writer().raw(vault::keyed_hash(key, kLockedMac, {body})).raw(body).take();
}

Bytes open_record(vault::Key key, View locked, const Keyholder& holder, std::int64_t idle_end) {
  auto packed = pack(holder);
  auto plain = base::Writer().raw(holder.master()).raw(holder.keyring).sized(packed).take();
  const auto bound = base::Writer().raw(locked).u64(static_cast<std::uint64_t>(idle_end)).take();
  const auto body = base::Writer().u64(static_cast<std::uint64_t>(idle_end)).raw(vault::seal_with_nonce(key, bound, plain)).take();
  vault::wipe(packed);
  vault::wipe(plain);
  return base::Writer().raw(vault::keyed_hash(key, kOpenMac, {locked, body})).raw(body).take();
}

Result<void> write_open(const fs::path& file, vault::Key key, View locked, const Keyholder& holder, std::int64_t idle_end) {
  return write_whole(file, base::Writer().raw(locked).raw(open_record(key, locked, holder, idle_end)).take(), false);
}

Result<void> write_locked(const fs::path& file, const Parts& parts) {
  return write_whole(file, View(parts.all).first(parts.locked_size), false);
}

std::optional<Parts> read_sign_in(const fs::path& file, vault::Key key) {
  auto parts = read_parts(file);
  if (!parts) return std::nullopt;
  const View all(parts->all), locked = all.first(parts->locked_size);
  if (!vault::equal(vault::keyed_hash(key, kLockedMac, {locked.subspan(kMacSize)}), all.first(kMacSize))) return std::nullopt;
  if (parts->open &&
      !vault::equal(vault::keyed_hash(key, kOpenMac, {locked, parts->opening}), all.subspan(parts->locked_size, kMacSize)))
    return std::nullopt;
  return parts;
}

Result<Keyholder> holder_of(const Parts& parts, vault::Key key) {
  const auto bound = base::Writer()
                         .raw(View(parts.all).first(parts.locked_size))
                         .u64(static_cast<std::uint64_t>(parts.idle_end)).take();
  auto plain = TRY(vault::open_with_nonce(key, bound, parts.keys));
  base::Reader in(plain);
  const View person_key = in.raw(32);
  const auto keyring = in.array<16>();
  const View packed = in.sized();
  Result<Keyholder> holder = fail(Fault::damaged, "The sign-in is not whole.");
  if (in.done()) holder = unpack(packed, vault::Key(person_key.data(), 32), keyring);
  vault::wipe(plain);
  return holder;
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
  const Stub stub{holder.key(), holder.current().card.box, (now + absolute_).ms, static_cast<std::uint32_t>(idle_minutes)};
  TRY(write_open(file_of(folder_, base::to_base32(id), holder.key()), key, locked_record(key, stub, holder.sign_in_name), holder,
                 now.ms + idle_minutes * 60'000LL));
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
  auto parts = read_sign_in(*file, key);
  const auto now = clock_->now().ms;
  if (!parts) return present;
  const auto stub = parts->stub;
  const auto name = vault::open_with_nonce(key, parts->stub_bytes, parts->name);
  if (!name) return present;
  present.csrf = csrf_of(parsed->secret);
  present.key = stub.key;
  present.box = stub.box;
  present.idle_minutes = static_cast<int>(stub.idle_minutes);
  present.name = std::string(base::text(*name));
  vault::wipe(parsed->secret);
  const auto over = [&] { return !parts->open || now >= parts->stub.absolute || now >= parts->idle_end; };
  if (over()) {
    // Idle or over: the keys go, the rest stays for a form that is still to come. Looked at once more, since it may have
    // been unlocked from another tab meanwhile.
    std::unique_lock lock(mutex_);
    parts = read_sign_in(*file, key);
    if (!parts || over()) {
      if (parts && parts->open) TRY(write_locked(*file, *parts));
      lock.unlock();
      tell(stub.key);
      present.standing = Standing::locked;
      return present;
    }
  }
  auto holder = TRY(holder_of(*parts, key));
  const auto fresh_end = now + stub.idle_minutes * 60'000LL;
  if (active && fresh_end - parts->idle_end > kTouchMs) {
    // What was ended or locked since it was read stays so.
    const std::lock_guard lock(mutex_);
    if (const auto still = read_sign_in(*file, key); still && still->open)
      (void)write_open(*file, key, View(parts->all).first(parts->locked_size), holder, fresh_end);
  }
  present.standing = Standing::open;
  present.holder = std::move(holder);
  return present;
}

Result<void> SignIns::lock(std::string_view cookie) {
  const auto parsed = parse(cookie);
  if (!parsed) return {};
  const auto file = find_file(folder_, parsed->id);
  if (!file) return {};
  vault::Arena arena;
  const auto key = sealing_key(arena, boot_, parsed->secret);
  std::unique_lock lock(mutex_);
  const auto parts = read_sign_in(*file, key);
  if (!parts || !parts->open) return {};
  const auto locked = write_locked(*file, *parts);
  lock.unlock();
  if (locked) tell(parts->stub.key);
  return locked;
}

Result<void> SignIns::unlock(std::string_view cookie, const Keyholder& holder, int idle_minutes) {
  const auto parsed = parse(cookie);
  const auto file = parsed ? find_file(folder_, parsed->id) : std::nullopt;
  if (!file) return fail(Fault::locked, "This sign-in is over.", "", "Sign in again.");
  vault::Arena arena;
  const auto key = sealing_key(arena, boot_, parsed->secret);
  const std::lock_guard lock(mutex_);
  const auto parts = read_sign_in(*file, key);
  if (!parts) return fail(Fault::locked, "This sign-in is over.", "", "Sign in again.");
  if (parts->stub.key != holder.key())
    return fail(Fault::refused, "Somebody else locked this page.", "passphrase", "Sign out first, then sign in as yourself.");
  const auto now = clock_->now();
  const Stub stub{holder.key(), holder.current().card.box, (now + absolute_).ms, static_cast<std::uint32_t>(idle_minutes)};
  return write_open(*file, key, locked_record(key, stub, holder.sign_in_name), holder, now.ms + idle_minutes * 60'000LL);
}

std::size_t SignIns::sweep() {
  std::error_code failed;
  std::vector<fs::path> files;
  std::set<KeyId> touched;
  std::unique_lock lock(mutex_);
  for (const auto& entry : fs::directory_iterator(folder_, failed)) files.push_back(entry.path());
  const auto now = clock_->now();
  std::size_t locked = 0;
  for (const auto& file : files) {
    if (file.extension() == ".part") {  // of a program that was ended while it wrote
      const auto written = fs::last_write_time(file, failed);
      if (!failed && fs::file_time_type::clock::now() - written > std::chrono::hours(1)) fs::remove(file, failed);
      continue;
    }
    if (file.filename() == kBootFile) continue;
    const auto parts = read_parts(file);
    if (!parts) continue;
    if (now.ms >= parts->stub.absolute + std::chrono::milliseconds(kStubLife).count()) {
      fs::remove(file, failed);
    } else if (parts->open && (now.ms >= parts->stub.absolute || now.ms >= parts->idle_end)) {
      if (!write_locked(file, *parts)) continue;
      ++locked;
      touched.insert(parts->stub.key);
    }
  }
  lock.unlock();
  for (const auto key : touched) tell(key);
  return locked;
}

void SignIns::end(std::string_view cookie) {
  const auto parsed = parse(cookie);
  if (!parsed) return;
  std::error_code ignored;
  std::optional<KeyId> whose;
  {
    const std::lock_guard lock(mutex_);
    if (const auto file = find_file(folder_, parsed->id)) {
      whose = KeyId::parse(file->stem().string());
      fs::remove(*file, ignored);
    }
    read_.erase(parsed->id);
  }
  if (whose) tell(*whose);
}

std::size_t SignIns::end_others(std::string_view cookie, KeyId key) {
  const auto parsed = parse(cookie);
  std::size_t ended = 0;
  std::error_code failed;
  std::vector<fs::path> files;
  std::unique_lock lock(mutex_);
  for (const auto& entry : fs::directory_iterator(folder_, failed)) files.push_back(entry.path());
  for (const auto& file : files) {
    const auto name = file.filename().string();
    if (!name.starts_with(key.str() + ".") || name.ends_with(".part")) continue;
    if (parsed && name.ends_with("." + parsed->id)) continue;
    if (fs::remove(file, failed)) ++ended;
  }
  lock.unlock();
  tell(key);
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

bool SignIns::any_open(KeyId key) const {
  std::error_code failed;
  const auto now = clock_->now().ms;
  for (const auto& entry : fs::directory_iterator(folder_, failed)) {
    const auto name = entry.path().filename().string();
    if (!name.starts_with(key.str() + ".") || name.ends_with(".part")) continue;
    const auto parts = read_parts(entry.path());
    if (parts && parts->open && now < parts->stub.absolute && now < parts->idle_end) return true;
  }
  return false;
}

void SignIns::tell(KeyId key) const {
  if (shut_ && !any_open(key)) shut_(key);
}

bool SignIns::first_reading(std::string_view cookie, LogId file) {
  const auto parsed = parse(cookie);
  if (!parsed) return false;
  const std::lock_guard lock(mutex_);
  return read_[parsed->id].insert(file).second;
}

void SignIns::forget_reading(std::string_view cookie, LogId file) {
  const auto parsed = parse(cookie);
  const std::lock_guard lock(mutex_);
  if (parsed) read_[parsed->id].erase(file);
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
