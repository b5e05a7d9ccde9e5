#include <cmath>
#include <string_view>

#include "core/api/generation_request.h"
#include "core/base/error.h"
#include "core/base/utf8.h"

namespace pentimento {
namespace {

constexpr int kMaxSide = 16384;

void requireRange(std::string_view what, double value, double low, double high) {
  if (!std::isfinite(value) || value < low || value > high)
    throw Error(ErrorKind::InvalidInput, "{} is {}; it must be between {} and {}", what, value, low,
                high);
}

void requireSide(std::string_view what, int pixels) {
  requireRange(what, pixels, 1, kMaxSide);
}

void require(bool condition, const char* sentence) {
  if (!condition) throw Error(ErrorKind::InvalidInput, "{}", sentence);
}

void validateEdit(const MaskedEditOptions& edit) {
  if (edit.frame) {
    requireSide("the frame's width", edit.frame->width);
    requireSide("the frame's height", edit.frame->height);
    requireRange("the frame's x", edit.frame->x, -kMaxSide, kMaxSide);
    requireRange("the frame's y", edit.frame->y, -kMaxSide, kMaxSide);
  }
  requireRange("grow", edit.grow, -512, 512);
  requireRange("the feather fraction", edit.featherFraction, 0, 1);
  requireRange("the feather minimum", edit.featherMinimum, 0, 1024);
  requireRange("blend", edit.blend, 0, 1024);
  requireRange("the padding", edit.paddingMinimum, 0, 4096);
  requireRange("the padding fraction", edit.paddingFraction, 0, 4);
  requireRange("resamples", edit.resamples, 1, 20);
}

void validateInputs(const GenerationRequest& r) {
  const bool needsImage = r.task != Task::TextToImage;
  require(!needsImage || (r.image && !r.image->empty()), "this task needs an image");
  require(r.task != Task::Interpolate || (r.secondImage && !r.secondImage->empty()),
          "interpolation needs a second image");
  if (r.task == Task::MaskedEdit)
    require(r.mask.has_value() || !r.margins.empty(),
            "a masked edit needs a mask, or margins to expand into");
  if (r.mask && r.image && r.mask->extent() != r.image->extent())
    throw Error(ErrorKind::InvalidInput,
                "the mask has {} x {} pixels, the image {} x {}; they must agree", r.mask->width(),
                r.mask->height(), r.image->width(), r.image->height());
  if (r.task == Task::MaskedEdit && r.margins.empty() && r.mask && r.mask->bounds().empty())
    throw Error(ErrorKind::InvalidInput,
                "the mask is empty: paint white over the part that should change (black is kept)");
}

}  // namespace

void validate(const GenerationRequest& r) {
  require(validUtf8(r.prompt) == r.prompt, "the prompt is not UTF-8 text");
  require(validUtf8(r.negativePrompt) == r.negativePrompt, "the negative prompt is not UTF-8 text");
  if (r.size) {
    requireSide("the width", r.size->width);
    requireSide("the height", r.size->height);
  }
  requireRange("the number of pictures", r.count, 1, 100);
  requireRange("steps", r.steps, 0, 1000);
  if (r.guidance) requireRange("guidance", *r.guidance, 0, 100);
  requireRange("guidance rescale", r.guidanceRescale, 0, 1);
  requireRange("the start of the guidance interval", r.guidanceFrom, 0, 1);
  requireRange("the end of the guidance interval", r.guidanceTo, 0, 1);
  requireRange("strength", r.strength, 0, 1);
  requireRange("eta", r.eta, 0, 1);
  requireRange("clip skip", r.clipSkip, 0, 12);
  for (const LoraUse& lora : r.loras) {
    requireRange("a LoRA weight", lora.weight, -100, 100);
    if (lora.textWeight) requireRange("a LoRA text weight", *lora.textWeight, -100, 100);
  }
  validateEdit(r.edit);
  for (const int margin : {r.margins.left, r.margins.top, r.margins.right, r.margins.bottom})
    requireRange("a margin", margin, 0, kMaxSide);
  if (r.highResolution) {
    requireRange("the scale of the second pass", r.highResolution->scale, 1, 8);
    requireRange("the strength of the second pass", r.highResolution->strength, 0, 1);
    requireRange("the steps of the second pass", r.highResolution->steps, 0, 1000);
  }
  requireRange("prior steps", r.unclip.priorSteps, 0, 1000);
  requireRange("prior guidance", r.unclip.priorGuidance, 0, 100);
  requireRange("upsampler steps", r.unclip.upsamplerSteps, 0, 1000);
  requireRange("variation noise", r.unclip.variationNoise, 0, 1);
  requireRange("the amount of a text diff", r.unclip.amount, 0, 1);
  if (r.unclip.position) requireRange("the position of an interpolation", *r.unclip.position, 0, 1);
  requireRange("interpolation steps", r.unclip.steps, 2, 100);
  requireRange("candidates", r.unclip.candidates, 0, 100);
  validateInputs(r);
}

}  // namespace pentimento
