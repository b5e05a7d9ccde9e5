/// Training pictures of one's own: a folder of `name.png` + `name.txt`, or a file of JSON lines
/// {"file": "name.png", "caption": "..."} beside them.
#pragma once

#include <filesystem>
#include <functional>
#include <vector>

#include "core/training/example_source.h"

namespace pentimento::training {

struct CaptionedFile {
  std::filesystem::path picture;
  std::string caption;
};

/// Finds the pairs, in order of their names.
/// @param path a folder, or a .jsonl file
/// @throws Error(NotFound) when it is not there; Error(InvalidInput) saying what is missing: no
/// pictures, no caption for a picture, a line that is no JSON
[[nodiscard]] std::vector<CaptionedFile> listCaptionedFiles(const std::filesystem::path& path);

/// Decodes a picture file.
using OpenPicture = std::function<Image(const std::filesystem::path&)>;

/// Pictures are cut to a centred square and scaled; each pass over the folder has its own order,
/// which follows from the seed.
class FolderSource final : public ExampleSource {
 public:
  FolderSource(std::vector<CaptionedFile> files, OpenPicture open, uint64_t seed);
  [[nodiscard]] Example captioned(uint64_t index, int size) const override;
  [[nodiscard]] Example editable(uint64_t index, int size) const override;

 private:
  std::vector<CaptionedFile> m_files;
  OpenPicture m_open;
  uint64_t m_seed;
};

}  // namespace pentimento::training
