#include "growth/likelihood.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <numbers>

namespace trefoil::growth {

namespace {

// Of one design: V^-1 = I - Z m Z', p = I - Z'Z m, q = Z'V^-1 Z, all without differences of large numbers: with
// |I + AT| = 1 + tr(AT) + |A||T|, m = (T + |T| adj A) / |I + AT|, q = (A + |A| adj T) / |I + AT|.
struct DesignParts {
  double determinant;  // of I + A T, which is that of V
  double m0, m1, m2;   // symmetric: 00, 01, 11
  double p00, p01, p10, p11;
  double q0, q1, q2;
};
inline DesignParts design_parts(const std::array<double, 3>& z, double z_determinant, double t0, double t1, double t2,
                                double t_determinant) {
  DesignParts out{};
  out.determinant = 1 + z[0] * t0 + 2 * z[1] * t1 + z[2] * t2 + z_determinant * t_determinant;
  const double share = 1 / out.determinant;
  out.m0 = (t0 + t_determinant * z[2]) * share;
  out.m1 = (t1 - t_determinant * z[1]) * share;
  out.m2 = (t2 + t_determinant * z[0]) * share;
  // p = (I + adj(T) adj(A)) / |I + AT|
  out.p00 = (1 + t2 * z[2] + t1 * z[1]) * share;
  out.p01 = (-t2 * z[1] - t1 * z[0]) * share;
  out.p10 = (-t1 * z[2] - t0 * z[1]) * share;
  out.p11 = (1 + t1 * z[1] + t0 * z[0]) * share;
  out.q0 = (z[0] + z_determinant * t2) * share;
  out.q1 = (z[1] - z_determinant * t1) * share;
  out.q2 = (z[2] + z_determinant * t0) * share;
  return out;
}

Eigen::MatrixXd whole_triangle(const double* triangle, std::size_t width) {
  const auto size = static_cast<Eigen::Index>(width);
  Eigen::MatrixXd out(size, size);
  for (Eigen::Index row = 0; row < size; ++row)
    for (Eigen::Index column = 0; column <= row; ++column) out(row, column) = out(column, row) = *triangle++;
  return out;
}

// log|C| and its derivatives from those of C, by -J_a and K_ab.
struct LogDeterminant {
  double value = 0;
  Eigen::Vector3d slope = Eigen::Vector3d::Zero();
  Eigen::Matrix3d curvature = Eigen::Matrix3d::Zero();
  bool sound = false;
};
LogDeterminant log_determinant(const Eigen::MatrixXd& c, const std::array<Eigen::MatrixXd, 3>& j,
                               const std::array<Eigen::MatrixXd, 6>& k, Eigen::Index size) {
  LogDeterminant out;
  const Eigen::LLT<Eigen::MatrixXd> root(c.topLeftCorner(size, size));
  if (root.info() != Eigen::Success) return out;
  out.sound = true;
  out.value = 2 * root.matrixLLT().diagonal().array().log().sum();
  std::array<Eigen::MatrixXd, 3> solved;
  for (int a = 0; a < 3; ++a) {
    solved[a] = root.solve(j[a].topLeftCorner(size, size));
    out.slope[a] = -solved[a].trace();
  }
  for (int a = 0, ab = 0; a < 3; ++a)
    for (int b = a; b < 3; ++b, ++ab)
      out.curvature(a, b) = out.curvature(b, a) =
          root.solve(k[ab].topLeftCorner(size, size)).trace() - (solved[a] * solved[b]).trace();
  return out;
}

}  // namespace

Evaluation evaluate(const Designs& designs, const RandomRoot& root, Criterion criterion) {
  const bool slopes = designs.random == 2;
  const double t0 = root.a * root.a, t1 = slopes ? root.a * root.c : 0;
  const double t2 = slopes ? root.c * root.c + root.d * root.d : 0;
  const double t_determinant = slopes ? root.a * root.a * root.d * root.d : 0;

  const std::size_t length = designs.length;
  std::vector<double> c = designs.total;
  // J by T00, T01, T11, then K by 00, 01, 02, 11, 12, 22.
  std::vector<double> sums(9 * length, 0.0);
  Evaluation out;
  double logs = 0, product = 1;
  out.slope.setZero();
  out.curvature.setZero();
  for (std::size_t design = 0; design < designs.size(); ++design) {
    const DesignParts x = design_parts(designs.z[design], designs.determinant[design], t0, t1, t2, t_determinant);
    const double n = designs.subjects[design];
    // One logarithm for many designs of one subject each, where they don't run over.
    if (n == 1) {
      product *= x.determinant;
      if (product > 1e200 || x.determinant > 1e100) logs += std::log(product), product = 1;
    } else {
      logs += n * std::log(x.determinant);
    }
    out.slope[0] += n * x.q0;
    out.curvature(0, 0) -= n * x.q0 * x.q0;
    const double* s0 = &designs.sums[3 * length * design];
    double* j0 = sums.data();
    if (!slopes) {
      const double square = x.p00 * x.p00;
      for (std::size_t i = 0; i < length; ++i) {
        c[i] -= x.m0 * s0[i];
        const double g0 = square * s0[i];
        j0[i] += g0;
        j0[3 * length + i] += 2 * x.q0 * g0;
      }
      continue;
    }
    out.slope[1] += n * 2 * x.q1;
    out.slope[2] += n * x.q2;
    out.curvature(0, 1) -= n * 2 * x.q0 * x.q1;
    out.curvature(0, 2) -= n * x.q1 * x.q1;
    out.curvature(1, 1) -= n * 2 * (x.q1 * x.q1 + x.q0 * x.q2);
    out.curvature(1, 2) -= n * 2 * x.q1 * x.q2;
    out.curvature(2, 2) -= n * x.q2 * x.q2;
    const double* s1 = s0 + length;
    const double* s2 = s1 + length;
    const double a0 = x.p00 * x.p00, a1 = x.p00 * x.p01, a2 = x.p01 * x.p01;
    const double b0 = 2 * x.p00 * x.p10, b1 = x.p00 * x.p11 + x.p01 * x.p10, b2 = 2 * x.p01 * x.p11;
    const double d0 = x.p10 * x.p10, d1 = x.p10 * x.p11, d2 = x.p11 * x.p11;
    for (std::size_t i = 0; i < length; ++i) {
      c[i] -= x.m0 * s0[i] + x.m1 * s1[i] + x.m2 * s2[i];
      const double g0 = a0 * s0[i] + a1 * s1[i] + a2 * s2[i];
      const double g1 = b0 * s0[i] + b1 * s1[i] + b2 * s2[i];
      const double g2 = d0 * s0[i] + d1 * s1[i] + d2 * s2[i];
      double* at = j0 + i;
      at[0] += g0;
      at[length] += g1;
      at[2 * length] += g2;
      at[3 * length] += 2 * x.q0 * g0;
      at[4 * length] += x.q0 * g1 + 2 * x.q1 * g0;
      at[5 * length] += x.q1 * g1;
      at[6 * length] += 2 * (x.q2 * g0 + x.q1 * g1 + x.q0 * g2);
      at[7 * length] += x.q2 * g1 + 2 * x.q1 * g2;
      at[8 * length] += 2 * x.q2 * g2;
    }
  }
  logs += std::log(product);
  for (int a = 0; a < 3; ++a)
    for (int b = 0; b < a; ++b) out.curvature(a, b) = out.curvature(b, a);

  out.normal = whole_triangle(c.data(), designs.width);
  std::array<Eigen::MatrixXd, 3> j;
  std::array<Eigen::MatrixXd, 6> k;
  for (std::size_t i = 0; i < 3; ++i) j[i] = whole_triangle(&sums[i * length], designs.width);
  for (std::size_t i = 0; i < 6; ++i) k[i] = whole_triangle(&sums[(3 + i) * length], designs.width);
  const auto width = static_cast<Eigen::Index>(designs.width);
  const auto all = log_determinant(out.normal, j, k, width);
  const auto fixed = log_determinant(out.normal, j, k, width - 1);
  if (!all.sound || !fixed.sound || !std::isfinite(logs)) return out;
  const double rows = static_cast<double>(designs.rows), columns = static_cast<double>(width - 1);
  const double nu = criterion == Criterion::reml ? rows - columns : rows;
  const double of_fixed = nu - (criterion == Criterion::reml ? 1 : 0);
  out.criterion = logs + nu * all.value - of_fixed * fixed.value + nu * (1 + std::log(2 * std::numbers::pi / nu));
  out.slope += nu * all.slope - of_fixed * fixed.slope;
  out.curvature += nu * all.curvature - of_fixed * fixed.curvature;
  out.sound = std::isfinite(out.criterion) && out.slope.allFinite() && out.curvature.allFinite();
  return out;
}

namespace {
// Of full rank with its diagonal scaled to 1.
bool full_rank(const Eigen::MatrixXd& information) {
  const Eigen::VectorXd diagonal = information.diagonal();
  if (!(diagonal.minCoeff() > 0)) return false;
  const Eigen::VectorXd shrink = diagonal.cwiseSqrt().cwiseInverse();
  const Eigen::MatrixXd scaled = shrink.asDiagonal() * information * shrink.asDiagonal();
  return Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>(scaled, Eigen::EigenvaluesOnly).eigenvalues()[0] > 1e-9;
}
}  // namespace

bool can_tell_apart(const Designs& designs, const RandomRoot& root) {
  const bool slopes = designs.random == 2;
  const double t0 = root.a * root.a, t1 = slopes ? root.a * root.c : 0;
  const double t2 = slopes ? root.c * root.c + root.d * root.d : 0;
  const std::array<Eigen::Matrix2d, 3> e = {Eigen::Matrix2d{{1, 0}, {0, 0}}, Eigen::Matrix2d{{0, 1}, {1, 0}},
                                            Eigen::Matrix2d{{0, 0}, {0, 1}}};
  Eigen::Matrix4d all = Eigen::Matrix4d::Zero();
  for (std::size_t design = 0; design < designs.size(); ++design) {
    const auto& z = designs.z[design];
    const DesignParts x = design_parts(z, designs.determinant[design], t0, t1, t2, slopes ? t0 * root.d * root.d : 0);
    const Eigen::Matrix2d a{{z[0], z[1]}, {z[1], z[2]}}, m{{x.m0, x.m1}, {x.m1, x.m2}};
    const Eigen::Matrix2d p{{x.p00, x.p01}, {x.p10, x.p11}}, q{{x.q0, x.q1}, {x.q1, x.q2}};
    const Eigen::Matrix2d twice = p * a * p.transpose(), ma = m * a;  // Z'V^-2 Z
    Eigen::Matrix4d one;
    for (int i = 0; i < 3; ++i) {
      for (int j = 0; j < 3; ++j) one(i, j) = (e[i] * q * e[j] * q).trace();
      one(i, 3) = one(3, i) = (e[i] * twice).trace();
    }
    one(3, 3) = z[0] - 2 * ma.trace() + (ma * ma).trace();
    all += designs.subjects[design] * one;
    // Each design only adds to it: looked at now and then, so that many designs cost little.
    if (design + 1 < designs.size() && !std::has_single_bit(design + 1)) continue;
    Eigen::MatrixXd counted = all;
    if (!slopes) counted = Eigen::Matrix2d{{all(0, 0), all(0, 3)}, {all(3, 0), all(3, 3)}};
    if (full_rank(counted)) return true;
  }
  return false;
}

Profiled profile(const Designs& designs, const Evaluation& at, Criterion criterion) {
  Profiled out;
  const auto columns = static_cast<Eigen::Index>(designs.width) - 1;
  const Eigen::LLT<Eigen::MatrixXd> root(at.normal.topLeftCorner(columns, columns));
  const Eigen::VectorXd right = at.normal.col(columns).head(columns);
  out.fixed = root.solve(right);
  out.inverse = root.solve(Eigen::MatrixXd::Identity(columns, columns));
  const double rows = static_cast<double>(designs.rows);
  const double divisor = criterion == Criterion::reml ? rows - static_cast<double>(columns) : rows;
  out.residual = (at.normal(columns, columns) - right.dot(out.fixed)) / divisor;
  return out;
}

}  // namespace trefoil::growth
