#include "ui/widgets/message_bar.h"

#include <QAccessible>
#include <QEvent>
#include <QHBoxLayout>
#include <QRegularExpression>
#include <QToolButton>
#include <algorithm>

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/describe.h"

namespace pentimento {
namespace {

constexpr int kReadingTime = 6000;  // ms
constexpr int kWidest = 560;

/// What a library or the engine says begins with a small letter and ends without a stop. What
/// begins with the name of a file stays as it is.
QString asSentence(QString text) {
  static const QRegularExpression plainWord("^\\p{Ll}+ ");
  if (plainWord.match(text).hasMatch()) text[0] = text[0].toUpper();
  if (!text.isEmpty() && text.back().isLetterOrNumber()) text += '.';
  return text;
}

}  // namespace

MessageBar::MessageBar(QWidget* parent)
    : QFrame(parent),
      m_icon(new QLabel),
      m_text(new QLabel),
      m_more(new QLabel),
      m_offer(new QPushButton) {
  setProperty("card", true);
  m_text->setWordWrap(true);
  m_text->setTextFormat(Qt::PlainText);  // sentences quote files and prompts
  m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
  m_more->setProperty("muted", true);
  m_offer->setProperty("link", true);
  described(m_offer, tr("What can be done about it"));
  auto* close = described(new QToolButton, tr("Close message"));
  close->setIcon(themeIcon("cancel"));
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(12, 8, 8, 8);
  layout->setSpacing(10);
  layout->addWidget(m_icon, 0, Qt::AlignVCenter);
  layout->addWidget(m_text, 1);
  layout->addWidget(m_offer);
  layout->addWidget(m_more);
  layout->addWidget(close, 0, Qt::AlignVCenter);
  m_timer.setSingleShot(true);
  connect(&m_timer, &QTimer::timeout, this, [this] {
    if (m_unread.empty()) return;
    if (m_unread.back().kind == MessageKind::Information) return dismiss();
    if (m_unread.front().kind != MessageKind::Information) return;
    std::rotate(m_unread.begin(), m_unread.begin() + 1, m_unread.end());
    present();
  });
  connect(close, &QToolButton::clicked, this, &MessageBar::dismiss);
  connect(m_offer, &QPushButton::clicked, this, [this] {
    const auto act = m_unread.empty() ? nullptr : m_unread.back().offer.act;
    dismiss();
    if (act) act();
  });
  parent->installEventFilter(this);
  hide();
}

void MessageBar::showMessage(MessageKind kind, const QString& text, const Offer& offer) {
  const QString sentence = asSentence(text);
  const auto isInformation = [](const Message& m) { return m.kind == MessageKind::Information; };
  const bool faultUnread = m_timer.isActive() && !m_unread.empty() &&
                           !isInformation(m_unread.back()) && m_unread.back().sentence != sentence;
  std::erase_if(m_unread, [&](const Message& m) { return m.sentence == sentence; });
  std::erase_if(m_unread, isInformation);  // the newest is the one that matters
  const Message message{kind, sentence, offer};
  const bool waits = faultUnread && isInformation(message);
  m_unread.insert(waits ? m_unread.begin() : m_unread.end(), message);
  waits ? place() : present();
}

void MessageBar::dismiss() {
  if (!m_unread.empty()) m_unread.pop_back();
  present();
}

void MessageBar::present() {
  m_timer.stop();
  if (m_unread.empty()) return hide();
  const auto& [kind, sentence, offer] = m_unread.back();
  const bool information = kind == MessageKind::Information;
  const QColor colour = information                  ? theme().text
                        : kind == MessageKind::Error ? theme().danger
                                                     : theme().warning;
  m_icon->setPixmap(tintedIcon(information ? "info" : "warning", colour).pixmap(20, 20));
  m_text->setText(sentence);
  if (!offer.text.isEmpty()) described(m_offer, offer.text);
  m_offer->setText(offer.text);
  m_offer->setVisible(!offer.text.isEmpty());
  setAccessibleName(sentence);
  m_timer.start(kReadingTime);
  place();
  show();
  raise();
  QAccessibleEvent event(this, QAccessible::Alert);
  QAccessible::updateAccessibility(&event);
}

bool MessageBar::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::Resize && isVisible()) place();
  return QFrame::eventFilter(watched, event);
}

void MessageBar::place() {
  const int waiting = int(m_unread.size()) - 1;
  m_more->setText(QString("+%1").arg(waiting));
  described(m_more, tr("%n more message(s)", nullptr, waiting));
  m_more->setVisible(waiting > 0);
  const int width = std::min(kWidest, parentWidget()->width() - 32);
  const int height = layout()->totalHeightForWidth(width);
  setGeometry((parentWidget()->width() - width) / 2, 12, width, height);
}

}  // namespace pentimento
