#include "ui/history/compare_dialog.h"

#include <QComboBox>
#include <QKeyEvent>
#include <QPainter>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

#include "ui/widgets/describe.h"

namespace pentimento {
namespace {

constexpr int kCompareInterval = 500;  // ms
constexpr int kSide = 720;

QImage differenceOf(const QImage& first, const QImage& second) {
  QImage result = first.convertToFormat(QImage::Format_RGB32);
  QPainter painter(&result);
  painter.setCompositionMode(QPainter::CompositionMode_Difference);
  painter.drawImage(result.rect(), second);
  return result;
}

}  // namespace

CompareView::CompareView(QImage first, QImage second, QWidget* parent)
    : QWidget(parent), m_first(std::move(first)), m_second(std::move(second)) {
  setFocusPolicy(Qt::StrongFocus);
  setAccessibleName(tr("Comparison of two pictures"));
  m_blink.setInterval(kCompareInterval);
  connect(&m_blink, &QTimer::timeout, this, [this] {
    m_showSecond = !m_showSecond;
    update();
  });
}

void CompareView::setMode(Mode mode) {
  m_mode = mode;
  m_showSecond = false;
  mode == Mode::Blink ? m_blink.start() : m_blink.stop();
  if (mode == Mode::Difference && m_difference.isNull())
    m_difference = differenceOf(m_first, m_second);
  update();
}

QSize CompareView::sizeHint() const {
  return m_first.size().scaled(kSide, kSide, Qt::KeepAspectRatio);
}

QRect CompareView::area() const {
  QRect area({}, m_first.size().scaled(size(), Qt::KeepAspectRatio));
  area.moveCenter(rect().center());
  return area;
}

void CompareView::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::SmoothPixmapTransform);
  const QRect target = area();
  if (m_mode == Mode::Difference) return painter.drawImage(target, m_difference);
  painter.drawImage(target, m_mode == Mode::Blink && m_showSecond ? m_second : m_first);
  if (m_mode == Mode::Blink) return;
  const int x = target.left() + qRound(m_divider * target.width());
  painter.setClipRect(x, target.top(), target.right() - x + 1, target.height());
  painter.drawImage(target, m_second);
  painter.setClipping(false);
  painter.setPen(QPen(Qt::black, 3));
  painter.drawLine(x, target.top(), x, target.bottom());
  painter.setPen(QPen(Qt::white, 1));
  painter.drawLine(x, target.top(), x, target.bottom());
}

void CompareView::mouseMoveEvent(QMouseEvent* event) {
  const QRect target = area();
  m_divider = std::clamp((event->position().x() - target.left()) / target.width(), 0.0, 1.0);
  update();
}

void CompareView::keyPressEvent(QKeyEvent* event) {
  constexpr double kStep = 0.02;
  if (event->key() == Qt::Key_Left)
    m_divider = std::max(0.0, m_divider - kStep);
  else if (event->key() == Qt::Key_Right)
    m_divider = std::min(1.0, m_divider + kStep);
  else
    return QWidget::keyPressEvent(event);
  update();
}

CompareDialog::CompareDialog(const QImage& first, const QImage& second, QWidget* parent)
    : QDialog(parent) {
  setWindowTitle(tr("Compare"));
  setAttribute(Qt::WA_DeleteOnClose);
  auto* view = new CompareView(first, second);
  auto* mode = new QComboBox;
  mode->addItems({tr("Divider"), tr("Blink"), tr("Difference")});
  described(mode, tr("How to compare"),
            tr("Divider: drag it, or press ←/→. Blink: both in turn. Difference: what is "
               "equal is black."));
  connect(mode, &QComboBox::currentIndexChanged, view,
          [view](int index) { view->setMode(static_cast<CompareView::Mode>(index)); });
  auto* column = new QVBoxLayout(this);
  column->addWidget(mode, 0, Qt::AlignLeft);
  column->addWidget(view, 1);
  view->setFocus();
}

}  // namespace pentimento
