#pragma once

#include "core/tensor/torch.h"

namespace pentimento::nn {

/// A submodule that is there for its name only: a step in the dotted paths of a checkpoint. Fill it
/// with register_module.
class FolderImpl : public torch::nn::Module {};
TORCH_MODULE(Folder);

}  // namespace pentimento::nn
