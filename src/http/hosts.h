// Which names the server answers to, and who is at the other end.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace trefoil::http {

// An allowlist of Host values, so that a page elsewhere can't reach a local server under a name of its own (DNS
// rebinding). Compared without case, with the port as written.
class HostList {
 public:
  // `given` as in Options::hosts; where empty: `bound`, localhost, 127.0.0.1 and [::1], each with the port, and at
  // port 80 also without.
  HostList(const std::vector<std::string>& given, std::string_view bound, unsigned short port);
  bool answers(std::string_view host) const;

 private:
  std::vector<std::string> hosts_;
};

// Whether a Host value names the machine itself, which no other one reaches under it: 127.0.0.1, localhost, [::1].
bool is_loopback(std::string_view host);

// The address that the nearest proxy added: the last of a header value of comma-separated addresses, which the one
// before it can't forge. `socket_peer` where that is no address (RFC 7239, 7.4, on why only the last is to be trusted).
std::string peer_behind_proxy(std::string_view last_forwarded_for, std::string_view socket_peer);

}  // namespace trefoil::http
