/// Waiting for the event loop in tests, without sleeping for fixed times.
#pragma once

#include <QCoreApplication>
#include <QElapsedTimer>
#include <functional>

namespace pentimento {

/// Runs the event loop until `condition` holds. @return false after the (generous) time limit
inline bool eventually(const std::function<bool()>& condition, int milliseconds = 20000) {
  QElapsedTimer timer;
  timer.start();
  while (!condition()) {
    if (timer.elapsed() > milliseconds) return false;
    QCoreApplication::processEvents(QEventLoop::AllEvents, 5);
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
  }
  return true;
}

}  // namespace pentimento
