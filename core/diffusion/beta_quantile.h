/// The quantile function of the Beta distribution, for the schedule named after it.
#pragma once

namespace pentimento {

/// The x in [0, 1] with P(X ≤ x) = `probability` for X ~ Beta(a, b); a, b > 0.
[[nodiscard]] double betaQuantile(double probability, double a, double b);

}  // namespace pentimento
