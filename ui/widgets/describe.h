/// What every control needs beside its looks.
#pragma once

#include <QKeySequence>
#include <QScreen>
#include <QTextDocument>
#include <QWidget>

namespace pentimento {

/// The size a dialog would like, as far as its screen has room for it.
inline QSize fittingScreen(QSize wanted, const QWidget& dialog) {
  return wanted.boundedTo(dialog.screen()->availableSize() - QSize(40, 60));
}

/// A tooltip with a text from elsewhere, as it is: what looks like HTML would be read as such, and
/// may name any file as a picture.
inline QString plainTip(const QString& text) {
  return Qt::mightBeRichText(text) ? QString("<qt>%1</qt>").arg(text.toHtmlEscaped()) : text;
}

/// Names the control for screen readers and explains it on hover, with its key if it has one.
template <typename Widget>
Widget* described(Widget* widget, const QString& name, const QString& tip = {},
                  const QString& keys = {}) {
  const QString text = tip.isEmpty() ? name : tip;
  widget->setAccessibleName(name);
  widget->setAccessibleDescription(text);
  widget->setToolTip(keys.isEmpty() ? text : QString("%1  (%2)").arg(text, keys));
  return widget;
}

}  // namespace pentimento
