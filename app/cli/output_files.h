/// Where finished pictures go.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/api/generation_result.h"

namespace pentimento::cli {

struct OutputOptions {
  std::string path = "";  ///< a file, a folder (existing, or ending in '/'), or empty: this folder
  bool force = false;     ///< replace files that are there
};

/// Decides every file name before anything is computed, so that a picture that cannot be saved is
/// refused in the first second and not in the last.
class OutputFiles {
 public:
  /// @param count of pictures
  /// @throws Error(InvalidInput) for a file that exists and may not be replaced, or an unknown
  /// format; Error(Io, NotFound) for a folder that is missing or refuses new files
  OutputFiles(const OutputOptions& options, int count, Seed firstSeed);

  /// Writes picture `index` with its recipe inside, atomically. @returns where
  std::filesystem::path write(int index, const GeneratedImage& picture, const std::string& model);

 private:
  [[nodiscard]] std::filesystem::path pathOf(int index) const;

  std::filesystem::path m_folder;
  std::string m_stem, m_extension;  // of a named file; empty: names follow from the seed
  int m_count;
  Seed m_firstSeed;
  bool m_force;
};

}  // namespace pentimento::cli
