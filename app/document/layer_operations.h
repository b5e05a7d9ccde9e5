/// What the layers panel does. With a document each call is one step of undo; what takes long with
/// large pictures changes a state instead (see changeLater).
#pragma once

#include "app/document/document.h"

namespace pentimento {

/// An empty layer above the active one, which becomes active.
LayerId addLayer(Document& document, const QString& name);
/// The same with a picture, converted to the document's depth and profile.
LayerId insertImageLayer(DocumentState& state, const Image& image, const QString& name,
                         QPoint at = {});
void removeLayer(Document& document, LayerId id);
/// @param index place in the stack after the move, 0 = bottom
void moveLayer(Document& document, LayerId id, int index);
/// Changes of the same kind in a row (an opacity slider that is dragged) are one step.
void setLayerProperties(Document& document, LayerId id, const LayerProperties& properties);
LayerId duplicateLayer(Document& document, LayerId id);
/// The layer and the one beneath become one image layer that looks like both.
/// @return false when there is nothing beneath
bool mergeDown(DocumentState& state, LayerId id);

}  // namespace pentimento
