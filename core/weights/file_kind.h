/// What a file is, told from its first bytes.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string_view>

namespace pentimento {

enum class FileKind {
  Empty,
  Safetensors,
  TorchZip,  ///< zip archive: torch.save, TorchScript
  Pickle,    ///< torch.save before version 1.6, or any other pickle
  Json,
  Html,
  GitLfsPointer,
  Gguf,
  Hdf5,
  Tar,
  Unknown,
};

/// @throws Error(NotFound, Io); Error(InvalidInput) for folders, pipes and devices
[[nodiscard]] FileKind fileKind(const std::filesystem::path& path);
[[nodiscard]] FileKind fileKind(std::span<const std::byte> bytes) noexcept;

/// Completes "FILE is ..." for files that are not opened, with what to do.
[[nodiscard]] std::string_view describe(FileKind kind) noexcept;

}  // namespace pentimento
