#include "core/training/folder_source.h"

#include <algorithm>
#include <bit>
#include <sstream>
#include <utility>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/json.h"
#include "core/imaging/convert.h"
#include "core/imaging/resize.h"
#include "core/text/number.h"
#include "core/training/scenes/edits.h"

namespace pentimento::training {
namespace {
namespace fs = std::filesystem;

constexpr uintmax_t kMaxCaptionBytes = 64 << 10;
constexpr uintmax_t kMaxListBytes = uintmax_t{1} << 30;

bool isPicture(const fs::path& path) {
  std::string extension = path.extension().string();
  std::ranges::transform(extension, extension.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return extension == ".png" || extension == ".jpg" || extension == ".jpeg" || extension == ".webp";
}

/// Where `index` goes in a permutation of 0 … count - 1 that follows from `key`: a Feistel network
/// over the least even number of bits that holds them, applied until it lands below `count` (fewer
/// than four times on average). Nothing is stored, however many pictures there are.
uint64_t permuted(uint64_t index, uint64_t count, uint64_t key) {
  const int half = std::max(static_cast<int>(std::bit_width(count - 1) + 1) / 2, 1);
  const uint64_t low = (uint64_t{1} << half) - 1;
  do {
    uint64_t left = index >> half, right = index & low;
    for (uint64_t round = 0; round < 4; ++round)
      left = std::exchange(right, left ^ (scenes::mixBits(key + (round << 56) + right) & low));
    index = left << half | right;
  } while (index >= count);
  return index;
}

std::vector<CaptionedFile> pairsOf(const fs::path& folder) {
  std::vector<CaptionedFile> files;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (!entry.is_regular_file() || !isPicture(entry.path())) continue;
    fs::path text = entry.path();
    text.replace_extension(".txt");
    if (!fs::exists(text))
      throw Error(ErrorKind::InvalidInput, "{} has no caption: write it into {}",
                  entry.path().string(), text.string());
    files.push_back({entry.path(), std::string(trimmed(readTextFile(text, kMaxCaptionBytes)))});
  }
  std::ranges::sort(files, {}, &CaptionedFile::picture);
  return files;
}

std::vector<CaptionedFile> linesOf(const fs::path& list) {
  std::vector<CaptionedFile> files;
  std::istringstream lines(readTextFile(list, kMaxListBytes));
  int number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    if (trimmed(line).empty()) continue;
    const std::string where = list.string() + " line " + std::to_string(number);
    const Json entry = parseJson(line, where);
    if (!entry.is_object() || !entry.contains("file") || !entry["file"].is_string() ||
        !entry.contains("caption") || !entry["caption"].is_string())
      throw Error(ErrorKind::InvalidInput, "{} needs the texts \"file\" and \"caption\"", where);
    const fs::path picture = list.parent_path() / entry["file"].get<std::string>();
    if (!fs::exists(picture))
      throw Error(ErrorKind::InvalidInput, "{} names {}, which is not there", where,
                  picture.string());
    files.push_back(
        {picture, std::string(trimmed(entry["caption"].get_ref<const std::string&>()))});
  }
  return files;
}

/// The centred square, `size` × `size`, 8 bit RGB.
Image squareOf(const Image& picture, int size) {
  const Image rgb =
      toDepth(toLayout(picture.hasAlpha() ? flattened(picture, 1.0) : picture, ChannelLayout::Rgb),
              BitDepth::Eight);
  const int side = std::min(rgb.width(), rgb.height());
  const int left = (rgb.width() - side) / 2, top = (rgb.height() - side) / 2;
  Image square({side, side}, ChannelLayout::Rgb, BitDepth::Eight);
  for (int y = 0; y < side; ++y) {
    const auto row =
        rgb.row8(top + y).subspan(static_cast<size_t>(left) * 3, static_cast<size_t>(side) * 3);
    std::ranges::copy(row, square.writableRow8(y).begin());
  }
  return side == size ? square : resized(square, {size, size}, ResizeFilter::Lanczos);
}

}  // namespace

std::vector<CaptionedFile> listCaptionedFiles(const fs::path& path) {
  if (!fs::exists(path))
    throw Error(ErrorKind::NotFound, "there are no training pictures at {}: it does not exist",
                path.string());
  std::vector<CaptionedFile> files = fs::is_directory(path) ? pairsOf(path) : linesOf(path);
  if (files.empty())
    throw Error(ErrorKind::InvalidInput,
                "{} holds no training pictures: put name.png with name.txt there, or list them in "
                "a .jsonl file",
                path.string());
  return files;
}

FolderSource::FolderSource(std::vector<CaptionedFile> files, OpenPicture open, uint64_t seed)
    : m_files(std::move(files)), m_open(std::move(open)), m_seed(seed) {
  if (m_files.empty()) throw Error(ErrorKind::InvalidInput, "there are no training pictures");
}

Example FolderSource::captioned(uint64_t index, int size) const {
  // Every picture is seen once before any is seen again.
  const uint64_t count = m_files.size(), pass = index / count;
  const uint64_t key = scenes::mixBits(scenes::mixBits(m_seed) + pass);
  const CaptionedFile& file = m_files[permuted(index % count, count, key)];
  return {squareOf(m_open(file.picture), size), Mask(Extent{size, size}, 255), file.caption};
}

Example FolderSource::editable(uint64_t index, int size) const {
  Example example = captioned(index, size);
  scenes::Random random(scenes::mixBits(m_seed + 1) + index);
  if (random.chance(0.4f)) example.mask = scenes::randomMask(size, random);
  return example;
}

}  // namespace pentimento::training
