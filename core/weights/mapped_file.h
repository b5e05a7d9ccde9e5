/// A file's bytes, read by the system when they are touched.
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>

namespace pentimento {

/// Read-only memory map of a whole regular file. Files mapped here must never be written in place;
/// AtomicFile replaces a name and leaves the mapped bytes alone.
/// Thread-safety: immutable.
class MappedFile {
 public:
  /// @throws Error(NotFound, Io); Error(InvalidInput) for folders, pipes and devices
  [[nodiscard]] static std::shared_ptr<const MappedFile> open(const std::filesystem::path& path);
  ~MappedFile();
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  [[nodiscard]] std::span<const std::byte> bytes() const noexcept { return m_bytes; }

 private:
  explicit MappedFile(std::span<const std::byte> bytes) : m_bytes(bytes) {}
  std::span<const std::byte> m_bytes;
};

/// What keeps some of a file's bytes readable. When its last copy is gone, their pages no longer
/// count as memory of this process; whoever reads them again fetches them again. So a checkpoint
/// that is copied tensor by tensor never lies in memory twice.
[[nodiscard]] std::shared_ptr<const void> lend(std::shared_ptr<const MappedFile> file,
                                               std::span<const std::byte> bytes);

}  // namespace pentimento
