#include "app/cli/request_options.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <random>

#include "app/cli/text_file.h"
#include "core/api/recipe_text.h"
#include "core/api/request_words.h"
#include "core/base/error.h"
#include "core/base/printable.h"
#include "core/imaging/codec.h"
#include "core/imaging/mask_file.h"
#include "core/imaging/mask_operations.h"

namespace pentimento::cli {
namespace {

namespace fs = std::filesystem;

uint64_t seedFrom(const std::string& text) {
  uint64_t seed = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, failure] = std::from_chars(text.data(), end, seed);
  if (failure != std::errc() || rest != end)
    throw Error(
        ErrorKind::InvalidInput,
        "the seed \"{}\" is not a whole number from 0 to {}; leave it out to have one drawn",
        printable(text), UINT64_MAX);
  return seed;
}

Extent extentFrom(const std::string& text) {
  const size_t cross = text.find('x');
  Extent extent;
  const char* const end = text.data() + text.size();
  const char* const middle = text.data() + std::min(cross, text.size());
  const auto left = std::from_chars(text.data(), middle, extent.width);
  const auto right =
      cross == std::string::npos ? left : std::from_chars(middle + 1, end, extent.height);
  if (cross == std::string::npos || left.ec != std::errc{} || right.ec != std::errc{} ||
      left.ptr != middle || right.ptr != end)
    throw Error(ErrorKind::InvalidInput, "the size \"{}\" is not width x height, like 512x768",
                text);
  return extent;
}

LoraUse loraFrom(const std::string& text) {
  const size_t colon = text.rfind(':');
  if (colon == std::string::npos) return {text, 1.0, std::nullopt};
  double weight = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data() + colon + 1, end, weight);
  if (error != std::errc{} || stop != end)
    throw Error(ErrorKind::InvalidInput, "\"{}\" is not a LoRA and its weight, like detail:0.8",
                text);
  return {text.substr(0, colon), weight, std::nullopt};
}

GenerationRequest requestFromRecipe(const std::string& file) {
  if (fs::path(file).extension() == ".json") return requestFromJson(readJsonFile(file));
  const auto recipe = readRecipe(readImage(file).metadata);
  if (!recipe)
    throw Error(
        ErrorKind::InvalidInput,
        "{} carries no recipe: it was not made by this program, or its metadata was removed", file);
  return *recipe;
}

void readMaskInto(const RequestOptions& options, PreparedRequest& prepared) {
  const auto convention =
      options.dalleMask ? MaskConvention::DalleAlpha : MaskConvention::WhiteIsEdit;
  MaskFile file = readMask(options.mask, convention);
  if (file.looksInverted && !options.invertMask && !options.trustMask)
    throw Error(ErrorKind::InvalidInput,
                "{} is white nearly everywhere, up to the border, and looks inverted: add "
                "--invert-mask, or --trust-mask if so much is to be repainted",
                options.mask);
  if (options.invertMask)
    file.mask = inverted(file.mask);
  else if (!file.note.empty())
    prepared.notes.push_back(file.note);
  prepared.request.mask = std::move(file.mask);
}

template <typename T, typename U>
void take(const std::optional<T>& from, U& to) {
  if (from) to = *from;
}

void takeWords(const RequestOptions& o, GenerationRequest& r) {
  take(o.prompt, r.prompt);
  if (o.promptFile) r.prompt = readUtf8File(*o.promptFile);
  take(o.negativePrompt, r.negativePrompt);
  take(o.model, r.model);
  take(o.vae, r.vae);
  take(o.sampler, r.sampler);
  take(o.schedule, r.schedule);
  if (o.device) r.device = devicePreferenceFromWord(*o.device);
  if (o.precision) r.precision = precisionPreferenceFromWord(*o.precision);
}

void takeGuidance(const RequestOptions& o, GenerationRequest& r) {
  take(o.guidance, r.guidance);
  take(o.guidanceRescale, r.guidanceRescale);
  take(o.guidanceFrom, r.guidanceFrom);
  take(o.guidanceTo, r.guidanceTo);
  if (o.sequentialGuidance) r.batchedGuidance = false;
}

void takeEdit(const RequestOptions& o, MaskedEditOptions& edit) {
  if (o.area) edit.area = editAreaFromWord(*o.area);
  if (o.prefill) edit.prefill = prefillFromWord(*o.prefill);
  take(o.resamples, edit.resamples);
  take(o.grow, edit.grow);
  take(o.blend, edit.blend);
  if (o.feather) {
    edit.featherMinimum = *o.feather;
    edit.featherFraction = 0;
  }
  if (o.padding) {
    edit.paddingMinimum = *o.padding;
    edit.paddingFraction = 0;
  }
  if (o.frame) edit.frame = Rect{(*o.frame)[0], (*o.frame)[1], (*o.frame)[2], (*o.frame)[3]};
  if (o.keepColours) edit.matchColours = false;
}

