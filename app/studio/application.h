/// The Qt application, which an exception does not end.
#pragma once

#include <QApplication>

namespace pentimento {

/// What is thrown out of a slot or an event handler, such as running out of memory, is told; the
/// studio and what is on its canvas stay.
class Application final : public QApplication {
  Q_OBJECT
 public:
  Application(int& argc, char** argv) : QApplication(argc, argv) {}
  bool notify(QObject* receiver, QEvent* event) override;

 Q_SIGNALS:
  void failed(const QString& sentence);
};

}  // namespace pentimento
