#include "ui/window/drop_zones.h"

#include <QPainter>
#include <array>

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

namespace pentimento {
namespace {

constexpr int kZones = 3;
constexpr int kZoneGap = 16;
constexpr int kZoneHeight = 220;
constexpr int kZoneIcon = 40;

struct ZoneWords {
  const char* icon;
  const char* title;
  const char* explanation;
};

/// In the order of DropPurpose.
constexpr std::array<ZoneWords, kZones> kWords{{
    {"open", QT_TRANSLATE_NOOP("pentimento::DropZones", "Open"),
     QT_TRANSLATE_NOOP("pentimento::DropZones", "as a picture of its own; this one is kept")},
    {"layers", QT_TRANSLATE_NOOP("pentimento::DropZones", "Add as a layer"),
     QT_TRANSLATE_NOOP("pentimento::DropZones", "above the others")},
    {"settings", QT_TRANSLATE_NOOP("pentimento::DropZones", "Use its settings"),
     QT_TRANSLATE_NOOP("pentimento::DropZones", "prompt, seed and all, if it carries them")},
}};

}  // namespace

DropZones::DropZones(QWidget* canvas) : QWidget(canvas) {
  setAttribute(Qt::WA_TransparentForMouseEvents);
  hide();
}

void DropZones::begin(const QPoint& global) {
  setGeometry(parentWidget()->rect());
  m_purpose = DropPurpose::Open;
  show();
  raise();
  point(global);
}

void DropZones::point(const QPoint& global) {
  const QPoint at = mapFromGlobal(global);
  for (int i = 0; i < kZones; ++i)
    if (zone(i).contains(at)) m_purpose = DropPurpose(i);
  update();
}

QRect DropZones::zone(int index) const {
  const int height = std::min(kZoneHeight, this->height() - 2 * kZoneGap);
  const int width = (this->width() - (kZones + 1) * kZoneGap) / kZones;
  return {kZoneGap + index * (width + kZoneGap), (this->height() - height) / 2, width, height};
}

void DropZones::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  QColor veil = theme().surround;
  veil.setAlpha(190);
  painter.fillRect(rect(), veil);
  QFont bold = font();
  bold.setBold(true);
  for (int i = 0; i < kZones; ++i) {
    const QRect area = zone(i);
    const bool chosen = i == int(m_purpose);
    painter.setFont(font());
    painter.setBrush(chosen ? theme().hover : theme().raised);
    painter.setPen(QPen(chosen ? theme().accent : theme().border, 2));
    painter.drawRoundedRect(area, 10, 10);
    QRect icon(0, 0, kZoneIcon, kZoneIcon);
    icon.moveCenter(area.center() - QPoint(0, area.height() / 5));
    themeIcon(kWords[size_t(i)].icon)
        .paint(&painter, icon, Qt::AlignCenter, QIcon::Normal, chosen ? QIcon::On : QIcon::Off);
    const QRect words = area.adjusted(12, 0, -12, 0);
    painter.setPen(theme().text);
    painter.setFont(bold);
    const QRect title = words.adjusted(0, icon.bottom() + 12 - area.top(), 0, 0);
    painter.drawText(title, Qt::AlignHCenter | Qt::AlignTop, tr(kWords[size_t(i)].title));
    painter.setFont(font());
    painter.drawText(title.adjusted(0, QFontMetrics(bold).height() + 4, 0, 0),
                     Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap,
                     tr(kWords[size_t(i)].explanation));
  }
}

}  // namespace pentimento
