#include <algorithm>
#include <limits>
#include <set>

#include "core/base/error.h"
#include "core/networks/lora.h"
#include "core/networks/path_dialect.h"
#include "core/networks/unet.h"
#include "core/tensor/state_dict.h"

namespace pentimento::nn {
namespace {

std::string flattened(std::string path) {
  std::ranges::replace(path, '.', '_');
  return path;
}

/// XL adapters speak of the original blocks; any U-Net's can.
PathDialect adapterDialect(const torch::nn::Module& network) {
  const auto* unet = network.as<UnetImpl>();
  if (!unet) return {};
  return ldmUnetDialect(static_cast<int64_t>(unet->config().levels.size()),
                        unet->config().layersPerLevel);
}

bool fits(const LoraLayer& layer, const torch::Tensor& weight) {
  return layer.up.size(0) == weight.size(0) &&
         layer.up.size(0) * (layer.down.numel() / layer.down.size(0)) == weight.numel();
}

/// up × down in the shape of the weight
torch::Tensor updateOf(const LoraLayer& layer, const torch::Tensor& weight,
                       const std::string& path) {
  const auto options = weight.options().dtype(torch::kFloat32);
  const auto up = layer.up.flatten(1).to(options), down = layer.down.flatten(1).to(options);
  if (!fits(layer, weight))
    throw Error(ErrorKind::InvalidInput,
                "the adapter does not fit this model: its layer for {} is of another size", path);
  return torch::matmul(up, down).view(weight.sizes()) * layer.scale;
}

}  // namespace

LoraPatcher::LoraPatcher(std::shared_ptr<torch::nn::Module> network, LoraPart part,
                         SharedSource origin)
    : m_network(std::move(network)), m_part(part), m_origin(std::move(origin)) {
  const PathDialect dialect = adapterDialect(*m_network);
  const std::string ending = ".weight";
  for (const auto& item : m_network->named_parameters()) {
    if (!item.key().ends_with(ending) || item.value().dim() < 2) continue;
    const std::string path = item.key().substr(0, item.key().size() - ending.size());
    m_weights[path] = item.value();
    auto& keys = m_keys[path] = {flattened(path)};
    for (const std::string& theirs : dialect.theirs(path)) keys.push_back(flattened(theirs));
  }
}

void LoraPatcher::rebuild(const std::string& path, const std::vector<WeightedLora>& loras) {
  auto& weight = m_weights.at(path);
  const auto original = readTensor(*m_origin, path + ".weight");
  auto sum = torch::Tensor();
  for (const auto& [lora, factor] : loras)
    for (const std::string& key : m_keys.at(path)) {
      const auto& layers = lora->layers(m_part);
      const auto layer = layers.find(key);
      if (layer == layers.end()) continue;
      if (!sum.defined()) sum = original.to(weight.device(), torch::kFloat32, false, /*copy=*/true);
      sum.add_(updateOf(layer->second, weight, path), factor);
    }
  weight.copy_(sum.defined() ? sum : original);
}

LoraMisfits LoraPatcher::misfits(const Lora& lora) const {
  LoraMisfits misfits;
  std::set<std::string> homes;
  for (const auto& [path, keys] : m_keys)
    for (const std::string& key : keys) {
      const auto layer = lora.layers(m_part).find(key);
      if (layer == lora.layers(m_part).end()) continue;
      homes.insert(key);
      if (!fits(layer->second, m_weights.at(path))) misfits.otherSize.push_back(key);
    }
  for (const auto& [key, layer] : lora.layers(m_part))
    if (!homes.contains(key)) misfits.homeless.push_back(key);
  return misfits;
}

void LoraPatcher::apply(const std::vector<WeightedLora>& loras, const RunContext& run) {
  if (loras == m_applied) return;
  const torch::NoGradGuard noGrad;
  // Until all is done, everything that either list touches counts as touched, by weights that equal
  // none: should this be cut short, no list is taken for the one that is applied.
  m_applied.insert(m_applied.end(), loras.begin(), loras.end());
  for (WeightedLora& use : m_applied) use.weight = std::numeric_limits<double>::quiet_NaN();
  for (const auto& [path, keys] : m_keys) {
    const bool affected = std::ranges::any_of(m_applied, [&](const WeightedLora& use) {
      return std::ranges::any_of(
          keys, [&](const std::string& key) { return use.lora->layers(m_part).contains(key); });
    });
    if (!affected) continue;
    run.check();
    rebuild(path, loras);
  }
  m_applied = loras;
}

}  // namespace pentimento::nn
