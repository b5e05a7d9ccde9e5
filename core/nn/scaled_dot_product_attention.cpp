#include "core/nn/scaled_dot_product_attention.h"

#include <cmath>

#include "core/base/error.h"
#include "core/nn/in_place.h"
#include "core/nn/kernels/dispatch.h"
#include "core/nn/kernels/flash_attention.h"
#include "core/tensor/cancellation.h"

namespace pentimento::nn {
namespace {

// [N, L, heads·D] → [N, heads, L, D]
torch::Tensor splitHeads(const torch::Tensor& x, int64_t heads) {
  return x.reshape({x.size(0), x.size(1), heads, -1}).transpose(1, 2);
}

// [N, heads, L, E] → [N, L, heads·E]
torch::Tensor joinHeads(const torch::Tensor& x) {
  return x.transpose(1, 2).reshape({x.size(0), x.size(2), -1});
}

torch::Tensor causalBias(const torch::Tensor& q, int64_t keys) {
  const int64_t queries = q.size(2);
  return torch::full({queries, keys}, -INFINITY, q.options()).triu_(keys - queries + 1);
}

// [N, L, heads·D] with heads side by side, as the kernel reads it.
bool suitsFlashAttention(const torch::Tensor& x) {
  return x.device().is_cpu() && x.scalar_type() == torch::kBFloat16 && x.stride(-1) == 1;
}

// Wider heads (an autoencoder has one of 512) keep plain matrix products busy enough.
constexpr int64_t kWidestFlashHead = 160;

bool flashAttentionTakes(const torch::Tensor& q, const torch::Tensor& k, const torch::Tensor& v,
                         const AttentionOptions& options) {
  const bool plain = !options.causal && !options.bias.defined() && mayOverwrite();
  const int64_t width = q.size(-1) / options.heads;
  return plain && kernels::hasFlashAttention() && width % 2 == 0 && width <= kWidestFlashHead &&
         suitsFlashAttention(q) && suitsFlashAttention(k) && suitsFlashAttention(v);
}

kernels::Rows<const kernels::BFloat16> headRows(const torch::Tensor& x, int64_t picture,
                                                int64_t firstColumn) {
  return {kernels::bfloats(x) + picture * x.stride(0) + firstColumn, x.stride(1)};
}

torch::Tensor flashAttention(const torch::Tensor& q, const torch::Tensor& k, const torch::Tensor& v,
                             int64_t heads, double scale) {
  constexpr int64_t kRowsAtOnce = 48;
  const kernels::HeadShape shape{.keys = k.size(1),
                                 .width = q.size(2) / heads,
                                 .valueWidth = v.size(2) / heads,
                                 .scale = static_cast<float>(scale)};
  auto output = torch::empty({q.size(0), q.size(1), v.size(2)}, q.options());
  const double operationsPerRow =
      2.0 * static_cast<double>(shape.keys) * static_cast<double>(shape.width + shape.valueWidth);
  const int64_t portion = std::max(
      2 * kRowsAtOnce,
      static_cast<int64_t>(operationsAtOnce(torch::kBFloat16) / std::max(operationsPerRow, 1.0)));
  for (int64_t n = 0; n < q.size(0); ++n)
    for (int64_t h = 0; h < heads; ++h) {
      cancellationPoint();
      const kernels::PackedHead head(shape, headRows(k, n, h * shape.width),
                                     headRows(v, n, h * shape.valueWidth));
      const auto queries = headRows(q, n, h * shape.width);
      const kernels::Rows<kernels::BFloat16> rows{
          kernels::bfloats(output) + n * output.stride(0) + h * shape.valueWidth, output.stride(1)};
      for (int64_t first = 0; first < q.size(1); first += portion) {
        cancellationPoint();
        at::parallel_for(
            first, std::min(first + portion, q.size(1)), kRowsAtOnce,
            [&](int64_t begin, int64_t end) { head.attend(queries, begin, end, rows); });
      }
    }
  return output;
}

#if !PENTIMENTO_TORCH_2
// Scores are made for a slice of the queries at a time, so small that they stay in the cache.
constexpr int64_t kScoresAtOnce = int64_t{1} << 20;

// Plain products only: baddbmm with beta = 0 reads uninitialised memory in torch 1.13.
torch::Tensor attendSlice(const torch::Tensor& q, const torch::Tensor& kTransposed,
                          const torch::Tensor& v, const torch::Tensor& bias) {
  cancellationPoint();
  auto scores = torch::matmul(q, kTransposed);  // [N, heads, rows, Lk]
  if (bias.defined()) scores = addReusing(scores, bias);
  return torch::matmul(torch::softmax(scores, -1), v);  // [N, heads, rows, E]
}

torch::Tensor biasOfSlice(const torch::Tensor& bias, int64_t begin, int64_t end) {
  if (!bias.defined() || bias.dim() < 2 || bias.size(-2) == 1) return bias;
  return bias.slice(-2, begin, end);
}

torch::Tensor attend(const torch::Tensor& q, const torch::Tensor& k, const torch::Tensor& v,
                     const torch::Tensor& bias) {
  const int64_t pictures = q.size(0), heads = q.size(1), queries = q.size(2), keys = k.size(2);
  const auto kTransposed = k.transpose(-2, -1);
  if (!mayOverwrite() || pictures * heads * queries * keys <= kScoresAtOnce)
    return attendSlice(q, kTransposed, v, bias);

  auto output = torch::empty({pictures, heads, queries, v.size(3)}, q.options());
  const int64_t rows = std::clamp<int64_t>(kScoresAtOnce / keys, 1, queries);
  for (int64_t n = 0; n < pictures; ++n)
    for (int64_t h = 0; h < heads; ++h) {
      const auto keysOfHead = kTransposed[n][h], valuesOfHead = v[n][h];
      const auto biasOfHead = bias.defined() ? bias.expand({pictures, heads, -1, -1})[n][h] : bias;
      for (int64_t begin = 0; begin < queries; begin += rows) {
        const int64_t end = std::min(begin + rows, queries);
        output[n][h].slice(0, begin, end) =
            attendSlice(q[n][h].slice(0, begin, end), keysOfHead, valuesOfHead,
                        biasOfSlice(biasOfHead, begin, end));
      }
    }
  return output;
}
#endif

}  // namespace

torch::Tensor scaledDotProductAttention(const torch::Tensor& q, const torch::Tensor& k,
                                        const torch::Tensor& v, const AttentionOptions& options) {
  if (options.heads < 1 || q.size(-1) % options.heads != 0 || v.size(-1) % options.heads != 0 ||
      k.size(-1) != q.size(-1))
    throw Error(ErrorKind::UnsupportedModel,
                "attention of {} channels cannot be shared by {} heads", q.size(-1), options.heads);
  const int64_t width = q.size(-1) / options.heads;
  const double scale =
      options.scale > 0 ? options.scale : 1 / std::sqrt(static_cast<double>(width));
  if (flashAttentionTakes(q, k, v, options)) return flashAttention(q, k, v, options.heads, scale);
  auto queries = splitHeads(q, options.heads);
  const auto keys = splitHeads(k, options.heads), values = splitHeads(v, options.heads);
  auto bias = options.bias;
  if (options.causal) {
    const auto causal = causalBias(queries, keys.size(2));
    bias = bias.defined() ? bias + causal : causal;
  }
#if PENTIMENTO_TORCH_2
  // Scaled beforehand, as the argument for it came later than the function.
  queries = queries * (scale * std::sqrt(static_cast<double>(width)));
  const auto mask = bias.defined() ? std::optional<torch::Tensor>(bias) : std::nullopt;
  return joinHeads(at::scaled_dot_product_attention(queries, keys, values, mask));
#else
  return joinHeads(attend(queries * scale, keys, values, bias));
#endif
}

}  // namespace pentimento::nn
