#include "ui/theme/theme.h"

#include <gtest/gtest.h>

#include <QApplication>
#include <QDir>

#include "ui/theme/icons.h"

namespace pentimento {
namespace {

TEST(Theme, ContrastIsThatOfTheGuidelines) {
  EXPECT_DOUBLE_EQ(contrast(Qt::white, Qt::black), 21);
  EXPECT_NEAR(contrast(QColor("#777777"), Qt::white), 4.48, 0.01);  // the usual example
}

TEST(Theme, TextCanBeReadEverywhere) {
  for (const ThemeTokens* t : {&darkTokens(), &lightTokens()}) {
    for (const QColor& ground : {t->window, t->panel, t->raised, t->field, t->hover}) {
      EXPECT_GE(contrast(t->text, ground), 4.5) << ground.name().toStdString();
      if (ground == t->hover) continue;  // only text that is pointed at, which is never muted
      EXPECT_GE(contrast(t->mutedText, ground), 4.5) << ground.name().toStdString();
    }
    EXPECT_GE(contrast(t->accentText, t->accent), 4.5);
    EXPECT_GE(contrast(t->accentText, t->accentHover), 4.5);
    for (const QColor& signal : {t->danger, t->warning, t->success})
      EXPECT_GE(contrast(signal, t->raised), 4.5) << signal.name().toStdString();
    EXPECT_GE(contrast(t->accent, t->panel), 4.5);
  }
}

TEST(Icons, EveryOneDraws) {
  applyTheme("dark");
  const QStringList files = QDir(":/icons").entryList({"*.svg"});
  ASSERT_GT(files.size(), 40);
  for (const QString& file : files) {
    const QImage drawn = themeIcon(file.chopped(4)).pixmap(24, 24).toImage();
    int inked = 0;
    for (int y = 0; y < drawn.height(); ++y)
      for (int x = 0; x < drawn.width(); ++x) inked += drawn.pixelColor(x, y).alpha() > 128;
    EXPECT_GT(inked, 3) << file.toStdString();
  }
}

TEST(Icons, FollowTheTheme) {
  const QIcon icon = themeIcon("cancel");
  const auto brightest = [&icon] {
    const QImage drawn = icon.pixmap(24, 24).toImage();
    double sum = 0;
    int count = 0;
    for (int y = 0; y < drawn.height(); ++y)
      for (int x = 0; x < drawn.width(); ++x)
        if (drawn.pixelColor(x, y).alpha() > 200)
          sum += drawn.pixelColor(x, y).lightnessF(), ++count;
    return sum / std::max(1, count);
  };
  applyTheme("dark");
  EXPECT_GT(brightest(), 0.7);
  applyTheme("light");
  EXPECT_LT(brightest(), 0.4);
  applyTheme("dark");
}

}  // namespace
}  // namespace pentimento
