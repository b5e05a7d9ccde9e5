#include "ui/widgets/message_bar.h"

#include <QAccessible>
#include <QEvent>
#include <QHBoxLayout>
#include <QToolButton>

#include "ui/theme/icons.h"
#include "ui/widgets/describe.h"

namespace pentimento {
namespace {

constexpr int kInformationTime = 6000;  // ms
constexpr int kWidest = 560;

}  // namespace

MessageBar::MessageBar(QWidget* parent)
    : QFrame(parent), m_icon(new QLabel), m_text(new QLabel), m_offer(new QPushButton) {
  setProperty("card", true);
  m_text->setWordWrap(true);
  m_text->setTextFormat(Qt::PlainText);  // sentences quote files and prompts
  m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
  m_offer->setProperty("link", true);
  described(m_offer, tr("What can be done about it"));
  auto* close = described(new QToolButton, tr("Close message"));
  close->setIcon(themeIcon("cancel"));
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(12, 8, 8, 8);
  layout->setSpacing(10);
  layout->addWidget(m_icon, 0, Qt::AlignTop);
  layout->addWidget(m_text, 1);
  layout->addWidget(m_offer);
  layout->addWidget(close, 0, Qt::AlignTop);
  m_timer.setSingleShot(true);
  connect(&m_timer, &QTimer::timeout, this, &QWidget::hide);
  connect(close, &QToolButton::clicked, this, &QWidget::hide);
  connect(m_offer, &QPushButton::clicked, this, [this] {
    hide();
    if (m_act) m_act();
  });
  parent->installEventFilter(this);
  hide();
}

void MessageBar::showMessage(MessageKind kind, const QString& sentence, const Offer& offer) {
  m_icon->setPixmap(
      themeIcon(kind == MessageKind::Information ? "info" : "warning").pixmap(20, 20));
  m_text->setText(sentence);
  m_act = offer.act;
  if (!offer.text.isEmpty()) described(m_offer, offer.text);
  m_offer->setText(offer.text);
  m_offer->setVisible(!offer.text.isEmpty());
  setAccessibleName(sentence);
  kind == MessageKind::Information ? m_timer.start(kInformationTime) : m_timer.stop();
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
  const int width = std::min(kWidest, parentWidget()->width() - 32);
  const int height = layout()->totalHeightForWidth(width);
  setGeometry((parentWidget()->width() - width) / 2, 12, width, height);
}

}  // namespace pentimento
