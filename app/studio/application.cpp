#include "app/studio/application.h"

#include <QDebug>
#include <new>

namespace pentimento {

QString sentenceOf(const std::exception& error) {
  if (dynamic_cast<const std::bad_alloc*>(&error)) return "there is not enough memory for this";
  return QString::fromUtf8(error.what());
}

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
