#include "core/weights/mapped_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "core/base/error.h"
#include "core/base/printable.h"

namespace pentimento {
namespace {

struct Descriptor {
  int value;
  ~Descriptor() {
    if (value >= 0) ::close(value);
  }
};

class Loan {
 public:
  Loan(std::shared_ptr<const MappedFile> file, std::span<const std::byte> bytes)
      : m_file(std::move(file)), m_bytes(bytes) {}
  Loan(const Loan&) = delete;
  Loan& operator=(const Loan&) = delete;
  ~Loan() {
    const auto page = static_cast<uintptr_t>(::sysconf(_SC_PAGESIZE));
    const auto first = reinterpret_cast<uintptr_t>(m_bytes.data()) / page * page;
    const auto end = reinterpret_cast<uintptr_t>(m_bytes.data() + m_bytes.size());
    // The mapping is read-only, so nothing can be lost; a refusal costs memory only.
    if (end > first) ::madvise(reinterpret_cast<void*>(first), end - first, MADV_DONTNEED);
  }

 private:
  std::shared_ptr<const MappedFile> m_file;
  std::span<const std::byte> m_bytes;
};

}  // namespace

std::shared_ptr<const MappedFile> MappedFile::open(const std::filesystem::path& path) {
  const std::string name = printable(path.string(), 500);
  const auto refuse = [&] {
    const ErrorKind kind = errno == ENOENT ? ErrorKind::NotFound : ErrorKind::Io;
    return Error(kind, "cannot read {}: {}", name, std::strerror(errno));
  };
  // O_NONBLOCK: opening a pipe that nobody writes to must not wait.
  const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
  if (file.value < 0) throw refuse();
  struct stat status {};
  if (::fstat(file.value, &status) != 0) throw refuse();
  if (!S_ISREG(status.st_mode)) throw Error(ErrorKind::InvalidInput, "{} is not a file", name);
  const auto size = static_cast<size_t>(status.st_size);
  if (size == 0) return std::shared_ptr<const MappedFile>(new MappedFile({}));
  void* start = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.value, 0);
  if (start == MAP_FAILED) throw refuse();
  return std::shared_ptr<const MappedFile>(
      new MappedFile({static_cast<const std::byte*>(start), size}));
}

std::shared_ptr<const void> lend(std::shared_ptr<const MappedFile> file,
                                 std::span<const std::byte> bytes) {
  return std::make_shared<const Loan>(std::move(file), bytes);
}

MappedFile::~MappedFile() {
  if (!m_bytes.empty()) ::munmap(const_cast<std::byte*>(m_bytes.data()), m_bytes.size());
}

}  // namespace pentimento
