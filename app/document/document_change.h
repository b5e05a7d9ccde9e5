/// Changes of a document that take long.
#pragma once

#include <functional>

#include "app/document/background_work.h"
#include "app/document/document.h"

namespace pentimento {

/// Of a copy of the document's state. @throws Error when it is not possible
using StateChange = std::function<void(DocumentState& state, const RunContext& context)>;

/// Makes a change beside the window, then puts it into the document as one step of undo. The artist
/// may go on meanwhile: a change that was made from what is no longer there is made again, and none
/// breaks a stroke. Nothing happens when the document is gone by then.
/// @param note what people read meanwhile @param then what follows when it is done
void changeLater(BackgroundWork& work, Document& document, const QString& note,
                 const QString& undoText, StateChange change, std::function<void()> then = {});

}  // namespace pentimento
