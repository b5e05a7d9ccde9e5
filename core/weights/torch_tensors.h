/// What a pickled PyTorch object says about tensors: names, shapes, and where their numbers lie.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/weights/pickle.h"
#include "core/weights/tensor_source.h"

namespace pentimento {

/// A storage as the pickle describes it; the archive has to agree.
struct TorchStorage {
  std::string key = {};
  DType dtype = DType::F32;
  int64_t elements = 0;
  int64_t viewOffset = 0;  ///< elements to skip; only in files before PyTorch 1.6
};

/// A view on a storage, checked against it: every element lies within.
struct TorchTensor {
  std::string name;
  TensorInfo info;
  TorchStorage storage;
  int64_t offset = 0;            ///< in elements
  std::vector<int64_t> strides;  ///< in elements, none negative
};

struct TorchContents {
  std::vector<TorchTensor> tensors;
  /// Numbers and texts that stand beside the tensors, as text: epochs, sizes, versions.
  std::map<std::string, std::string> attributes;
};

/// Walks dictionaries and the state of objects; a name is the path of keys, joined by dots, without
/// `state_dict`, `model` ... around it and without the `_parameters`, `_buffers`, `_modules` that
/// pickled modules consist of. Everything that holds no tensors is left out.
/// @throws Error(CorruptFile) naming the tensor and what is wrong with it
[[nodiscard]] TorchContents collectTorchTensors(const PickleGraph& graph, std::string_view where);

/// All storages that the pickle names, whether or not a tensor uses them.
[[nodiscard]] std::vector<TorchStorage> listTorchStorages(const PickleGraph& graph,
                                                          std::string_view where);

}  // namespace pentimento
