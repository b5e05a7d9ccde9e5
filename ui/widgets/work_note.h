/// What is done beside the window, in a line.
#pragma once

#include <QLabel>
#include <QPointer>
#include <QProgressBar>
#include <QTimer>
#include <QToolButton>
#include <QWidget>

#include "app/document/background_work.h"

namespace pentimento {

/// For the status bar: what is done now, how far it is, how long it takes, and a way to stop it.
/// Hidden while nothing is, and for what is done before anybody could read it.
class WorkNote final : public QWidget {
  Q_OBJECT
 public:
  explicit WorkNote(QWidget* parent = nullptr);
  void watch(BackgroundWork& work);  ///< destroyed at any time
  [[nodiscard]] QString text() const { return m_text->text(); }

 private:
  void refresh();

  QList<QPointer<BackgroundWork>> m_watched;
  QTimer m_timer;
  QLabel* m_text;
  QProgressBar* m_share;
  QToolButton* m_stop;
};

}  // namespace pentimento
