#include "core/weights/file_kind.h"

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <string>

#include "core/weights/byte_cursor.h"
#include "core/weights/mapped_file.h"
#include "core/weights/torch_file.h"
#include "core/weights/zip_index.h"

namespace pentimento {
namespace {

/// A header's length, then `{`: the only thing that starts so.
bool startsLikeSafetensors(std::span<const std::byte> bytes) {
  ByteCursor cursor(bytes);
  const auto length = cursor.number<uint64_t>();
  const auto first = cursor.take(1);
  return length && first && *first == "{" && *length <= bytes.size() - sizeof *length;
}

bool looksLikeHtml(std::string_view start) {
  const size_t first = start.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return false;
  std::string word(start.substr(first, 14));
  std::ranges::transform(word, word.begin(), [](unsigned char c) { return std::tolower(c); });
  return word.starts_with("<!doctype html") || word.starts_with("<html") ||
         word.starts_with("<head") || word.starts_with("<?xml");
}

bool looksLikeTar(std::string_view start) {
  constexpr size_t kMagicOffset = 257;
  return start.size() > kMagicOffset && start.substr(kMagicOffset).starts_with("ustar");
}

}  // namespace

FileKind fileKind(const std::filesystem::path& path) {
  return fileKind(MappedFile::open(path)->bytes());
}

FileKind fileKind(std::span<const std::byte> bytes) noexcept {
  constexpr size_t kStartBytes = 512;
  const std::string_view start(reinterpret_cast<const char*>(bytes.data()),
                               std::min(bytes.size(), kStartBytes));
  if (start.empty()) return FileKind::Empty;
  if (startsLikeSafetensors(bytes)) return FileKind::Safetensors;
  if (ZipIndex::isZip(bytes)) return FileKind::TorchZip;
  if (TorchFile::looksLike(bytes)) return FileKind::Pickle;
  if (start.starts_with("GGUF")) return FileKind::Gguf;
  if (start.starts_with("\x89HDF\r\n")) return FileKind::Hdf5;
  if (start.starts_with("version https://git-lfs")) return FileKind::GitLfsPointer;
  if (looksLikeHtml(start)) return FileKind::Html;
  if (looksLikeTar(start)) return FileKind::Tar;
  const size_t first = start.find_first_not_of(" \t\r\n");
  if (first != std::string_view::npos && start[first] == '{') return FileKind::Json;
  return FileKind::Unknown;
}

std::string_view describe(FileKind kind) noexcept {
  switch (kind) {
    case FileKind::Empty:
      return "empty; download it again";
    case FileKind::Html:
      return "a web page that was saved in place of the model; download it again, signed in if the "
             "site asks for it";
    case FileKind::GitLfsPointer:
      return "a git-lfs pointer that stands for the model; run \"git lfs pull\" in its folder";
    case FileKind::Gguf:
      return "a GGUF file, which cannot be used yet; get the safetensors version of the model";
    case FileKind::Hdf5:
      return "a Keras/HDF5 file, which cannot be used; get the safetensors version of the model";
    case FileKind::Tar:
      return "a tar archive (from before PyTorch 0.2, or a packed folder); unpack it first";
    case FileKind::Json:
      return "JSON, not a file of weights";
    case FileKind::Safetensors:
      return "a safetensors file";
    case FileKind::TorchZip:
      return "a PyTorch checkpoint";
    case FileKind::Pickle:
      return "a pickled PyTorch checkpoint";
    case FileKind::Unknown:
      break;
  }
  return "not a model file of a known kind (safetensors or PyTorch)";
}

}  // namespace pentimento
