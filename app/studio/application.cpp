#include "app/studio/application.h"

#include <QDebug>

#include "app/document/background_work.h"

namespace pentimento {

bool Application::notify(QObject* receiver, QEvent* event) {
  try {
    return QApplication::notify(receiver, event);
  } catch (const std::exception& error) {
    const QString sentence = sentenceOf(error);
    qCritical().noquote() << sentence;
    Q_EMIT failed(sentence);
    return false;
  }
}

}  // namespace pentimento
