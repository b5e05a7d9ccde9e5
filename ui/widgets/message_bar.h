/// Sentences for the artist that interrupt nothing.
#pragma once

#include <QFrame>
#include <QLabel>
#include <QPushButton>
#include <QTimer>
#include <functional>
#include <vector>

namespace pentimento {

enum class MessageKind { Information, Warning, Error };

/// A card that floats over its parent's top edge. An information goes away by itself. A warning or
/// an error stays until it is closed; until it can have been read, an information waits behind it,
/// and then goes before it for a moment.
class MessageBar final : public QFrame {
  Q_OBJECT
 public:
  explicit MessageBar(QWidget* parent);

  struct Offer {
    QString text;
    std::function<void()> act;
  };
  void showMessage(MessageKind kind, const QString& text, const Offer& offer = {});
  [[nodiscard]] QString text() const { return m_text->text(); }  ///< of the one in front

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  struct Message {
    MessageKind kind = MessageKind::Information;
    QString sentence;
    Offer offer;
  };
  void present();
  void dismiss();
  void place();

  QLabel* m_icon;
  QLabel* m_text;
  QLabel* m_more;
  QPushButton* m_offer;
  QTimer m_timer;
  std::vector<Message> m_unread;  // the last is in front
};

}  // namespace pentimento
