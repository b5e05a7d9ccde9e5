#include "core/nn/activation.h"

#include "core/base/error.h"
#include "core/nn/kernels/dispatch.h"
#include "core/nn/kernels/fused.h"

namespace pentimento::nn {

torch::Tensor activate(const torch::Tensor& x, Activation activation) {
  switch (activation) {
    case Activation::Gelu:
      return torch::gelu(x);
    case Activation::QuickGelu:
      return x * torch::sigmoid(1.702 * x);
    case Activation::GeluTanh:
      return torch::gelu(x, "tanh");
    case Activation::Silu:
      return torch::silu(x);
    case Activation::Relu:
      return torch::relu(x);
  }
  return x;
}

Activation activationFromName(std::string_view name) {
  if (name == "gelu") return Activation::Gelu;
  if (name == "quick_gelu") return Activation::QuickGelu;
  if (name == "gelu_new" || name == "gelu_pytorch_tanh") return Activation::GeluTanh;
  if (name == "silu" || name == "swish") return Activation::Silu;
  if (name == "relu") return Activation::Relu;
  throw Error(ErrorKind::UnsupportedModel, "the model asks for an unknown activation \"{}\"", name);
}

torch::Tensor geglu(const torch::Tensor& x) {
  const int64_t width = x.size(-1) / 2;
  if (!kernels::takes(x)) return x.slice(-1, 0, width) * torch::gelu(x.slice(-1, width));

  const auto input = x.contiguous();
  std::vector<int64_t> shape(x.sizes().begin(), x.sizes().end());
  shape.back() = width;
  auto output = torch::empty(shape, x.options());
  kernels::withElements(
      [&](auto* from, auto* to) {
        const int64_t grain = std::max<int64_t>(1, 8192 / width);
        at::parallel_for(0, output.numel() / width, grain, [&](int64_t begin, int64_t end) {
          kernels::geglu(from + begin * 2 * width, end - begin, width, to + begin * width);
        });
      },
      input, output);
  return output;
}

}  // namespace pentimento::nn
