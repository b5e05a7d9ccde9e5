/// Computing in float32 for a while, where a narrower format ran out of range.
#pragma once

#include <memory>
#include <vector>

#include "core/tensor/torch.h"

namespace pentimento {

/// While one lives, the networks hold float32 numbers; their own formats come back with the very
/// same bytes.
class WidePrecision {
 public:
  explicit WidePrecision(std::vector<std::shared_ptr<torch::nn::Module>> networks);
  ~WidePrecision();
  WidePrecision(const WidePrecision&) = delete;
  WidePrecision& operator=(const WidePrecision&) = delete;

 private:
  struct Widened {
    std::shared_ptr<torch::nn::Module> network;
    torch::ScalarType stored;
  };
  std::vector<Widened> m_widened;
};

}  // namespace pentimento
