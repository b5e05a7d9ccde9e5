#include "core/base/files.h"

#include <cerrno>
#include <cstring>
#include <fstream>

#include "core/base/atomic_file.h"
#include "core/base/error.h"

namespace pentimento {
namespace fs = std::filesystem;
std::string readTextFile(const fs::path& path, uintmax_t maxBytes) {
  std::error_code failure;
  if (!fs::exists(path, failure))
    throw Error(ErrorKind::NotFound, "{} does not exist", path.string());
  if (!fs::is_regular_file(path, failure))
    throw Error(ErrorKind::InvalidInput, "{} is not a file", path.string());
  const uintmax_t size = fs::file_size(path, failure);
  if (failure) throw Error(ErrorKind::Io, "cannot read {}: {}", path.string(), failure.message());
  if (size > maxBytes)
    throw Error(ErrorKind::InvalidInput, "{} has {} bytes; at most {} are read", path.string(),
                size, maxBytes);
  std::ifstream in(path, std::ios::binary);
  std::string text(static_cast<size_t>(size), '\0');
  if (!in.read(text.data(), static_cast<std::streamsize>(size)))
    throw Error(ErrorKind::Io, "cannot read {}: {}", path.string(), std::strerror(errno));
  return text;
}

void writeFileAtomically(const fs::path& path, std::span<const std::byte> bytes,
                         IfExists ifExists) {
  AtomicFile file(path);
  file.write(bytes);
  file.commit(ifExists);
}

void writeFileAtomically(const fs::path& path, std::string_view text, IfExists ifExists) {
  writeFileAtomically(path, std::as_bytes(std::span(text.data(), text.size())), ifExists);
}

}  // namespace pentimento
