#include "ui/widgets/work_note.h"

#include <QHBoxLayout>
#include <algorithm>

#include "ui/theme/icons.h"
#include "ui/widgets/describe.h"

namespace pentimento {
namespace {

constexpr int kWorthTelling = 300;      // ms
constexpr int kWorthEstimating = 2000;  // ms
constexpr int kInterval = 150;
constexpr int kParts = 1000;

}  // namespace

WorkNote::WorkNote(QWidget* parent)
    : QWidget(parent), m_text(new QLabel), m_share(new QProgressBar), m_stop(new QToolButton) {
  m_text->setTextFormat(Qt::PlainText);  // it quotes files
  described(m_share, tr("How much of it is done"));
  m_share->setTextVisible(false);
  m_share->setFixedWidth(96);
  m_share->setFixedHeight(8);
  described(m_stop, tr("Stop it"));
  m_stop->setIcon(themeIcon("cancel"));
  m_stop->setAutoRaise(true);
  // The status bar stays as high as its texts, whether this is shown or not.
  const int height = m_text->sizeHint().height();
  m_stop->setFixedSize(height, height);
  m_stop->setIconSize(QSize(height, height) - QSize(2, 2));
  m_stop->setStyleSheet("QToolButton { padding: 0; margin: 0; }");
  setMaximumHeight(height);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 8, 0);
  for (QWidget* part : {static_cast<QWidget*>(m_text), static_cast<QWidget*>(m_share),
                        static_cast<QWidget*>(m_stop)})
    row->addWidget(part);
  m_timer.setInterval(kInterval);
  connect(&m_timer, &QTimer::timeout, this, &WorkNote::refresh);
  connect(m_stop, &QToolButton::clicked, this, [this] {
    for (const auto& work : m_watched)
      if (work) work->cancel();
  });
  hide();
}

void WorkNote::watch(BackgroundWork& work) {
  m_watched.append(&work);
  connect(&work, &BackgroundWork::changed, this, &WorkNote::refresh);
}

void WorkNote::refresh() {
  std::optional<BackgroundWork::Note> note;
  for (const auto& work : m_watched)
    if (work && !note) note = work->note();
  if (!note) {
    m_timer.stop();
    return hide();
  }
  m_timer.start();
  if (note->milliseconds < kWorthTelling) return;
  m_share->setRange(0, note->share ? kParts : 0);
  m_share->setValue(int(note->share.value_or(0) * kParts));
  QString text = note->text;
  if (note->secondsLeft && note->milliseconds > kWorthEstimating)
    text += tr(" · about %n s left", nullptr, std::max(1, int(*note->secondsLeft + 0.5)));
  m_text->setText(text);
  m_stop->setAccessibleDescription(note->text);
  show();
}

}  // namespace pentimento
