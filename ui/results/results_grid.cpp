#include "ui/results/results_grid.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>

#include "ui/theme/theme.h"
#include "ui/widgets/describe.h"

namespace pentimento {
namespace {

constexpr int kGridGap = 12;

}  // namespace

ResultsGrid::ResultsGrid(QWidget* canvas) : QWidget(canvas) {
  setFocusPolicy(Qt::StrongFocus);
  setCursor(Qt::PointingHandCursor);
  described(this, tr("All candidates"),
            tr("Arrows and Enter, or a number, choose one; Esc goes back"));
  canvas->installEventFilter(this);
  hide();
}

void ResultsGrid::open(const std::vector<QImage>& pictures, int current) {
  if (pictures.empty()) return;
  m_pictures = pictures;
  m_current = std::clamp(current, 0, int(pictures.size()) - 1);
  setGeometry(parentWidget()->rect());
  show();
  raise();
  setFocus();
}

/// As many that the cells are as large as they can be.
int ResultsGrid::columns() const {
  const int count = int(m_pictures.size());
  int best = 1;
  double bestScale = 0;
  for (int columns = 1; columns <= count; ++columns) {
    const int rows = (count + columns - 1) / columns;
    const QSizeF picture = m_pictures.front().size();
    const double scale = std::min((double(width()) / columns - kGridGap) / picture.width(),
                                  (double(height()) / rows - kGridGap) / picture.height());
    if (scale > bestScale) best = columns, bestScale = scale;
  }
  return best;
}

QRect ResultsGrid::cellAt(int index) const {
  const int across = columns();
  const int down = (int(m_pictures.size()) + across - 1) / across;
  const QSize room((width() - kGridGap) / across, (height() - kGridGap) / down);
  const QRect cell(
      QPoint(kGridGap + index % across * room.width(), kGridGap + index / across * room.height()),
      room - QSize(kGridGap, kGridGap));
  QRect picture(QPoint(0, 0),
                m_pictures[size_t(index)].size().scaled(cell.size(), Qt::KeepAspectRatio));
  picture.moveCenter(cell.center());
  return picture;
}

void ResultsGrid::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), theme().surround);
  painter.setRenderHint(QPainter::SmoothPixmapTransform);
  for (int i = 0; i < int(m_pictures.size()); ++i) {
    const QRect cell = cellAt(i);
    painter.drawImage(cell, m_pictures[size_t(i)]);
    if (i == m_current) {
      painter.setPen(QPen(theme().accent, 3));
      painter.drawRect(cell.adjusted(-3, -3, 2, 2));
    }
    const QRect number(cell.topLeft() + QPoint(6, 6), QSize(24, 22));
    painter.fillRect(number, theme().raised);
    painter.setPen(theme().text);
    painter.drawText(number, Qt::AlignCenter, QString::number(i + 1));
  }
}

void ResultsGrid::mouseReleaseEvent(QMouseEvent* event) {
  for (int i = 0; i < int(m_pictures.size()); ++i)
    if (cellAt(i).contains(event->position().toPoint())) return select(i);
  leave();
}

void ResultsGrid::keyPressEvent(QKeyEvent* event) {
  const int count = int(m_pictures.size());
  const auto move = [&](int step) {
    m_current = std::clamp(m_current + step, 0, count - 1);
    update();
  };
  const int number = event->key() - Qt::Key_1;
  if (number >= 0 && number < std::min(count, 9)) return select(number);
  switch (event->key()) {
    case Qt::Key_Left:
      return move(-1);
    case Qt::Key_Right:
      return move(1);
    case Qt::Key_Up:
      return move(-columns());
    case Qt::Key_Down:
      return move(columns());
    case Qt::Key_Return:
    case Qt::Key_Enter:
      return select(m_current);
    case Qt::Key_Escape:
      return leave();
    default:
      QWidget::keyPressEvent(event);
  }
}

void ResultsGrid::focusOutEvent(QFocusEvent* event) {
  if (event->reason() != Qt::ActiveWindowFocusReason && event->reason() != Qt::PopupFocusReason)
    hide();
}

bool ResultsGrid::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::Resize) setGeometry(parentWidget()->rect());
  return QWidget::eventFilter(watched, event);
}

void ResultsGrid::select(int index) {
  leave();
  Q_EMIT chosen(index);
}

void ResultsGrid::leave() {
  hide();
  parentWidget()->setFocus();
}

}  // namespace pentimento
