#pragma once

#include "core/tensor/placement.h"
#include "core/tensor/state_dict.h"

namespace pentimento::nn {

/// Builds a network in its final place and format, and fills it from a checkpoint.
/// @throws as loadStateDict
template <typename Network, typename Config>
[[nodiscard]] Network loadNetwork(const Config& config, const TensorSource& source,
                                  const Placement& placement, const LoadOptions& options = {}) {
  const PlacementScope scope(placement);
  Network network(config);
  loadStateDict(*network, source, options);
  network->eval();
  return network;
}

}  // namespace pentimento::nn
