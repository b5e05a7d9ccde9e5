/// Filling networks from named tensors in files.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "core/api/run_context.h"
#include "core/tensor/torch.h"
#include "core/weights/tensor_source.h"

namespace pentimento {

[[nodiscard]] torch::ScalarType toScalarType(DType dtype) noexcept;

/// A tensor of a file on the CPU in the format it is stored in. Shares the file's mapping (which it
/// keeps alive) when the bytes are aligned for their type: read, never write.
/// @throws Error(NotFound) when there is no such tensor; Error(CorruptFile, Io)
[[nodiscard]] torch::Tensor readTensor(const TensorSource& source, std::string_view name);

struct LoadOptions {
  std::string what = "the network";  ///< named in errors: "the U-Net of model.safetensors"
  /// Whether a name that the network does not know may be passed over in silence.
  std::function<bool(std::string_view)> ignorable = {};
  const RunContext* run = nullptr;  ///< progress (stage "load"); cancelled within milliseconds
};

/// Copies every parameter and buffer of `module` out of `source`, in file order, converting
/// straight from the mapping into the parameter's own memory, format and device. Names and shapes
/// must match exactly.
/// @throws Error(UnsupportedModel) that lists in one sentence what is missing, unexpected or of
/// another shape; Cancelled
void loadStateDict(torch::nn::Module& module, const TensorSource& source,
                   const LoadOptions& options = {});

}  // namespace pentimento
