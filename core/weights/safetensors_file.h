/// The safetensors format: 8 bytes of header length, a JSON header, the tensors' bytes.
#pragma once

#include <filesystem>
#include <map>
#include <span>

#include "core/api/run_context.h"
#include "core/base/files.h"
#include "core/weights/indexed_source.h"

namespace pentimento {

class MappedFile;

/// A file that keeps every rule of the format: header of at most 100,000,000 bytes that starts with
/// `{`, unique names, checked offsets that cover the data without holes or overlaps, byte counts
/// that fit dtype and shape; at most 200,000 tensors of rank 8. Tensors are mapped, not read.
/// Thread-safety: const members may be called from several threads.
class SafetensorsFile final : public IndexedSource {
 public:
  /// @throws Error(NotFound, Io); Error(CorruptFile) naming the broken rule;
  /// Error(UnsupportedModel) for a number type that we do not compute with (8-bit floats, unsigned
  /// 16 to 64 bit)
  explicit SafetensorsFile(const std::filesystem::path& path);
  /// The same of bytes in memory, for tests. @param location named in errors
  SafetensorsFile(std::span<const std::byte> bytes, std::shared_ptr<const void> owner,
                  std::string location);

  /// The header's `__metadata__`: training settings, licences, titles ... Untrusted text.
  [[nodiscard]] const std::map<std::string, std::string>& metadata() const { return m_metadata; }

 private:
  SafetensorsFile(std::shared_ptr<const MappedFile> file, std::string location);
  [[nodiscard]] TensorBytes readAt(size_t index) const override;

  struct Range {
    uint64_t begin = 0, end = 0;
  };
  std::vector<Range> m_ranges;  ///< by tensor, within m_data
  std::map<std::string, std::string> m_metadata;
  std::span<const std::byte> m_data;
  std::shared_ptr<const void> m_owner;
  std::shared_ptr<const MappedFile> m_file;  ///< null for bytes in memory
};

struct SafetensorsOptions {
  std::map<std::string, std::string> metadata = {};
  IfExists ifExists = IfExists::Refuse;
};

/// Writes all tensors of `source`, one after the other, aligned to their number type; the file is
/// complete or not there. Stage of the progress: "save".
/// @throws Error(Io, InvalidInput) as AtomicFile; Cancelled
void writeSafetensors(const std::filesystem::path& path, const TensorSource& source,
                      const SafetensorsOptions& options = {}, const RunContext& run = {});

}  // namespace pentimento
