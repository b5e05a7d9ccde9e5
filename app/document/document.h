/// What the studio edits: the current state, its history, and signals for whoever shows it.
#pragma once

#include <QObject>
#include <QRegion>
#include <QString>
#include <functional>
#include <memory>

#include "app/document/document_state.h"
#include "app/document/undo_history.h"

namespace pentimento {

class DocumentEdit;

/// One layer with the picture; depth, profile and metadata become the document's.
[[nodiscard]] DocumentState stateFromImage(const Image& image, const QString& name);

/// Holds the one current DocumentState. It is changed by DocumentEdit alone (and by the operations
/// built on it: layer_operations.h, edit_operations.h, mask_edits.h, canvas_operations.h), each of
/// which is one step of undo. Thread-safety: the thread it lives in. A copy of `state()` may be
/// read on any thread while the document goes on changing.
class Document : public QObject {
  Q_OBJECT
 public:
  explicit Document(DocumentState state, QObject* parent = nullptr);
  ~Document() override;

  /// One transparent layer. @throws Error(InvalidInput) for a size that is empty or too large
  [[nodiscard]] static std::unique_ptr<Document> blank(QSize size, BitDepth depth);

  [[nodiscard]] const DocumentState& state() const noexcept { return m_state; }
  [[nodiscard]] QSize size() const noexcept { return m_state.size; }
  /// Null when there is no such layer.
  [[nodiscard]] const Layer* layer(LayerId id) const noexcept;
  [[nodiscard]] const Layer* activeLayer() const noexcept { return layer(m_state.active); }
  void setActiveLayer(LayerId id);

  /// All visible layers as one picture in the document's depth, with its metadata; RGB when nothing
  /// is transparent, else RGBA.
  [[nodiscard]] Image picture() const;
  /// The mask at the extent of the canvas, as an engine wants it.
  [[nodiscard]] Mask mask() const;
  [[nodiscard]] bool hasMask() const noexcept { return !m_state.mask.empty(); }

  [[nodiscard]] bool canUndo() const noexcept { return m_history.canUndo(); }
  [[nodiscard]] bool canRedo() const noexcept { return m_history.canRedo(); }
  [[nodiscard]] const UndoHistory& history() const noexcept { return m_history; }
  void undo();
  void redo();
  void setUndoMemoryLimit(qint64 bytes) { m_history.setMemoryLimit(bytes); }
  /// For recovery: continues an earlier session, whose state had the name `revision`.
  void restoreHistory(UndoHistory history, quint64 revision, quint64 savedRevision);
  /// Whether an edit is in the making: a hand holds the brush.
  [[nodiscard]] bool isBeingEdited() const noexcept { return m_openEdit != nullptr; }
  /// Calls `then` when the edit in the making has ended, one way or the other.
  void afterEdit(const std::function<void()>& then);
  /// The state without what an edit in the making has written so far.
  [[nodiscard]] const DocumentState& committedState() const noexcept;

  /// Whether there is something that a save would keep.
  [[nodiscard]] bool isModified() const noexcept { return m_revision != m_savedRevision; }
  void markSaved(quint64 revision);  ///< the state of this name is in a file
  /// Names the state: another one after each step, the earlier one again after undo.
  [[nodiscard]] quint64 revision() const noexcept { return m_revision; }
  [[nodiscard]] quint64 savedRevision() const noexcept { return m_savedRevision; }

 Q_SIGNALS:
  void pixelsChanged(const QRegion& area);
  void maskChanged(const QRegion& area);
  void layersChanged();
  void activeLayerChanged();
  void frameChanged();
  void sizeChanged();
  /// A step was made, undone or redone.
  void historyChanged();
  void modifiedChanged(bool modified);
  void editEnded();  ///< committed or taken back

 private:
  friend class DocumentEdit;
  void announce(const StateDifference& change);
  void travel(void (UndoHistory::*direction)(DocumentState&, quint64&));

  DocumentState m_state;
  UndoHistory m_history;
  DocumentEdit* m_openEdit = nullptr;
  quint64 m_revision = 0;
  quint64 m_lastRevision = 0;
  quint64 m_savedRevision = 0;
};

/// A change in the making. Writes go to the document at once, so that a stroke shows while it is
/// drawn; `commit` makes them one step of undo, and without it the destructor takes them back.
class DocumentEdit {
 public:
  /// @param text for the menu: "Undo <text>". An edit that is still open is committed first.
  DocumentEdit(Document& document, const QString& text);
  ~DocumentEdit();
  DocumentEdit(const DocumentEdit&) = delete;
  DocumentEdit& operator=(const DocumentEdit&) = delete;

  /// False once it was committed or taken back, by others too: nothing may be written any more.
  [[nodiscard]] bool isOpen() const noexcept { return m_open; }
  [[nodiscard]] DocumentState& state() noexcept { return m_document.m_state; }
  [[nodiscard]] const DocumentState& before() const noexcept { return m_before; }
  /// The layer, or null.
  [[nodiscard]] Layer* layer(LayerId id) noexcept;

  /// Tells the views about pixels written so far, before the edit is complete.
  void showPixels(const QRegion& area);
  void showMask(const QRegion& area);

  /// Ends the edit as one step; nothing happens when nothing changed.
  void commit();
  /// Ends it as a part of the last step if that has the same text: results that arrive one by one,
  /// a slider that is dragged.
  void commitIntoLastStep();
  void cancel();

 private:
  friend class Document;
  void finish(bool intoLastStep);

  Document& m_document;
  QString m_text;
  DocumentState m_before;
  bool m_open = true;
};

}  // namespace pentimento
