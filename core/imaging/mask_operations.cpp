#include "core/imaging/mask_operations.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <opencv2/imgproc.hpp>

#include "core/base/error.h"

namespace pentimento {
namespace {

cv::Mat matOver(const Mask& mask) {
  // OpenCV has no read-only view; none of the calls below writes to its source.
  return {mask.height(), mask.width(), CV_8UC1, const_cast<uint8_t*>(mask.values().data())};
}

cv::Mat matOver(Mask& mask) {
  return {mask.height(), mask.width(), CV_8UC1, mask.writableValues().data()};
}

void raise(uint8_t* row, const uint8_t* by, int count) {
  for (int i = 0; i < count; ++i) row[i] = std::max(row[i], by[i]);
}

/// Adds one source row to a dilation. The disc is a stack of horizontal runs: the row is dilated to
/// half-width 0, 1, 2 ... in turn, and goes to the rows whose run has just that half-width.
class RowDilation {
 public:
  RowDilation(int radius, int width) : m_radius(radius), m_width(width), m_rowsOfRun(radius + 1) {
    for (int dy = 0; dy <= radius; ++dy) {
      const double half = std::sqrt(static_cast<double>(radius) * radius - double(dy) * dy);
      m_rowsOfRun[static_cast<size_t>(half + 1e-9)].push_back(dy);
    }
    m_padded.resize(static_cast<size_t>(width) + 2);
    m_next = m_padded;
  }

  void add(const uint8_t* source, int y, Mask& result) {
    std::copy_n(source, m_width, m_padded.begin() + 1);
    for (int half = 0; half <= m_radius; ++half) {
      if (half > 0) widen(source, half);
      for (const int dy : m_rowsOfRun[static_cast<size_t>(half)]) {
        if (y - dy >= 0) raise(result.writableRow(y - dy).data(), m_padded.data() + 1, m_width);
        if (dy > 0 && y + dy < result.height())
          raise(result.writableRow(y + dy).data(), m_padded.data() + 1, m_width);
      }
    }
  }

 private:
  /// From half-width `half - 1` to `half`: the maximum of both neighbours, whose runs overlap from
  /// the second step on; the first needs the middle as well.
  void widen(const uint8_t* source, int half) {
    m_padded.front() = m_padded.back() = 0;
    for (int x = 1; x <= m_width; ++x) m_next[x] = std::max(m_padded[x - 1], m_padded[x + 1]);
    if (half == 1) raise(m_next.data() + 1, source, m_width);
    // A picture of one column has no neighbours to take them from.
    m_next[1] = std::max(m_next[1], m_padded[1]);
    m_next[m_width] = std::max(m_next[m_width], m_padded[m_width]);
    m_padded.swap(m_next);
  }

