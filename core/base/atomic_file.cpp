#include "core/base/atomic_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <optional>

#include "core/base/error.h"

namespace pentimento {
namespace fs = std::filesystem;
namespace {

[[noreturn]] void throwSystemError(std::string_view doing, const fs::path& path) {
  throw Error(ErrorKind::Io, "{} {}: {}", doing, path.string(), std::strerror(errno));
}

/// Renames without replacing, also where the file system knows only one of the two ways.
bool renameIfFree(const char* from, const char* to) {
  if (::renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0) return true;
  if (errno != EINVAL && errno != ENOSYS) return false;
  if (::link(from, to) != 0) return false;
  ::unlink(from);
  return true;
}

void syncFolder(const fs::path& folder) {
  const int descriptor = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY);
  if (descriptor < 0) return;  // the file itself is safe; some file systems refuse this
  ::fsync(descriptor);
  ::close(descriptor);
}

/// A link to a file stays a link: what it points to is replaced.
fs::path behindLinks(const fs::path& path) {
  std::error_code failure;
  if (!fs::is_symlink(path, failure) || !fs::is_regular_file(path, failure)) return path;
  const fs::path target = fs::canonical(path, failure);
  return failure ? path : target;
}

/// Who may read and write the file that is there, nothing when there is none.
std::optional<mode_t> modeOf(const fs::path& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return std::nullopt;
  return status.st_mode & 07777;
}

}  // namespace

AtomicFile::AtomicFile(const fs::path& path) : m_path(behindLinks(path)) {
  // Names of a process that died may be there still. The system applies the user's umask.
  static std::atomic<unsigned> count = 0;
  do {
    m_temporary = fmt::format("{}.{:x}-{:x}", m_path.string(), ::getpid(), count++);
    m_descriptor = ::open(m_temporary.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0666);
  } while (m_descriptor < 0 && errno == EEXIST);
  if (m_descriptor < 0) throwSystemError("cannot create a file beside", path);
}

AtomicFile::~AtomicFile() {
  ::close(m_descriptor);
  if (!m_temporary.empty()) ::unlink(m_temporary.c_str());
}

void AtomicFile::write(std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(m_descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) throwSystemError("cannot write", m_path);
    bytes = bytes.subspan(static_cast<size_t>(written));
  }
}

void AtomicFile::write(std::string_view text) {
  write(std::as_bytes(std::span(text.data(), text.size())));
}

void AtomicFile::commit(IfExists ifExists) {
  // Best effort: some file systems know no modes, and then there is none to keep.
  if (const auto mode = modeOf(m_path)) (void)!::fchmod(m_descriptor, *mode);
  if (::fsync(m_descriptor) != 0) throwSystemError("cannot write", m_path);
  if (ifExists == IfExists::Replace) {
    if (::rename(m_temporary.c_str(), m_path.c_str()) != 0)
      throwSystemError("cannot replace", m_path);
  } else if (!renameIfFree(m_temporary.c_str(), m_path.c_str())) {
    if (errno == EEXIST)
      throw Error(ErrorKind::InvalidInput, "{} exists already; choose another name or use --force",
                  m_path.string());
    throwSystemError("cannot create", m_path);
  }
  m_temporary.clear();
  syncFolder(m_path.parent_path());
}

}  // namespace pentimento
