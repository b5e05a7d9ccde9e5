#include "core/weights/zip_index.h"

#include <algorithm>
#include <cstdint>
#include <optional>

#include "core/base/error.h"
#include "core/base/printable.h"
#include "core/weights/byte_cursor.h"

namespace pentimento {
namespace {
using Bytes = std::span<const std::byte>;

constexpr uint32_t kLocalSignature = 0x04034b50, kCentralSignature = 0x02014b50,
                   kEndSignature = 0x06054b50, kEnd64Signature = 0x06064b50,
                   kEnd64LocatorSignature = 0x07064b50;
constexpr size_t kEndBytes = 22, kEnd64LocatorBytes = 20, kMaxCommentBytes = 0xFFFF;
constexpr uint64_t kMaxEntries = 500'000;
constexpr uint16_t kZip64Extra = 1, kEncryptedFlag = 1;
constexpr uint32_t kInZip64 = 0xFFFFFFFF;  // the 32-bit field's way of saying "see the extra field"

struct Directory {
  uint64_t entries = 0, bytes = 0, offset = 0;
};

struct CentralEntry {
  std::string_view name, extra;
  uint16_t flags = 0, method = 0;
  uint64_t packed = 0, unpacked = 0, offset = 0;
};

class ZipParser {
 public:
  ZipParser(Bytes archive, std::string_view where) : m_archive(archive), m_where(where) {}

  std::map<std::string, ZipIndex::Entry, std::less<>> parse() const {
    const Directory directory = findDirectory();
    if (directory.entries > kMaxEntries) refuse("it lists more entries than any model");
    ByteCursor cursor(slice(directory.offset, directory.bytes));
    std::map<std::string, ZipIndex::Entry, std::less<>> entries;
    for (uint64_t i = 0; i < directory.entries; ++i) {
      const CentralEntry entry = readCentral(cursor);
      if (entry.flags & kEncryptedFlag) refuse("it is encrypted");
      if (entry.method == 0 && entry.packed != entry.unpacked)
        refuse("an entry has two different sizes");
      const ZipIndex::Entry stored{slice(dataOffset(entry.offset), entry.packed),
                                   entry.method != 0};
      if (!entries.emplace(entry.name, stored).second) refuse("two of its entries have one name");
    }
    return entries;
  }

 private:
  [[noreturn]] void refuse(std::string_view reason) const {
    throw Error(ErrorKind::CorruptFile, "{} is a damaged zip archive: {}; download it again",
                m_where, reason);
  }

  [[nodiscard]] Bytes slice(uint64_t offset, uint64_t count) const {
    if (offset > m_archive.size() || count > m_archive.size() - offset)
      refuse("it is cut short or points past its end");
    return m_archive.subspan(offset, count);
  }

  template <typename Number>
  Number next(ByteCursor& cursor) const {
    const auto value = cursor.number<Number>();
    if (!value) refuse("its directory is cut short");
    return *value;
  }

  std::string_view nextText(ByteCursor& cursor, size_t count) const {
    const auto text = cursor.take(count);
    if (!text) refuse("its directory is cut short");
    return *text;
  }

  void expect(ByteCursor& cursor, uint32_t signature) const {
    if (next<uint32_t>(cursor) != signature) refuse("its directory is not where it says");
  }

  Directory findDirectory() const {
    if (m_archive.size() < kEndBytes) refuse("it is too short");
    const size_t last = m_archive.size() - kEndBytes;
    const size_t first = last - std::min(last, kMaxCommentBytes);
    for (size_t offset = last + 1; offset-- > first;) {
      ByteCursor cursor(m_archive.subspan(offset));
      if (next<uint32_t>(cursor) != kEndSignature) continue;
      const uint16_t disk = next<uint16_t>(cursor), directoryDisk = next<uint16_t>(cursor);
      (void)next<uint16_t>(cursor);
      Directory directory;
      directory.entries = next<uint16_t>(cursor);
      directory.bytes = next<uint32_t>(cursor);
      directory.offset = next<uint32_t>(cursor);
      if (const auto large = findDirectory64(offset)) return *large;
      if (disk != 0 || directoryDisk != 0) refuse("it is one part of several");
      return directory;
    }
    refuse("its directory is missing, as after a download that was cut off");
  }

