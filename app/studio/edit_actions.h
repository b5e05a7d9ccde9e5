/// The actions that change the document: undo, mask, layers.
#pragma once

#include "app/studio/document_flow.h"

namespace pentimento {

void connectEditActions(MainWindow& window, DocumentFlow& documents);

/// Texts and availability of the actions that depend on the document's state.
void showEditState(MainWindow& window, const Document& document);

}  // namespace pentimento
