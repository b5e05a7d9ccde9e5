#include "app/studio/edit_actions.h"

#include <QCoreApplication>

#include "app/document/canvas_operations.h"
#include "app/document/document_change.h"
#include "app/document/layer_operations.h"
#include "app/document/mask_edits.h"
#include "app/document/plane_pixels.h"
#include "core/base/error.h"
#include "ui/window/size_dialog.h"

namespace pentimento {
namespace {

constexpr int kMaskStep = 4;       // pixels, grow and shrink
constexpr double kFeather = 16.0;  // pixels

struct EditActions {
  Q_DECLARE_TR_FUNCTIONS(EditActions)
};

void connectMaskActions(ActionSet& actions, DocumentFlow& documents) {
  const auto change = [&](const char* id, const QString& text, auto operation) {
    actions.on(id, &documents, [&documents, text, operation] {
      changeLater(documents.work(), documents.document(), text, text,
                  [operation](DocumentState& state, const RunContext&) {
                    const Mask mask = readMask(state.mask, state.canvas());
                    state.mask = planeFromMask(operation(mask), {0, 0});
                  });
    });
  };
  change("select.invert", EditActions::tr("Invert Mask"),
         [](const Mask& mask) { return inverted(mask); });
  change("select.grow", EditActions::tr("Grow Mask"),
         [](const Mask& mask) { return grown(mask, kMaskStep); });
  change("select.shrink", EditActions::tr("Shrink Mask"),
         [](const Mask& mask) { return grown(mask, -kMaskStep); });
  change("select.feather", EditActions::tr("Feather Mask"),
         [](const Mask& mask) { return feathered(mask, kFeather); });
  change("select.fill_holes", EditActions::tr("Fill Holes"),
         [](const Mask& mask) { return withHolesFilled(mask); });
  change("select.all", EditActions::tr("Select All"),
         [](const Mask& mask) { return Mask(mask.extent(), 255); });
  actions.on("select.clear", &documents, [&documents] { clearMask(documents.document()); });
  actions.on("select.frame_to_mask", &documents, [&documents] {
    DocumentEdit edit(documents.document(), EditActions::tr("Frame to Mask"));
    edit.state().frame.reset();
    edit.commit();
  });
}

void selectNeighbour(Document& document, int step) {
  const DocumentState& state = document.state();
  const int index = state.indexOf(state.active) + step;
  if (index >= 0 && index < int(state.layers.size()))
    document.setActiveLayer(state.layers[index].id);
}

void connectLayerActions(ActionSet& actions, DocumentFlow& documents) {
  actions.on("layer.new", &documents,
             [&documents] { addLayer(documents.document(), EditActions::tr("Layer")); });
  actions.on("layer.duplicate", &documents, [&documents] {
    duplicateLayer(documents.document(), documents.document().state().active);
  });
  actions.on("layer.merge", &documents, [&documents] {
    const QString text = EditActions::tr("Merge Down");
    changeLater(documents.work(), documents.document(), text, text,
                [id = documents.document().state().active](
                    DocumentState& state, const RunContext&) { mergeDown(state, id); });
  });
  actions.on("layer.remove", &documents, [&documents] {
    removeLayer(documents.document(), documents.document().state().active);
  });
  actions.on("layer.above", &documents, [&documents] { selectNeighbour(documents.document(), 1); });
  actions.on("layer.below", &documents,
             [&documents] { selectNeighbour(documents.document(), -1); });
}

void askForCanvasSize(MainWindow& window, Document& document) {
  const QSize now = document.size();
  const auto asked =
      askForSize(EditActions::tr("Canvas Size"), EditActions::tr("Apply"), now, &window);
  if (!asked) return;
  const QSize size = *asked;
  try {
    // The picture stays in the middle.
    resizeCanvas(
        document,
        {QPoint((now.width() - size.width()) / 2, (now.height() - size.height()) / 2), size});
  } catch (const Error& error) {
    window.messages().showMessage(MessageKind::Error, QString::fromUtf8(error.what()));
  }
}

}  // namespace

void connectEditActions(MainWindow& window, DocumentFlow& documents) {
  ActionSet& actions = window.actions();
  actions.on("edit.undo", &documents, [&documents] {
    if (documents.document().canUndo()) documents.document().undo();
  });
  actions.on("edit.redo", &documents, [&documents] {
    if (documents.document().canRedo()) documents.document().redo();
  });
  actions.on("edit.resize_canvas", &documents,
             [&window, &documents] { askForCanvasSize(window, documents.document()); });
  connectMaskActions(actions, documents);
  connectLayerActions(actions, documents);
  actions.on("tool.quick", &documents, [&window] {
    CanvasView& canvas = window.canvas();
    canvas.setTool(canvas.tool() == ToolId::MaskBrush ? ToolId::Paint : ToolId::MaskBrush);
  });
}

void showEditState(MainWindow& window, const Document& document) {
  ActionSet& actions = window.actions();
  const UndoHistory& history = document.history();
  const auto show = [&](const char* id, bool enabled, const QString& verb, const QString& step) {
    QAction* action = actions.action(id);
    action->setEnabled(enabled);
    action->setText(step.isEmpty() ? verb : QString("%1: %2").arg(verb, step));
  };
  show("edit.undo", document.canUndo(), EditActions::tr("&Undo"), history.undoText());
  show("edit.redo", document.canRedo(), EditActions::tr("&Redo"), history.redoText());
  for (const char* id : {"select.invert", "select.grow", "select.shrink", "select.feather",
                         "select.fill_holes", "select.clear"})
    actions.action(id)->setEnabled(document.hasMask());
  const DocumentState& state = document.state();
  const int active = state.indexOf(state.active);
  for (const char* id : {"layer.duplicate", "layer.remove"})
    actions.action(id)->setEnabled(active >= 0);
  actions.action("layer.merge")->setEnabled(active > 0);
}

}  // namespace pentimento
