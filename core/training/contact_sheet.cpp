#include "core/training/contact_sheet.h"

#include <algorithm>

#include "core/base/error.h"

namespace pentimento::training {

Image contactSheet(const std::vector<Image>& tiles, int columns) {
  if (tiles.empty())
    throw Error(ErrorKind::InvalidInput, "a contact sheet needs at least one picture");
  constexpr int kGap = 2;
  const Extent tile = tiles.front().extent();
  const int rows = (static_cast<int>(tiles.size()) + columns - 1) / columns;
  Image sheet({columns * (tile.width + kGap) - kGap, rows * (tile.height + kGap) - kGap},
              ChannelLayout::Rgb, BitDepth::Eight);
  std::ranges::fill(sheet.writableBytes(), std::byte{255});
  for (size_t i = 0; i < tiles.size(); ++i) {
    const int left = static_cast<int>(i) % columns * (tile.width + kGap);
    const int top = static_cast<int>(i) / columns * (tile.height + kGap);
    for (int y = 0; y < tile.height; ++y)
      std::ranges::copy(tiles[i].row8(y), sheet.writableRow8(top + y).begin() + left * 3);
  }
  return sheet;
}

}  // namespace pentimento::training
