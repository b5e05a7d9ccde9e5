/// Pictures and masks to tensors and back.
#pragma once

#include "core/imaging/image.h"
#include "core/tensor/torch.h"

namespace pentimento {

/// What black and white are in a tensor: [−1, 1] for autoencoders, [0, 1] for control images,
/// masks, CLIP and the discrete VAE.
enum class ValueRange { MinusOneToOne, ZeroToOne };

/// [1, 3, H, W] float32 on the CPU. Gray is repeated in all three channels; alpha is left out (the
/// colour under it is taken as it is).
[[nodiscard]] torch::Tensor toTensor(const Image& image, ValueRange range);
/// [1, 1, H, W] float32 in [0, 1]
[[nodiscard]] torch::Tensor toTensor(const Mask& mask);

/// From [3, H, W] or [1, 3, H, W] (or one channel: a gray image), any device and float format.
/// Values are clamped to the range and rounded to the nearest level, ties to even.
/// @throws Error(NonFinite) when a value is NaN or infinite
[[nodiscard]] Image toImage(const torch::Tensor& pixels, ValueRange range,
                            BitDepth depth = BitDepth::Eight);

}  // namespace pentimento
