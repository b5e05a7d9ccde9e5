#include "core/training/evaluation.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <span>

#include "core/conditioning/caption_tokens.h"
#include "core/imaging/contact_sheet.h"
#include "core/pipelines/small_unclip_sampling.h"
#include "core/training/example_noise.h"
#include "core/training/frechet.h"
#include "core/training/picture_tensors.h"
#include "core/training/scenes/captions.h"
#include "core/training/scenes/edits.h"
#include "core/training/scenes/held_out.h"
#include "core/training/scenes/render.h"

namespace pentimento::training {
namespace {

constexpr int kEvaluationSize = 64, kEvaluationBatch = 16;
constexpr uint64_t kEvaluationSeed = 0x6576616c;
constexpr double kNoCeiling = -1;

/// One prompt with the picture that would be right.
struct Trial {
  std::string prompt;
  scenes::Scene truth;
  scenes::Thing thing;
  Mask mask;     ///< of an edit; empty = paint everything
  Image before;  ///< of an edit
};

bool says(const std::string& sentence, std::string_view word) {
  return sentence.find(word) != std::string::npos;
}

/// Scenes with one colourful thing whose caption names its colour.
std::vector<Trial> objectTrials(const Evaluated& model, int count, bool heldOut) {
  scenes::WorldOptions world = model.world;
  world.heldOutToo = heldOut;
  world.maximumThings = 1;
  world.emptyRooms = 0;
  world.arrangements = 0;
  std::vector<Trial> trials;
  for (uint64_t seed = 0; static_cast<int>(trials.size()) < count && seed < 200'000; ++seed) {
    const scenes::Scene scene = scenes::compose(kEvaluationSeed + seed, world);
    if (scene.things.size() != 1 || scenes::isHeldOut(scene) != heldOut) continue;
    const scenes::Thing& thing = scene.things.front();
    if (!scenes::factsOf(thing.kind).colourful) continue;
    scenes::Random random(seed);
    const std::string prompt = scenes::describe(scene, {true}, random);
    if (!says(prompt, fmt::format("{} ", wordFor(thing.colour)))) continue;
    if (scene.family == scenes::Family::Tabletop &&
        !says(prompt, fmt::format("{} table", wordFor(scene.floor))))
      continue;
    trials.push_back({prompt, scene, thing, {}, {}});
  }
  return trials;
}

/// "add a <colour> couch" in empty rooms.
std::vector<Trial> couchTrials(const Evaluated& model, int count) {
  scenes::WorldOptions world = model.world;
  world.families = {1, 0, 0};
  world.emptyRooms = 1;
  std::vector<Trial> trials;
  for (uint64_t seed = 0; static_cast<int>(trials.size()) < count; ++seed) {
    const scenes::Scene room = scenes::compose(kEvaluationSeed + seed, world);
    scenes::Random random(seed);
    const scenes::Thing couch = scenes::placeThing(room, scenes::Kind::Couch, 1.0f, random);
    scenes::Scene after = room;
    after.things.push_back(couch);
    trials.push_back({fmt::format("add a {} couch", wordFor(couch.colour)), after, couch,
                      scenes::drawMask(couch.box, kEvaluationSize, random),
                      scenes::renderPicture(room, kEvaluationSize)});
  }
  return trials;
}

/// What the prior makes of the prompts. [N, E]
torch::Tensor imagined(Evaluated& model, const std::vector<std::string>& prompts,
                       const BatchPosition& batch) {
  const auto tokens = tokensOf(prompts, *model.tokenizer, model.clipCaptionLength);
  const auto texts = model.clip->embedCaptions(tokens);
  return samplePrior(model.prior, tokens, texts,
                     exampleNoise(batch, {texts.size(1)}, kEvaluationSeed + 1), {});
}

/// What a picture is painted from.
enum class From : uint8_t {
  Words,    ///< of the prompt
  Prior,    ///< the embedding that the prior makes of the prompt
  Picture,  ///< the embedding of the picture that would be right, as in variations
};

torch::Tensor rendered(std::span<const Trial> trials) {
  std::vector<Image> pictures;
  for (const Trial& trial : trials)
    pictures.push_back(scenes::renderPicture(trial.truth, kEvaluationSize));
  return tensorOf(pictures);
}

torch::Tensor painted(Evaluated& model, std::span<const Trial> trials, const RunContext& run,
                      From from = From::Words) {
  std::vector<torch::Tensor> parts;
  for (size_t first = 0; first < trials.size(); first += kEvaluationBatch) {
    const size_t last = std::min(trials.size(), first + kEvaluationBatch);
    const auto n = static_cast<int64_t>(last - first);
    nn::DecoderInput input;
    input.mask = torch::ones({n, 1, kEvaluationSize, kEvaluationSize});
    input.known = torch::zeros({n, 3, kEvaluationSize, kEvaluationSize});
    std::vector<std::string> prompts;
    for (size_t i = first; i < last; ++i) {
      const auto row = static_cast<int64_t>(i - first);
      prompts.push_back(trials[i].prompt);
      if (trials[i].mask.empty()) continue;
      input.mask[row] = tensorOf(std::vector<Mask>{trials[i].mask})[0];
      input.known[row] = tensorOf(std::vector<Image>{trials[i].before})[0] * (1 - input.mask[row]);
    }
    input.tokens = tokensOf(prompts, *model.tokenizer, model.captionLength);
    const BatchPosition batch{first, static_cast<int>(n)};
    if (from != From::Words) {
      input.imageEmbedding =
          from == From::Prior
              ? imagined(model, prompts, batch)
              : model.clip->embedPictures(rendered(trials.subspan(first, last - first)));
      input.tokens = torch::zeros_like(input.tokens);
    }
    const auto noise = exampleNoise(batch, input.known.sizes().slice(1), kEvaluationSeed);
    parts.push_back(sampleDecoder(model.decoder, input, noise, {}));
    run.report({.stage = "evaluate",
                .step = static_cast<int>(last),
                .steps = static_cast<int>(trials.size())});
  }
  return torch::cat(parts);
}

struct Shares {
  double object = 0, both = 0, support = 0;  ///< percent
};

Shares judged(nn::SceneJudge& judge, const torch::Tensor& pictures,
              const std::vector<Trial>& trials) {
  const nn::SceneVerdict verdict = judge(pictures);
  Shares shares;
  int supports = 0;
  for (size_t i = 0; i < trials.size(); ++i) {
    const auto row = static_cast<int64_t>(i);
    const auto kind = static_cast<int64_t>(trials[i].thing.kind);
    const bool object = verdict.presence[row].argmax().item<int64_t>() == kind &&
                        verdict.presence[row][kind].item<float>() > 0;
    const bool colour = verdict.colour[row][kind].argmax().item<int64_t>() ==
                        static_cast<int64_t>(trials[i].thing.colour);
    shares.object += object;
    shares.both += object && colour;
    if (trials[i].truth.family != scenes::Family::Tabletop) continue;
    ++supports;
    shares.support += verdict.support[row].argmax().item<int64_t>() ==
                      static_cast<int64_t>(trials[i].truth.floor);
  }
  const double n = static_cast<double>(std::max<size_t>(trials.size(), 1)) / 100;
  return {shares.object / n, shares.both / n, 100 * shares.support / std::max(supports, 1)};
}

/// Mean difference of neighbours on both sides of the masks' borders.
double borderStep(const torch::Tensor& pictures, const std::vector<Trial>& trials) {
  std::vector<Mask> masks;
  for (const Trial& trial : trials) masks.push_back(trial.mask);
  const auto mask = tensorOf(masks);
  double sum = 0, count = 0;
  for (const int64_t axis : {2, 3}) {
    const int64_t length = pictures.size(axis) - 1;
    const auto step = [&](const torch::Tensor& x) {
      return (x.narrow(axis, 1, length) - x.narrow(axis, 0, length)).abs();
    };
    const auto border = step(mask).gt(0.5);
    sum += (step(pictures) * border).sum().item<double>() / 3;
    count += border.sum().item<double>();
  }
  return sum / std::max(count, 1.0);
}

/// Scenes of every sort with their captions, from a seed on.
std::vector<Trial> captionedTrials(const Evaluated& model, int count, uint64_t firstSeed) {
  std::vector<Trial> trials;
  for (uint64_t seed = firstSeed; seed < firstSeed + static_cast<uint64_t>(count); ++seed) {
    const scenes::Scene scene = scenes::compose(kEvaluationSeed + seed, model.world);
    scenes::Random random(seed);
    trials.push_back({scenes::describe(scene, std::vector<bool>(scene.things.size(), true), random),
                      scene,
                      {},
                      {},
                      {}});
  }
  return trials;
}

/// Distance of painted from real pictures, over that of other real ones.
double frechetRatio(Evaluated& model, int count, const RunContext& run) {
  constexpr uint64_t kOthers = 1 << 20;
  const auto trials = captionedTrials(model, count, 0);
  const auto features = [&](const torch::Tensor& pictures) {
    return model.judge(pictures).features;
  };
  const auto real = features(rendered(trials)),
             others = features(rendered(captionedTrials(model, count, kOthers)));
  return frechetDistance(features(painted(model, trials, run)), real) /
         std::max(frechetDistance(others, real), 1e-12);
}

double clipTopOfTen(Evaluated& model, int count) {
  constexpr int kGroup = 10;
  const auto trials = captionedTrials(model, std::max(count / kGroup, 1) * kGroup, 0);
  int right = 0;
  for (size_t first = 0; first < trials.size(); first += kGroup) {
    const std::vector<Trial> group(trials.begin() + static_cast<ptrdiff_t>(first),
                                   trials.begin() + static_cast<ptrdiff_t>(first + kGroup));
    std::vector<std::string> captions;
    for (const Trial& trial : group) captions.push_back(trial.prompt);
    const auto texts =
        model.clip->embedCaptions(tokensOf(captions, *model.tokenizer, model.clipCaptionLength));
    const auto similarity = model.clip->embedPictures(rendered(group)).matmul(texts.t());
    right += similarity.argmax(1).eq(torch::arange(kGroup)).sum().item<int>();
  }
  return 100.0 * right / static_cast<double>(trials.size());
}

}  // namespace

Image evaluationSheet(Evaluated model, int count, const RunContext& run) {
  torch::NoGradGuard quiet;
  std::vector<Trial> trials = objectTrials(model, (count + 1) / 2, false);
  std::ranges::move(objectTrials(model, count / 2, true), std::back_inserter(trials));
  std::vector<std::string> prompts;
  for (const Trial& trial : trials) prompts.push_back(trial.prompt);
  return contactSheet(picturesOf(painted(model, trials, run)), prompts,
                      {.columns = 8, .cell = {2 * kEvaluationSize, 2 * kEvaluationSize}});
}

std::vector<EvaluationRow> evaluateModel(Evaluated model, int count, const RunContext& run) {
  torch::NoGradGuard quiet;
  std::vector<EvaluationRow> rows;
  const auto add = [&](std::string figure, double value, double ceiling, size_t n) {
    rows.push_back({std::move(figure), value, ceiling, static_cast<int>(n)});
  };
  for (const bool heldOut : {false, true}) {
    const auto trials = objectTrials(model, count, heldOut);
    if (trials.empty()) continue;
    const Shares got = judged(model.judge, painted(model, trials, run), trials),
                 best = judged(model.judge, rendered(trials), trials);
    const char* const which = heldOut ? "held out" : "seen";
    add(fmt::format("object right, {} (%)", which), got.object, best.object, trials.size());
    add(fmt::format("object and colour right, {} (%)", which), got.both, best.both, trials.size());
    add(fmt::format("table's colour right, {} (%)", which), got.support, best.support,
        static_cast<size_t>(std::ranges::count_if(
            trials, [](const Trial& t) { return t.truth.family == scenes::Family::Tabletop; })));
  }
  const auto addFrom = [&](From from, const char* figure) {
    const auto trials = objectTrials(model, count, false);
    add(figure, judged(model.judge, painted(model, trials, run, from), trials).both,
        judged(model.judge, rendered(trials), trials).both, trials.size());
  };
  if (model.clip) addFrom(From::Picture, "from a picture: object and colour right, seen (%)");
  if (model.prior) addFrom(From::Prior, "through the prior: object and colour right, seen (%)");
  const auto couches = couchTrials(model, count);
  const auto edited = painted(model, couches, run), real = rendered(couches);
  const Shares got = judged(model.judge, edited, couches),
               best = judged(model.judge, real, couches);
  add("add a <colour> couch: object (%)", got.object, best.object, couches.size());
  add("add a <colour> couch: object and colour (%)", got.both, best.both, couches.size());
  add("step across the mask's border, over the real one",
      borderStep(edited, couches) / std::max(borderStep(real, couches), 1e-9), 1, couches.size());
  // Covariances need more pictures than there are features.
  const int many = 4 * count;
  add("Frechet distance in the judge's features, over real pictures'",
      frechetRatio(model, many, run), 1, static_cast<size_t>(many));
  if (model.clip)
    add("CLIP: right caption first of ten (%)", clipTopOfTen(model, 2 * count), kNoCeiling,
        static_cast<size_t>(2 * count));
  return rows;
}

}  // namespace pentimento::training
