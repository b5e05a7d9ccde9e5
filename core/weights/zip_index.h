/// The table of contents of a zip archive in memory; entries are spans of the archive itself.
#pragma once

#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <string_view>

namespace pentimento {

/// Stored (uncompressed) entries only, as torch.save and TorchScript write them. Names are keys,
/// never paths; nothing is ever extracted.
class ZipIndex {
 public:
  /// @param where  named in errors: a path
  /// @throws Error(CorruptFile) for broken structure, encryption, names that occur twice
  ZipIndex(std::span<const std::byte> archive, std::string_view where);

  [[nodiscard]] static bool isZip(std::span<const std::byte> bytes) noexcept;

  struct Entry {
    std::span<const std::byte> bytes;  ///< as stored
    bool compressed = false;
  };
  [[nodiscard]] const std::map<std::string, Entry, std::less<>>& entries() const noexcept {
    return m_entries;
  }

 private:
  std::map<std::string, Entry, std::less<>> m_entries;
};

}  // namespace pentimento
