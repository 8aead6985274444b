// The profiled likelihood of a growth model, its slope and its curvature, from sums by design.
#pragma once

#include <Eigen/Dense>

#include "growth/designs.h"

namespace trefoil::growth {

// T is the random part's covariance over the residual variance, in standardised units; L its root, lower triangular.
struct RandomRoot {
  double a = 1, c = 0, d = 1;  // T = [a a, a c; a c, c c + d d]; of random intercepts only `a` counts
};

// With C = [X y]'V^-1[X y] and V = I + Z T Z', the criterion is, but for constants,
//   sum of log|V| + nu log|C| - (nu - r) log|C_XX|        nu = rows - columns and r = 1 with REML, nu = rows and r = 0,
// since the residual sum of squares is |C| / |C_XX|. Its derivatives by T_ab follow from dC = -(sum of G~'E_ab G~) with
// G~ = Z'V^-1[X y], and d G~ = -Z'V^-1 Z E_ab G~.
struct Evaluation {
  double criterion = 0;   // of the standardised columns, with all constants
  Eigen::Vector3d slope;  // by T00, T01, T11
  Eigen::Matrix3d curvature;
  Eigen::MatrixXd normal;  // C
  bool sound = false;      // false: C is not positive definite, the rest is void
};
Evaluation evaluate(const Designs& designs, const RandomRoot& root, Criterion criterion);

// Whether these occasions can tell T and the residual variance apart: the expected information on T00, T01, T11 and s2
// (T00 and s2 without slopes), near `root`, has full rank.
bool can_tell_apart(const Designs& designs, const RandomRoot& root);

// Fixed effects of the standardised columns, (X'V^-1X)^-1, and the residual variance.
struct Profiled {
  Eigen::VectorXd fixed;
  Eigen::MatrixXd inverse;
  double residual = 0;
};
Profiled profile(const Designs& designs, const Evaluation& at, Criterion criterion);

}  // namespace trefoil::growth
