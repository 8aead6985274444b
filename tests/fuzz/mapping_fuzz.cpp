// Any bytes as the mapping of an import, over a table with a column of every kind.
#include "codec/scores_csv.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static constexpr std::string_view csv =
      "id,measure,on,week,score,arm\na,M,2026-01-05,0,30,new\na,M,2026-03-02,8.7,12.5,new\nb,L,2026-01-05,,NA,\n";
  static_cast<void>(trefoil::codec::read_scores(trefoil::base::view(csv), {data, size}, "imported from x.csv"));
  return 0;
}
