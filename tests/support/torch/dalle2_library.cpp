#include "tests/support/torch/dalle2_library.h"

#include "core/pipelines/dalle2_checkpoint.h"
#include "core/weights/open_tensors.h"

namespace pentimento::golden {
namespace fs = std::filesystem;
namespace {

dalle2::Prior priorIn(const fs::path& family) {
  return dalle2::loadPrior(openTensors(family / "prior" / "latest.pth"), {}, {});
}

dalle2::CascadeStage stageIn(const fs::path& family, size_t number) {
  const fs::path file = family / "decoder" / "latest.pth";
  return dalle2::Cascade(file, openTensors(file)).load(number, {}, {});
}

}  // namespace

nn::Dalle2Prior dalle2Prior(const fs::path& family) {
  return priorIn(family).network;
}

nn::Dalle2Unet dalle2Unet(const fs::path& family, size_t number) {
  return stageIn(family, number).unet;
}

std::vector<double> dalle2PriorBetas(const fs::path& family) {
  return priorIn(family).betas;
}

std::vector<double> dalle2UnetBetas(const fs::path& family, size_t number) {
  return stageIn(family, number).betas;
}

}  // namespace pentimento::golden
