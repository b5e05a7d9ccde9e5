/// Earlier and later states of a document.
#pragma once

#include <QString>
#include <deque>

#include "app/document/document_state.h"

namespace pentimento {

/// A list of states with a cursor. States share what they have in common, so a step costs the tiles
/// it changed. The oldest steps go when their memory passes the limit; their number has none.
class UndoHistory {
 public:
  struct Step {
    QString text;
    DocumentState state;   ///< before the step; once undone: after it
    quint64 revision = 0;  ///< of `state`
    qint64 bytes = 0;      ///< held by `state` alone
  };

  UndoHistory() = default;
  /// The steps of an earlier session, in the order of `done` and `undone`, around its last state.
  UndoHistory(std::deque<Step> done, std::deque<Step> undone, const DocumentState& state);

  [[nodiscard]] bool canUndo() const noexcept { return !m_done.empty(); }
  [[nodiscard]] bool canRedo() const noexcept { return !m_undone.empty(); }
  [[nodiscard]] QString undoText() const { return canUndo() ? m_done.back().text : QString(); }
  [[nodiscard]] QString redoText() const { return canRedo() ? m_undone.back().text : QString(); }
  /// Oldest first; the last one is what undo returns to.
  [[nodiscard]] const std::deque<Step>& done() const noexcept { return m_done; }
  /// The last one is what redo goes to.
  [[nodiscard]] const std::deque<Step>& undone() const noexcept { return m_undone; }

  /// Records a step from `before` to `after` and forgets what was undone.
  void push(Step before, const DocumentState& after);
  /// Swaps the given state and revision for the previous ones. Requires canUndo().
  void undo(DocumentState& state, quint64& revision);
  void redo(DocumentState& state, quint64& revision);

  void setMemoryLimit(qint64 bytes);
  [[nodiscard]] qint64 memoryLimit() const noexcept { return m_limit; }
  [[nodiscard]] qint64 memory() const noexcept { return m_bytes; }

 private:
  void trim();

  std::deque<Step> m_done;
  std::deque<Step> m_undone;
  qint64 m_bytes = 0;
  qint64 m_limit = qint64{1} << 30;
};

}  // namespace pentimento
