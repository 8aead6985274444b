#include "http/percent.h"

#include <boost/url/encode.hpp>
#include <boost/url/pct_string_view.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>

#include "base/text.h"
#include "http/message.h"

namespace trefoil::http {

namespace urls = boost::urls;

std::optional<std::string> percent_decode(std::string_view text, Plus plus) {
  const auto checked = urls::make_pct_string_view(urls::string_view(text.data(), text.size()));
  if (!checked) return std::nullopt;
  urls::encoding_opts options;
  options.space_as_plus = plus == Plus::space;
  std::string decoded = checked->decode(options);
  if (!base::is_utf8(decoded)) return std::nullopt;
  return decoded;
}

std::string percent_encode(std::string_view text) {
  return urls::encode(urls::string_view(text.data(), text.size()), urls::unreserved_chars);
}

}  // namespace trefoil::http
