#include "core/base/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

#include "core/base/error.h"

namespace pentimento {
namespace fs = std::filesystem;
namespace {

[[noreturn]] void throwSystemError(std::string_view doing, const fs::path& path) {
  throw Error(ErrorKind::Io, "{} {}: {}", doing, path.string(), std::strerror(errno));
}

/// Owns a descriptor; unlinks the temporary file unless it was renamed.
class TemporaryFile {
 public:
  explicit TemporaryFile(const fs::path& beside)
      : m_path(beside.string() + ".XXXXXX"), m_descriptor(::mkstemp(m_path.data())) {
    if (m_descriptor < 0) throwSystemError("cannot create a file beside", beside);
  }
  ~TemporaryFile() {
    ::close(m_descriptor);
    if (!m_kept) ::unlink(m_path.c_str());
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;

  void write(std::span<const std::byte> bytes) {
    while (!bytes.empty()) {
      const ssize_t written = ::write(m_descriptor, bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) continue;
      if (written <= 0) throwSystemError("cannot write", m_path);
      bytes = bytes.subspan(static_cast<size_t>(written));
    }
    if (::fchmod(m_descriptor, 0644) != 0 || ::fsync(m_descriptor) != 0)
      throwSystemError("cannot write", m_path);
  }

  void moveTo(const fs::path& path, IfExists ifExists) {
    // link() refuses an existing name atomically, which rename() cannot.
    if (ifExists == IfExists::Refuse) {
      if (::link(m_path.c_str(), path.c_str()) != 0) {
        if (errno == EEXIST)
          throw Error(ErrorKind::InvalidInput,
                      "{} exists already; choose another name or use --force", path.string());
        throwSystemError("cannot create", path);
      }
      return;  // the destructor removes the temporary name
    }
    if (::rename(m_path.c_str(), path.c_str()) != 0) throwSystemError("cannot replace", path);
    m_kept = true;
  }

 private:
  std::string m_path;
  int m_descriptor;
  bool m_kept = false;
};

void syncFolder(const fs::path& folder) {
  const int descriptor = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY);
  if (descriptor < 0) return;  // the file itself is safe; some file systems refuse this
  ::fsync(descriptor);
  ::close(descriptor);
}

}  // namespace

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
  TemporaryFile file(path);
  file.write(bytes);
  file.moveTo(path, ifExists);
  syncFolder(path.parent_path());
}

void writeFileAtomically(const fs::path& path, std::string_view text, IfExists ifExists) {
  writeFileAtomically(path, std::as_bytes(std::span(text.data(), text.size())), ifExists);
}

}  // namespace pentimento
