/// Results that become edit layers. While `EditRecord::pending` they are looked at: chosen,
/// compared, painted together; accepted or discarded they are steps of undo like everything else.
#pragma once

#include "app/document/document.h"

namespace pentimento {

/// A finished picture of an edit.
struct EditResult {
  Image image;         ///< covers `EditDescription::area`
  std::string recipe;  ///< JSON of the GenerationRequest that makes it again
  QString historyId;
};

struct EditDescription {
  QString name;        ///< usually the prompt
  QRect area;          ///< of the canvas, covered by the results; the whole canvas for masked edits
  QRect frame;         ///< what the model saw
  Mask mask;           ///< as painted, at the extent of the canvas; empty = all of `area`
  Mask effective;      ///< the pixels that may change; empty = all of `area`
  std::string recipe;  ///< of the batch
};

/// Begins the review of an edit; results follow by `addCandidate`. The new layer is on top and
/// active.
LayerId beginReview(Document& document, const EditDescription& description);
/// What a result adds to the canvas it was made from, `madeFrom` (its layers beneath the edit, in
/// the coordinates of `description`): a pixel belongs to it where `effective` covers it or where it
/// differs from what was there, so that nothing a result changed is hidden, and nothing that was
/// painted meanwhile either. Takes its time with large pictures; on any thread.
[[nodiscard]] Candidate candidateOf(const DocumentState& madeFrom,
                                    const EditDescription& description, const EditResult& result);
/// From now on the edit is what its next results were asked for: mask, frame, recipe.
void describeAnew(Document& document, LayerId id, const EditDescription& description);
/// Shows the first candidate at once; later ones wait to be chosen. Those of one review are one
/// step.
void addCandidate(Document& document, LayerId id, Candidate candidate);
void chooseCandidate(Document& document, LayerId id, int index);
/// The layer stays, as an edit with all its candidates; the mask is cleared.
void acceptEdit(Document& document, LayerId id);
/// The layer goes; undo brings it back.
void discardEdit(Document& document, LayerId id);

}  // namespace pentimento