  [[nodiscard]] std::optional<Directory> findDirectory64(size_t end) const {
    if (end < kEnd64LocatorBytes) return std::nullopt;
    ByteCursor locator(m_archive.subspan(end - kEnd64LocatorBytes, kEnd64LocatorBytes));
    if (next<uint32_t>(locator) != kEnd64LocatorSignature) return std::nullopt;
    (void)next<uint32_t>(locator);
    const auto offset = next<uint64_t>(locator);
    ByteCursor cursor(
        slice(offset, m_archive.size() - std::min<uint64_t>(offset, m_archive.size())));
    expect(cursor, kEnd64Signature);
    (void)nextText(cursor, 8 + 2 + 2 + 4 + 4 + 8);  // sizes, versions, disks, entries of this disk
    Directory directory;
    directory.entries = next<uint64_t>(cursor);
    directory.bytes = next<uint64_t>(cursor);
    directory.offset = next<uint64_t>(cursor);
    return directory;
  }

  CentralEntry readCentral(ByteCursor& cursor) const {
    expect(cursor, kCentralSignature);
    CentralEntry entry;
    (void)nextText(cursor, 2 + 2);  // versions
    entry.flags = next<uint16_t>(cursor);
    entry.method = next<uint16_t>(cursor);
    (void)nextText(cursor, 2 + 2 + 4);  // time, date, checksum
    entry.packed = next<uint32_t>(cursor);
    entry.unpacked = next<uint32_t>(cursor);
    const auto nameBytes = next<uint16_t>(cursor), extraBytes = next<uint16_t>(cursor),
               commentBytes = next<uint16_t>(cursor);
    (void)nextText(cursor, 2 + 2 + 4);  // disk, attributes
    entry.offset = next<uint32_t>(cursor);
    entry.name = nextText(cursor, nameBytes);
    entry.extra = nextText(cursor, extraBytes);
    (void)nextText(cursor, commentBytes);
    widen(entry);
    return entry;
  }

  /// Fields of 4 GiB and more live in an extra field, in this order, each only when needed.
  void widen(CentralEntry& entry) const {
    ByteCursor extras(std::as_bytes(std::span(entry.extra)));
    while (extras.rest().size() >= 4) {
      const auto kind = next<uint16_t>(extras), length = next<uint16_t>(extras);
      const std::string_view field = nextText(extras, length);
      if (kind != kZip64Extra) continue;
      ByteCursor values(std::as_bytes(std::span(field)));
      for (uint64_t* value : {&entry.unpacked, &entry.packed, &entry.offset})
        if (*value == kInZip64) *value = next<uint64_t>(values);
    }
  }

  [[nodiscard]] uint64_t dataOffset(uint64_t localOffset) const {
    constexpr size_t kLocalBytes = 30, kBeforeLengths = 22;
    ByteCursor local(slice(localOffset, kLocalBytes));
    expect(local, kLocalSignature);
    (void)nextText(local, kBeforeLengths);
    const auto nameBytes = next<uint16_t>(local), extraBytes = next<uint16_t>(local);
    return localOffset + kLocalBytes + nameBytes + extraBytes;
  }

  Bytes m_archive;
  std::string_view m_where;
};

}  // namespace

ZipIndex::ZipIndex(std::span<const std::byte> archive, std::string_view where)
    : m_entries(ZipParser(archive, where).parse()) {}

bool ZipIndex::isZip(std::span<const std::byte> bytes) noexcept {
  return ByteCursor(bytes).number<uint32_t>() == kLocalSignature;
}

}  // namespace pentimento
