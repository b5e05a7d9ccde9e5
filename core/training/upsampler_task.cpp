#include "core/training/upsampler_task.h"

#include "core/training/contact_sheet.h"
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
  kCropPlace
};

}  // namespace

torch::Tensor stacked(const UpsamplerInput& input) {
  return torch::cat({input.noisy, input.low, input.known, input.mask}, 1);
}

torch::Tensor reducedAndEnlarged(const torch::Tensor& pictures, int factor) {
  const auto small = torch::avg_pool2d(pictures, {factor, factor});
  return torch::upsample_bicubic2d(small, {pictures.size(2), pictures.size(3)}, false);
}

UpsamplerTask::UpsamplerTask(const UpsamplerTaskOptions& options,
                             std::shared_ptr<const ExampleSource> source)
    : m_options(options), m_network(options.network), m_source(std::move(source)) {}

torch::Tensor UpsamplerTask::loss(const BatchPosition& batch) {
  std::vector<torch::Tensor> crops, lows, masks;
  const int places = m_options.size / m_options.factor - m_options.crop / m_options.factor + 1;
  for (int i = 0; i < batch.count; ++i) {
    const uint64_t index = batch.first + static_cast<uint64_t>(i);
    const Example example = m_source->editable(index, m_options.size);
    const auto whole = tensorOf(std::vector<Image>{example.picture});
    const auto mask = tensorOf(std::vector<Mask>{example.mask});
    scenes::Random random(scenes::mixBits(m_options.seed + kCropPlace) + index);
    const int64_t x = random.below(places) * m_options.factor,
                  y = random.below(places) * m_options.factor;
    const auto cut = [&](const torch::Tensor& t) {
      return t.narrow(2, y, m_options.crop).narrow(3, x, m_options.crop);
    };
    crops.push_back(cut(whole));
    lows.push_back(cut(reducedAndEnlarged(whole, m_options.factor)));
    masks.push_back(cut(mask));
  }
  const auto x0 = torch::cat(crops), mask = torch::cat(masks);
  const auto shape = x0.sizes().slice(1);
  const auto eps = exampleNoise(batch, shape, m_options.seed + kUpsamplerNoise);
  const auto time = exampleTimes(batch, m_options.seed + kUpsamplerTime);
  const auto strength =
      exampleUniform(batch, m_options.seed + kLowLevel).view({-1, 1, 1, 1}) * m_options.lowNoise;
  UpsamplerInput input;
  const NoiseLevel level = noiseLevel(time);
  input.noisy = addNoise(x0, eps, level);
  input.low = torch::cat(lows) + strength * exampleNoise(batch, shape, m_options.seed + kLowNoise);
  input.known = x0 * (1 - mask);
  input.mask = mask;
  const auto v = m_network(stacked(input).to(m_network->parameters()[0].scalar_type()), time,
                           nn::UnetConditions{})
                     .to(torch::kFloat32);
  return maskedVelocityLoss(v, velocity(x0, eps, level), mask, velocityWeight(level));
}

Image UpsamplerTask::sheet() {
  torch::NoGradGuard quiet;
  constexpr int kPictures = 4, kSteps = 6;
  std::vector<Image> originals;
  for (uint64_t i = 0; i < kPictures; ++i)
    originals.push_back(m_source->captioned((uint64_t{1} << 60) + i, m_options.size).picture);
  const auto x0 = tensorOf(originals);
  UpsamplerInput input;
  input.low = reducedAndEnlarged(x0, m_options.factor);
  input.mask = torch::ones({kPictures, 1, m_options.size, m_options.size});
  input.known = torch::zeros_like(x0);
  auto x = exampleNoise({0, kPictures}, x0.sizes().slice(1), m_options.seed);
  for (int i = 0; i < kSteps; ++i) {
    const double now = 0.998 * (1 - static_cast<double>(i) / kSteps),
                 next = 0.998 * (1 - static_cast<double>(i + 1) / kSteps);
    input.noisy = x;
    const NoiseLevel level = noiseLevel(torch::full({kPictures}, now));
    const auto v = m_network(stacked(input).to(m_network->parameters()[0].scalar_type()),
                             torch::full({kPictures}, now),
                             nn::UnetConditions{})
                       .to(torch::kFloat32);
    const auto guess = x0FromVelocity(x, v, level).clamp(-1, 1);
    const auto eps = (x - level.alpha * guess) / level.sigma;
    x = addNoise(guess, eps, noiseLevel(torch::full({kPictures}, next)));
  }
  std::vector<Image> tiles = picturesOf(input.low);
  for (const Image& picture : picturesOf(x)) tiles.push_back(picture);
  tiles.insert(tiles.end(), originals.begin(), originals.end());
  return contactSheet(tiles, kPictures);
}

}  // namespace pentimento::training
