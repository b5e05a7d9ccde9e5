/// Trained networks as files of weights.
#pragma once

#include <filesystem>
#include <map>

#include "core/tensor/torch.h"

namespace pentimento {

/// All parameters by name, as float16 (what is shipped) or float32.
void saveNetwork(const std::filesystem::path& path, const torch::nn::Module& network,
                 torch::ScalarType type, const std::map<std::string, std::string>& metadata);
/// @throws Error(NotFound, CorruptFile); Error(UnsupportedModel) naming the first tensor that is
/// missing or has another shape
void loadNetwork(const std::filesystem::path& path, torch::nn::Module& network);
/// Takes over every parameter that the file has in the same shape and leaves the rest as it is.
/// @returns how many were taken over
/// @throws Error(NotFound, CorruptFile)
int64_t loadMatching(const std::filesystem::path& path, torch::nn::Module& network);

}  // namespace pentimento
