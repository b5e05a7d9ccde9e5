#include "app/studio/edit_run.h"

#include <algorithm>

#include "app/document/compositor.h"
#include "app/document/geometry.h"
#include "app/document/plane_pixels.h"
#include "core/imaging/frame.h"
#include "core/imaging/mask_operations.h"

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

void planMasked(EditPlan& plan, const DocumentState& state, const QRect& frame) {
  plan.request.image = composedPicture(state);
  plan.request.mask = readMask(state.mask, state.canvas());
  plan.request.edit.frame = toRect(frame);
  plan.description.mask = *plan.request.mask;
  plan.description.effective = effectiveMask(*plan.request.mask, maskOptionsOf(plan.request.edit));
  plan.description.frame = frame;
  plan.previewArea = frame;
  plan.previewMask = maskImage(cropped(plan.description.effective, toRect(frame)));
}

void planExpand(EditPlan& plan, const DocumentState& state, const QRect& frame) {
  const QRect now = state.canvas();
  plan.canvas = now.united(frame);
  Margins& margins = plan.request.margins;
  margins.left = now.left() - plan.canvas.left();
  margins.top = now.top() - plan.canvas.top();
  margins.right = plan.canvas.right() - now.right();
  margins.bottom = plan.canvas.bottom() - now.bottom();
  plan.request.image = composedPicture(state);
  plan.request.edit.frame = toRect(frame);
  Mask fresh = outpaintMask(toExtent(now.size()), toRect(plan.canvas), kExpandOverlap);
  if (!state.mask.empty()) {
    plan.request.mask = readMask(state.mask, now);
    fresh = combined(fresh, cropped(*plan.request.mask, toRect(plan.canvas)), MaskCombination::Add);
  }
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

EditPlan planEdit(const DocumentState& state, const EditSituation& situation) {
  EditPlan plan;
  GenerationRequest& request = plan.request;
  request = requestFrom(situation.values);
  request.prompt = situation.styledPrompt.toStdString();
  request.model = situation.model;
  plan.canvas = state.canvas();
  plan.description.name = situation.values.prompt.isEmpty() ? labelFor(situation.intent)
                                                            : situation.values.prompt.simplified();
  plan.description.area = state.canvas();
  plan.description.frame = state.canvas();
  plan.previewArea = state.canvas();

  const CanvasSituation canvas{.mask = !state.mask.empty()};
  request.task = taskFor(situation.intent, canvas);
  switch (situation.intent) {
    case Intent::Generate:
      request.size = sizeFor(state.size, situation.capabilities);
      request.strength = 1;
      break;
    case Intent::Vary:
      request.image = composedPicture(state);
      break;
    case Intent::Fill:
      request.strength = 1;
      planMasked(plan, state, situation.frame);
      break;
    case Intent::Refine:
      if (canvas.mask)
        planMasked(plan, state, situation.frame);
      else
        request.image = composedPicture(state);
      break;
    case Intent::Expand:
      planExpand(plan, state, situation.frame);
      break;
  }
  GenerationRequest recipe = request;
  recipe.image.reset();
  recipe.mask.reset();
  plan.description.recipe = toJson(recipe).dump();
  return plan;
}

QImage maskedEstimate(const QImage& estimate, const QImage& mask) {
  if (mask.isNull()) return estimate;
  QImage shown = estimate.convertToFormat(QImage::Format_ARGB32);
  shown.setAlphaChannel(
      mask.scaled(estimate.size(), Qt::IgnoreAspectRatio, Qt::SmoothTransformation));
  return shown;
}

}  // namespace pentimento
