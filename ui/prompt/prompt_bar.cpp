#include "ui/prompt/prompt_bar.h"

#include <QHBoxLayout>
#include <QSignalBlocker>

#include "ui/theme/icons.h"
#include "ui/widgets/describe.h"

namespace pentimento {
namespace {

constexpr int kBarWidth = 420;
constexpr int kBarGap = 10;

}  // namespace

PromptBar::PromptBar(QWidget* canvas)
    : QFrame(canvas), m_prompt(new PromptEdit(1)), m_button(new QPushButton) {
  setProperty("card", true);
  setCursor(Qt::ArrowCursor);
  described(m_prompt, tr("Prompt for the mask"),
            tr("What to paint under the mask; empty: continue the surroundings"));
  m_prompt->setPlaceholderText(tr("What to paint here; empty = from the surroundings"));
  m_button->setProperty("primary", true);
  m_button->setIcon(accentIcon("generate"));
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(8, 8, 8, 8);
  layout->setSpacing(6);
  layout->addWidget(m_prompt, 1);
  layout->addWidget(m_button);
  setIntent(Intent::Fill);
  connect(m_prompt, &QPlainTextEdit::textChanged, this,
          [this] { Q_EMIT promptEdited(m_prompt->toPlainText()); });
  connect(m_prompt, &PromptEdit::generateRequested, this, &PromptBar::generateRequested);
  connect(m_button, &QPushButton::clicked, this, &PromptBar::generateRequested);
  hide();
}

void PromptBar::setPrompt(const QString& prompt) {
  const QSignalBlocker quiet(m_prompt);
  m_prompt->setText(prompt);
}

void PromptBar::setIntent(Intent intent) {
  m_button->setText(labelFor(intent));
  described(m_button, labelFor(intent), explanationFor(intent), "Enter");
}

void PromptBar::placeAt(const QRect& mask) {
  if (mask.isEmpty()) return hide();
  const QRect room = parentWidget()->rect().adjusted(kBarGap, kBarGap, -kBarGap, -kBarGap);
  const QSize size(std::min(kBarWidth, room.width()), sizeHint().height());
  int y = mask.bottom() + kBarGap;
  if (y + size.height() > room.bottom()) y = mask.top() - kBarGap - size.height();
  y = std::clamp(y, room.top(), std::max(room.top(), room.bottom() - size.height()));
  const int x = std::clamp(mask.center().x() - size.width() / 2, room.left(),
                           std::max(room.left(), room.right() - size.width()));
  setGeometry({{x, y}, size});
  show();
  raise();
}

}  // namespace pentimento
