/// Finding the networks inside a checkpoint of any published layout, in our (diffusers') names.
/// Each part is a view: nothing is read before its tensors are.
#pragma once

#include <vector>

#include "core/nn/activation.h"
#include "core/weights/tensor_view.h"

namespace pentimento::nn {

/// The U-Net of a single-file checkpoint (model.diffusion_model., or bare original names) or of a
/// diffusers file; nullptr when there is none.
[[nodiscard]] SharedSource unetPart(const SharedSource& checkpoint);

/// The KL autoencoder of a single-file checkpoint (first_stage_model., or bare original names) or
/// of a diffusers file in either of its attention vocabularies; nullptr when there is none.
[[nodiscard]] SharedSource autoencoderPart(const SharedSource& checkpoint);

struct TextTower {
  SharedSource tensors;
  Activation activation = Activation::QuickGelu;
  /// The tower's last block is left out: its final norm is applied to the state before it (2.x).
  bool penultimate = false;
};

/// The CLIP text encoders of a single-file checkpoint, in its order (two for XL), or of a
/// transformers file; empty when there are none.
[[nodiscard]] std::vector<TextTower> clipTextTowers(const SharedSource& checkpoint);

/// Both encoders of a CLIP and its logit_scale in transformers' names, from a file of transformers,
/// OpenAI or open_clip; nullptr when it holds no such pair.
[[nodiscard]] SharedSource clipDualPart(const SharedSource& checkpoint);

/// Tensors that a text encoder's file may carry besides (position_ids, logit_scale …).
[[nodiscard]] bool isIgnorableClipTensor(std::string_view name);

}  // namespace pentimento::nn
