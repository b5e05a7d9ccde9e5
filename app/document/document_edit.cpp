#include <utility>

#include "app/document/document.h"

namespace pentimento {

DocumentEdit::DocumentEdit(Document& document, const QString& text)
    : m_document(document), m_text(text) {
  if (document.m_openEdit) document.m_openEdit->commit();
  m_before = document.m_state;
  document.m_openEdit = this;
}

DocumentEdit::~DocumentEdit() {
  cancel();
}

Layer* DocumentEdit::layer(LayerId id) noexcept {
  const int index = state().indexOf(id);
  return index < 0 ? nullptr : &state().layers[index];
}

void DocumentEdit::showPixels(const QRegion& area) {
  Q_EMIT m_document.pixelsChanged(area);
}

void DocumentEdit::showMask(const QRegion& area) {
  Q_EMIT m_document.maskChanged(area);
}

void DocumentEdit::commit() {
  finish(false);
}

void DocumentEdit::commitIntoLastStep() {
  finish(true);
}

void DocumentEdit::finish(bool intoLastStep) {
  if (!std::exchange(m_open, false)) return;
  m_document.m_openEdit = nullptr;
  markStaleEdits(m_before, state());
  const StateDifference change = difference(m_before, state());
  const bool nothingChanged = change.pixels.isEmpty() && change.mask.isEmpty() && !change.layers &&
                              !change.size && !change.frame;
  if (nothingChanged) return Q_EMIT m_document.editEnded();

  UndoHistory& history = m_document.m_history;
  const bool wasModified = m_document.isModified();
  const bool merges =
      intoLastStep && history.canUndo() && !history.canRedo() && history.undoText() == m_text;
  const bool otherActive = !(m_before.active == state().active);
  if (!merges) history.push({m_text, std::move(m_before), m_document.m_revision}, state());
  m_document.m_revision = ++m_document.m_lastRevision;

  m_document.announce(change);
  if (otherActive) Q_EMIT m_document.activeLayerChanged();
  Q_EMIT m_document.historyChanged();
  if (!wasModified) Q_EMIT m_document.modifiedChanged(true);
  Q_EMIT m_document.editEnded();
}

void DocumentEdit::cancel() {
  if (!std::exchange(m_open, false)) return;
  m_document.m_openEdit = nullptr;
  const StateDifference change = difference(m_before, state());
  const bool otherActive = !(m_before.active == state().active);
  state() = std::move(m_before);
  m_document.announce(change);
  if (otherActive) Q_EMIT m_document.activeLayerChanged();
  Q_EMIT m_document.editEnded();
}

}  // namespace pentimento
