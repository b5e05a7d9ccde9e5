/// Zip files, as far as OpenRaster needs them.
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace pentimento {

/// Collects entries in memory; nothing is on the disk before `save`.
class ZipWriter {
 public:
  ZipWriter();
  ~ZipWriter();
  ZipWriter(const ZipWriter&) = delete;
  ZipWriter& operator=(const ZipWriter&) = delete;

  /// @param compress false for what is compressed already
  void add(const std::string& name, std::vector<std::byte> bytes, bool compress);
  void add(const std::string& name, std::string_view text, bool compress);
  /// Complete or not there; replaces an earlier file. Call once, last. @throws Error(Io)
  void save(const std::filesystem::path& path);

 private:
  struct Private;
  std::unique_ptr<Private> d;
};

/// Names are keys: nothing is ever unpacked to the disk.
class ZipReader {
 public:
  /// @throws Error(NotFound, CorruptFile)
  explicit ZipReader(const std::filesystem::path& path);
  ~ZipReader();
  ZipReader(const ZipReader&) = delete;
  ZipReader& operator=(const ZipReader&) = delete;

  [[nodiscard]] bool contains(const std::string& name) const;
  /// @throws Error(CorruptFile) when it is missing, damaged or larger than `maxBytes`
  [[nodiscard]] std::vector<std::byte> read(const std::string& name, size_t maxBytes) const;

 private:
  struct Private;
  std::unique_ptr<Private> d;
};

}  // namespace pentimento
