// Any bytes as the CSV of an import, read by a mapping that looks at codes, numbers, dates and notes.
#include <cstdlib>

#include "codec/scores_csv.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static constexpr std::string_view mapping = R"({"code":{"column":"id"},"missing":["NA"],"measures":[
      {"name":"M","direction":"lower","min":0,"max":63,"value_column":"score","when":{"date_column":"on"}},
      {"name":"W","direction":"higher","value_column":"score","when":{"week_column":"week"}}],"note_columns":["arm"]})";
  const auto import = trefoil::codec::read_scores({data, size}, trefoil::base::view(mapping), "imported from x.csv");
  if (!import) std::abort();  // the mapping is whole: whatever is wrong is a problem of the file
  if (import->files.empty() == import->problems.empty()) std::abort();
  if (import->problems.size() > 100) std::abort();
  return 0;
}
