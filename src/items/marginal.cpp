#include "items/marginal.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "items/lanes.h"

namespace trefoil::items {

namespace {
struct Work {
  const Answer* answers;
  const std::uint32_t* items;
  std::size_t count;
  const LogTable* table;
  const double* log_weights;
};

// Whether any of the four is worth an exponential. There is one such four: the largest is among them.
TREFOIL_INLINE bool counts(const double* logs, double largest) {
  Lanes x;
  load(logs, x);
  const WholeLanes near = x > largest - 38.0;
  return (near[0] | near[1] | near[2] | near[3]) != 0;
}

TREFOIL_INLINE double posterior_here(const Work& work, double* posterior, Support& support) {
  const std::size_t length = work.table->row_length();
  Lanes most = {-1e300, -1e300, -1e300, -1e300};
  for (std::size_t at = 0; at < length; at += Quadrature::kLanes) {
    Lanes a, b, c, d, r;
    load(work.log_weights + at, a);
    load(work.log_weights + at + kWide, b);
    load(work.log_weights + at + 2 * kWide, c);
    load(work.log_weights + at + 3 * kWide, d);
    for (std::size_t i = 0; i < work.count; ++i) {
      if (work.answers[i] == kMissing) continue;
      const double* row = work.table->row(work.items[i], work.answers[i]) + at;
      load(row, r), a += r;
      load(row + kWide, r), b += r;
      load(row + 2 * kWide, r), c += r;
      load(row + 3 * kWide, r), d += r;
    }
    store(a, posterior + at);
    store(b, posterior + at + kWide);
    store(c, posterior + at + 2 * kWide);
    store(d, posterior + at + 3 * kWide);
    a = a > b ? a : b;
    c = c > d ? c : d;
    a = a > c ? a : c;
    most = most > a ? most : a;
  }
  const double largest = std::max(std::max(most[0], most[1]), std::max(most[2], most[3]));
  std::size_t from = 0, to = length;
  while (!counts(posterior + from, largest)) from += kWide;
  while (!counts(posterior + to - kWide, largest)) to -= kWide;
  support = {from, to};
  std::fill(posterior, posterior + from, 0.0);
  std::fill(posterior + to, posterior + length, 0.0);
  Lanes sum = {0, 0, 0, 0};
  for (std::size_t at = from; at < to; at += kWide) {
    Lanes x;
    load(posterior + at, x);
    x -= largest;
    exponential(x);
    sum += x;
    store(x, posterior + at);
  }
  const double total = (sum[0] + sum[1]) + (sum[2] + sum[3]);
  const double share = 1 / total;
  for (std::size_t at = from; at < to; at += kWide) {
    Lanes x;
    load(posterior + at, x);
    x *= share;
    store(x, posterior + at);
  }
  return largest + std::log(total);
}

TREFOIL_INLINE void add_row(const double* from, double* to, const Support& support) {
  for (std::size_t at = support.from; at < support.to; at += kWide) {
    Lanes x, y;
    load(from + at, x);
    load(to + at, y);
    y += x;
    store(y, to + at);
  }
}

TREFOIL_INLINE void expect_here(const Patterns& patterns, Work work, Expected& out) {
  const std::size_t length = work.table->row_length();
  std::vector<double> posterior(length);
  Support support;
  for (std::size_t p = 0; p < patterns.people.size(); ++p) {
    work.answers = patterns.distinct.of(p).data();
    const double people = patterns.people[p];
    out.log_likelihood += people * posterior_here(work, posterior.data(), support);
    if (people != 1)
      for (double& share : posterior) share *= people;
    add_row(posterior.data(), out.persons.data(), support);
    for (std::size_t i = 0; i < work.count; ++i) {
      if (work.answers[i] == kMissing) continue;
      const std::size_t row = work.table->first_row(work.items[i]) + work.answers[i];
      add_row(posterior.data(), out.counts.data() + row * length, support);
    }
  }
}

TREFOIL_INLINE double weighed_here(const double* row, const double* posterior, const Support& support) {
  Lanes sum = {0, 0, 0, 0};
  for (std::size_t at = support.from; at < support.to; at += kWide) {
    Lanes x, y;
    load(row + at, x);
    load(posterior + at, y);
    sum += x * y;
  }
  return (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

// Four rows at a time against one that has been weighed.
TREFOIL_INLINE void products_here(std::span<const double* const> rows, const double* posterior, const Support& support,
                                  double* mine, double* out) {
  for (std::size_t a = 0; a < rows.size(); ++a) {
    for (std::size_t at = support.from; at < support.to; at += kWide) {
      Lanes x, y;
      load(rows[a] + at, x);
      load(posterior + at, y);
      x *= y;
      store(x, mine + at);
    }
    double* to = out + a * rows.size();
    std::size_t b = 0;
    for (; b + 4 <= a + 1; b += 4) {
      Lanes one = {0, 0, 0, 0}, two = one, three = one, four = one;
      for (std::size_t at = support.from; at < support.to; at += kWide) {
        Lanes x, y;
        load(mine + at, x);
        load(rows[b] + at, y), one += x * y;
        load(rows[b + 1] + at, y), two += x * y;
        load(rows[b + 2] + at, y), three += x * y;
        load(rows[b + 3] + at, y), four += x * y;
      }
      to[b] = (one[0] + one[1]) + (one[2] + one[3]);
      to[b + 1] = (two[0] + two[1]) + (two[2] + two[3]);
      to[b + 2] = (three[0] + three[1]) + (three[2] + three[3]);
      to[b + 3] = (four[0] + four[1]) + (four[2] + four[3]);
    }
    for (; b <= a; ++b) to[b] = weighed_here(rows[b], mine, support);
  }
}

TREFOIL_INLINE void exponentials_here(const double* from, double* to, std::size_t size) {
  for (std::size_t at = 0; at < size; at += kWide) {
    Lanes x;
    load(from + at, x);
    exponential(x);
    store(x, to + at);
  }
}

// The same code for the processor at hand.
#if defined(__x86_64__)
[[gnu::target("avx2")]] double posterior_wide(const Work& work, double* posterior, Support& support) {
  return posterior_here(work, posterior, support);
}
[[gnu::target("avx2")]] double weighed_wide(const double* row, const double* posterior, const Support& support) {
  return weighed_here(row, posterior, support);
}
[[gnu::target("avx2")]] void products_wide(std::span<const double* const> rows, const double* posterior,
                                           const Support& support, double* mine, double* out) {
  products_here(rows, posterior, support, mine, out);
}
[[gnu::target("avx2")]] void expect_wide(const Patterns& patterns, const Work& work, Expected& out) {
  expect_here(patterns, work, out);
}
[[gnu::target("avx2")]] void exponentials_wide(const double* from, double* to, std::size_t size) {
  exponentials_here(from, to, size);
}
#else
double posterior_wide(const Work& work, double* posterior, Support& support) {
  return posterior_here(work, posterior, support);
}
double weighed_wide(const double* row, const double* posterior, const Support& support) {
  return weighed_here(row, posterior, support);
}
void products_wide(std::span<const double* const> rows, const double* posterior, const Support& support, double* mine,
                   double* out) {
  products_here(rows, posterior, support, mine, out);
}
void expect_wide(const Patterns& patterns, const Work& work, Expected& out) { expect_here(patterns, work, out); }
void exponentials_wide(const double* from, double* to, std::size_t size) { exponentials_here(from, to, size); }
#endif
}  // namespace

double posterior_of(std::span<const Answer> answers, std::span<const std::uint32_t> items, const LogTable& table,
                    const Quadrature& quadrature, std::span<double> posterior, Support* support) {
  const Work work{answers.data(), items.data(), answers.size(), &table, quadrature.log_weights.data()};
  Support found;
  const double out =
      wide() ? posterior_wide(work, posterior.data(), found) : posterior_here(work, posterior.data(), found);
  if (support != nullptr) *support = found;
  return out;
}

double weighed(const double* row, const double* posterior, Support support) {
  return wide() ? weighed_wide(row, posterior, support) : weighed_here(row, posterior, support);
}

void weighed_products(std::span<const double* const> rows, const double* posterior, Support support,
                      std::vector<double>& out) {
  out.resize(rows.size() * rows.size() + support.to);
  double* mine = out.data() + rows.size() * rows.size();  // behind the products, room for a row
  if (wide())
    products_wide(rows, posterior, support, mine, out.data());
  else
    products_here(rows, posterior, support, mine, out.data());
}

void Expected::clear(const LogTable& table) {
  counts.assign(table.rows() * table.row_length(), 0.0);
  persons.assign(table.row_length(), 0.0);
  log_likelihood = 0;
}

void expect(const Patterns& patterns, std::span<const std::uint32_t> items, const LogTable& table,
            const Quadrature& quadrature, Expected& out) {
  const Work work{nullptr, items.data(), items.size(), &table, quadrature.log_weights.data()};
  if (wide())
    expect_wide(patterns, work, out);
  else
    expect_here(patterns, work, out);
}

void exponentials(const double* from, double* to, std::size_t size) {
  wide() ? exponentials_wide(from, to, size) : exponentials_here(from, to, size);
}

}  // namespace trefoil::items
