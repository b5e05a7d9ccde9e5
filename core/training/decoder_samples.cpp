#include "core/training/decoder_samples.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/conditioning/caption_tokens.h"
#include "core/pipelines/small_unclip_sampling.h"
#include "core/tensor/placement.h"
#include "core/training/example_noise.h"
#include "core/training/picture_tensors.h"
#include "core/training/scenes/edits.h"
#include "core/training/scenes/render.h"

namespace pentimento::training {
namespace {

constexpr uint64_t kSheetSeed = 7;  // the same noise on every sheet, so that they can be compared

torch::Tensor noiseFor(const nn::DecoderInput& input) {
  return exampleNoise({0, static_cast<int>(input.mask.size(0)), input.known.device()},
                      input.known.sizes().slice(1), kSheetSeed);
}

}  // namespace

DecoderSamples sampleForSheet(nn::UnclipDecoder decoder, const DecoderTaskOptions& options,
                              const Tokenizer& tokenizer) {
  const int size = options.size;
  const auto device = deviceOf(*decoder);
  const auto count = static_cast<int64_t>(options.sheetPrompts.size());
  nn::DecoderInput text;
  text.mask = torch::ones({count, 1, size, size}, device);
  text.known = torch::zeros({count, 3, size, size}, device);
  text.tokens =
      tokensOf(options.sheetPrompts, tokenizer, options.network.caption.length).to(device);

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
  edit.mask = tensorOf(masks, device);
  const auto pictures = tensorOf(rooms, device);
  edit.known = pictures * (1 - edit.mask);
  edit.tokens = tokensOf(wishes, tokenizer, options.network.caption.length).to(device);
  return {sampleDecoder(decoder, text, noiseFor(text), {}), edit.known,
          sampleDecoder(decoder, edit, noiseFor(edit), {})};
}

}  // namespace pentimento::training