void takeSecondPass(const RequestOptions& o, GenerationRequest& r) {
  if (!o.secondScale && !r.highResolution) {
    if (o.secondStrength || o.secondSteps)
      throw Error(ErrorKind::InvalidInput, "there is no second pass: ask for one with --enlarge");
    return;
  }
  if (o.secondScale && r.image)
    throw Error(ErrorKind::InvalidInput,
                "--enlarge is for pictures from words alone; give a --size beside the --image");
  HighResolutionPass pass = r.highResolution.value_or(HighResolutionPass());
  take(o.secondScale, pass.scale);
  take(o.secondStrength, pass.strength);
  take(o.secondSteps, pass.steps);
  r.highResolution = pass;
}

void takeNumbers(const RequestOptions& o, GenerationRequest& r) {
  take(o.count, r.count);
  take(o.steps, r.steps);
  take(o.clipSkip, r.clipSkip);
  take(o.strength, r.strength);
  take(o.eta, r.eta);
  take(o.embeddings, r.embeddings);
  if (o.tiled) r.tiledDecode = true;
  if (o.margins) r.margins = {(*o.margins)[0], (*o.margins)[1], (*o.margins)[2], (*o.margins)[3]};
  if (o.loras) {
    r.loras.clear();
    for (const std::string& lora : *o.loras) r.loras.push_back(loraFrom(lora));
  }
  if (o.seed)
    r.seed.value = seedFrom(*o.seed);
  else if (o.recipe.empty())
    r.seed.value = std::random_device{}();
}

void takeUnclip(const RequestOptions& o, UnclipOptions& u) {
  take(o.baselinePrompt, u.baselinePrompt);
  take(o.frames, u.steps);
  take(o.candidates, u.candidates);
  take(o.priorSteps, u.priorSteps);
  take(o.priorGuidance, u.priorGuidance);
  take(o.upsamplerSteps, u.upsamplerSteps);
  take(o.variationNoise, u.variationNoise);
  take(o.amount, u.amount);
  take(o.position, u.position);
  if (o.rank) u.rank = true;
}

void addUnclipOptions(CLI::App& command, RequestOptions& o, RequestKind kind) {
  command.add_option("--prior-steps", o.priorSteps, "Steps from words to meaning (unCLIP models)");
  command.add_option("--prior-guidance", o.priorGuidance, "Guidance of those steps");
  command.add_option("--upsampler-steps", o.upsamplerSteps, "Steps of the last enlargement");
  switch (kind) {
    case RequestKind::Generate:
      break;
    case RequestKind::Edit:
      command.add_option("--resamples", o.resamples,
                         "How often each step is made, for models without an inpainting network");
      return;
    case RequestKind::Vary:
      command.add_option("--amount", o.variationNoise,
                         "How far to leave the picture, 0 (keep its composition) to 1");
      command.add_option("--prompt-share", o.amount, "How much the prompt counts, 0 to 1");
      return;
    case RequestKind::Interpolate:
      command.add_option("--to", o.secondImage, "The picture to end at")->required();
      command.add_option("--frames", o.frames, "How many pictures, both ends included");
      command.add_option("--position", o.position, "Only the picture at this share of the way");
      return;
    case RequestKind::TextDiff:
      command.add_option("--from", o.baselinePrompt, "What the picture shows now")->required();
      command.add_option("--amount", o.amount, "How far to go, 0 to 1; 0.25 to 0.5 is usual");
      return;
  }
  command.add_option("--best-of", o.candidates,
                     "Make so many and keep the --count that match the prompt best");
  command.add_flag("--rank", o.rank, "Order the pictures by how well they match, best first");
}

void addSecondPassOptions(CLI::App& command, RequestOptions& o) {
  command.add_option("--enlarge", o.secondScale,
                     "Enlarge so many times and paint once more (two-pass high resolution)");
  command.add_option("--enlarge-strength", o.secondStrength, "How much that may change, 0 to 1");
  command.add_option("--enlarge-steps", o.secondSteps, "Its steps; 0 = as the first pass");
}

Task taskOf(RequestKind kind, const GenerationRequest& request) {
  switch (kind) {
    case RequestKind::Edit:
      return Task::MaskedEdit;
    case RequestKind::Vary:
      return Task::Variations;
    case RequestKind::Interpolate:
      return Task::Interpolate;
    case RequestKind::TextDiff:
      return Task::TextDiff;
    case RequestKind::Generate:
      break;
  }
  return request.image && request.task == Task::TextToImage ? Task::ImageToImage : request.task;
}

}  // namespace

