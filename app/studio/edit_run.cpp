#include "app/studio/edit_run.h"

#include <algorithm>

#include "app/document/compositor.h"
#include "app/document/geometry.h"
#include "app/document/plane_pixels.h"
#include "app/pictures/picture_conversion.h"
#include "core/imaging/frame.h"
#include "core/imaging/mask_operations.h"
#include "core/imaging/resize.h"

namespace pentimento {
namespace {

constexpr int kExpandOverlap = 16;  // pixels of the old picture that may blend into the new

QImage maskImage(const Mask& mask) {
  QImage image(mask.width(), mask.height(), QImage::Format_Alpha8);
  for (int y = 0; y < mask.height(); ++y) std::ranges::copy(mask.row(y), image.scanLine(y));
  return image;
}

/// The size at which the model draws something of this shape.
Extent sizeFor(QSize shape, const Capabilities& model) {
  ModelSizeRule rule;
  rule.native = model.nativeSize;
  rule.multiple = model.sizeMultiple;
  return modelSizeFor(toExtent(shape), rule);
}

void askMasked(GenerationRequest& request, const DocumentState& state, const QRect& frame) {
  request.image = composedPicture(state);
  request.mask = readMask(state.mask, state.canvas());
  request.edit.frame = toRect(frame);
}

void askExpand(GenerationRequest& request, const DocumentState& state, const QRect& frame) {
  const QRect now = state.canvas(), extended = now.united(frame);
  request.margins = {now.left() - extended.left(), now.top() - extended.top(),
                     extended.right() - now.right(), extended.bottom() - now.bottom()};
  request.image = composedPicture(state);
  request.edit.frame = toRect(frame);
  if (!state.mask.empty()) request.mask = readMask(state.mask, now);
}

void describeMasked(EditPlan& plan) {
  const Mask& mask = *plan.request.mask;
  const QRect frame = plan.request.edit.frame ? toQRect(*plan.request.edit.frame) : plan.canvas;
  plan.description.mask = mask;
  plan.description.effective = effectiveMask(mask, maskOptionsOf(plan.request.edit));
  plan.description.frame = frame;
  plan.previewArea = frame;
  plan.previewMask = maskImage(cropped(plan.description.effective, toRect(frame)));
}

void describeExpanded(EditPlan& plan) {
  const GenerationRequest& request = plan.request;
  const Extent now = request.image->extent();
  plan.canvas.adjust(-request.margins.left, -request.margins.top, request.margins.right,
                     request.margins.bottom);
  requireCanvasSize(plan.canvas.size());
  const QRect frame = request.edit.frame ? toQRect(*request.edit.frame) : plan.canvas;
  Mask fresh = outpaintMask(now, toRect(plan.canvas), kExpandOverlap);
  if (request.mask)
    fresh = combined(fresh, cropped(*request.mask, toRect(plan.canvas)), MaskCombination::Add);
  plan.description.mask = fresh;
  plan.description.effective = fresh;
  plan.description.area = {QPoint(0, 0), plan.canvas.size()};
  plan.description.frame = frame.translated(-plan.canvas.topLeft());
  plan.previewArea = frame;
  plan.previewMask = maskImage(cropped(fresh, toRect(plan.description.frame)));
}

}  // namespace

EditMaskOptions maskOptionsOf(const MaskedEditOptions& edit) {
  return {edit.grow, edit.featherFraction, edit.featherMinimum, edit.blend};
}

EditPlan planOf(const GenerationRequest& request, const QRect& canvas) {
  EditPlan plan;
  plan.request = request;
  plan.canvas = canvas;
  plan.description.name = QString::fromStdString(request.prompt).simplified();
  plan.description.area = canvas;
  plan.description.frame = canvas;
  plan.previewArea = canvas;
  if (request.task == Task::MaskedEdit)
    request.margins.empty() ? describeMasked(plan) : describeExpanded(plan);
  GenerationRequest recipe = request;
  recipe.image.reset();
  recipe.mask.reset();
  plan.description.recipe = toJson(recipe).dump();
  return plan;
}

EditPlan planEdit(const DocumentState& state, const EditSituation& situation) {
  GenerationRequest request = requestFrom(situation.values);
  request.prompt = situation.styledPrompt.toStdString();
  request.model = situation.model;
  if (!situation.capabilities.loras) request.loras.clear();  // the panel says that they rest
  request.unclip.rank = request.unclip.rank && situation.capabilities.ranksByClip &&
                        request.count > 1 && !request.prompt.empty();
  const CanvasSituation canvas{.mask = !state.mask.empty()};
  request.task = taskFor(situation.intent, canvas);
  switch (situation.intent) {
    case Intent::Generate:
      request.size = sizeFor(state.size, situation.capabilities);
      request.strength = 1;
      break;
    case Intent::Vary:
    case Intent::TextDiff:
      request.image = composedPicture(state);
      break;
    case Intent::Interpolate:
      request.image = composedPicture(state);
      request.secondImage = situation.secondPicture;
      request.count = 1;  // of each place between them
      break;
    case Intent::Fill:
      request.strength = 1;
      askMasked(request, state, situation.frame);
      break;
    case Intent::Refine:
      if (canvas.mask)
        askMasked(request, state, situation.frame);
      else
        request.image = composedPicture(state);
      break;
    case Intent::Expand:
      askExpand(request, state, situation.frame);
      break;
  }
  EditPlan plan = planOf(request, state.canvas());
  plan.description.name = situation.values.prompt.isEmpty() ? labelFor(situation.intent)
                                                            : situation.values.prompt.simplified();
  return plan;
}

Intent intentOf(const GenerationRequest& recipe) {
  switch (recipe.task) {
    case Task::TextToImage:
      return Intent::Generate;
    case Task::Variations:
      return Intent::Vary;
    case Task::Interpolate:
      return Intent::Interpolate;
    case Task::TextDiff:
      return Intent::TextDiff;
    case Task::ImageToImage:
    case Task::MaskedEdit:
      break;
  }
  return recipe.strength < 1 ? Intent::Refine : Intent::Fill;
}

Candidate candidateFor(const EditRun& run, const KeptPicture& made) {
  const EditDescription& description = run.plan.description;
  // The canvas as the plan extends it.
  DocumentState madeFrom = run.on;
  for (Layer& layer : madeFrom.layers) layer.pixels.translate(-run.plan.canvas.topLeft());
  madeFrom.size = run.plan.canvas.size();
  EditResult result;
  result.image = made.image;
  const Extent extent = toExtent(description.area.size());
  if (result.image.extent() != extent)
    result.image = resized(result.image, extent, ResizeFilter::Lanczos);
  GenerationRequest recipe = made.recipe;
  recipe.image.reset();
  recipe.secondImage.reset();
  recipe.mask.reset();
  result.recipe = toJson(recipe).dump();
  result.historyId = made.key;
  return candidateOf(madeFrom, description, result);
}

Image candidateSeen(DocumentState upToEdit, int candidate) {
  Layer& layer = upToEdit.layers.back();
  layer.pixels = layer.edit->candidates[size_t(candidate)].pixels;
  const QRect frame = layer.edit->frame & upToEdit.canvas();
  // The canvas may have been cropped since, so that nothing of the frame is left.
  return composed(upToEdit, allLayers(upToEdit), frame.isEmpty() ? upToEdit.canvas() : frame);
}

QImage candidatePicture(const DocumentState& upToEdit, int candidate, int side) {
  const QImage picture = toQImage(candidateSeen(upToEdit, candidate));
  if (std::min(picture.width(), picture.height()) <= side) return picture;
  return picture.scaled(side, side, Qt::KeepAspectRatioByExpanding, Qt::SmoothTransformation);
}

QImage maskedEstimate(const QImage& estimate, const QImage& mask) {
  if (mask.isNull()) return estimate;
  QImage shown = estimate.convertToFormat(QImage::Format_ARGB32);
  shown.setAlphaChannel(
      mask.scaled(estimate.size(), Qt::IgnoreAspectRatio, Qt::SmoothTransformation));
  return shown;
}

}  // namespace pentimento
