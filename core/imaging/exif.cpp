#include "core/imaging/exif.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/base/utf8.h"
#include "core/imaging/text_encoding.h"

namespace pentimento {
namespace {

constexpr uint16_t kOrientationTag = 0x0112;
constexpr uint16_t kExifDirectoryTag = 0x8769;
constexpr uint16_t kUserCommentTag = 0x9286;
constexpr uint16_t kUndefinedType = 7, kLongType = 4;
constexpr size_t kEntrySize = 12;
constexpr size_t kHeaderSize = 8;
constexpr std::string_view kUnicodeCode{"UNICODE\0", 8};
constexpr std::string_view kAsciiCode{"ASCII\0\0\0", 8};

/// Numbers in a TIFF block; reads outside of it yield nothing.
class TiffBlock {
 public:
  explicit TiffBlock(std::string bytes) : m_bytes(std::move(bytes)) {
    m_bigEndian = m_bytes.starts_with("MM");
    m_valid = (m_bigEndian || m_bytes.starts_with("II")) && number(2, 2) == 42u;
  }

  [[nodiscard]] bool valid() const { return m_valid; }
  [[nodiscard]] bool bigEndian() const { return m_bigEndian; }
  [[nodiscard]] const std::string& bytes() const { return m_bytes; }
  [[nodiscard]] size_t size() const { return m_bytes.size(); }

  [[nodiscard]] std::optional<uint32_t> number(size_t offset, size_t width) const {
    if (offset > m_bytes.size() || m_bytes.size() - offset < width) return std::nullopt;
    uint32_t value = 0;
    for (size_t i = 0; i < width; ++i)
      value =
          value << 8 | static_cast<uint8_t>(m_bytes[offset + (m_bigEndian ? i : width - 1 - i)]);
    return value;
  }

  void setNumber(size_t offset, size_t width, uint32_t value) {
    for (size_t i = 0; i < width; ++i)
      m_bytes[offset + (m_bigEndian ? width - 1 - i : i)] = static_cast<char>(value >> 8 * i);
  }

  void append(std::string_view bytes) { m_bytes += bytes; }
  void appendNumber(size_t width, uint32_t value) {
    m_bytes.append(width, '\0');
    setNumber(m_bytes.size() - width, width, value);
  }
  /// Directories begin at even offsets.
  void alignToWord() { m_bytes.append(m_bytes.size() % 2, '\0'); }

  /// Where the entry with this tag starts in the directory at `offset`.
  [[nodiscard]] std::optional<size_t> entry(size_t directory, uint16_t tag) const {
    const size_t count = number(directory, 2).value_or(0);
    for (size_t i = 0; i < count; ++i) {
      const size_t offset = directory + 2 + i * kEntrySize;
      const auto found = number(offset, 2);
      if (!found || offset + kEntrySize > m_bytes.size()) return std::nullopt;
      if (*found == tag) return offset;
    }
    return std::nullopt;
  }

  [[nodiscard]] size_t firstDirectory() const { return number(4, 4).value_or(0); }
  [[nodiscard]] std::optional<size_t> exifDirectory() const {
    const auto pointer = entry(firstDirectory(), kExifDirectoryTag);
    if (!pointer) return std::nullopt;
    return number(*pointer + 8, 4);
  }

