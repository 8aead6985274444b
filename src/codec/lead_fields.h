// Safeguarding leads as JSON, as files and concerns name them. Inside codec.
#pragma once

#include <vector>

#include "care/event.h"
#include "codec/object.h"

namespace trefoil::codec {

inline void write_leads(Object& out, const std::vector<care::Lead>& leads) {
  out.objects("leads", leads, [](Object& one, const care::Lead& lead) {
    one.id("person", lead.person);
    one.text("name", lead.name);
    one.id("key", lead.key);
  });
}
template <class In>
std::vector<care::Lead> read_leads(In& in) {
  std::vector<care::Lead> out;
  in.each("leads", [&](auto& one) {
    care::Lead lead;
    lead.person = one.template id<PersonId>("person");
    lead.name = one.text("name");
    lead.key = one.template id<KeyId>("key");
    one.done();
    out.push_back(std::move(lead));
  });
  return out;
}

}  // namespace trefoil::codec
