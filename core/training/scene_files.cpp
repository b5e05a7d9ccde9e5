#include "core/training/scene_files.h"

#include <fmt/format.h>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/imaging/codec.h"
#include "core/imaging/contact_sheet.h"
#include "core/training/example_source.h"

namespace pentimento::training {

void saveScenes(const ScenesRequest& request, const scenes::WorldOptions& world,
                const RunContext& run) {
  constexpr int kMaxSize = 1024, kMaxOnSheet = 256;
  const bool sheet = request.output.extension() == ".png";
  if (request.count < 1 || request.size < 8 || request.size > kMaxSize)
    throw Error(ErrorKind::InvalidInput,
                "scenes are drawn one or more at a time, with sides of 8 to {} pixels", kMaxSize);
  if (sheet && request.count > kMaxOnSheet)
    throw Error(ErrorKind::InvalidInput,
                "a contact sheet holds at most {} scenes: name a folder for more", kMaxOnSheet);
  const SceneSource source(world, request.seed);
  std::vector<Image> pictures;
  std::vector<std::string> captions;
  if (!sheet) std::filesystem::create_directories(request.output);
  for (int i = 0; i < request.count; ++i) {
    run.check();
    Example example = source.captioned(static_cast<uint64_t>(i), request.size);
    if (sheet) {
      pictures.push_back(std::move(example.picture));
      captions.push_back(std::move(example.caption));
    } else {
      const auto path = request.output / fmt::format("{}-{:06d}.png", request.seed, i);
      writeImage(path, example.picture, {}, IfExists::Replace);
      writeFileAtomically(std::filesystem::path(path).replace_extension(".txt"),
                          example.caption + "\n", IfExists::Replace);
    }
    run.report({.stage = "draw", .step = i + 1, .steps = request.count});
  }
  if (!sheet) return;
  ContactSheetOptions options;
  options.cell = {std::max(request.size, 128), std::max(request.size, 128)};
  writeImage(request.output, pentimento::contactSheet(pictures, captions, options), {},
             IfExists::Replace);
}

}  // namespace pentimento::training
