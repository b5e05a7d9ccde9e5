#include "core/training/decoder_samples.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/training/example_noise.h"
#include "core/training/picture_tensors.h"
#include "core/training/scenes/edits.h"
#include "core/training/scenes/render.h"

namespace pentimento::training {
namespace {

torch::Tensor guidedX0(nn::UnclipDecoder& decoder, const nn::DecoderInput& input,
                       const torch::Tensor& xt, double time, double guidance) {
  const int64_t n = xt.size(0);
  nn::DecoderInput both = input;  // with and without the caption, in one call
  both.noisy = torch::cat({xt, xt});
  both.known = torch::cat({input.known, input.known});
  both.mask = torch::cat({input.mask, input.mask});
  both.tokens = torch::cat({input.tokens, torch::zeros_like(input.tokens)});
  if (input.imageEmbedding.defined())
    both.imageEmbedding =
        torch::cat({input.imageEmbedding, torch::zeros_like(input.imageEmbedding)});
  both.time = torch::full({2 * n}, time);
  const auto estimates = decoder(both).to(torch::kFloat32).chunk(2);
  const auto &with = estimates[0], &without = estimates[1];
  auto x0 = without + guidance * (with - without);
  // Rescaled half-way to the contrast of the unguided estimate (Lin et al. 2023, section 3.4).
  const auto ratio =
      with.std({1, 2, 3}, false, true) / x0.std({1, 2, 3}, false, true).clamp_min(1e-5);
  x0 = x0 * (0.5 + 0.5 * ratio);
  return x0.clamp(-1, 1);
}

}  // namespace

torch::Tensor sampleDecoder(nn::UnclipDecoder decoder, nn::DecoderInput input,
                            const DecoderSampling& s) {
  const int64_t n = input.mask.size(0), size = input.mask.size(2);
  const BatchPosition batch{0, static_cast<int>(n)};
  auto x = exampleNoise(batch, {3, size, size}, s.seed);  // x_t at t = 1
  for (int i = 0; i < s.steps; ++i) {
    const double now = 1 - 0.002 - (static_cast<double>(i) / s.steps) * 0.998;
    const double next = std::max(1 - 0.002 - (static_cast<double>(i + 1) / s.steps) * 0.998, 0.0);
    const auto x0 = guidedX0(decoder, input, x, now, s.guidance);
    const double a = std::cos(now * std::numbers::pi / 2), b = std::sin(now * std::numbers::pi / 2);
    const auto eps = (x - a * x0) / b;
    x = std::cos(next * std::numbers::pi / 2) * x0 + std::sin(next * std::numbers::pi / 2) * eps;
  }
  return x.clamp(-1, 1) * input.mask + input.known * (1 - input.mask);
}

DecoderSamples sampleForSheet(nn::UnclipDecoder decoder, const DecoderTaskOptions& options,
                              const Tokenizer& tokenizer) {
  const int size = options.size;
  const auto count = static_cast<int64_t>(options.sheetPrompts.size());
  nn::DecoderInput text;
  text.mask = torch::ones({count, 1, size, size});
  text.known = torch::zeros({count, 3, size, size});
  text.tokens = tokensOf(options.sheetPrompts, tokenizer, options.network.caption.length);

  static const std::vector<std::string> wishes{
      "add a red couch",  "add a couch", "add a blue armchair", "add a green couch",
      "add a floor lamp", "add a plant", "add a yellow couch",  "add a picture"};
  std::vector<Image> rooms;
  std::vector<Mask> masks;
  for (size_t i = 0; i < wishes.size(); ++i) {
    scenes::WorldOptions empty;
    empty.families = {1, 0, 0};
    empty.styles = {1, 0, 0, 0, 0, 0};
    empty.emptyRooms = 1;
    const scenes::Scene room = scenes::compose(900 + i, empty);
    rooms.push_back(scenes::renderPicture(room, size));
    scenes::Random random(i);
    const auto kind = scenes::kindFromWord(i == 4   ? "floor lamp"
                                           : i == 5 ? "plant"
                                           : i == 7 ? "picture"
                                           : i == 2 ? "armchair"
                                                    : "couch");
    const scenes::Thing thing = scenes::placeThing(room, *kind, 1.0f, random);
    masks.push_back(scenes::drawMask(thing.box, size, random));
  }
  nn::DecoderInput edit;
  edit.mask = tensorOf(masks);
  const auto pictures = tensorOf(rooms);
  edit.known = pictures * (1 - edit.mask);
  edit.tokens = tokensOf(wishes, tokenizer, options.network.caption.length);
  return {sampleDecoder(decoder, text, {}), edit.known, sampleDecoder(decoder, edit, {})};
}

}  // namespace pentimento::training