  int m_radius;
  int m_width;
  std::vector<std::vector<int>> m_rowsOfRun;
  std::vector<uint8_t> m_padded;
  std::vector<uint8_t> m_next;
};

Rect clippedTo(Rect area, Extent extent) {
  const int left = std::clamp(area.x, 0, extent.width);
  const int top = std::clamp(area.y, 0, extent.height);
  return {left, top, std::clamp(area.right(), left, extent.width) - left,
          std::clamp(area.bottom(), top, extent.height) - top};
}

Rect enlarged(Rect area, int by) {
  return {area.x - by, area.y - by, area.width + 2 * by, area.height + 2 * by};
}

/// Runs `operation` on the part of the mask that can change only: `reach` around what is covered.
template <typename Operation>
Mask onBounds(const Mask& mask, int reach, const Operation& operation) {
  const Rect bounds = mask.bounds();
  if (bounds.empty()) return mask;
  const Rect area = clippedTo(enlarged(bounds, reach), mask.extent());
  const Mask part = operation(cropped(mask, area));
  Mask result(mask.extent());
  for (int y = 0; y < area.height; ++y)
    std::ranges::copy(part.row(y), result.writableRow(area.y + y).begin() + area.x);
  return result;
}

Mask dilated(const Mask& mask, int radius) {
  return onBounds(mask, radius, [radius](const Mask& part) {
    Mask result(part.extent());
    RowDilation dilation(radius, part.width());
    for (int y = 0; y < part.height(); ++y) dilation.add(part.row(y).data(), y, result);
    return result;
  });
}

}  // namespace

Mask grown(const Mask& mask, int pixels) {
  if (pixels == 0 || mask.empty()) return mask;
  const int radius = std::min(std::abs(pixels), std::max(mask.width(), mask.height()) * 2);
  return pixels > 0 ? dilated(mask, radius) : inverted(dilated(inverted(mask), radius));
}

Mask feathered(const Mask& mask, double width) {
  const double sigma = width / 4.0;
  if (mask.empty() || sigma < 0.1) return mask;
  return onBounds(mask, static_cast<int>(std::ceil(4 * sigma)) + 1, [sigma](const Mask& part) {
    Mask result(part.extent());
    cv::Mat target = matOver(result);
    // A wide Gaussian has no detail: a reduced picture holds it, and the time stays bounded.
    const int reduction = std::max(1, static_cast<int>(sigma / 8));
    if (reduction == 1) {
      cv::GaussianBlur(matOver(part), target, {}, sigma, sigma, cv::BORDER_REPLICATE);
      return result;
    }
    const cv::Size size((part.width() + reduction - 1) / reduction,
                        (part.height() + reduction - 1) / reduction);
    cv::Mat reduced;
    cv::resize(matOver(part), reduced, size, 0, 0, cv::INTER_AREA);
    reduced.convertTo(reduced, CV_32F);
    cv::GaussianBlur(reduced, reduced, {}, sigma * size.width / part.width(),
                     sigma * size.height / part.height(), cv::BORDER_REPLICATE);
    cv::resize(reduced, reduced, target.size(), 0, 0, cv::INTER_LINEAR);
    reduced.convertTo(target, CV_8U);
    return result;
  });
}

Mask inverted(const Mask& mask) {
  Mask result = mask;
  for (uint8_t& value : result.writableValues()) value = static_cast<uint8_t>(255 - value);
  return result;
}

Mask withHolesFilled(const Mask& mask) {
  return onBounds(mask, 0, [](const Mask& part) {
    // One more pixel all around joins everything that reaches the border.
    cv::Mat open;
    cv::copyMakeBorder(matOver(part) < 128, open, 1, 1, 1, 1, cv::BORDER_CONSTANT, 255);
    cv::floodFill(open, {0, 0}, 0);
    Mask result = part;
    matOver(result).setTo(255, open({1, 1, part.width(), part.height()}));
    return result;
  });
}

Mask combined(const Mask& mask, const Mask& other, MaskCombination how) {
  if (mask.extent() != other.extent())
    throw Error(ErrorKind::InvalidInput, "masks of {} x {} and {} x {} cannot be combined",
                mask.width(), mask.height(), other.width(), other.height());
  Mask result = mask;
  const auto values = result.writableValues();
  const auto others = other.values();
  for (size_t i = 0; i < values.size(); ++i) {
    const uint8_t a = values[i], b = others[i];
    switch (how) {
      case MaskCombination::Add:
        values[i] = std::max(a, b);
        break;
      case MaskCombination::Subtract:
        values[i] = std::min<uint8_t>(a, 255 - b);
        break;
      case MaskCombination::Intersect:
        values[i] = std::min(a, b);
        break;
    }
  }
  return result;
}

double coverage(const Mask& mask) {
  if (mask.empty()) return 0;
  const auto values = mask.values();
  const uint64_t sum = std::accumulate(values.begin(), values.end(), uint64_t{0});
  return static_cast<double>(sum) / (255.0 * static_cast<double>(values.size()));
}

std::vector<float> depthInside(const Mask& mask) {
  std::vector<float> depth(mask.values().size());
  if (mask.empty()) return depth;
  cv::Mat target(mask.height(), mask.width(), CV_32FC1, depth.data());
  cv::distanceTransform(matOver(mask), target, cv::DIST_L2, cv::DIST_MASK_PRECISE, CV_32F);
  return depth;
}

Mask cropped(const Mask& mask, Rect area, uint8_t outside) {
  Mask result(area.extent(), outside);
  const Rect shared = clippedTo(area, mask.extent());
  for (int y = 0; y < shared.height; ++y) {
    const auto from = mask.row(shared.y + y).subspan(shared.x, shared.width);
    std::ranges::copy(from,
                      result.writableRow(shared.y + y - area.y).begin() + (shared.x - area.x));
  }
  return result;
}

}  // namespace pentimento
