#include "ui/theme/icons.h"

#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QSvgRenderer>
#include <functional>
#include <utility>

#include "ui/theme/theme.h"

namespace pentimento {
namespace {

using IconColour = std::function<QColor(QIcon::Mode, QIcon::State)>;

class ThemeIconEngine final : public QIconEngine {
 public:
  ThemeIconEngine(const QString& name, IconColour colour) : m_colour(std::move(colour)) {
    QFile file(QString(":/icons/%1.svg").arg(name));
    if (file.open(QIODevice::ReadOnly)) m_source = file.readAll();
  }

  void paint(QPainter* painter, const QRect& area, QIcon::Mode mode, QIcon::State state) override {
    if (m_source.isEmpty()) return;
    QSvgRenderer renderer(
        QByteArray(m_source).replace("currentColor", m_colour(mode, state).name().toLatin1()));
    painter->save();
    if (mode == QIcon::Disabled) painter->setOpacity(0.45);
    const int side = std::min(area.width(), area.height());
    QRectF square(0, 0, side, side);
    square.moveCenter(QRectF(area).center());
    renderer.render(painter, square);
    painter->restore();
  }
  QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
    if (size.isEmpty()) return {};  // of a button that has no room
    QPixmap pixmap(size);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    paint(&painter, QRect({0, 0}, size), mode, state);
    return pixmap;
  }
  QIconEngine* clone() const override { return new ThemeIconEngine(*this); }
  QString key() const override { return "pentimento"; }
  bool isNull() override { return m_source.isEmpty(); }

 private:
  IconColour m_colour;
  QByteArray m_source;
};

QIcon iconOf(const QString& name, IconColour colour) {
  return QIcon(new ThemeIconEngine(name, std::move(colour)));
}

}  // namespace

QIcon themeIcon(const QString& name) {
  return iconOf(name, [](QIcon::Mode mode, QIcon::State state) {
    return state == QIcon::On && mode != QIcon::Disabled ? theme().accent : theme().text;
  });
}

QIcon accentIcon(const QString& name) {
  return iconOf(name, [](QIcon::Mode mode, QIcon::State) {
    return mode != QIcon::Disabled ? theme().accentText : theme().text;
  });
}

QIcon tintedIcon(const QString& name, const QColor& colour) {
  return iconOf(name, [colour](QIcon::Mode, QIcon::State) { return colour; });
}

QIcon blankIcon() {
  QPixmap nothing(24, 24);
  nothing.fill(Qt::transparent);
  return nothing;
}

}  // namespace pentimento
