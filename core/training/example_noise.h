/// Random numbers of training, drawn on the CPU example by example from the example's number, then
/// moved to the batch's device.
#pragma once

#include "core/tensor/torch.h"
#include "core/training/training_task.h"

namespace pentimento::training {

/// Unit normal noise. [count, ...shape]
[[nodiscard]] torch::Tensor exampleNoise(const BatchPosition& batch, torch::IntArrayRef shape,
                                         uint64_t seed);
/// In (0, 1), evenly spread over any run of consecutive examples (golden-ratio sequence). [count]
[[nodiscard]] torch::Tensor exampleTimes(const BatchPosition& batch, uint64_t seed);
/// In [0, 1), independent of each other. [count]
[[nodiscard]] torch::Tensor exampleUniform(const BatchPosition& batch, uint64_t seed);
/// Whether something happens to each example, with this probability. [count], bool
[[nodiscard]] torch::Tensor exampleChances(const BatchPosition& batch, double probability,
                                           uint64_t seed);

}  // namespace pentimento::training