void addRequestOptions(CLI::App& command, RequestOptions& o, RequestKind kind) {
  command.add_option("--prompt,-p", o.prompt,
                     "What the picture should show; {a|b} is decided by the seed");
  command.add_option("--prompt-file", o.promptFile, "A UTF-8 text file with the prompt")
      ->excludes("--prompt");
  command.add_option("--negative-prompt,-n", o.negativePrompt, "What it should not show");
  command.add_option("--recipe", o.recipe,
                     "A picture made by this program or A1111, or a JSON request, to repeat; other "
                     "options change it");
  command.add_option("--model,-m", o.model, "Name or path; default: the built-in model");
  command.add_option("--vae", o.vae, "A file that replaces the model's autoencoder");
  command.add_option("--lora", o.loras, "NAME or NAME:WEIGHT; may be repeated");
  command.add_option("--embedding", o.embeddings,
                     "A textual inversion, by name or path; may be repeated");
  command.add_option("--seed,-s", o.seed, "Default: drawn, and printed");
  command.add_option("--count", o.count, "How many pictures; the seed goes up by one for each");
  command.add_option("--steps", o.steps, "Sampling steps; 0 = the model's default");
  command.add_option("--sampler", o.sampler, "As A1111, ComfyUI or Invoke call it");
  command.add_option("--schedule", o.schedule, "Noise schedule, likewise");
  command.add_option("--guidance", o.guidance, "Guidance scale (CFG); 1 = off");
  command.add_option("--guidance-rescale", o.guidanceRescale,
                     "Takes back what guidance adds in contrast, 0 to 1");
  command.add_option("--guidance-from", o.guidanceFrom, "Guidance only from this part of the run");
  command.add_option("--guidance-to", o.guidanceTo, "... up to this one, both 0 to 1");
  command.add_flag("--sequential-guidance", o.sequentialGuidance,
                   "Both halves of guidance one after the other: slower, less memory");
  command.add_option("--clip-skip", o.clipSkip, "Layers left out at the end of the text encoder");
  command.add_option("--eta", o.eta, "Stochasticity of DDIM, 0 to 1");
  command.add_flag("--tiled", o.tiled, "Decode in tiles: less memory");
  command.add_option("--device", o.device, "auto, cpu or cuda");
  command.add_option("--precision", o.precision, "auto, float32, bfloat16 or float16");
  addUnclipOptions(command, o, kind);
  auto* image = command.add_option("--image,-i", o.image, "The picture to start from");
  if (kind != RequestKind::Generate) image->required();
  const bool edits = kind == RequestKind::Edit;
  command.add_option("--size", o.size,
                     edits ? "WIDTHxHEIGHT at which the model works; default: what it likes best"
                           : "WIDTHxHEIGHT; default: the model's");
  if (kind == RequestKind::Generate) addSecondPassOptions(command, o);
  if (!edits && kind != RequestKind::Generate) return;
  command.add_option("--strength", o.strength, "How much of the picture may change, 0 to 1");
  if (!edits) return;
  command.add_option("--mask", o.mask, "A picture of the same size; white is repainted");
  command.add_flag("--dalle-mask", o.dalleMask, "The mask's transparent part is repainted");
  command.add_flag("--invert-mask", o.invertMask, "Black is repainted");
  command.add_flag("--trust-mask", o.trustMask, "Also where the mask looks inverted");
  command.add_option("--expand", o.margins, "Extend the canvas: LEFT TOP RIGHT BOTTOM pixels")
      ->expected(4);
  command.add_option("--area", o.area, "auto, only_masked or whole_picture");
  command.add_option("--frame", o.frame, "What the model sees: X Y WIDTH HEIGHT; overrides --area")
      ->expected(4);
  command.add_option("--padding", o.padding, "What it sees around the mask, in pixels");
  command.add_option("--prefill", o.prefill, "original, surroundings, blur or noise");
  command.add_option("--grow", o.grow, "Pixels by which the mask is grown; below 0 it shrinks");
  command.add_option("--feather", o.feather, "Soft edge of what the model repaints, in pixels");
  command.add_option("--blend", o.blend, "Soft edge inside the mask where both meet, in pixels");
  command.add_flag("--keep-colours", o.keepColours,
                   "The result's colours are not matched to the surroundings");
}

PreparedRequest prepareRequest(const RequestOptions& options, RequestKind kind) {
  PreparedRequest prepared;
  GenerationRequest& request = prepared.request;
  if (!options.recipe.empty()) request = requestFromRecipe(options.recipe);
  takeWords(options, request);
  takeNumbers(options, request);
  takeGuidance(options, request);
  takeEdit(options, request.edit);
  if (options.size) request.size = extentFrom(*options.size);
  takeUnclip(options, request.unclip);
  if (!options.image.empty()) request.image = readImage(options.image);
  if (!options.secondImage.empty()) request.secondImage = readImage(options.secondImage);
  if (!options.mask.empty()) readMaskInto(options, prepared);
  takeSecondPass(options, request);
  request.task = taskOf(kind, request);
  if (kind == RequestKind::Edit && !request.mask && request.margins.empty())
    throw Error(ErrorKind::InvalidInput,
                "nothing says which part to edit: give a --mask, or --expand the canvas");
  validate(request);
  return prepared;
}

}  // namespace pentimento::cli
