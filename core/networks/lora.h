/// Low-rank adapters (Hu et al. 2021) in every published layout: kohya (lora_unet_…, with
/// convolutions, XL with the original block names), peft (lora_A), diffusers (lora.down) and its
/// first form.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/api/run_context.h"
#include "core/tensor/torch.h"
#include "core/weights/tensor_view.h"

namespace pentimento::nn {

/// Which network of a pipeline a layer of an adapter is for.
enum class LoraPart { Unet, TextEncoder, TextEncoder2 };

/// The update of one weight: scale · up × down.
struct LoraLayer {
  torch::Tensor down;  ///< [rank, in, ...]
  torch::Tensor up;    ///< [out, rank, ...]
  double scale = 1;    ///< alpha / rank
};

/// One adapter file, its layers by module path with every dot written as `_`, which is all that
/// kohya's names keep of it.
class Lora {
 public:
  using Layers = std::map<std::string, LoraLayer>;
  /// @throws Error(UnsupportedModel) naming the tensor for any other kind of adapter (LoHa, LoKr,
  /// DoRA …) or an incomplete pair
  explicit Lora(const SharedSource& file);
  [[nodiscard]] const Layers& layers(LoraPart part) const;

 private:
  std::map<LoraPart, Layers> m_layers;
};

struct WeightedLora {
  std::shared_ptr<const Lora> lora;
  double weight = 1;
  bool operator==(const WeightedLora&) const = default;
};

/// Which layers of an adapter a network cannot take.
struct LoraMisfits {
  std::vector<std::string> homeless;   ///< the network has no such place
  std::vector<std::string> otherSize;  ///< it has, but of another size
};

/// Puts adapters into a network's weights and takes them out again, without reloading it: every
/// affected weight is made anew from the checkpoint's mapping, so that removal gives back the very
/// same bytes. Thread-safety: as the network.
class LoraPatcher {
 public:
  /// @param network  filled from `origin` by loadStateDict; both are kept
  LoraPatcher(std::shared_ptr<torch::nn::Module> network, LoraPart part, SharedSource origin);

  [[nodiscard]] LoraPart part() const noexcept { return m_part; }
  [[nodiscard]] LoraMisfits misfits(const Lora& lora) const;

  /// Sets the weights to original + Σ weight·adapter; an empty list restores the original. Layers
  /// that have no place here are left out. Whenever it throws, the next call sets everything right.
  /// @throws Error(InvalidInput) for a layer of another size; Cancelled
  void apply(const std::vector<WeightedLora>& loras, const RunContext& run = {});

 private:
  void rebuild(const std::string& path, const std::vector<WeightedLora>& loras);

  std::shared_ptr<torch::nn::Module> m_network;
  LoraPart m_part;
  SharedSource m_origin;
  std::map<std::string, torch::Tensor> m_weights;          // by module path
  std::map<std::string, std::vector<std::string>> m_keys;  // spellings of each path in adapters
  std::vector<WeightedLora> m_applied;
};

}  // namespace pentimento::nn
