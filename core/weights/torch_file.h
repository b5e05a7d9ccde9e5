/// Checkpoints of PyTorch (.ckpt, .pt, .pth, .bin, .pkl), read as data.
#pragma once

#include <filesystem>
#include <map>

#include "core/weights/indexed_source.h"
#include "core/weights/torch_tensors.h"

namespace pentimento {

class MappedFile;

/// Archives of torch.save, of TorchScript, and the stream that torch.save wrote before version 1.6;
/// state dictionaries as well as pickled modules. Nothing in the file is ever called: see pickle.h,
/// torch_tensors.h. Contiguous tensors are mapped, others are gathered when they are read.
/// Thread-safety: const members may be called from several threads.
class TorchFile final : public IndexedSource {
 public:
  /// @throws Error(NotFound, Io); Error(CorruptFile); Error(UnsupportedModel) when the file wants a
  /// function to be called, is compressed or was written on a big-endian machine
  explicit TorchFile(const std::filesystem::path& path);
  /// The same of bytes in memory, for tests. @param location named in errors
  TorchFile(std::span<const std::byte> bytes, std::shared_ptr<const void> owner,
            std::string location);

  /// Whether a file that starts so would be read here.
  [[nodiscard]] static bool looksLike(std::span<const std::byte> bytes) noexcept;

  /// Numbers and texts beside the tensors ("epoch", "name", "n_hid" ...). Untrusted text.
  [[nodiscard]] const std::map<std::string, std::string>& attributes() const noexcept {
    return m_attributes;
  }

 private:
  using StorageBytes = std::map<std::string, std::span<const std::byte>, std::less<>>;

  TorchFile(std::shared_ptr<const MappedFile> file, std::string location);
  [[nodiscard]] TensorBytes readAt(size_t index) const override;
  void readArchive(std::span<const std::byte> bytes);
  void readStream(std::span<const std::byte> bytes);
  void addTensors(TorchContents contents, const StorageBytes& storages, uint64_t fileBytes);

  struct View {
    std::span<const std::byte> bytes;  ///< from the first element to the end of the storage
    std::vector<int64_t> strides;      ///< empty when the elements are in row-major order
  };
  std::vector<View> m_views;  ///< by tensor
  std::map<std::string, std::string> m_attributes;
  std::shared_ptr<const void> m_owner;
  std::shared_ptr<const MappedFile> m_file;  ///< null for bytes in memory
};

}  // namespace pentimento
