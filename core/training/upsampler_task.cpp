#include "core/training/upsampler_task.h"

#include "core/imaging/contact_sheet.h"
#include "core/pipelines/small_unclip_sampling.h"
#include "core/tensor/placement.h"
#include "core/training/diffusion_loss.h"
#include "core/training/example_noise.h"
#include "core/training/picture_tensors.h"
#include "core/training/scenes/random.h"

namespace pentimento::training {
namespace {

enum UpsamplerStream : uint64_t {
  kUpsamplerNoise = 21,
  kUpsamplerTime,
  kLowNoise,
  kLowLevel,
  kCropPlace,
  kLowBlur
};

/// Gaussian, to three sigma, edges repeated. [N, C, H, W]
torch::Tensor blurred(const torch::Tensor& x, double sigma) {
  constexpr int64_t kRadius = 3;
  if (sigma < 0.05) return x;  // narrower than can be told on a grid of pixels
  const auto distance = torch::arange(-kRadius, kRadius + 1, x.options());
  auto kernel = (-0.5 * (distance / sigma).square()).exp();
  kernel = (kernel / kernel.sum()).expand({x.size(1), 1, -1});
  const auto padded = torch::replication_pad2d(x, {kRadius, kRadius, kRadius, kRadius});
  const auto options = torch::nn::functional::Conv2dFuncOptions().groups(x.size(1));
  const auto across = torch::nn::functional::conv2d(padded, kernel.unsqueeze(2), options);
  return torch::nn::functional::conv2d(across, kernel.unsqueeze(3), options);
}

}  // namespace

torch::Tensor reducedAndEnlarged(const torch::Tensor& pictures, int factor, double sigma) {
  const auto small = blurred(torch::avg_pool2d(pictures, {factor, factor}), sigma);
  return torch::upsample_bicubic2d(small, {pictures.size(2), pictures.size(3)}, false);
}

UpsamplerTask::UpsamplerTask(const UpsamplerTaskOptions& options,
                             std::shared_ptr<const ExampleSource> source)
    : m_options(options), m_network(options.network), m_source(std::move(source)) {}

torch::Tensor UpsamplerTask::loss(const BatchPosition& batch) {
  constexpr uint64_t kCropsPerPicture = 4;
  torch::Tensor whole, low, area;  // [1, 3 or 1, size, size]
  std::vector<torch::Tensor> crops, lows, masks;
  const int places = m_options.size / m_options.factor - m_options.crop / m_options.factor + 1;
  for (int i = 0; i < batch.count; ++i) {
    const uint64_t index = batch.first + static_cast<uint64_t>(i);
    // A large picture costs more than a step on a crop of it: several crops share one.
    const uint64_t picture = index / kCropsPerPicture;
    if (i == 0 || index % kCropsPerPicture == 0) {
      const Example example = m_source->editable(picture, m_options.size);
      whole = tensorOf(std::vector<Image>{example.picture}, batch.device);
      area = tensorOf(std::vector<Mask>{example.mask}, batch.device);
      scenes::Random random(scenes::mixBits(m_options.seed + kLowBlur) + picture);
      low = reducedAndEnlarged(whole, m_options.factor, m_options.lowBlur * random.unit());
    }
    scenes::Random random(scenes::mixBits(m_options.seed + kCropPlace) + index);
    const int64_t x = random.below(places) * m_options.factor,
                  y = random.below(places) * m_options.factor;
    const auto cut = [&](const torch::Tensor& t) {
      return t.narrow(2, y, m_options.crop).narrow(3, x, m_options.crop);
    };
    crops.push_back(cut(whole));
    lows.push_back(cut(low));
    masks.push_back(cut(area));
  }
  const auto x0 = torch::cat(crops), mask = torch::cat(masks);
  const auto shape = x0.sizes().slice(1);
  const auto eps = exampleNoise(batch, shape, m_options.seed + kUpsamplerNoise);
  const auto time = exampleTimes(batch, m_options.seed + kUpsamplerTime);
  const auto strength =
      exampleUniform(batch, m_options.seed + kLowLevel).view({-1, 1, 1, 1}) * m_options.lowNoise;
  nn::UpsamplerInput input;
  input.time = time;
  const NoiseLevel level = noiseLevel(time);
  input.noisy = addNoise(x0, eps, level);
  input.low = torch::cat(lows) + strength * exampleNoise(batch, shape, m_options.seed + kLowNoise);
  input.known = x0 * (1 - mask);
  input.mask = mask;
  return maskedPictureLoss(m_network(input), x0, mask, pictureWeight(level));
}

Image UpsamplerTask::sheet() {
  torch::NoGradGuard quiet;
  constexpr int kPictures = 4, kSteps = 6;
  std::vector<Image> originals;
  for (uint64_t i = 0; i < kPictures; ++i)
    originals.push_back(m_source->captioned((uint64_t{1} << 60) + i, m_options.size).picture);
  const auto device = deviceOf(*m_network);
  const auto x0 = tensorOf(originals, device);
  nn::UpsamplerInput input;
  input.low = reducedAndEnlarged(x0, m_options.factor);
  input.mask = torch::ones({kPictures, 1, m_options.size, m_options.size}, device);
  input.known = torch::zeros_like(x0);
  const auto x = sampleUpsampler(
      m_network, input, exampleNoise({0, kPictures, device}, x0.sizes().slice(1), m_options.seed),
      kSteps);
  std::vector<Image> tiles = picturesOf(input.low);
  for (const Image& picture : picturesOf(x)) tiles.push_back(picture);
  tiles.insert(tiles.end(), originals.begin(), originals.end());
  ContactSheetOptions layout;
  layout.columns = kPictures;
  layout.cell = {m_options.size, m_options.size};
  return contactSheet(tiles, {"enlarged", "upsampled", "original"}, layout);
}

}  // namespace pentimento::training
