#include "core/training/unclip_loss.h"

#include <cmath>
#include <numbers>

namespace pentimento::training {
namespace {

/// One number per training time, looked up for each example.
class PerTime {
 public:
  PerTime(const Dalle2Noise& noise, int64_t rank) : m_times(noise.times), m_rank(rank) {}

  /// [N, 1, ...] of a table over all times.
  [[nodiscard]] torch::Tensor operator()(const torch::Tensor& table) const {
    std::vector<int64_t> shape(static_cast<size_t>(m_rank), 1);
    shape[0] = m_times.size(0);
    return table.to(m_times.device()).index_select(0, m_times).to(torch::kFloat32).view(shape);
  }

 private:
  torch::Tensor m_times;
  int64_t m_rank;
};

/// The forward process and its posterior (Ho et al. 2020, equations 4 and 7), over all times.
struct ProcessTables {
  explicit ProcessTables(const std::vector<double>& values)
      : beta(torch::tensor(values, torch::kFloat64)),
        alphaBar((1 - beta).cumprod(0)),
        before(torch::cat({torch::ones({1}, torch::kFloat64), alphaBar.slice(0, 0, -1)})),
        posteriorLogVariance((beta * (1 - before) / (1 - alphaBar)).clamp_min(1e-20).log()) {}

