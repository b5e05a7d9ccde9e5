#include "tests/core/imaging/delta_e.h"

#include <cmath>
#include <numbers>

namespace pentimento {
namespace {

constexpr double kDegrees = std::numbers::pi / 180;

/// Hue angle in [0, 360).
double hueOf(double a, double b) {
  if (a == 0 && b == 0) return 0;
  const double degrees = std::atan2(b, a) / kDegrees;
  return degrees < 0 ? degrees + 360 : degrees;
}

}  // namespace

double deltaE2000(const Lab& first, const Lab& second) noexcept {
  const double meanC = (std::hypot(first[1], first[2]) + std::hypot(second[1], second[2])) / 2;
  const double meanC7 = std::pow(meanC, 7);
  const double g = 0.5 * (1 - std::sqrt(meanC7 / (meanC7 + std::pow(25.0, 7))));
  const double a1 = (1 + g) * first[1], a2 = (1 + g) * second[1];
  const double c1 = std::hypot(a1, first[2]), c2 = std::hypot(a2, second[2]);
  const double h1 = hueOf(a1, first[2]), h2 = hueOf(a2, second[2]);

  const double deltaL = second[0] - first[0];
  const double deltaC = c2 - c1;
  double deltaHue = 0, meanHue = h1 + h2;
  if (c1 * c2 != 0) {
    deltaHue = h2 - h1;
    if (deltaHue > 180) deltaHue -= 360;
    if (deltaHue < -180) deltaHue += 360;
    if (std::abs(h1 - h2) > 180) meanHue += meanHue < 360 ? 360 : -360;
    meanHue /= 2;
  }
  const double deltaH = 2 * std::sqrt(c1 * c2) * std::sin(deltaHue / 2 * kDegrees);

  const double meanL = (first[0] + second[0]) / 2;
  const double meanCPrime = (c1 + c2) / 2;
  const double t = 1 - 0.17 * std::cos((meanHue - 30) * kDegrees) +
                   0.24 * std::cos(2 * meanHue * kDegrees) +
                   0.32 * std::cos((3 * meanHue + 6) * kDegrees) -
                   0.20 * std::cos((4 * meanHue - 63) * kDegrees);
  const double offset = (meanL - 50) * (meanL - 50);
  const double sL = 1 + 0.015 * offset / std::sqrt(20 + offset);
  const double sC = 1 + 0.045 * meanCPrime;
  const double sH = 1 + 0.015 * meanCPrime * t;
  const double turn = (meanHue - 275) / 25;
  const double c7 = std::pow(meanCPrime, 7);
  const double rC = 2 * std::sqrt(c7 / (c7 + std::pow(25.0, 7)));
  const double rT = -rC * std::sin(60 * std::exp(-turn * turn) * kDegrees);
  const double l = deltaL / sL, c = deltaC / sC, h = deltaH / sH;
  return std::sqrt(l * l + c * c + h * h + rT * c * h);
}

}  // namespace pentimento
