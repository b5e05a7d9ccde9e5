#include "app/document/document_file.h"

#include <fstream>

#include "app/document/compositor.h"
#include "app/document/open_raster.h"
#include "core/api/recipe_text.h"
#include "core/base/error.h"
#include "core/imaging/codec.h"

namespace pentimento {
namespace {

bool isZip(const std::filesystem::path& path) {
  char first[4] = {};
  std::ifstream(path, std::ios::binary).read(first, sizeof first);
  return std::string_view(first, sizeof first) == "PK\x03\x04";
}

/// The recipe of the topmost edit that shows.
void stampTopmostEdit(const DocumentState& state, ImageMetadata& metadata) {
  for (auto layer = state.layers.rbegin(); layer != state.layers.rend(); ++layer) {
    if (!layer->properties.visible || !layer->edit) continue;
    const EditRecord& edit = *layer->edit;
    try {
      const std::string& recipe =
          edit.chosen < 0 ? edit.recipe : edit.candidates[size_t(edit.chosen)].recipe;
      const GenerationRequest request = requestFromJson(parseJson(recipe, "the recipe"));
      stampRecipe(metadata, request, {std::filesystem::path(request.model).stem().string(), {}});
    } catch (const Error&) {  // of another version; the picture is saved without
    }
    return;
  }
}

}  // namespace

DocumentState openDocument(const std::filesystem::path& path) {
  if (isZip(path)) return openOpenRaster(path);
  return stateFromImage(readImage(path), QString::fromStdString(path.filename().string()));
}

bool keepsEverything(const std::filesystem::path& path) {
  return QString::fromStdString(path.extension().string()).toLower() == ".ora";
}

void saveDocument(const DocumentState& state, const std::filesystem::path& path,
                  const RunContext& context) {
  if (keepsEverything(path)) return saveOpenRaster(state, path, context);
  const ImageFormat format = imageFormatFor(path);  // says no before a canvas is put together
  Image picture = composedPicture(state);
  stampTopmostEdit(state, picture.metadata);
  context.check();
  const auto bytes = encodeImage(picture, format, {});
  context.check();
  writeFileAtomically(path, bytes, IfExists::Replace);
}

}  // namespace pentimento
