#include "app/cli/output_files.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "core/api/recipe_text.h"
#include "core/base/error.h"
#include "core/imaging/codec.h"

namespace pentimento::cli {
namespace {

namespace fs = std::filesystem;

void requireWritableFolder(const fs::path& folder) {
  std::error_code failed;
  if (!fs::is_directory(folder, failed))
    throw Error(ErrorKind::NotFound,
                "the folder {} does not exist: make it, or name another with "
                "--output",
                folder.string());
  if (access(folder.c_str(), W_OK) != 0)
    throw Error(ErrorKind::Io, "the folder {} refuses new files ({}): name another with --output",
                folder.string(), std::strerror(errno));
}

}  // namespace

OutputFiles::OutputFiles(const OutputOptions& options, int count, Seed firstSeed)
    : m_count(count), m_firstSeed(firstSeed), m_force(options.force) {
  const fs::path path = options.path.empty() ? "." : options.path;
  std::error_code failed;
  if (fs::is_directory(path, failed) || !path.has_filename()) {
    m_folder = path;
    m_extension = ".png";
  } else {
    m_folder = path.has_parent_path() ? path.parent_path() : ".";
    m_stem = path.stem();
    m_extension = path.extension();
    (void)imageFormatFor(path);
  }
  requireWritableFolder(m_folder);
  for (int index = 0; index < count && !m_force; ++index)
    if (const fs::path file = pathOf(index); fs::exists(fs::symlink_status(file, failed)))
      throw Error(ErrorKind::InvalidInput,
                  "{} exists and is kept: name another file with --output, or add --force to "
                  "replace it",
                  file.string());
}

fs::path OutputFiles::pathOf(int index) const {
  if (m_stem.empty())
    return m_folder /
           fmt::format("pentimento-{}{}", m_firstSeed.next(uint64_t(index)).value, m_extension);
  if (m_count == 1) return m_folder / (m_stem + m_extension);
  return m_folder / fmt::format("{}-{}{}", m_stem, index + 1, m_extension);
}

fs::path OutputFiles::write(int index, const GeneratedImage& picture, const std::string& model) {
  Image image = picture.image;
  stampRecipe(image.metadata, picture.recipe, {fs::path(model).stem().string(), ""});
  const fs::path path = pathOf(index);
  writeImage(path, image, {}, m_force ? IfExists::Replace : IfExists::Refuse);
  return path;
}

}  // namespace pentimento::cli
