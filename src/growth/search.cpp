#include "growth/search.h"

#include <algorithm>
#include <cmath>

namespace trefoil::growth {

namespace {

constexpr std::size_t kMostSteps = 200;  // steps from one start
constexpr double kPromises = 1e-10;      // of the criterion, that a step still promises
constexpr double kNearlyNothing = 1e-4;  // a root below it is looked at as 0, as lme4's isSingular does

Eigen::Matrix2d root_squared(const RandomRoot& root) {
  return Eigen::Matrix2d{{root.a * root.a, root.a * root.c}, {root.a * root.c, root.c * root.c + root.d * root.d}};
}
// From a T that is not negative anywhere, but for rounding.
RandomRoot root_of(const Eigen::Matrix2d& t) {
  RandomRoot out;
  out.a = std::sqrt(std::max(0.0, t(0, 0)));
  out.c = out.a > 0 ? t(0, 1) / out.a : 0;
  out.d = std::sqrt(std::max(0.0, t(1, 1) - out.c * out.c));
  return out;
}

// Slope and curvature by a, c, d from those by T00, T01, T11.
struct RootLocal {
  Eigen::VectorXd slope;
  Eigen::MatrixXd curvature;
};
RootLocal root_local(const RandomRoot& root, const Evaluation& at, bool slopes) {
  if (!slopes)
    return {Eigen::VectorXd::Constant(1, 2 * root.a * at.slope[0]),
            Eigen::MatrixXd::Constant(1, 1, 4 * root.a * root.a * at.curvature(0, 0) + 2 * at.slope[0])};
  const Eigen::Matrix3d by{{2 * root.a, 0, 0}, {root.c, root.a, 0}, {0, 2 * root.c, 2 * root.d}};
  Eigen::Matrix3d curvature = by.transpose() * at.curvature * by;
  curvature(0, 0) += 2 * at.slope[0];
  curvature(0, 1) += at.slope[1];
  curvature(1, 0) += at.slope[1];
  curvature(1, 1) += 2 * at.slope[2];
  curvature(2, 2) += 2 * at.slope[2];
  return {by.transpose() * at.slope, curvature};
}

RandomRoot moved_root(const RandomRoot& from, const Eigen::VectorXd& step, double share) {
  RandomRoot out = from;
  out.a += share * step[0];
  if (step.size() == 3) {
    out.c += share * step[1];
    out.d += share * step[2];
  }
  return out;
}

void descend(const Designs& designs, Criterion criterion, Found& found) {
  const bool slopes = designs.random == 2;
  found.converged = false;
  for (std::size_t i = 0; i < kMostSteps && found.at.sound; ++i) {
    const RootLocal local = root_local(found.root, found.at, slopes);
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> parts(local.curvature);
    const double largest = parts.eigenvalues().cwiseAbs().maxCoeff();
    if (!(largest > 0)) {
      found.converged = local.slope.norm() == 0;
      return;
    }
    const Eigen::VectorXd turned = parts.eigenvalues().cwiseAbs().cwiseMax(1e-10 * largest);
    Eigen::VectorXd step =
        -(parts.eigenvectors() * turned.cwiseInverse().asDiagonal() * parts.eigenvectors().transpose() * local.slope);
    const double promise = -local.slope.dot(step);
    if (!std::isfinite(promise)) return;
    const bool last = promise < kPromises;
    const double size = std::abs(found.root.a) + std::abs(found.root.c) + std::abs(found.root.d);
    if (step.norm() > 3 * (1 + size)) step *= 3 * (1 + size) / step.norm();
    // Rounding's share of the criterion counts as level.
    const double level = 1e-13 * std::abs(found.at.criterion);
    bool fell = false;
    for (double share = 1; share > 1e-10 && !fell; share /= 2) {
      const RandomRoot root = moved_root(found.root, step, share);
      Evaluation at = evaluate(designs, root, criterion);
      fell = at.sound && at.criterion <= found.at.criterion - 1e-4 * share * promise + level;
      if (fell) {
        found.root = root;
        found.at = std::move(at);
      } else if (last) {
        break;
      }
    }
    ++found.iterations;
    if (last) found.converged = true;
    if (last || !fell) return;
  }
}

// Where T is singular: whether the criterion would fall with a little more along what it lacks, and that T.
bool leads_inside(const Evaluation& at, const RandomRoot& root, bool slopes, RandomRoot& inside) {
  constexpr double kSlack = 1e-6, kLittle = 1e-3;
  if (!slopes) {
    if (root.a != 0 || at.slope[0] >= -kSlack) return false;
    inside = {std::sqrt(kLittle), 0, 0};
    return true;
  }
  const Eigen::Matrix2d t = root_squared(root);
  const Eigen::SelfAdjointEigenSolver<Eigen::Matrix2d> of_t(t);
  const Eigen::Matrix2d slope{{at.slope[0], at.slope[1] / 2}, {at.slope[1] / 2, at.slope[2]}};
  Eigen::Vector2d along = of_t.eigenvectors().col(0);
  if (of_t.eigenvalues()[0] > 1e-12 * std::max(1.0, of_t.eigenvalues()[1])) return false;
  if (t.norm() == 0) along = Eigen::SelfAdjointEigenSolver<Eigen::Matrix2d>(slope).eigenvectors().col(0);
  if (along.dot(slope * along) >= -kSlack) return false;
  inside = root_of(t + kLittle * along * along.transpose());
  return true;
}

void tidy_root(Found& found, bool slopes) {
  found.root.a = std::abs(found.root.a) == 0 ? 0 : found.root.a;
  if (found.root.a < 0) found.root.a = -found.root.a, found.root.c = -found.root.c;
  found.root.d = std::abs(found.root.d);
  if (!slopes) found.root.c = found.root.d = 0;
}

// What is nearly 0 is 0, where that costs nothing.
void settle_at_zero(const Designs& designs, Criterion criterion, Found& found) {
  const bool slopes = designs.random == 2;
  std::vector<RandomRoot> tries;
  if (std::abs(found.root.a) < kNearlyNothing) {
    if (slopes) {
      // Without the first, c and d are one variance.
      tries.push_back({0, 0, std::hypot(found.root.c, found.root.d)});
      if (tries.back().d < kNearlyNothing) tries.insert(tries.begin(), {0, 0, 0});
    } else {
      tries.push_back({0, 0, 0});
    }
  }
  if (slopes && std::abs(found.root.d) < kNearlyNothing) {
    if (std::abs(found.root.c) < kNearlyNothing) tries.push_back({found.root.a, 0, 0});
    tries.push_back({found.root.a, found.root.c, 0});
  }
  for (const RandomRoot& root : tries) {
    Evaluation at = evaluate(designs, root, criterion);
    if (!at.sound || at.criterion > found.at.criterion + 1e-8) continue;
    found.root = root;
    found.at = std::move(at);
    return;
  }
}

Found search_growth_from(const Designs& designs, Criterion criterion, const RandomRoot& start) {
  const bool slopes = designs.random == 2;
  Found found{start, evaluate(designs, start, criterion), false, 0};
  for (int again = 0; again < 5; ++again) {
    descend(designs, criterion, found);
    if (!found.at.sound || !found.converged) break;
    settle_at_zero(designs, criterion, found);
    RandomRoot inside;
    if (!leads_inside(found.at, found.root, slopes, inside)) break;
    found.converged = false;
    Evaluation at = evaluate(designs, inside, criterion);
    if (!at.sound) break;
    found.root = inside;
    found.at = std::move(at);
  }
  tidy_root(found, slopes);
  return found;
}

}  // namespace

RandomRoot first_guess(const Designs& designs) {
  // Of residuals r = y - Xb of ordinary least squares, of each design: R = sum of Z'r r'Z. In expectation about
  // s2 (A + A T A) for each subject, with A = Z'Z; and what is left beside each subject's own line gives s2.
  const auto columns = static_cast<Eigen::Index>(designs.width) - 1;
  const bool slopes = designs.random == 2;
  const auto triangle = [&](const double* cells) {
    Eigen::MatrixXd out(columns + 1, columns + 1);
    for (Eigen::Index row = 0; row <= columns; ++row)
      for (Eigen::Index column = 0; column <= row; ++column) out(row, column) = out(column, row) = *cells++;
    return out;
  };
  const Eigen::MatrixXd total = triangle(designs.total.data());
  Eigen::VectorXd contrast(columns + 1);
  contrast << -total.topLeftCorner(columns, columns).llt().solve(total.col(columns).head(columns)), 1;
  std::vector<double> weights(designs.length);
  for (Eigen::Index row = 0, i = 0; row <= columns; ++row)
    for (Eigen::Index column = 0; column <= row; ++column, ++i)
      weights[static_cast<std::size_t>(i)] = contrast[row] * contrast[column] * (row == column ? 1 : 2);
  const auto squares_of = [&](const double* cells) {
    double sum = 0;
    for (std::size_t i = 0; i < designs.length; ++i) sum += weights[i] * cells[i];
    return sum;
  };
  const double whole = squares_of(designs.total.data());
  double left = whole, degrees = static_cast<double>(designs.rows);
  Eigen::Matrix3d normal = Eigen::Matrix3d::Zero();
  Eigen::Vector3d of_r = Eigen::Vector3d::Zero(), of_a = Eigen::Vector3d::Zero();
  for (std::size_t design = 0; design < designs.size(); ++design) {
    const auto& z = designs.z[design];
    const double n = designs.subjects[design];
    const double* cells = &designs.sums[3 * designs.length * design];
    const double r0 = squares_of(cells);
    const double r1 = slopes ? squares_of(cells + designs.length) / 2 : 0;
    const double r2 = slopes ? squares_of(cells + 2 * designs.length) : 0;
    if (designs.determinant[design] > 0) {
      left -= (z[2] * r0 - 2 * z[1] * r1 + z[0] * r2) / designs.determinant[design];
      degrees -= 2 * n;
    } else {
      left -= r0 / z[0];
      degrees -= n;
    }
    const Eigen::Matrix3d line{{z[0] * z[0], 2 * z[0] * z[1], z[1] * z[1]},
                               {z[0] * z[1], z[0] * z[2] + z[1] * z[1], z[1] * z[2]},
                               {z[1] * z[1], 2 * z[1] * z[2], z[2] * z[2]}};
    normal += n * line;
    of_r += Eigen::Vector3d(r0, r1, r2);
    of_a += n * Eigen::Vector3d(z[0], z[1], z[2]);
  }
  const double rows = static_cast<double>(designs.rows);
  const double residual = degrees > 0 && left > 1e-8 * whole ? left / degrees : 0.5 * whole / rows;
  const auto kept = [](double value) { return std::isfinite(value) ? std::clamp(value, 0.05, 1e6) : 1.0; };
  if (!slopes) return {std::sqrt(kept((of_r[0] / residual - of_a[0]) / normal(0, 0))), 0, 0};
  const Eigen::Vector3d t = normal.fullPivLu().solve(of_r / residual - of_a);
  if (!t.allFinite()) return {};
  const Eigen::SelfAdjointEigenSolver<Eigen::Matrix2d> parts(Eigen::Matrix2d{{t[0], t[1]}, {t[1], t[2]}});
  const Eigen::Vector2d values(kept(parts.eigenvalues()[0]), kept(parts.eigenvalues()[1]));
  return root_of(parts.eigenvectors() * values.asDiagonal() * parts.eigenvectors().transpose());
}

Found search(const Designs& designs, Criterion criterion) {
  Found found = search_growth_from(designs, criterion, first_guess(designs));
  const bool edge = found.root.a == 0 || (designs.random == 2 && found.root.d == 0);
  if (found.converged && !edge) return found;
  // An end at the edge, or none, is not taken from one start alone.
  Found other = search_growth_from(designs, criterion, RandomRoot{});
  other.iterations += found.iterations;
  const bool better = other.converged && (!found.converged || other.at.criterion < found.at.criterion - 1e-9);
  if (better) return other;
  found.iterations = other.iterations;
  return found;
}

}  // namespace trefoil::growth