  torch::Tensor beta, alphaBar, before, posteriorLogVariance;
};

torch::Tensor noised(const torch::Tensor& x0, const ProcessTables& tables,
                     const Dalle2Noise& noise) {
  const PerTime at(noise, x0.dim());
  return at(tables.alphaBar.sqrt()) * x0 + at((1 - tables.alphaBar).sqrt()) * noise.noise;
}

torch::Tensor posteriorMean(const torch::Tensor& x0, const torch::Tensor& x,
                            const ProcessTables& tables, const PerTime& at) {
  const auto left = 1 - tables.alphaBar;
  return at(tables.beta * tables.before.sqrt() / left) * x0 +
         at((1 - tables.before) * (1 - tables.beta).sqrt() / left) * x;
}

torch::Tensor inType(const torch::Tensor& t, torch::ScalarType type) {
  return t.defined() ? t.to(type) : t;
}

torch::Tensor meanOfEach(const torch::Tensor& x) {
  return x.flatten(1).mean(1);
}

// Of a normal distribution against another, in nats.
torch::Tensor divergence(const torch::Tensor& mean1, const torch::Tensor& logVariance1,
                         const torch::Tensor& mean2, const torch::Tensor& logVariance2) {
  return 0.5 * (logVariance2 - logVariance1 - 1 + (logVariance1 - logVariance2).exp() +
                (mean1 - mean2).square() * (-logVariance2).exp());
}

// Of a normal variable, by the tanh approximation of GELU (Hendrycks & Gimpel 2016).
torch::Tensor cumulative(const torch::Tensor& x) {
  return 0.5 * (1 + (std::sqrt(2 / std::numbers::pi) * (x + 0.044715 * x.pow(3))).tanh());
}

// Log likelihood of 8-bit pixels, each a bin of 2/255; the outermost ones reach to infinity.
torch::Tensor pixelLogLikelihood(const torch::Tensor& x, const torch::Tensor& mean,
                                 const torch::Tensor& logDeviation) {
  constexpr double kHalfBin = 1.0 / 255, kOutermost = 0.999, kSmallest = 1e-12;
  const auto log = [](const torch::Tensor& p) { return p.clamp_min(kSmallest).log(); };
  const auto precision = (-logDeviation).exp();
  const auto upper = cumulative(precision * (x - mean + kHalfBin));
  const auto lower = cumulative(precision * (x - mean - kHalfBin));
  return torch::where(x < -kOutermost, log(upper),
                      torch::where(x > kOutermost, log(1 - lower), log(upper - lower)));
}

// @param share  of the way from the posterior's log variance to that of the forward step, −1..1
torch::Tensor variationalBound(const torch::Tensor& x0, const torch::Tensor& x,
                               const torch::Tensor& epsilon, const torch::Tensor& share,
                               const ProcessTables& tables, const Dalle2Noise& noise) {
  const PerTime at(noise, x0.dim());
  const auto guess =
      at(tables.alphaBar.rsqrt()) * x - at((1 / tables.alphaBar - 1).sqrt()) * epsilon.detach();
  const auto mean = posteriorMean(guess, x, tables, at);
  const auto lowest = at(tables.posteriorLogVariance);
  const auto logVariance = torch::lerp(lowest, at(tables.beta.log()), (share + 1) / 2);
  const auto later =
      meanOfEach(divergence(posteriorMean(x0, x, tables, at), lowest, mean, logVariance));
  const auto first = -meanOfEach(pixelLogLikelihood(x0, mean, 0.5 * logVariance));
  return torch::where(noise.times == 0, first, later).mean() / std::numbers::ln2;
}

}  // namespace

torch::Tensor dalle2PriorLoss(nn::Dalle2Prior& prior, const torch::Tensor& embeddings,
                              const nn::Dalle2PriorText& text, const Dalle2Noise& noise,
                              bool drop) {
  const auto x0 =
      embeddings / embeddings.norm(2, 1, true) * std::sqrt(static_cast<double>(embeddings.size(1)));
  const auto type = prior->parameters().front().scalar_type();
  const auto x = noised(x0, ProcessTables(noise.betas), noise).to(type);
  const nn::Dalle2PriorText told{inType(text.embedding, type), inType(text.encodings, type)};
  return torch::mse_loss(prior->forward(x, noise.times, told, drop).to(torch::kFloat32), x0);
}

torch::Tensor dalle2UnetLoss(nn::Dalle2Unet& unet, const torch::Tensor& pictures,
                             const nn::Dalle2UnetInput& input, const Dalle2Noise& noise,
                             const Dalle2UnetLossOptions& options, bool drop) {
  const ProcessTables tables(noise.betas);
  const auto x = noised(pictures, tables, noise);
  const auto type = unet->parameters().front().scalar_type();
  const nn::Dalle2UnetInput told{.x = x.to(type),
                                 .time = noise.times,
                                 .imageEmbedding = inType(input.imageEmbedding, type),
                                 .textEncodings = inType(input.textEncodings, type),
                                 .lowResolution = inType(input.lowResolution, type)};
  const auto output = unet->forward(told, drop).to(torch::kFloat32);
  const int64_t channels = pictures.size(1);
  const auto epsilon = output.narrow(1, 0, channels);
  const auto weight = (options.k + tables.alphaBar / (1 - tables.alphaBar)).pow(-options.gamma);
  const auto loss =
      (meanOfEach((epsilon - noise.noise).square()) * PerTime(noise, 1)(weight)).mean();
  if (!unet->learnsVariance()) return loss;
  return loss + options.variationalBound * variationalBound(pictures, x, epsilon,
                                                            output.narrow(1, channels, channels),
                                                            tables, noise);
}

torch::Tensor dalle2LowResolution(const torch::Tensor& pictures, int64_t side, bool blurred) {
  constexpr double kSigma = 0.6;
  auto low = at::upsample_nearest2d(pictures, {side, side});
  if (blurred) {
    const int64_t channels = pictures.size(1);
    auto line = (-torch::arange(-1, 2, pictures.options()).square() / (2 * kSigma * kSigma)).exp();
    line = line / line.sum();
    const auto kernel = line.view({3, 1}).matmul(line.view({1, 3})).expand({channels, 1, 3, 3});
    namespace F = torch::nn::functional;
    low = F::conv2d(at::reflection_pad2d(low, {1, 1, 1, 1}), kernel,
                    F::Conv2dFuncOptions().groups(channels));
  }
  return at::upsample_nearest2d(low, {pictures.size(2), pictures.size(3)});
}

}  // namespace pentimento::training
