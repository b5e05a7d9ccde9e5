#include "ui/history/hover_preview.h"

#include <QEvent>
#include <QMouseEvent>
#include <QScreen>
#include <QVBoxLayout>

#include "app/history/picture_file.h"
#include "app/pictures/picture_conversion.h"
#include "ui/history/history_model.h"

namespace pentimento {
namespace {

constexpr int kPreviewSide = 512;
constexpr int kDelay = 350;  // ms
constexpr int kPreviewGap = 12;

QImage largePicture(const QString& path, int side) try {
  const QImage picture = toQImage(readPicture(path));
  if (picture.width() <= side && picture.height() <= side) return picture;
  return picture.scaled(side, side, Qt::KeepAspectRatio, Qt::SmoothTransformation);
} catch (const Error&) {  // the entry says so when it is opened
  return {};
}

}  // namespace

HoverPreview::HoverPreview(QListView& view, const HistoryStore& store)
    : QFrame(&view, Qt::ToolTip), m_view(view), m_store(store) {
  setFrameShape(QFrame::StyledPanel);
  m_picture = new QLabel;
  m_picture->setAlignment(Qt::AlignCenter);
  m_text = new QLabel;
  m_text->setWordWrap(true);
  m_text->setTextFormat(Qt::PlainText);
  auto* column = new QVBoxLayout(this);
  column->addWidget(m_picture);
  column->addWidget(m_text);
  m_delay.setSingleShot(true);
  m_delay.setInterval(kDelay);
  connect(&m_delay, &QTimer::timeout, this, &HoverPreview::load);
  view.setMouseTracking(true);
  view.viewport()->installEventFilter(this);
}

bool HoverPreview::eventFilter(QObject*, QEvent* event) {
  if (event->type() == QEvent::ToolTip) return !m_key.isEmpty();  // one thing at a time
  if (event->type() == QEvent::MouseMove) {
    const auto* move = static_cast<QMouseEvent*>(event);
    const QString key =
        m_view.indexAt(move->position().toPoint()).data(HistoryModel::KeyRole).toString();
    if (key != m_key) {
      leave();
      m_key = key;
      if (!key.isEmpty() && move->buttons() == Qt::NoButton) m_delay.start();
    }
  } else if (event->type() == QEvent::Leave || event->type() == QEvent::MouseButtonPress ||
             event->type() == QEvent::Wheel) {
    leave();
  }
  return false;
}

void HoverPreview::leave() {
  m_delay.stop();
  m_key.clear();
  hide();
}

void HoverPreview::load() {
  const auto entry = m_store.entry(m_key);
  if (!entry) return;
  m_text->setText(entry->prompt.isEmpty() ? tr("without a prompt") : entry->prompt);
  const int side = qRound(kPreviewSide * devicePixelRatioF());
  m_thread.post([this, key = m_key, path = entry->path, side] {
    const QImage picture = largePicture(path, side);
    QMetaObject::invokeMethod(
        this,
        [this, key, picture] {
          if (key == m_key && !picture.isNull()) present(picture);
        },
        Qt::QueuedConnection);
  });
}

void HoverPreview::present(const QImage& picture) {
  QPixmap pixmap = QPixmap::fromImage(picture);
  pixmap.setDevicePixelRatio(devicePixelRatioF());
  m_picture->setPixmap(pixmap);
  m_text->setFixedWidth(std::max(200, int(pixmap.deviceIndependentSize().width())));
  adjustSize();
  const QRect screen = m_view.screen()->availableGeometry();
  const QPoint top = m_view.mapToGlobal(QPoint(0, 0));
  const QPoint pointer = QCursor::pos();
  const int above = top.y() - height() - kPreviewGap;
  move(std::clamp(pointer.x() - width() / 2, screen.left(),
                  std::max(screen.left(), screen.right() - width())),
       above >= screen.top() ? above
                             : std::min(pointer.y() + kPreviewGap, screen.bottom() - height()));
  show();
}

}  // namespace pentimento
