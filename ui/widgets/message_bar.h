/// Sentences for the artist that interrupt nothing.
#pragma once

#include <QFrame>
#include <QLabel>
#include <QPushButton>
#include <QTimer>
#include <functional>

namespace pentimento {

enum class MessageKind { Information, Warning, Error };

/// A card that floats over its parent's top edge. An information goes away by itself; a warning or
/// an error stays until it is closed or the next one comes.
class MessageBar final : public QFrame {
  Q_OBJECT
 public:
  explicit MessageBar(QWidget* parent);

  struct Offer {
    QString text;
    std::function<void()> act;
  };
  void showMessage(MessageKind kind, const QString& sentence, const Offer& offer = {});
  [[nodiscard]] QString text() const { return m_text->text(); }

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void place();

  QLabel* m_icon;
  QLabel* m_text;
  QPushButton* m_offer;
  QTimer m_timer;
  std::function<void()> m_act;
};

}  // namespace pentimento
