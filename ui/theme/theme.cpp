#include "ui/theme/theme.h"

#include <QApplication>
#include <QFile>
#include <QPalette>
#include <QRegularExpression>
#include <QStyleFactory>
#include <QToolTip>
#include <cmath>

// Outside of the namespace: the macro declares a function of the static library of resources.
static void initResources() {
  Q_INIT_RESOURCE(pentimento);
}

namespace pentimento {
namespace {

const ThemeTokens* current = nullptr;

QPalette paletteOf(const ThemeTokens& t) {
  QPalette palette;
  palette.setColor(QPalette::Window, t.panel);
  palette.setColor(QPalette::WindowText, t.text);
  palette.setColor(QPalette::Base, t.field);
  palette.setColor(QPalette::AlternateBase, t.panel);
  palette.setColor(QPalette::Text, t.text);
  palette.setColor(QPalette::PlaceholderText, t.mutedText);
  palette.setColor(QPalette::Button, t.raised);
  palette.setColor(QPalette::ButtonText, t.text);
  palette.setColor(QPalette::BrightText, t.danger);
  palette.setColor(QPalette::ToolTipBase, t.raised);
  palette.setColor(QPalette::ToolTipText, t.text);
  palette.setColor(QPalette::Highlight, t.accent);
  palette.setColor(QPalette::HighlightedText, t.accentText);
  palette.setColor(QPalette::Link, t.accent);
  palette.setColor(QPalette::LinkVisited, t.accent);
  palette.setColor(QPalette::Light, t.hover);
  palette.setColor(QPalette::Midlight, t.raised);
  palette.setColor(QPalette::Mid, t.border);
  palette.setColor(QPalette::Dark, t.surround);
  palette.setColor(QPalette::Shadow, t.surround.darker());
  for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
    palette.setColor(QPalette::Disabled, role, t.mutedText);
  palette.setColor(QPalette::Disabled, QPalette::Highlight, t.border);
  return palette;
}

/// The sheet with `@name` replaced by the token of that name.
QString sheetOf(const ThemeTokens& t) {
  const std::pair<const char*, QColor> tokens[] = {{"surround", t.surround},
                                                   {"window", t.window},
                                                   {"panel", t.panel},
                                                   {"raised", t.raised},
                                                   {"hover", t.hover},
                                                   {"field", t.field},
                                                   {"border", t.border},
                                                   {"text", t.text},
                                                   {"mutedText", t.mutedText},
                                                   {"accentText", t.accentText},
                                                   {"accentHover", t.accentHover},
                                                   {"accent", t.accent},
                                                   {"danger", t.danger},
                                                   {"warning", t.warning},
                                                   {"success", t.success}};
  QFile file(":/styles/pentimento.qss");
  if (!file.open(QIODevice::ReadOnly)) return {};
  QString sheet = QString::fromUtf8(file.readAll());
  for (const auto& [name, colour] : tokens)
    sheet.replace(QRegularExpression(QString("@%1\\b").arg(name)), colour.name());
  // Pictures that a style sheet names cannot take a colour from it.
  return sheet.replace("@mode", t.dark ? "dark" : "light");
}

double luminance(const QColor& colour) {
  const auto linear = [](double c) {
    return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) +
         0.0722 * linear(colour.blueF());
}

}  // namespace

const ThemeTokens& darkTokens() {
  static const ThemeTokens tokens{"#141416", "#1c1c1f", "#232327", "#303037", "#3a3a43", "#19191c",
                                  "#3d3d46", "#ececee", "#a4a4ae", "#e0805c", "#ea9474", "#1a100c",
                                  "#f08080", "#e8b45a", "#7cc48c", true};
  return tokens;
}

const ThemeTokens& lightTokens() {
  static const ThemeTokens tokens{"#c9c7c4", "#efedea", "#f7f6f4", "#ffffff", "#e9e6e2", "#ffffff",
                                  "#cdc8c2", "#1f1d1b", "#635e59", "#a8431f", "#8f3718", "#ffffff",
                                  "#a81e1e", "#855600", "#2c6b3c", false};
  return tokens;
}

const ThemeTokens& theme() {
  return current ? *current : darkTokens();
}

void preparePalette(const QString& name) {
  initResources();
  static const bool systemIsDark =
      QApplication::palette().color(QPalette::Window).lightnessF() < 0.5;
  const bool dark = name == "dark" || (name != "light" && systemIsDark);
  current = dark ? &darkTokens() : &lightTokens();
  QApplication::setStyle(QStyleFactory::create("Fusion"));
  QApplication::setPalette(paletteOf(*current));
  QToolTip::setPalette(paletteOf(*current));
}

void applyTheme(const QString& name) {
  preparePalette(name);
  qApp->setStyleSheet(sheetOf(*current));
}

double contrast(const QColor& a, const QColor& b) {
  const double one = luminance(a), other = luminance(b);
  return (std::max(one, other) + 0.05) / (std::min(one, other) + 0.05);
}

}  // namespace pentimento
