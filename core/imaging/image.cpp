#include "core/imaging/image.h"

#include <algorithm>
#include <cstring>

#include "core/base/error.h"

namespace pentimento {
namespace {

void requireExtent(Extent extent) {
  if (extent.empty() || extent.area() > Image::kMaxPixels)
    throw Error(ErrorKind::InvalidInput,
                "a picture of {} x {} pixels is not possible; at most {} pixels are", extent.width,
                extent.height, Image::kMaxPixels);
}

void requireRow(int y, int height) {
  if (y < 0 || y >= height)
    throw Error(ErrorKind::Internal, "row {} of {} was asked for", y, height);
}

}  // namespace

const std::string* ImageMetadata::text(std::string_view keyword) const noexcept {
  const auto entry = std::ranges::find(texts, keyword, &std::pair<std::string, std::string>::first);
  return entry == texts.end() ? nullptr : &entry->second;
}

void ImageMetadata::setText(std::string_view keyword, std::string value) {
  std::erase_if(texts, [keyword](const auto& entry) { return entry.first == keyword; });
  texts.emplace_back(keyword, std::move(value));
}

Image::Image(Extent extent, ChannelLayout layout, BitDepth depth)
    : m_extent(extent), m_layout(layout), m_depth(depth) {
  requireExtent(extent);
  m_pixels =
      std::make_shared<std::vector<std::byte>>(bytesPerRow() * static_cast<size_t>(extent.height));
}

std::span<const std::byte> Image::bytes() const noexcept {
  return m_pixels ? std::span<const std::byte>(*m_pixels) : std::span<const std::byte>();
}

std::span<std::byte> Image::writableBytes() {
  if (!m_pixels) return {};
  if (m_pixels.use_count() > 1) m_pixels = std::make_shared<std::vector<std::byte>>(*m_pixels);
  return *m_pixels;
}

std::span<const uint8_t> Image::row8(int y) const {
  requireRow(y, height());
  const auto row = bytes().subspan(static_cast<size_t>(y) * bytesPerRow(), bytesPerRow());
  return {reinterpret_cast<const uint8_t*>(row.data()), row.size()};
}

std::span<uint8_t> Image::writableRow8(int y) {
  requireRow(y, height());
  const auto row = writableBytes().subspan(static_cast<size_t>(y) * bytesPerRow(), bytesPerRow());
  return {reinterpret_cast<uint8_t*>(row.data()), row.size()};
}

std::span<const uint16_t> Image::row16(int y) const {
  requireRow(y, height());
  const auto row = bytes().subspan(static_cast<size_t>(y) * bytesPerRow(), bytesPerRow());
  return {reinterpret_cast<const uint16_t*>(row.data()), row.size() / 2};
}

std::span<uint16_t> Image::writableRow16(int y) {
  requireRow(y, height());
  const auto row = writableBytes().subspan(static_cast<size_t>(y) * bytesPerRow(), bytesPerRow());
  return {reinterpret_cast<uint16_t*>(row.data()), row.size() / 2};
}

bool Image::samePixels(const Image& other) const noexcept {
  return m_extent == other.m_extent && m_layout == other.m_layout && m_depth == other.m_depth &&
         std::ranges::equal(bytes(), other.bytes());
}

Mask::Mask(Extent extent, uint8_t value) : m_extent(extent) {
  requireExtent(extent);
  m_values.assign(static_cast<size_t>(extent.area()), value);
}

std::span<const uint8_t> Mask::row(int y) const {
  requireRow(y, height());
  return std::span(m_values).subspan(static_cast<size_t>(y) * width(), width());
}

std::span<uint8_t> Mask::writableRow(int y) {
  requireRow(y, height());
  return std::span(m_values).subspan(static_cast<size_t>(y) * width(), width());
}

Rect Mask::bounds() const noexcept {
  int left = width(), top = height(), right = 0, bottom = 0;
  for (int y = 0; y < height(); ++y) {
    const uint8_t* values = m_values.data() + static_cast<size_t>(y) * width();
    for (int x = 0; x < width(); ++x) {
      if (values[x] == 0) continue;
      left = std::min(left, x);
      right = std::max(right, x + 1);
      top = std::min(top, y);
      bottom = y + 1;
    }
  }
  if (bottom == 0) return {};
  return {left, top, right - left, bottom - top};
}

}  // namespace pentimento
