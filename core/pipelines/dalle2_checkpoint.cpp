#include "core/pipelines/dalle2_checkpoint.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <utility>

#include "core/base/error.h"
#include "core/networks/load_network.h"
#include "core/weights/file_kind.h"
#include "core/weights/safetensors_file.h"

namespace pentimento::dalle2 {
namespace {
namespace fs = std::filesystem;

torch::Tensor ofUnitLength(const torch::Tensor& embedding) {
  const auto wide = embedding.to(torch::kFloat32);
  return wide / wide.norm();
}

std::vector<double> betasOf(const TensorSource& source, const std::string& name) {
  const auto betas = readTensor(source, name).to(torch::kFloat64).contiguous();
  return {betas.data_ptr<double>(), betas.data_ptr<double>() + betas.numel()};
}

// The training configuration beside a checkpoint, under whatever name.
std::pair<fs::path, Json> decoderConfigBeside(const fs::path& checkpoint) {
  for (const auto& entry : fs::directory_iterator(fs::absolute(checkpoint).parent_path())) {
    if (entry.path().extension() != ".json") continue;
    const Json config = readJsonFile(entry.path());
    if (config.is_object() && config.contains("decoder"))
      return {entry.path(), config.at("decoder")};
  }
  throw Error(ErrorKind::NotFound,
              "the decoder's training configuration is not beside {}; put the JSON file that was "
              "published with it there",
              checkpoint.string());
}

// The library's modules keep the CLIP that they are trained with behind an adapter.
constexpr std::string_view kOwnClip = "clip.clip.";

std::optional<std::string> clipNamedIn(const fs::path& checkpoint, const SharedSource& tensors) {
  if (const auto own = clipIdentityIn(withoutPrefix(tensors, kOwnClip))) return own;
  if (fileKind(checkpoint) != FileKind::Safetensors) return std::nullopt;
  const auto metadata = SafetensorsFile(checkpoint).metadata();
  const auto named = metadata.find(kClipKey);
  return named == metadata.end() ? std::nullopt : std::optional(named->second);
}

}  // namespace

torch::Tensor embeddingOf(ClipPair& clip, const Image& picture) {
  return ofUnitLength(encodeClipPicture(clip.image, picture));
}

nn::Dalle2PriorText textOf(ClipPair& clip, const std::string& text) {
  const ClipTextStates states = encodeClipText(clip.text, text);
  return {ofUnitLength(states.embedding),
          states.states * states.mask.unsqueeze(-1).to(states.states.scalar_type())};
}

void requireSameClip(const ClipPair& clip, const std::string& network, int64_t width) {
  const int64_t made = clip.image->config().projection;
  if (width != 0 && width != made)
    throw Error(ErrorKind::UnsupportedModel,
                "{} works with embeddings of {} numbers, the CLIP makes {}: they belong to "
                "different CLIPs",
                network, width, made);
}

void requireTrainedWith(const ClipPair& clip, const fs::path& checkpoint,
                        const SharedSource& tensors) {
  const auto named = clipNamedIn(checkpoint, tensors);
  if (named && *named != clip.identity)
    throw Error(ErrorKind::UnsupportedModel,
                "{} was trained with another CLIP than the one that it is given: their embeddings "
                "are equally long and mean different things; take the CLIP that it was trained "
                "with",
                checkpoint.string());
}

Prior loadPrior(const SharedSource& checkpoint, const Placement& placement,
                const LoadOptions& options) {
  return {nn::loadNetwork<nn::Dalle2Prior>(nn::dalle2PriorOptionsFromTensors(*checkpoint),
                                           *withoutPrefix(checkpoint, "net."), placement, options),
          betasOf(*checkpoint, "noise_scheduler.betas")};
}

Cascade::Cascade(const fs::path& checkpoint, SharedSource tensors) try
    : m_tensors(std::move(tensors)) {
  std::tie(m_configFile, m_config) = decoderConfigBeside(checkpoint);
  m_sides = m_config.at("image_sizes").get<std::vector<int>>();
  (void)m_config.at("unets").get_ref<const Json::array_t&>();
  constexpr int kMost = 4096;
  for (const int side : m_sides)
    if (side < 1 || side > kMost)
      throw Error(ErrorKind::CorruptFile,
                  "the decoder's training configuration gives an image size that is none: {}",
                  side);
} catch (const Json::exception& error) {
  throw Error(ErrorKind::UnsupportedModel, "the JSON file beside {} describes no decoder: {}",
              checkpoint.string(), error.what());
}

std::string Cascade::prefixOf(size_t stage) {
  return fmt::format("unets.{}.", stage);
}

size_t Cascade::stages() const {
  const size_t named = std::min(m_config.at("unets").size(), m_sides.size());
  size_t count = 0;
  while (count < named && !withoutPrefix(m_tensors, prefixOf(count))->names().empty()) ++count;
  return count;
}

CascadeStage Cascade::load(size_t stage, const Placement& placement,
                           const LoadOptions& options) const {
  const auto tensors = withoutPrefix(m_tensors, prefixOf(stage));
  return {nn::loadNetwork<nn::Dalle2Unet>(
              nn::dalle2UnetOptions(tensors, m_config.at("unets").at(stage)), *tensors, placement,
              options),
          betasOf(*m_tensors, fmt::format("noise_schedulers.{}.betas", stage)), m_sides.at(stage)};
}

double Cascade::setting(const char* key, size_t stage, double otherwise) const {
  const auto found = m_config.find(key);
  if (found == m_config.end()) return otherwise;
  const Json& value = found->is_array() && stage < found->size() ? found->at(stage) : *found;
  return value.is_number() ? value.get<double>() : otherwise;
}

}  // namespace pentimento::dalle2
