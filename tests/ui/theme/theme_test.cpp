#include "ui/theme/theme.h"

#include <gtest/gtest.h>

#include <QApplication>
#include <QDir>
#include <QFile>
#include <QMap>
#include <QRegularExpression>

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

// What the style sheet puts together: text on a ground of its own rule, or on any that it may lie
// on. Disabled parts need no contrast (WCAG 2.1, 1.4.3).
TEST(Theme, EveryRuleOfTheStyleSheetCanBeRead) {
  applyTheme("dark");
  QFile file(":/styles/pentimento.qss");
  ASSERT_TRUE(file.open(QIODevice::ReadOnly));
  const QString sheet = QString::fromUtf8(file.readAll());
  static const QRegularExpression rule("([^{}]+)\\{([^}]*)\\}");
  static const QRegularExpression ground("(?:^|[ ;])background(?:-color)?: @(\\w+)");
  static const QRegularExpression ink("(?:^|[ ;])color: @(\\w+)");
  for (const ThemeTokens* t : {&darkTokens(), &lightTokens()}) {
    const QMap<QString, QColor> tokens{{"window", t->window},
                                       {"panel", t->panel},
                                       {"raised", t->raised},
                                       {"hover", t->hover},
                                       {"field", t->field},
                                       {"border", t->border},
                                       {"text", t->text},
                                       {"mutedText", t->mutedText},
                                       {"accent", t->accent},
                                       {"accentHover", t->accentHover},
                                       {"accentText", t->accentText},
                                       {"danger", t->danger},
                                       {"warning", t->warning},
                                       {"success", t->success}};
    int checked = 0;
    for (auto it = rule.globalMatch(sheet); it.hasNext();) {
      const auto match = it.next();
      const QString selector = match.captured(1).simplified();
      const auto colour = ink.match(match.captured(2));
      if (!colour.hasMatch() || selector.contains(":disabled")) continue;
      const auto own = ground.match(match.captured(2));
      const QStringList grounds = own.hasMatch()
                                      ? QStringList{own.captured(1)}
                                      : QStringList{"window", "panel", "raised", "field"};
      for (const QString& name : grounds) {
        ASSERT_TRUE(tokens.contains(name) && tokens.contains(colour.captured(1)));
        EXPECT_GE(contrast(tokens[colour.captured(1)], tokens[name]), 4.5)
            << (t->dark ? "dark: " : "light: ") << selector.toStdString() << ": "
            << colour.captured(1).toStdString() << " on " << name.toStdString();
        ++checked;
      }
    }
    EXPECT_GT(checked, 40);
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
