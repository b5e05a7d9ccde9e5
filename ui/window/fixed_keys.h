/// Keys that are not actions: of the canvas, the prompt and the history, where they have the focus.
#pragma once

#include <QKeySequence>
#include <QString>
#include <vector>

namespace pentimento {

struct FixedKey {
  QString place;  ///< "Canvas"
  QString name;   ///< what it does
  QString keys;   ///< for people
  /// What an action cannot have, because it would never see it; empty where the window's keys go
  /// first or the focus decides.
  QList<QKeySequence> taken;
};

[[nodiscard]] std::vector<FixedKey> fixedKeys();

}  // namespace pentimento
