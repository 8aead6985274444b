// Sums over the points of quadrature four at a time, and e^x of four: what marginal.cpp alone includes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace trefoil::items {

// So that a function that is compiled for wide registers has what it calls compiled for them too.
#define TREFOIL_INLINE [[gnu::always_inline]] inline

// Four lanes at a time: two registers of SSE2, or one of AVX where there is that. Neither multiplies and adds in one
// step, so both give the same digits.
typedef double Lanes __attribute__((vector_size(32)));
typedef std::int64_t WholeLanes __attribute__((vector_size(32)));
constexpr std::size_t kWide = 4;

// -Wpsabi warns of vectors passed by value; these are passed by reference, and inlined.
TREFOIL_INLINE void load(const double* from, Lanes& to) { std::memcpy(&to, from, sizeof to); }
TREFOIL_INLINE void store(const Lanes& from, double* to) { std::memcpy(to, &from, sizeof from); }

// Cody and Waite 1980 (Software manual for the elementary functions): x = n log 2 + r, |r| <= log 2 / 2, with log 2 in
// two parts; e^r by its Taylor series, whose 13th term is below 2^-58 there; 2^n by the exponent's bits.
TREFOIL_INLINE void exponential(Lanes& x) {
  constexpr double kLog2High = 0x1.62e42fee00000p-1, kLog2Low = 0x1.a39ef35793c76p-33;
  constexpr double kRound = 0x1.8p52;  // added and taken away it rounds to whole numbers
  constexpr double kLeast = -700;
  const WholeLanes kept = x >= kLeast;
  WholeLanes bits;
  std::memcpy(&bits, &x, sizeof x);
  bits &= kept;  // those below stand as 0 until the end
  std::memcpy(&x, &bits, sizeof x);
  const Lanes shifted = x * 0x1.71547652b82fep+0 + kRound;
  const Lanes whole = shifted - kRound;
  const Lanes r = (x - whole * kLog2High) - whole * kLog2Low;
  Lanes sum = r * (1.0 / 6227020800.0) + 1.0 / 479001600.0;
  sum = sum * r + 1.0 / 39916800.0;
  sum = sum * r + 1.0 / 3628800.0;
  sum = sum * r + 1.0 / 362880.0;
  sum = sum * r + 1.0 / 40320.0;
  sum = sum * r + 1.0 / 5040.0;
  sum = sum * r + 1.0 / 720.0;
  sum = sum * r + 1.0 / 120.0;
  sum = sum * r + 1.0 / 24.0;
  sum = sum * r + 1.0 / 6.0;
  sum = sum * r + 0.5;
  sum = sum * r + 1.0;
  sum = sum * r + 1.0;
  WholeLanes exponent;
  std::memcpy(&exponent, &shifted, sizeof shifted);
  exponent <<= 52;  // the low bits of `shifted` are n
  WholeLanes result;
  std::memcpy(&result, &sum, sizeof sum);
  result = (result + exponent) & kept;
  std::memcpy(&x, &result, sizeof x);
}

// Whether the processor at hand has the registers that the _wide functions are compiled for.
inline bool wide() {
#if defined(__x86_64__)
  static const bool has = __builtin_cpu_supports("avx2");
  return has;
#else
  return false;
#endif
}

}  // namespace trefoil::items
