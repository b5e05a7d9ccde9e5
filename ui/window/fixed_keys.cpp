#include "ui/window/fixed_keys.h"

#include <QCoreApplication>

namespace pentimento {
namespace {

struct FixedKeys {
  Q_DECLARE_TR_FUNCTIONS(FixedKeys)
};

QString native(const QString& portable) {
  return QKeySequence(portable).toString(QKeySequence::NativeText);
}

}  // namespace

std::vector<FixedKey> fixedKeys() {
  const QString canvas = FixedKeys::tr("Canvas"), prompt = FixedKeys::tr("Prompt"),
                history = FixedKeys::tr("History");
  const auto both = [](const QString& first, const QString& second) {
    return FixedKeys::tr("%1 and %2").arg(native(first), native(second));
  };
  return {
      {canvas, FixedKeys::tr("Pan while held"), native("Space"), {Qt::Key_Space}},
      {canvas, FixedKeys::tr("Pick a colour while held (paint brush)"), native("Alt"), {}},
      {canvas, FixedKeys::tr("Show the original while held"), "\\", {Qt::Key_Backslash}},
      {canvas,
       FixedKeys::tr("Smaller and larger brush"),
       both("[", "]"),
       {Qt::Key_BracketLeft, Qt::Key_BracketRight}},
      {canvas,
       FixedKeys::tr("Softer and harder brush"),
       both("{", "}"),
       {Qt::Key_BraceLeft, Qt::Key_BraceRight}},
      {canvas, FixedKeys::tr("Swap painting and erasing, or the two colours"), "X", {Qt::Key_X}},
      {canvas,
       FixedKeys::tr("Choose a candidate; while held, paint with it"),
       "1 – 4",
       {Qt::Key_1, Qt::Key_2, Qt::Key_3, Qt::Key_4}},
      {canvas, FixedKeys::tr("Previous and next candidate"), "← →", {Qt::Key_Left, Qt::Key_Right}},
      {canvas,
       FixedKeys::tr("Accept the result, or close a polygon"),
       native("Enter"),
       {Qt::Key_Return, Qt::Key_Enter}},
      {canvas, FixedKeys::tr("Discard the results"), native("Del"), {Qt::Key_Delete}},
      {canvas,
       FixedKeys::tr("End the gesture, or cancel what runs"),
       native("Esc"),
       {Qt::Key_Escape}},
      {prompt,
       FixedKeys::tr("Raise and lower the weight of a word"),
       both("Ctrl+Up", "Ctrl+Down"),
       {}},
      {prompt, FixedKeys::tr("Earlier and later prompts"), both("Alt+Up", "Alt+Down"), {}},
      {history, FixedKeys::tr("Open the picture"), native("Enter"), {}},
      {history,
       FixedKeys::tr("Use its settings, prompt, seed, all but the seed"),
       "A, P, S, R",
       {}},
      {history, FixedKeys::tr("Star, compare, family tree"), "., M, T", {}},
      {history, FixedKeys::tr("Move to the trash"), native("Del"), {}},
  };
}

}  // namespace pentimento
