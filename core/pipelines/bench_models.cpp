#include "core/pipelines/bench_models.h"

#include <cmath>
#include <utility>

#include "core/networks/kl_autoencoder.h"
#include "core/networks/published_unclip.h"
#include "core/networks/tiny_autoencoder.h"
#include "core/networks/unet.h"
#include "core/tensor/random.h"

namespace pentimento {
namespace {

constexpr int64_t kGuided = 2;  ///< both halves of guidance in one call
constexpr int64_t kTokens = 77;
// A prime, so that no two rows of a matrix are alike.
constexpr int64_t kNoiseLength = 1'048'573;

struct Place {
  const Placement& placement;

  [[nodiscard]] torch::Tensor noise(torch::IntArrayRef shape) const {
    return torch::randn(shape).to(placement.options());
  }
  [[nodiscard]] torch::Tensor ids() const {
    return torch::zeros({kGuided, kTokens},
                        torch::TensorOptions(torch::kInt64).device(placement.device));
  }
  [[nodiscard]] torch::Tensor time() const {
    return torch::full({1}, 500, torch::TensorOptions(torch::kFloat32).device(placement.device));
  }
};

using Ready = std::function<torch::Tensor()>;

/// @param ready (network, Place, side) → Ready
template <typename Network, typename Call>
auto preparing(Call ready) {
  return [ready](torch::nn::Module& network, const Placement& placement, int64_t side) -> Ready {
    return ready(*network.as<typename Network::ContainedType>(), Place{placement}, side);
  };
}

template <typename Network, typename Config, typename Call>
BenchStage stage(std::string name, bool sized, const Config& config, Call ready) {
  return {.name = std::move(name),
          .sized = sized,
          .make = [config] { return Network(config).ptr(); },
          .prepare = preparing<Network>(std::move(ready))};
}

BenchStage textStage(const nn::ClipTextConfig& config) {
  return stage<nn::ClipTextEncoder>(
      "text", false, config, [](auto& network, const Place& at, int64_t) {
        return [&network, ids = at.ids()] { return network.forward(ids).last; };
      });
}

BenchStage pictureStage(const nn::ClipImageConfig& config) {
  return stage<nn::ClipImageEncoder>(
      "see a picture", false, config, [](auto& network, const Place& at, int64_t) {
        const int64_t side = network.config().imageSide;
        return
            [&network, x = at.noise({1, 3, side, side})] { return network.forward(x).projected; };
      });
}

BenchStage priorStage(const nn::PriorTransformerOptions& options) {
  return stage<nn::PriorTransformer>(
      "guided prior step", false, options, [](auto& network, const Place& at, int64_t) {
        const int64_t width = network.options().embeddingWidth;
        return
            [&network, x = at.noise({kGuided, width}), time = at.time(),
             text = nn::PriorConditioning{
                 at.noise({kGuided, width}), at.noise({kGuided, kTokens, width}),
                 at.noise({kGuided, kTokens}).fill_(1)}] { return network.forward(x, time, text); };
      });
}

/// As in a run: what the layers make of the text is kept from the first step on.
Ready guidedStep(nn::UnetImpl& network, const Place& at, int64_t latentSide) {
  constexpr int64_t kContext = 768;
  const auto kept = std::make_shared<nn::KeyValueCache>();
  const nn::UnetCondition condition{at.noise({kGuided, kTokens, kContext}), {}, {}, {}, kept.get()};
  return [&network, kept, condition, x = at.noise({kGuided, 4, latentSide, latentSide}),
          time = at.time()] { return network.forward(x, time, condition); };
}

BenchSubject stableDiffusion15() {
  nn::UnetConfig unet{.levels = {{320, 8, 1}, {640, 8, 1}, {1280, 8, 1}, {1280, 8, 0}}};
  constexpr int64_t kShrink = 8;
  BenchSubject subject{
      .title = "Stable Diffusion 1.5", .stages = {}, .sizes = {256, 512}, .together = true};
  subject.stages.push_back(textStage({}));
  subject.stages.push_back(
      stage<nn::Unet>("guided step", true, unet, [](auto& network, const Place& at, int64_t side) {
        return guidedStep(network, at, side / kShrink);
      }));
  subject.stages.push_back(stage<nn::KlAutoencoder>(
      "decode", true, nn::KlAutoencoderConfig{}, [](auto& network, const Place& at, int64_t side) {
        return [&network, z = at.noise({1, 4, side / kShrink, side / kShrink})] {
          return network.decode(z);
        };
      }));
  subject.stages.push_back(
      {.name = "encode",
       .sized = true,
       .make = {},
       .prepare = preparing<nn::KlAutoencoder>([](auto& network, const Place& at, int64_t side) {
         return [&network, x = at.noise({1, 3, side, side})] { return network.encodeMoments(x); };
       })});
  // Previews are looked at in half the size.
  subject.stages.push_back(stage<nn::TinyDecoder>(
      "preview", true, nn::TinyAutoencoderConfig{.blocks = {3, 3, 3, 1}},
      [](auto& network, const Place& at, int64_t side) {
        return [&network, z = at.noise({1, 4, side / kShrink / 2, side / kShrink / 2})] {
          return network.decode(z);
        };
      }));
  return subject;
}

BenchSubject karlo() {
  const nn::PublishedKarlo sizes;
  constexpr int64_t kUpsampling = 4;
  const auto context = [](const Place& at, const nn::AdmUnetOptions& o) {
    constexpr int64_t kImageTokens = 4;
    return nn::AdmConditioning{
        .context = at.noise({kGuided, kImageTokens + kTokens, o.contextWidth}),
        .contextMask = at.noise({kGuided, kImageTokens + kTokens}).fill_(1),
        .timeAddition = at.noise({kGuided, 4 * o.widths.front()})};
  };
  BenchSubject subject{.title = "Karlo v1", .stages = {}, .sizes = {256}, .multiple = 32};
  subject.stages.push_back(textStage(sizes.text));
  subject.stages.push_back(pictureStage(sizes.image));
  subject.stages.push_back(priorStage(sizes.prior));
  subject.stages.push_back(stage<nn::UnclipTextProjection>(
      "tell the decoder", false, sizes.projection, [](auto& network, const Place& at, int64_t) {
        const int64_t width = network.options().embeddingWidth;
        return [&network, texts = nn::UnclipTextProjectionImpl::Input{
                              at.noise({kGuided, width}), at.noise({kGuided, width}),
                              at.noise({kGuided, kTokens, width})}] {
          return network.forward(texts).context;
        };
      }));
  subject.stages.push_back(stage<nn::AdmUnet>(
      "guided step", true, sizes.decoder, [context](auto& network, const Place& at, int64_t side) {
        return [&network, x = at.noise({kGuided, 3, side / kUpsampling, side / kUpsampling}),
                time = at.time(), condition = context(at, network.options())] {
          return network.forward(x, time, condition);
        };
      }));
  // There are two of these networks: one makes all steps but the last.
  for (const char* name : {"upscale step", "last upscale step"})
    subject.stages.push_back(stage<nn::AdmUnet>(
        name, true, sizes.upsampler, [](auto& network, const Place& at, int64_t side) {
          return [&network, x = at.noise({1, 6, side, side}), time = at.time()] {
            return network.forward(x, time, {});
          };
        }));
  return subject;
}

BenchSubject kandinsky22() {
  const nn::PublishedKandinsky22 sizes;
  constexpr int64_t kShrink = 8;
  BenchSubject subject{.title = "Kandinsky 2.2", .stages = {}, .sizes = {512}};
  subject.stages.push_back(textStage(sizes.text));
  subject.stages.push_back(pictureStage(sizes.image));
  subject.stages.push_back(priorStage(sizes.prior));
  subject.stages.push_back(stage<nn::AdmUnet>(
      "guided step", true, sizes.decoder, [](auto& network, const Place& at, int64_t side) {
        return
            [&network, x = at.noise({kGuided, 4, side / kShrink, side / kShrink}), time = at.time(),
             condition = nn::AdmConditioning{
                 .imageEmbedding = at.noise({kGuided, network.options().imageWidth})}] {
              return network.forward(x, time, condition);
            };
      }));
  subject.stages.push_back(
      stage<nn::Movq>("decode", true, sizes.movq, [](auto& network, const Place& at, int64_t side) {
        return [&network, z = at.noise({1, 4, side / kShrink, side / kShrink})] {
          return network.decode(z);
        };
      }));
  return subject;
}

}  // namespace

BenchSubject benchSubject(BenchModel model) {
  switch (model) {
    case BenchModel::Karlo:
      return karlo();
    case BenchModel::Kandinsky22:
      return kandinsky22();
    case BenchModel::StableDiffusion15:
      break;
  }
  return stableDiffusion15();
}

BenchWeights::BenchWeights(std::span<const BenchStage> stages)
    : IndexedSource("made-up weights"),
      m_noise(NoiseSource(Seed{1}).uniform({kNoiseLength}).sub_(0.5)) {
  const PlacementScope scope({torch::kMeta, torch::kFloat16});
  for (const BenchStage& stage : stages) {
    if (!stage.make) continue;
    for (const auto& item : stage.make()->named_parameters())
      add(stage.name + "." + item.key(), {DType::F16, item.value().sizes().vec()});
  }
}

TensorBytes BenchWeights::readAt(size_t index) const {
  const TensorInfo& shape = info(index);
  torch::Tensor values;
  if (shape.shape.size() < 2) {
    // Norms multiply by one; all biases are zero.
    values = names()[index].ends_with(".weight") ? torch::ones(shape.shape, torch::kFloat16)
                                                 : torch::zeros(shape.shape, torch::kFloat16);
  } else {
    const auto elements = static_cast<int64_t>(shape.elements());
    const double fanIn = static_cast<double>(elements) / static_cast<double>(shape.shape[0]);
    const auto block = (m_noise * std::sqrt(12.0 / fanIn)).to(torch::kFloat16);
    values = block.repeat({(elements + kNoiseLength - 1) / kNoiseLength})
                 .slice(0, 0, elements)
                 .view(shape.shape);
  }
  const auto* data = static_cast<const std::byte*>(values.data_ptr());
  return {shape, {data, values.nbytes()}, std::make_shared<torch::Tensor>(values)};
}

}  // namespace pentimento
