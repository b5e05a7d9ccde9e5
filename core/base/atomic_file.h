/// Writing large files piece by piece that are either complete or not there.
#pragma once

#include <filesystem>
#include <span>
#include <string>

#include "core/base/files.h"

namespace pentimento {

/// A temporary file beside `path`. It takes the place of `path` in `commit` and disappears when
/// that is never reached. A file that is replaced hands its mode on, a new one gets what the umask
/// leaves; where `path` is a link to a file, that file is replaced.
class AtomicFile {
 public:
  /// @throws Error(Io) when the folder refuses new files
  explicit AtomicFile(const std::filesystem::path& path);
  ~AtomicFile();
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;

  /// Appends. @throws Error(Io) with the system's reason (disk full ...)
  void write(std::span<const std::byte> bytes);
  void write(std::string_view text);

  /// Flushes to the disk, renames onto the path and flushes the folder. Call once, last.
  /// @throws Error(InvalidInput) if the path exists and may not be replaced; Error(Io)
  void commit(IfExists ifExists);

 private:
  std::filesystem::path m_path;
  std::string m_temporary;
  int m_descriptor = -1;
};

}  // namespace pentimento
