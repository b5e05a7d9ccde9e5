#include "core/training/folder_source.h"

#include <algorithm>
#include <numeric>
#include <sstream>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/json.h"
#include "core/imaging/convert.h"
#include "core/imaging/resize.h"
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

std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
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
    files.push_back({entry.path(), trimmed(readTextFile(text, kMaxCaptionBytes))});
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
    files.push_back({picture, trimmed(entry["caption"].get<std::string>())});
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
  // A permutation of its own for each pass: every picture is seen once before any is seen again.
  const uint64_t pass = index / m_files.size();
  std::vector<uint32_t> order(m_files.size());
  std::iota(order.begin(), order.end(), 0u);
  scenes::Random random(scenes::mixBits(m_seed) + pass);
  for (size_t i = order.size() - 1; i > 0; --i)
    std::swap(order[i], order[static_cast<size_t>(random.below(static_cast<int>(i) + 1))]);
  const CaptionedFile& file = m_files[order[index % m_files.size()]];
  return {squareOf(m_open(file.picture), size), Mask(Extent{size, size}, 255), file.caption};
}

Example FolderSource::editable(uint64_t index, int size) const {
  Example example = captioned(index, size);
  scenes::Random random(scenes::mixBits(m_seed + 1) + index);
  if (random.chance(0.4f)) example.mask = scenes::randomMask(size, random);
  return example;
}

}  // namespace pentimento::training
