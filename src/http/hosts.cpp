#include "http/hosts.h"

#include <algorithm>
#include <boost/url/ipv4_address.hpp>
#include <boost/url/ipv6_address.hpp>

#include "base/text.h"
#include "http/ascii.h"

namespace trefoil::http {

HostList::HostList(const std::vector<std::string>& given, std::string_view bound, unsigned short port) {
  for (const std::string& host : given) hosts_.push_back(lower_case(host));
  if (!given.empty()) return;
  const bool bare_six = bound.find(':') != std::string_view::npos && !bound.starts_with('[');
  std::string own = lower_case(bound);
  if (bare_six) own.insert(own.begin(), '['), own.push_back(']');
  for (const std::string& host : {own, std::string("localhost"), std::string("127.0.0.1"), std::string("[::1]")}) {
    hosts_.push_back(host + ":" + std::to_string(port));
    if (port == 80) hosts_.push_back(host);
  }
}

bool HostList::answers(std::string_view host) const {
  return std::ranges::find(hosts_, lower_case(host)) != hosts_.end();
}

bool is_loopback(std::string_view host) {
  namespace urls = boost::urls;
  const std::string name = lower_case(host);
  if (name.starts_with('[')) {
    const auto six = urls::parse_ipv6_address(std::string_view(name).substr(1, name.find(']') - 1));
    return six && six->is_loopback();
  }
  const auto bare = std::string_view(name).substr(0, name.find(':'));
  const auto four = urls::parse_ipv4_address(bare);
  return four ? four->is_loopback() : bare == "localhost" || bare.ends_with(".localhost");
}

std::string peer_behind_proxy(std::string_view last_forwarded_for, std::string_view socket_peer) {
  namespace urls = boost::urls;
  const std::size_t comma = last_forwarded_for.rfind(',');
  const std::string last =
      base::trim(comma == std::string_view::npos ? last_forwarded_for : last_forwarded_for.substr(comma + 1));
  if (const auto four = urls::parse_ipv4_address(last)) return four->to_string();
  if (const auto six = urls::parse_ipv6_address(last)) return six->to_string();
  return std::string(socket_peer);
}

}  // namespace trefoil::http
