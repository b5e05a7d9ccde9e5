#include "app/document/undo_history.h"

#include <utility>

namespace pentimento {

UndoHistory::UndoHistory(std::deque<Step> done, std::deque<Step> undone, const DocumentState& state)
    : m_done(std::move(done)), m_undone(std::move(undone)) {
  for (std::deque<Step>* steps : {&m_done, &m_undone}) {
    const DocumentState* next = &state;
    for (auto step = steps->rbegin(); step != steps->rend(); ++step) {
      step->bytes = bytesBeyond(step->state, *next);
      m_bytes += step->bytes;
      next = &step->state;
    }
  }
}

void UndoHistory::push(Step before, const DocumentState& after) {
  for (const Step& step : m_undone) m_bytes -= step.bytes;
  m_undone.clear();
  before.bytes = bytesBeyond(before.state, after);
  m_bytes += before.bytes;
  m_done.push_back(std::move(before));
  trim();
}

void UndoHistory::undo(DocumentState& state, quint64& revision) {
  Step step = std::move(m_done.back());
  m_done.pop_back();
  std::swap(step.state, state);
  std::swap(step.revision, revision);
  m_bytes -= step.bytes;
  step.bytes = bytesBeyond(step.state, state);
  m_bytes += step.bytes;
  m_undone.push_back(std::move(step));
}

void UndoHistory::redo(DocumentState& state, quint64& revision) {
  Step step = std::move(m_undone.back());
  m_undone.pop_back();
  std::swap(step.state, state);
  std::swap(step.revision, revision);
  m_bytes -= step.bytes;
  step.bytes = bytesBeyond(step.state, state);
  m_bytes += step.bytes;
  m_done.push_back(std::move(step));
}

void UndoHistory::setMemoryLimit(qint64 bytes) {
  m_limit = bytes;
  trim();
}

void UndoHistory::trim() {
  while (m_bytes > m_limit && m_done.size() > 1) {
    m_bytes -= m_done.front().bytes;
    m_done.pop_front();
  }
}

}  // namespace pentimento
