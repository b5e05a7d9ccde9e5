#include "ui/theme/icons.h"

#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QSvgRenderer>

#include "ui/theme/theme.h"

namespace pentimento {
namespace {

class ThemeIconEngine final : public QIconEngine {
 public:
  ThemeIconEngine(const QString& name, bool onAccent) : m_name(name), m_onAccent(onAccent) {
    QFile file(QString(":/icons/%1.svg").arg(name));
    if (file.open(QIODevice::ReadOnly)) m_source = file.readAll();
  }

  void paint(QPainter* painter, const QRect& area, QIcon::Mode mode, QIcon::State state) override {
    if (m_source.isEmpty()) return;
    QSvgRenderer renderer(
        QByteArray(m_source).replace("currentColor", colour(mode, state).name().toLatin1()));
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
  [[nodiscard]] QColor colour(QIcon::Mode mode, QIcon::State state) const {
    if (m_onAccent && mode != QIcon::Disabled) return theme().accentText;
    return state == QIcon::On && mode != QIcon::Disabled ? theme().accent : theme().text;
  }

  QString m_name;
  bool m_onAccent;
  QByteArray m_source;
};

}  // namespace

QIcon themeIcon(const QString& name) {
  return QIcon(new ThemeIconEngine(name, false));
}

QIcon accentIcon(const QString& name) {
  return QIcon(new ThemeIconEngine(name, true));
}

QIcon blankIcon() {
  QPixmap nothing(24, 24);
  nothing.fill(Qt::transparent);
  return nothing;
}

}  // namespace pentimento
