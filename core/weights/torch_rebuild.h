/// Single pickle nodes as storages and tensors.
#pragma once

#include "core/weights/torch_tensors.h"

namespace pentimento {

/// Whether `node` is what torch.save writes for a tensor or a parameter.
[[nodiscard]] bool isTorchTensor(const PickleGraph& graph, const PickleNode& node);

/// The view that such a node describes. @throws Error(CorruptFile) when it leaves its storage
[[nodiscard]] TorchTensor rebuildTorchTensor(const PickleGraph& graph, const PickleNode& node,
                                             std::string name, std::string_view where);

/// @throws Error(CorruptFile) when `node` is not the id of a storage
[[nodiscard]] TorchStorage readTorchStorage(const PickleGraph& graph, const PickleNode& node,
                                            std::string_view where);

}  // namespace pentimento
