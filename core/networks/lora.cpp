#include "core/networks/lora.h"

#include <algorithm>
#include <array>
#include <optional>

#include "core/base/error.h"
#include "core/tensor/state_dict.h"

namespace pentimento::nn {
namespace {

enum class Role { Down, Up, Alpha };

struct Ending {
  std::string_view text;
  Role role;
};

constexpr std::array<Ending, 11> kEndings{{{".lora_down.weight", Role::Down},
                                           {".lora_up.weight", Role::Up},
                                           {".lora_A.weight", Role::Down},
                                           {".lora_B.weight", Role::Up},
                                           {".lora.down.weight", Role::Down},
                                           {".lora.up.weight", Role::Up},
                                           {".lora_linear_layer.down.weight", Role::Down},
                                           {".lora_linear_layer.up.weight", Role::Up},
                                           {"_lora.down.weight", Role::Down},
                                           {"_lora.up.weight", Role::Up},
                                           {".alpha", Role::Alpha}}};

struct Beginning {
  std::string_view text;
  LoraPart part;
};

constexpr std::array<Beginning, 7> kBeginnings{{{"lora_unet_", LoraPart::Unet},
                                                {"lora_te1_", LoraPart::TextEncoder},
                                                {"lora_te2_", LoraPart::TextEncoder2},
                                                {"lora_te_", LoraPart::TextEncoder},
                                                {"unet.", LoraPart::Unet},
                                                {"text_encoder_2.", LoraPart::TextEncoder2},
                                                {"text_encoder.", LoraPart::TextEncoder}}};

struct LayerName {
  LoraPart part = LoraPart::Unet;
  std::string key;  ///< dots as underscores
  Role role = Role::Down;
};

void replaceAll(std::string& text, std::string_view from, std::string_view to) {
  for (size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
    text.replace(at, from.size(), to);
}

/// diffusers' first adapters hung on attention processors and named projections to_q … everywhere.
void modernize(std::string& path) {
  replaceAll(path, ".processor.", ".");
  if (path.ends_with(".to_out")) path += ".0";
  if (path.find(".self_attn.to_") == std::string::npos) return;
  replaceAll(path, ".to_q", ".q_proj");
  replaceAll(path, ".to_k", ".k_proj");
  replaceAll(path, ".to_v", ".v_proj");
  replaceAll(path, ".to_out.0", ".out_proj");
}

std::optional<LayerName> parseLayerName(std::string_view name) {
  LayerName layer;
  const auto ending = std::ranges::find_if(
      kEndings, [&](const Ending& candidate) { return name.ends_with(candidate.text); });
  if (ending == kEndings.end()) return std::nullopt;
  layer.role = ending->role;
  name.remove_suffix(ending->text.size());
  const auto beginning = std::ranges::find_if(
      kBeginnings, [&](const Beginning& candidate) { return name.starts_with(candidate.text); });
  if (beginning != kBeginnings.end()) {  // else the oldest files: the U-Net's paths alone
    layer.part = beginning->part;
    name.remove_prefix(beginning->text.size());
  }
  layer.key = name;
  modernize(layer.key);
  std::ranges::replace(layer.key, '.', '_');
  return layer;
}

}  // namespace

Lora::Lora(const SharedSource& file) {
  std::map<LoraPart, std::map<std::string, double>> alphas;
  for (const std::string& name : file->names()) {
    const auto layer = parseLayerName(name);
    if (!layer)
      throw Error(ErrorKind::UnsupportedModel,
                  "this is no adapter of a kind that is supported (LoRA): it has a tensor {}",
                  name);
    const auto tensor = readTensor(*file, name);
    if (layer->role == Role::Alpha)
      alphas[layer->part][layer->key] = tensor.to(torch::kFloat64).item<double>();
    else
      (layer->role == Role::Down ? m_layers[layer->part][layer->key].down
                                 : m_layers[layer->part][layer->key].up) = tensor;
  }
  for (auto& [part, layers] : m_layers)
    for (auto& [key, layer] : layers) {
      if (!layer.down.defined() || !layer.up.defined() || layer.down.dim() < 2 ||
          layer.up.dim() < 2 || layer.down.numel() == 0 || layer.down.size(0) != layer.up.size(1))
        throw Error(ErrorKind::UnsupportedModel, "the adapter's layer {} is not a pair of matrices",
                    key);
      const auto alpha = alphas[part].find(key);
      if (alpha != alphas[part].end())
        layer.scale = alpha->second / static_cast<double>(layer.down.size(0));
    }
}

const Lora::Layers& Lora::layers(LoraPart part) const {
  static const Layers none;
  const auto found = m_layers.find(part);
  return found == m_layers.end() ? none : found->second;
}

}  // namespace pentimento::nn