 private:
  std::string m_bytes;
  bool m_bigEndian = false;
  bool m_valid = false;
};

struct DirectoryEntry {
  uint16_t tag = 0;
  std::string bytes;  ///< all twelve of it
};

/// The entries of a directory as they are; empty when it is damaged.
std::vector<DirectoryEntry> entriesOf(const TiffBlock& block, size_t directory) {
  std::vector<DirectoryEntry> entries;
  const size_t count = block.number(directory, 2).value_or(0);
  for (size_t i = 0; i < count; ++i) {
    const size_t offset = directory + 2 + i * kEntrySize;
    if (offset + kEntrySize > block.size()) return {};
    entries.push_back({static_cast<uint16_t>(*block.number(offset, 2)),
                       block.bytes().substr(offset, kEntrySize)});
  }
  return entries;
}

DirectoryEntry makeEntry(const TiffBlock& block, uint16_t tag, uint16_t type, uint32_t count,
                         uint32_t value) {
  TiffBlock entry(block.bigEndian() ? "MM" : "II");
  entry.appendNumber(2, tag);
  entry.appendNumber(2, type);
  entry.appendNumber(4, count);
  entry.appendNumber(4, value);
  return {tag, entry.bytes().substr(2)};
}

/// Appends the directory at `old` with one entry added or replaced; returns where it lies.
size_t appendDirectory(TiffBlock& block, std::optional<size_t> old, const DirectoryEntry& added) {
  std::vector<DirectoryEntry> entries;
  uint32_t next = 0;
  if (old) {
    entries = entriesOf(block, *old);
    next = block.number(*old + 2 + entries.size() * kEntrySize, 4).value_or(0);
  }
  std::erase_if(entries, [&](const DirectoryEntry& entry) { return entry.tag == added.tag; });
  entries.push_back(added);
  std::ranges::sort(entries, {}, &DirectoryEntry::tag);
  block.alignToWord();
  const size_t offset = block.size();
  block.appendNumber(2, static_cast<uint32_t>(entries.size()));
  for (const DirectoryEntry& entry : entries) block.append(entry.bytes);
  block.appendNumber(4, next);
  return offset;
}

std::string unicodeComment(std::string_view utf16, bool blockIsBigEndian) {
  // The standard asks for the order of the block, the most used writer always takes big endian: the
  // zeros of Latin letters tell.
  if (utf16.starts_with("\xFE\xFF")) return utf8FromUtf16(utf16.substr(2), ByteOrder::Big);
  if (utf16.starts_with("\xFF\xFE")) return utf8FromUtf16(utf16.substr(2), ByteOrder::Little);
  size_t zerosFirst = 0, zerosSecond = 0;
  for (size_t i = 0; i + 1 < utf16.size(); i += 2) {
    zerosFirst += utf16[i] == 0;
    zerosSecond += utf16[i + 1] == 0;
  }
  const bool big = zerosFirst == zerosSecond ? blockIsBigEndian : zerosFirst > zerosSecond;
  return utf8FromUtf16(utf16, big ? ByteOrder::Big : ByteOrder::Little);
}

std::string_view trimmed(std::string_view text) {
  const size_t end = text.find_last_not_of(std::string_view{"\0 ", 2});
  return end == std::string_view::npos ? std::string_view{} : text.substr(0, end + 1);
}

}  // namespace

int exifOrientation(std::string_view exif) {
  const TiffBlock block{std::string(exif)};
  if (!block.valid()) return 1;
  const auto entry = block.entry(block.firstDirectory(), kOrientationTag);
  const uint32_t value = entry ? block.number(*entry + 8, 2).value_or(1) : 1;
  return value >= 1 && value <= 8 ? static_cast<int>(value) : 1;
}

std::string withUprightOrientation(std::string exif) {
  TiffBlock block(std::move(exif));
  if (block.valid())
    if (const auto entry = block.entry(block.firstDirectory(), kOrientationTag))
      block.setNumber(*entry + 8, 2, 1);
  return block.bytes();
}

std::string exifUserComment(std::string_view exif) {
  const TiffBlock block{std::string(exif)};
  const auto directory = block.valid() ? block.exifDirectory() : std::nullopt;
  const auto entry = directory ? block.entry(*directory, kUserCommentTag) : std::nullopt;
  if (!entry) return {};
  const size_t size = block.number(*entry + 4, 4).value_or(0);
  const size_t offset = block.number(*entry + 8, 4).value_or(0);
  if (size < kUnicodeCode.size() || offset > block.size() || block.size() - offset < size)
    return {};
  const std::string_view comment = std::string_view(block.bytes()).substr(offset, size);
  const std::string_view text = comment.substr(kUnicodeCode.size());
  if (comment.starts_with(kUnicodeCode)) {
    const std::string decoded = unicodeComment(text, block.bigEndian());
    return std::string(trimmed(decoded));
  }
  if (comment.starts_with(kAsciiCode) || comment.starts_with(std::string(8, '\0')))
    return validUtf8(trimmed(text));
  return {};
}

std::string withExifUserComment(std::string_view exif, std::string_view utf8) {
  TiffBlock block{std::string(exif)};
  if (!block.valid()) {
    block = TiffBlock(std::string("MM\0\x2A\0\0\0\x08", kHeaderSize));
    block.appendNumber(2, 0);  // a directory without entries,
    block.appendNumber(4, 0);  // the last one
  }
  const std::string comment = std::string(kUnicodeCode) + utf16FromUtf8(utf8);
  block.alignToWord();
  const size_t commentOffset = block.size();
  block.append(comment);
  const size_t exifDirectory = appendDirectory(
      block, block.exifDirectory(),
      makeEntry(block, kUserCommentTag, kUndefinedType, static_cast<uint32_t>(comment.size()),
                static_cast<uint32_t>(commentOffset)));
  if (const auto pointer = block.entry(block.firstDirectory(), kExifDirectoryTag)) {
    block.setNumber(*pointer + 8, 4, static_cast<uint32_t>(exifDirectory));
  } else {
    const size_t first = appendDirectory(
        block, block.firstDirectory(),
        makeEntry(block, kExifDirectoryTag, kLongType, 1, static_cast<uint32_t>(exifDirectory)));
    block.setNumber(4, 4, static_cast<uint32_t>(first));
  }
  return block.bytes();
}

}  // namespace pentimento
