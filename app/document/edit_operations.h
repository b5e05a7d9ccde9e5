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

/// Begins the review of an edit; results follow by `addResult`. The new layer is on top and active.
LayerId beginReview(Document& document, const EditDescription& description);
/// Shows the first result at once; later ones wait to be chosen. Results of one review are one
/// step. A pixel belongs to the result where `effective` covers it or where it differs from what
/// lies beneath, so that nothing a result changed is hidden.
void addResult(Document& document, LayerId id, const EditDescription& description,
               const EditResult& result);
void chooseCandidate(Document& document, LayerId id, int index);
/// The layer stays, as an edit with all its candidates; the mask is cleared.
void acceptEdit(Document& document, LayerId id);
/// The layer goes; undo brings it back.
void discardEdit(Document& document, LayerId id);

}  // namespace pentimento
