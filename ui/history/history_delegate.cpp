#include "ui/history/history_delegate.h"

#include <QPainter>
#include <QPainterPath>
#include <QtMath>

#include "ui/history/history_model.h"

namespace pentimento {
namespace {

constexpr int kMargin = 4;
constexpr int kStarSide = 18;

QPainterPath star(const QRectF& box) {
  constexpr int kPoints = 5;
  constexpr double kInner = 0.42;
  QPolygonF corners;
  for (int i = 0; i < 2 * kPoints; ++i) {
    const double radius = box.width() / 2 * (i % 2 == 0 ? 1 : kInner);
    const double angle = M_PI * i / kPoints - M_PI / 2;
    corners << box.center() + QPointF(radius * std::cos(angle), radius * std::sin(angle));
  }
  QPainterPath path;
  path.addPolygon(corners);
  path.closeSubpath();
  return path;
}

}  // namespace

QSize HistoryDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const {
  return {kPictureSide + 2 * kMargin, kPictureSide + 2 * kMargin + option.fontMetrics.height()};
}

void HistoryDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                            const QModelIndex& index) const {
  painter->save();
  painter->setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
  const int caption = option.fontMetrics.height();
  const QRect area = option.rect.adjusted(kMargin, kMargin, -kMargin, -kMargin);
  if (const QString day = index.data(HistoryModel::DayRole).toString(); !day.isEmpty()) {
    painter->setPen(option.palette.color(QPalette::WindowText));
    painter->drawText(QRect(area.topLeft(), QSize(area.width(), caption)), Qt::AlignVCenter,
                      option.fontMetrics.elidedText(day, Qt::ElideRight, area.width()));
  }
  const QRect box(area.left(), area.top() + caption, area.width(), area.height() - caption);
  const QPixmap picture = index.data(Qt::DecorationRole).value<QPixmap>();
  QRect target = box;
  if (picture.isNull()) {
    painter->fillRect(box, option.palette.color(QPalette::AlternateBase));
  } else {
    target = QRect({}, picture.size().scaled(box.size(), Qt::KeepAspectRatio));
    target.moveCenter(box.center());
    painter->drawPixmap(target, picture);
  }
  if (option.state & QStyle::State_Selected || option.state & QStyle::State_HasFocus) {
    painter->setBrush(Qt::NoBrush);
    painter->setPen(QPen(option.palette.color(QPalette::Highlight),
                         option.state & QStyle::State_Selected ? 3 : 1));
    painter->drawRoundedRect(target.adjusted(-1, -1, 1, 1), 3, 3);
  }
  if (index.data(HistoryModel::StarRole).toBool()) {
    const QRectF corner(target.right() - kStarSide - 3, target.top() + 4, kStarSide, kStarSide);
    painter->setPen(QPen(QColor(0, 0, 0, 160), 1.5));  // legible on any picture
    painter->setBrush(QColor(255, 200, 40));
    painter->drawPath(star(corner));
  }
  painter->restore();
}

}  // namespace pentimento
