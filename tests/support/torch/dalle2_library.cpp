#include "tests/support/torch/dalle2_library.h"

#include <fmt/core.h>

#include "core/networks/load_network.h"
#include "core/weights/open_tensors.h"
#include "core/weights/tensor_view.h"

namespace pentimento::golden {
namespace fs = std::filesystem;
namespace {

std::vector<double> dalle2BetasIn(const TensorSource& source, const std::string& name) {
  const auto betas = readTensor(source, name).to(torch::kFloat64).contiguous();
  return {betas.data_ptr<double>(), betas.data_ptr<double>() + betas.numel()};
}

}  // namespace

nn::Dalle2Prior dalle2Prior(const fs::path& family) {
  const auto source = openTensors(family / "prior" / "latest.pth");
  return nn::loadNetwork<nn::Dalle2Prior>(nn::dalle2PriorOptionsFromTensors(*source),
                                          *withoutPrefix(source, "net."), {});
}

nn::Dalle2Unet dalle2Unet(const fs::path& family, size_t number) {
  const auto source = withoutPrefix(openTensors(family / "decoder" / "latest.pth"),
                                    fmt::format("unets.{}.", number));
  const Json config = readJsonFile(family / "decoder" / "decoder_config.json");
  return nn::loadNetwork<nn::Dalle2Unet>(
      nn::dalle2UnetOptions(source, config.at("decoder").at("unets").at(number)), *source, {});
}

std::vector<double> dalle2PriorBetas(const fs::path& family) {
  return dalle2BetasIn(*openTensors(family / "prior" / "latest.pth"), "noise_scheduler.betas");
}

std::vector<double> dalle2UnetBetas(const fs::path& family, size_t number) {
  return dalle2BetasIn(*openTensors(family / "decoder" / "latest.pth"),
                       fmt::format("noise_schedulers.{}.betas", number));
}

}  // namespace pentimento::golden
