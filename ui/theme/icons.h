/// Our own icons (resources/icons), drawn in the colours of the theme.
#pragma once

#include <QColor>
#include <QIcon>
#include <QString>

namespace pentimento {

/// The icon `:/icons/<name>.svg`: sharp at every size and scale, and recoloured when the theme
/// changes. An unknown name gives an icon that draws nothing.
[[nodiscard]] QIcon themeIcon(const QString& name);

/// The same for what is drawn on the accent colour.
[[nodiscard]] QIcon accentIcon(const QString& name);

/// The same in one colour, whatever the theme becomes.
[[nodiscard]] QIcon tintedIcon(const QString& name, const QColor& colour);

/// Draws nothing and takes the room of an icon, so that names beneath each other begin alike.
[[nodiscard]] QIcon blankIcon();

}  // namespace pentimento
