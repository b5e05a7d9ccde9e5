/// The look: colour tokens, and what follows from them.
#pragma once

#include <QColor>
#include <QString>

namespace pentimento {

/// Every colour of the interface. Text on `window`, `panel` and `field` keeps a contrast of at
/// least 4.5 : 1 (WCAG 2.1 AA), `accentText` on `accent` too.
struct ThemeTokens {
  QColor surround;  ///< around the canvas
  QColor window;    ///< menu bar, status bar, tool bar
  QColor panel;
  QColor raised;  ///< buttons, cards, floating bars
  QColor hover;
  QColor field;  ///< what is typed into
  QColor border;
  QColor text;
  QColor mutedText;
  QColor accent;
  QColor accentHover;
  QColor accentText;
  QColor danger;
  QColor warning;
  QColor success;
  bool dark = true;
};

[[nodiscard]] const ThemeTokens& darkTokens();
[[nodiscard]] const ThemeTokens& lightTokens();

/// The tokens in use.
[[nodiscard]] const ThemeTokens& theme();

/// Fusion with the palette of a theme, without the style sheet: enough to build a window by. A
/// sheet that is there already is resolved again for each widget that finds its place.
/// @param name "dark", "light", anything else: as the system's palette is
void preparePalette(const QString& name);

/// Palette and style sheet of a theme; open windows follow.
void applyTheme(const QString& name);

/// WCAG contrast ratio, 1 to 21.
[[nodiscard]] double contrast(const QColor& a, const QColor& b);

}  // namespace pentimento
