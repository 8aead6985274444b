#include "ledger/checkpoint.h"

#include <algorithm>
#include <charconv>

namespace trefoil::ledger {

namespace {
constexpr std::string_view kTag = "trefoil checkpoint v1";
constexpr std::string_view kReceipt = "trefoil-receipt-1 ";
constexpr std::size_t kMovedSize = 16 + 8 + 32;

bool by_log(const MovedHead& a, const MovedHead& b) { return a.log < b.log; }
}  // namespace

Bytes Checkpoint::body() const {
  base::Writer out;
  out.u8(kVersion).u64(number).raw(previous).raw(service).raw(sides).u32(static_cast<std::uint32_t>(heads.size()));
  for (const MovedHead& head : heads) out.raw(head.log.view()).u64(head.length).raw(head.hash);
  return out.take();
}

Hash Checkpoint::hash() const { return vault::hash(kTag, {body()}); }

Result<Checkpoint> decode_checkpoint(View body, View signature) {
  base::Reader in(body);
  const std::uint8_t version = in.u8();
  if (in.failed() || signature.size() != std::tuple_size_v<Signature>)
    return fail(Fault::damaged, "The checkpoint does not have the size that it should.");
  if (version != kVersion) return fail(Fault::unsupported, "The checkpoint is of a version that is not known.");
  Checkpoint out;
  out.number = in.u64();
  out.previous = in.array<32>();
  out.service = in.array<32>();
  out.sides = in.array<32>();
  const std::uint32_t count = in.u32();
  if (in.failed() || in.left() != count * kMovedSize)
    return fail(Fault::damaged, "The checkpoint does not have the size that it should.");
  out.heads.reserve(count);
  for (std::uint32_t i = 0; i < count; ++i) {
    MovedHead head{.log = LogId{in.array<16>()}};
    head.length = in.u64();
    head.hash = in.array<32>();
    if (!out.heads.empty() && !by_log(out.heads.back(), head))
      return fail(Fault::damaged, "The checkpoint's logs are not in order.");
    out.heads.push_back(head);
  }
  std::copy_n(signature.begin(), out.signature.size(), out.signature.begin());
  return out;
}

Result<void> check_signature(const Checkpoint& checkpoint) {
  if (!vault::verify(checkpoint.service, checkpoint.signature, kTag, checkpoint.body()))
    return fail(Fault::damaged, "The checkpoint's signature does not hold.",
                "checkpoint " + std::to_string(checkpoint.number));
  return {};
}

Notary::Notary(vault::Key service_seed) : pair_(vault::pair_from_seed(arena_, service_seed)) {}

Checkpoint Notary::make(const std::optional<Checkpoint>& last, const Hash& sides, std::vector<MovedHead> moved) const {
  std::ranges::sort(moved, by_log);
  Checkpoint out{.number = 1, .service = pair_.card.sign, .sides = sides, .heads = std::move(moved)};
  if (last) {
    out.number = last->number + 1;
    out.previous = last->hash();
  }
  out.signature = vault::sign(pair_, kTag, out.body());
  return out;
}

const vault::SignPublic& Notary::service() const { return pair_.card.sign; }

std::string to_string(const Receipt& receipt) {
  return std::string(kReceipt) + std::to_string(receipt.number) + " " + base::to_base32(receipt.hash);
}

std::optional<Receipt> parse_receipt(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return std::nullopt;
  text = text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
  if (!text.starts_with(kReceipt)) return std::nullopt;
  text.remove_prefix(kReceipt.size());
  const auto space = text.find(' ');
  if (space == std::string_view::npos) return std::nullopt;
  Receipt receipt;
  const auto number = text.substr(0, space);
  const auto [end, problem] = std::from_chars(number.data(), number.data() + number.size(), receipt.number);
  if (problem != std::errc{} || end != number.data() + number.size() || text.front() == '0') return std::nullopt;
  const auto hash = base::from_base32(text.substr(space + 1));
  if (!hash || hash->size() != receipt.hash.size()) return std::nullopt;
  std::copy(hash->begin(), hash->end(), receipt.hash.begin());
  return receipt;
}

}  // namespace trefoil::ledger
