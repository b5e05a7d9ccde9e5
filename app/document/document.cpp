#include "app/document/document.h"

#include <utility>

#include "app/document/compositor.h"
#include "app/document/plane_pixels.h"

namespace pentimento {
namespace {

DocumentState emptyState(QSize size, BitDepth depth) {
  requireCanvasSize(size);
  DocumentState state;
  state.size = size;
  state.depth = depth;
  state.metadata = std::make_shared<const ImageMetadata>();
  return state;
}

}  // namespace

Document::Document(DocumentState state, QObject* parent)
    : QObject(parent), m_state(std::move(state)) {}

Document::~Document() = default;

std::unique_ptr<Document> Document::blank(QSize size, BitDepth depth) {
  DocumentState state = emptyState(size, depth);
  Layer layer;
  layer.id = {state.nextLayer++};
  layer.properties.name = tr("Background");
  layer.pixels = TilePlane(state.pixelBytes());
  state.active = layer.id;
  state.layers.push_back(std::move(layer));
  return std::make_unique<Document>(std::move(state));
}

DocumentState stateFromImage(const Image& image, const QString& name) {
  DocumentState state = emptyState({image.width(), image.height()}, image.depth());
  state.metadata = std::make_shared<const ImageMetadata>(image.metadata);
  Layer layer;
  layer.id = {state.nextLayer++};
  layer.properties.name = name;
  layer.pixels = planeFromImage(image, {0, 0}, state);
  state.active = layer.id;
  state.layers.push_back(std::move(layer));
  return state;
}

const Layer* Document::layer(LayerId id) const noexcept {
  const int index = m_state.indexOf(id);
  return index < 0 ? nullptr : &m_state.layers[index];
}

void Document::setActiveLayer(LayerId id) {
  if (m_state.active == id || m_state.indexOf(id) < 0) return;
  m_state.active = id;
  Q_EMIT activeLayerChanged();
}

Image Document::picture() const {
  return composedPicture(m_state);
}

Mask Document::mask() const {
  return readMask(m_state.mask, m_state.canvas());
}

void Document::undo() {
  if (m_openEdit)
    m_openEdit->cancel();
  else if (canUndo())
    travel(&UndoHistory::undo);
}

void Document::redo() {
  if (!m_openEdit && canRedo()) travel(&UndoHistory::redo);
}

void Document::travel(void (UndoHistory::*direction)(DocumentState&, quint64&)) {
  const DocumentState before = m_state;
  const bool wasModified = isModified();
  (m_history.*direction)(m_state, m_revision);
  announce(difference(before, m_state));
  if (!(before.active == m_state.active)) Q_EMIT activeLayerChanged();
  Q_EMIT historyChanged();
  if (isModified() != wasModified) Q_EMIT modifiedChanged(isModified());
}

void Document::restoreHistory(UndoHistory history, quint64 revision, quint64 savedRevision) {
  history.setMemoryLimit(m_history.memoryLimit());
  m_history = std::move(history);
  m_revision = m_lastRevision = revision;
  m_savedRevision = savedRevision;
  for (const auto* steps : {&m_history.done(), &m_history.undone()})
    for (const auto& step : *steps) m_lastRevision = std::max(m_lastRevision, step.revision);
  Q_EMIT historyChanged();
}

const DocumentState& Document::committedState() const noexcept {
  return m_openEdit ? m_openEdit->before() : m_state;
}

void Document::afterEdit(const std::function<void()>& then) {
  connect(this, &Document::editEnded, this, then,
          Qt::ConnectionType(Qt::QueuedConnection | Qt::SingleShotConnection));
}

void Document::markSaved(quint64 revision) {
  const bool wasModified = isModified();
  m_savedRevision = revision;
  if (wasModified != isModified()) Q_EMIT modifiedChanged(isModified());
}

void Document::announce(const StateDifference& change) {
  if (change.size) Q_EMIT sizeChanged();
  if (change.layers) Q_EMIT layersChanged();
  if (change.frame) Q_EMIT frameChanged();
  if (!change.pixels.isEmpty()) Q_EMIT pixelsChanged(change.pixels);
  if (!change.mask.isEmpty()) Q_EMIT maskChanged(change.mask);
}

}  // namespace pentimento
