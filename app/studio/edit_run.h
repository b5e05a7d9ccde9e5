/// One press of the button: what was asked, where its pictures go.
#pragma once

#include <QImage>
#include <QPointer>
#include <optional>

#include "app/document/edit_operations.h"
#include "app/jobs/job.h"
#include "core/imaging/edit_masks.h"
#include "ui/prompt/intent.h"
#include "ui/prompt/prompt_values.h"

namespace pentimento {

/// What must be known of the canvas and the model to make a request.
struct EditSituation {
  Intent intent = Intent::Generate;
  PromptValues values;
  QString styledPrompt;
  std::string model;
  Capabilities capabilities;
  QRect frame;                           ///< what the model will see
  std::optional<Image> secondPicture{};  ///< what to interpolate to
};

struct EditPlan {
  GenerationRequest request;
  EditDescription description;  ///< in coordinates of the canvas as it will be
  QRect canvas;                 ///< the canvas as it will be, in coordinates of the present one
  QRect previewArea;            ///< where estimates lie, in coordinates of the present canvas
  QImage previewMask;           ///< what of them is shown; null = all
};

/// Follows from document and situation. @param state the layers that the edit lies on
/// @throws Error(InvalidInput) when the canvas would become too large
[[nodiscard]] EditPlan planEdit(const DocumentState& state, const EditSituation& situation);

/// The same of a request that is there already, made for `canvas`.
[[nodiscard]] EditPlan planOf(const GenerationRequest& request, const QRect& canvas);

[[nodiscard]] EditMaskOptions maskOptionsOf(const MaskedEditOptions& edit);

/// What the artist asked for when this was made.
[[nodiscard]] Intent intentOf(const GenerationRequest& recipe);

/// A plan on its way: in the making, in the queue, becoming pictures.
struct EditRun {
  QPointer<Document> document;
  DocumentState on;  ///< the layers that the request is made from
  EditPlan plan;
  LayerId layer;       ///< once its first picture is there
  int finished = 0;    ///< pictures of this run that are on the layer
  int arriving = 0;    ///< finished, and being made ready for the canvas
  int firstIndex = 0;  ///< of its first picture among the candidates of the layer
  int expected = 1;
};

/// A picture as a part of the canvas. Takes its time with large ones; on any thread.
/// @param made its recipe loses the pixels that the request carried
[[nodiscard]] Candidate candidateFor(const EditRun& run, const KeptPicture& made);

/// What is seen in the frame of the topmost layer, an edit, were this candidate chosen. On any
/// thread.
[[nodiscard]] Image candidateSeen(DocumentState upToEdit, int candidate);
/// The same, small. @param side its shorter side is this long, or less
[[nodiscard]] QImage candidatePicture(const DocumentState& upToEdit, int candidate, int side);

/// The estimate as it is shown over the canvas.
[[nodiscard]] QImage maskedEstimate(const QImage& estimate, const QImage& mask);

}  // namespace pentimento
