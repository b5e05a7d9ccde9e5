#include "tests/support/torch/checkpoints.h"

#include "core/networks/checkpoint_parts.h"
#include "core/networks/load_network.h"
#include "core/weights/open_tensors.h"

namespace pentimento::golden {

SharedSource openCheckpoint(const std::filesystem::path& folder, const std::string& name) {
  for (const char* extension : {".safetensors", ".ckpt"})
    if (const auto path = folder / (name + extension); std::filesystem::exists(path))
      return openTensors(path);
  throw std::runtime_error("no checkpoint " + name + " in " + folder.string());
}

nn::Unet loadUnet(const std::filesystem::path& folder) {
  const auto config = nn::unetConfigFromJson(readJsonFile(folder / "config.json"));
  return nn::loadNetwork<nn::Unet>(config, *nn::unetPart(openTensors(folder)), Placement{});
}

nn::KlAutoencoder loadAutoencoder(const std::filesystem::path& folder) {
  const auto config = nn::klAutoencoderConfigFromJson(readJsonFile(folder / "config.json"));
  return nn::loadNetwork<nn::KlAutoencoder>(config, *nn::autoencoderPart(openTensors(folder)),
                                            Placement{});
}

nn::ClipTextEncoder loadClipText(const std::filesystem::path& folder) {
  const auto config = nn::clipTextConfigFromJson(readJsonFile(folder / "config.json"));
  return nn::loadNetwork<nn::ClipTextEncoder>(config, *openTensors(folder), Placement{},
                                              {.ignorable = nn::isIgnorableClipTensor});
}

}  // namespace pentimento::golden
