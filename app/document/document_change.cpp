#include "app/document/document_change.h"

#include <QPointer>

namespace pentimento {
namespace {

struct Wanted {
  QPointer<BackgroundWork> work;
  QPointer<Document> document;
  QString note, undoText;
  StateChange change;
  std::function<void()> then;
};

struct Changed {
  DocumentState state;
  LayerId activeBefore;
  quint64 madeFrom = 0;
};

void begin(const Wanted& wanted);

void apply(const Wanted& wanted, Changed made) {
  Document* const document = wanted.document;
  if (!document) return;
  if (document->isBeingEdited())
    return document->afterEdit([wanted, made] { apply(wanted, made); });
  if (document->revision() != made.madeFrom) {
    if (wanted.work) begin(wanted);
    return;
  }
  DocumentEdit edit(*document, wanted.undoText);
  if (made.state.active == made.activeBefore) made.state.active = edit.state().active;
  edit.state() = std::move(made.state);
  edit.commit();
  if (wanted.then) wanted.then();
}

void begin(const Wanted& wanted) {
  wanted.work->start(
      wanted.note,
      [state = wanted.document->committedState(), revision = wanted.document->revision(),
       change = wanted.change](const RunContext& context) mutable {
        const LayerId active = state.active;
        change(state, context);
        context.check();
        return Changed{std::move(state), active, revision};
      },
      [wanted](Changed made) { apply(wanted, std::move(made)); });
}

}  // namespace

void changeLater(BackgroundWork& work, Document& document, const QString& note,
                 const QString& undoText, StateChange change, std::function<void()> then) {
  begin({&work, &document, note, undoText, std::move(change), std::move(then)});
}

}  // namespace pentimento
