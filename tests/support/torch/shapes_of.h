/// Names and shapes, to compare a network with a checkpoint.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/tensor/torch.h"
#include "core/weights/tensor_source.h"

namespace pentimento::golden {

using Shapes = std::map<std::string, std::vector<int64_t>>;

/// Parameters and buffers.
inline Shapes shapesOf(const torch::nn::Module& network) {
  Shapes shapes;
  for (const auto& item : network.named_parameters())
    shapes[item.key()] = item.value().sizes().vec();
  for (const auto& item : network.named_buffers()) shapes[item.key()] = item.value().sizes().vec();
  return shapes;
}

/// All tensors but those that `ignored` names.
inline Shapes shapesOf(const TensorSource& source, bool (*ignored)(std::string_view name)) {
  Shapes shapes;
  for (const std::string& name : source.names())
    if (!ignored(name)) shapes[name] = source.find(name)->shape;
  return shapes;
}

}  // namespace pentimento::golden
