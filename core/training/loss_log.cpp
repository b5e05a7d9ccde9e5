#include "core/training/loss_log.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <sstream>

#include "core/base/error.h"
#include "core/base/files.h"

namespace pentimento::training {
namespace {

constexpr int kStepsPerRow = 50;
constexpr const char* kHeading = "step,loss,rate,seconds\n";

}  // namespace

LossLog::LossLog(const std::filesystem::path& folder, int64_t firstStep, bool active,
                 SavePicture save)
    : m_folder(folder), m_active(active), m_save(std::move(save)) {
  if (!active) return;
  const auto path = folder / "loss.csv";
  std::string kept = kHeading;
  if (firstStep > 0 && std::filesystem::exists(path)) {
    std::istringstream lines(readTextFile(path, uintmax_t{64} << 20));
    std::string line;
    std::getline(lines, line);
    while (std::getline(lines, line)) {
      Row row;
      char comma = 0;
      std::istringstream fields(line);
      fields >> row.step >> comma >> row.loss >> comma >> row.rate >> comma >> row.seconds;
      if (!fields || row.step > firstStep) break;
      m_rows.push_back(row);
      kept += line + "\n";
    }
  }
  writeFileAtomically(path, kept, IfExists::Replace);
  m_file.open(path, std::ios::app);
}

void LossLog::add(int64_t step, double loss, double rate, double seconds) {
  if (!m_active) return;
  m_sum += loss;
  if (++m_count < kStepsPerRow) return;
  m_rows.push_back({step, m_sum / m_count, rate, seconds});
  m_file << fmt::format("{},{:.5f},{:.6g},{:.1f}\n", step, m_sum / m_count, rate, seconds)
         << std::flush;
  m_sum = 0;
  m_count = 0;
}

void LossLog::plot() const {
  if (m_rows.size() < 2 || !m_save) return;
  std::vector<double> steps, losses;
  for (const Row& row : m_rows) {
    steps.push_back(static_cast<double>(row.step));
    losses.push_back(row.loss);
  }
  m_save(m_folder / "loss.png", plotLosses(steps, losses));
}

void LossLog::saveSheet(const Image& sheet, int64_t step) const {
  if (m_active && m_save) m_save(m_folder / fmt::format("sheet-{:07d}.png", step), sheet);
}

Image plotLosses(const std::vector<double>& steps, const std::vector<double>& givenLosses) {
  // What has a logarithm; a loss may be 0, at least as it is written.
  std::vector<double> losses;
  for (const double loss : givenLosses)
    losses.push_back(std::isfinite(loss) ? std::max(loss, 1e-9) : 1e9);
  constexpr int kWidth = 640, kHeight = 400, kMargin = 24;
  Image plot({kWidth, kHeight}, ChannelLayout::Rgb, BitDepth::Eight);
  std::ranges::fill(plot.writableBytes(), std::byte{255});
  const auto [low, high] = std::ranges::minmax(losses);
  const auto scaled = [](double value, double from, double to) {
    return to > from ? (std::log(value) - std::log(from)) / (std::log(to) - std::log(from)) : 0.5;
  };
  const auto dot = [&](int x, int y, uint8_t r, uint8_t g, uint8_t b) {
    if (x < 0 || y < 0 || x >= kWidth || y >= kHeight) return;
    uint8_t* pixel = &plot.writableRow8(y)[static_cast<size_t>(x) * 3];
    pixel[0] = r;
    pixel[1] = g;
    pixel[2] = b;
  };
  const int right = kWidth - kMargin, bottom = kHeight - kMargin;
  for (int x = kMargin; x <= right; ++x) dot(x, bottom, 0, 0, 0);
  for (int y = kMargin; y <= bottom; ++y) dot(kMargin, y, 0, 0, 0);
  // One grid line per power of the square root of ten.
  for (double level = std::pow(10, std::floor(2 * std::log10(low)) / 2); level <= high;
       level *= std::sqrt(10.0)) {
    if (level < low) continue;
    const int y = bottom - static_cast<int>(scaled(level, low, high) * (bottom - kMargin));
    for (int x = kMargin; x <= right; x += 4) dot(x, y, 170, 170, 170);
  }
  int lastX = -1, lastY = -1;
  for (size_t i = 0; i < steps.size(); ++i) {
    const int x = kMargin + static_cast<int>(scaled(steps[i], steps.front(), steps.back()) *
                                             (right - kMargin));
    const int y = bottom - static_cast<int>(scaled(losses[i], low, high) * (bottom - kMargin));
    const int length = lastX < 0 ? 1 : std::max({std::abs(x - lastX), std::abs(y - lastY), 1});
    for (int s = 1; s <= length; ++s) {
      const int px = lastX < 0 ? x : lastX + (x - lastX) * s / length;
      const int py = lastX < 0 ? y : lastY + (y - lastY) * s / length;
      dot(px, py, 20, 80, 200);
      dot(px, py + 1, 20, 80, 200);
    }
    lastX = x;
    lastY = y;
  }
  return plot;
}

}  // namespace pentimento::training
