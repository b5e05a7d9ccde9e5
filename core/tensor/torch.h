/// The only file that includes torch: version differences are settled here, and the include test
/// (tests/architecture) holds everyone to it. Precompiled in the preset "dev".
#pragma once

#include <ATen/core/ivalue.h>  // first: clang in C++20 mode rejects torch.h otherwise
#include <torch/torch.h>
#include <torch/version.h>

#define PENTIMENTO_TORCH_2 (TORCH_VERSION_MAJOR >= 2)
