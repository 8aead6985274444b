#include "ledger/entry.h"

namespace trefoil::ledger {

namespace {
constexpr std::uint8_t kEpochBegins = 1;
constexpr std::uint8_t kGrant = 2;
constexpr std::uint8_t kWrapGone = 3;

template <class... Each>
struct Overloaded : Each... {
  using Each::operator()...;
};
}  // namespace

Bytes encode(const Header& header) {
  base::Writer out;
  out.u8(kVersion).u8(kSuite).u8(static_cast<std::uint8_t>(header.mode)).u8(0);
  out.raw(header.log.view()).u64(header.sequence).raw(header.room.view()).u32(header.epoch).raw(header.author.view());
  out.raw(header.previous).raw(header.checkpoint).raw(header.nonce);
  return out.take();
}

Result<Header> decode_header(View bytes) {
  if (bytes.size() != kHeaderSize) return fail(Fault::damaged, "The header does not have its 152 bytes.");
  base::Reader in(bytes);
  const std::uint8_t version = in.u8();
  const std::uint8_t suite = in.u8();
  const std::uint8_t mode = in.u8();
  if (version != kVersion || suite != kSuite)
    return fail(Fault::unsupported, "The entry was written in a form that this version of Trefoil does not know.", {},
                "Use the version that wrote it, or a newer one.");
  if (mode < 1 || mode > 3) return fail(Fault::unsupported, "The entry is sealed in a way that is not known.");
  if (in.u8() != 0) return fail(Fault::damaged, "The header has a byte that is not zero where it must be.");
  Header header;
  header.mode = static_cast<Mode>(mode);
  header.log.bytes = in.array<16>();
  header.sequence = in.u64();
  header.room.bytes = in.array<16>();
  header.epoch = in.u32();
  header.author.bytes = in.array<16>();
  header.previous = in.array<32>();
  header.checkpoint = in.array<32>();
  header.nonce = in.array<24>();
  return header;
}

RowView view(const Row& row) {
  RowView out{.log = row.log, .sequence = row.sequence, .header = row.header};
  if (row.payload) out.payload = View(*row.payload);
  out.payload_hash = row.payload_hash;
  out.signature = row.signature;
  return out;
}

Hash entry_hash(View header, View payload_hash) { return vault::hash("trefoil entry v1", {header, payload_hash}); }

Bytes encode(const Fact& fact) {
  base::Writer out;
  std::visit(
      Overloaded{[&](const EpochBegins& begins) { out.u8(kEpochBegins).raw(begins.commitment).raw(begins.drop); },
                 [&](const Grant& grant) { out.u8(kGrant).raw(grant.to.view()).raw(grant.wrap); },
                 [&](const WrapGone& gone) { out.u8(kWrapGone).u64(gone.grant); }},
      fact);
  return out.take();
}

Result<Fact> decode_fact(View bytes) {
  base::Reader in(bytes);
  Fact fact;
  switch (in.u8()) {
    case kEpochBegins: {
      EpochBegins begins;
      begins.commitment = in.array<32>();
      begins.drop = in.array<32>();
      fact = begins;
      break;
    }
    case kGrant: {
      Grant grant;
      grant.to.bytes = in.array<16>();
      grant.wrap = in.array<32>();
      fact = grant;
      break;
    }
    case kWrapGone:
      fact = WrapGone{.grant = in.u64()};
      break;
    default:
      return fail(Fault::unsupported, "The entry states something about keys that is not known.");
  }
  if (!in.done()) return fail(Fault::damaged, "The statement about keys does not have the size that it should.");
  return fact;
}

}  // namespace trefoil::ledger
