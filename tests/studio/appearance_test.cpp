// Every panel and dialog in both languages: nothing is cut off, every control has a name and a
// tooltip and can be reached by Tab. With PENTIMENTO_SCREENSHOTS=FOLDER pictures of all of them are
// kept there.
#include <QAbstractButton>
#include <QAccessible>
#include <QApplication>
#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QPlainTextEdit>
#include <QSpinBox>
#include <QStyleOptionComboBox>
#include <QTabWidget>
#include <QTimer>
#include <QToolBar>

#include "tests/studio/running_studio.h"
#include "ui/history/compare_dialog.h"
#include "ui/history/family_dialog.h"
#include "ui/models/models_dialog.h"
#include "ui/window/command_palette.h"

namespace pentimento {
namespace {

/// A laptop's screen of 1920 x 1080 at 200 %, without a panel of the desktop.
constexpr QSize kSmallestScreen{960, 510};

std::string nameOf(const QWidget* widget) {
  return QString("%1 “%2” in %3")
      .arg(widget->metaObject()->className(), widget->accessibleName(),
           widget->parent() ? widget->parent()->metaObject()->className() : "nothing")
      .toStdString();
}

/// Parts that Qt puts into its own widgets are reached through those.
bool isPartOfAnother(const QWidget* widget) {
  if (widget->objectName().startsWith("qt_")) return true;
  for (const char* ours : {"QDockWidgetTitleButton", "QToolBarExtension", "QMenuBarExtension"})
    if (QLatin1String(widget->metaObject()->className()) == QLatin1String(ours)) return true;
  const QObject* parent = widget->parent();
  return qobject_cast<const QAbstractSpinBox*>(parent) || qobject_cast<const QComboBox*>(parent) ||
         qobject_cast<const QTabBar*>(parent) || qobject_cast<const QLineEdit*>(parent) ||
         (parent && parent->inherits("QComboBoxPrivateContainer"));
}

bool isControl(const QWidget* widget) {
  for (const char* kind : {"QAbstractButton", "QSlider", "QAbstractSpinBox", "QComboBox",
                           "QLineEdit", "QPlainTextEdit", "QAbstractItemView", "QKeySequenceEdit"})
    if (widget->inherits(kind)) return true;
  return false;
}

/// @return how many controls there are
int expectNamed(const QWidget& window) {
  int checked = 0;
  for (QWidget* widget : window.findChildren<QWidget*>()) {
    if (!isControl(widget) || isPartOfAnother(widget) || widget->inherits("QHeaderView")) continue;
    const QAccessibleInterface* accessible = QAccessible::queryAccessibleInterface(widget);
    EXPECT_FALSE(accessible->text(QAccessible::Name).isEmpty()) << nameOf(widget);
    EXPECT_FALSE(widget->toolTip().isEmpty()) << nameOf(widget);
    // Tools have a letter each.
    const bool byTab = (widget->focusPolicy() & Qt::TabFocus) || widget->focusProxy();
    EXPECT_TRUE(byTab || qobject_cast<QToolBar*>(widget->parent())) << nameOf(widget);
    ++checked;
  }
  return checked;
}

int roomFor(const QComboBox* box) {
  QStyleOptionComboBox option;
  option.initFrom(box);
  option.editable = false;
  return box->style()
      ->subControlRect(QStyle::CC_ComboBox, &option, QStyle::SC_ComboBoxEditField, box)
      .width();
}

/// Width and height that the text of a widget needs, and those it has; none: it has no text, or one
/// that is meant to be scrolled or elided.
std::optional<std::pair<QSize, QSize>> needAndRoom(const QWidget* widget) {
  const QFontMetrics metrics = widget->fontMetrics();
  if (const auto* label = qobject_cast<const QLabel*>(widget)) {
    if (label->text().isEmpty() || label->textFormat() == Qt::RichText ||
        Qt::mightBeRichText(label->text()) ||
        label->sizePolicy().horizontalPolicy() == QSizePolicy::Ignored)
      return {};
    const QSize room = label->contentsRect().size();
    if (label->wordWrap())
      return {
          {metrics.boundingRect(QRect(0, 0, room.width(), 10000), Qt::TextWordWrap, label->text())
               .size(),
           room}};
    return {{QSize(metrics.horizontalAdvance(label->text()), metrics.height()), room}};
  }
  if (const auto* button = qobject_cast<const QAbstractButton*>(widget);
      button && !button->text().isEmpty())
    return {{button->sizeHint(), button->size()}};
  if (const auto* box = qobject_cast<const QComboBox*>(widget))
    return {{QSize(metrics.horizontalAdvance(box->currentText()), metrics.height()),
             QSize(roomFor(box), box->height())}};
  if (const auto* number = qobject_cast<const QAbstractSpinBox*>(widget))
    return {{QSize(metrics.horizontalAdvance(number->text()), metrics.height()),
             number->findChild<QLineEdit*>()->contentsRect().size()}};
  if (const auto* line = qobject_cast<const QLineEdit*>(widget); line && !isPartOfAnother(line))
    return {{QSize(metrics.horizontalAdvance(line->placeholderText()), metrics.height()),
             line->contentsRect().size() - QSize(8, 0)}};
  return {};
}

void expectNothingCutOff(const QWidget& window, const std::string& name) {
  for (const QWidget* widget : window.findChildren<QWidget*>()) {
    if (!widget->isVisibleTo(&window) || isPartOfAnother(widget)) continue;
    const auto sizes = needAndRoom(widget);
    if (!sizes) continue;
    const auto& [need, room] = *sizes;
    EXPECT_LE(need.width(), room.width()) << name << ": " << nameOf(widget);
    EXPECT_LE(need.height(), room.height()) << name << ": " << nameOf(widget);
  }
  for (const QHeaderView* header : window.findChildren<QHeaderView*>())
    for (int i = 0; header->isVisibleTo(&window) && i < header->count(); ++i)
      EXPECT_LE(header->sectionSizeHint(i), header->sectionSize(i)) << name << ": column " << i;
}

/// What invites to type, in an empty field.
void expectLegible(const QWidget& window) {
  for (const QWidget* widget : window.findChildren<QWidget*>()) {
    if (!qobject_cast<const QLineEdit*>(widget) && !qobject_cast<const QPlainTextEdit*>(widget))
      continue;
    if (isPartOfAnother(widget)) continue;
    const QColor invitation = widget->palette().color(QPalette::PlaceholderText);
    EXPECT_EQ(invitation.alpha(), 255) << nameOf(widget);
    EXPECT_GE(contrast(invitation, theme().field), 4.5) << nameOf(widget);
  }
}

struct Look {
  QString theme, language;
};

class Appearance : public RunningStudio, public testing::WithParamInterface<Look> {
 protected:
  Appearance() : RunningStudio(GetParam().theme, GetParam().language) {
    studio->window().resize(1360, 860);
    generateAndAccept();
  }
  ~Appearance() override {
    installLanguage("en");
    applyTheme("dark");
  }

  void look(QWidget& window, const QString& name) {
    // A text that grew is laid out level by level, from the label to the window.
    for (int level = 0; level < 8; ++level) qApp->processEvents();
    keep(window, name);
    expectNothingCutOff(window, name.toStdString());
    EXPECT_GT(expectNamed(window), 0) << name.toStdString();
    expectLegible(window);
    if (!qobject_cast<MainWindow*>(&window)) {
      EXPECT_LE(window.minimumSizeHint().width(), kSmallestScreen.width()) << name.toStdString();
      EXPECT_LE(window.minimumSizeHint().height(), kSmallestScreen.height()) << name.toStdString();
    }
  }
  void keep(QWidget& window, const QString& name) {
    const QString folder = qEnvironmentVariable("PENTIMENTO_SCREENSHOTS");
    if (folder.isEmpty()) return;
    QDir().mkpath(folder);
    const QString file =
        QString("%1/%2-%3-%4.png").arg(folder, GetParam().theme, GetParam().language, name);
    EXPECT_TRUE(window.grab().save(file));
  }
  /// Looks at the dialog that an action shows, modal or not, and closes it.
  void lookAtDialogOf(const char* action, const QString& name) {
    bool seen = false;
    QTimer::singleShot(0, &studio->window(), [&] {
      for (QWidget* window : QApplication::topLevelWidgets())
        if (auto* dialog = qobject_cast<QDialog*>(window); dialog && dialog->isVisible()) {
          look(*dialog, name);
          seen = true;
          dialog->close();
        }
    });
    studio->window().actions().action(action)->trigger();
    EXPECT_TRUE(eventually([&] { return seen; })) << name.toStdString();
  }
};

TEST_P(Appearance, OfTheWindow) {
  MainWindow& window = studio->window();
  look(window, "window");
  EXPECT_LE(window.minimumSizeHint().width(), kSmallestScreen.width());
  EXPECT_LE(window.minimumSizeHint().height(), kSmallestScreen.height());
  for (Section* section : window.findChildren<Section*>()) section->setExpanded(true);
  window.resize(1360, 1300);
  look(window, "window-unfolded");
  window.actions().action("view.queue")->trigger();
  prompt("!slow mountains", 3);
  studio->generation().run({});
  prompt("!slow mountains, and then some more of them", 2);
  studio->generation().run({});
  ASSERT_TRUE(eventually([&] { return studio->queue().busy(); }));
  look(window, "window-queue");
  studio->queue().clear();
  studio->queue().cancelRunning();
  ASSERT_TRUE(eventually([&] { return !studio->queue().busy(); }));
}

TEST_P(Appearance, OfEachToolsOptions) {
  for (int tool = 0; tool < kToolCount; ++tool) {
    studio->window().canvas().setTool(ToolId(tool));
    qApp->processEvents();
    auto* bar = studio->window().findChild<QToolBar*>("toolOptions");
    expectNothingCutOff(*bar, "tool " + std::to_string(tool));
    EXPECT_LE(bar->sizeHint().width(), 1360) << tool;
    keep(*bar, QString("tool-%1").arg(tool, 2, 10, QChar('0')));
  }
}

TEST_P(Appearance, OfTheDialogs) {
  lookAtDialogOf("model.choose", "models");
  lookAtDialogOf("edit.settings", "settings");
  lookAtDialogOf("edit.shortcuts", "shortcuts");
  lookAtDialogOf("help.palette", "palette");
  lookAtDialogOf("help.about", "about");
  lookAtDialogOf("file.new", "new");
  lookAtDialogOf("edit.resize_canvas", "canvas-size");
}

TEST_P(Appearance, OfTheModelsDialogsPages) {
  studio->window().actions().action("model.choose")->trigger();
  auto* dialog = studio->window().findChild<ModelsDialog*>();
  ASSERT_NE(dialog, nullptr);
  auto* tabs = dialog->findChild<QTabWidget*>();
  for (int page = 0; page < tabs->count(); ++page) {
    tabs->setCurrentIndex(page);
    look(*dialog, QString("models-%1").arg(page));
  }
}

TEST_P(Appearance, OfTheHistorysDialogs) {
  const auto items = studio->history().items({});
  ASSERT_GE(items.size(), 2u);
  ThumbnailStore thumbnails(root.filePath("thumbnails"));
  FamilyDialog family(studio->history(), thumbnails, items[0].key, &studio->window());
  family.setAttribute(Qt::WA_DeleteOnClose, false);
  family.show();
  look(family, "family");
  QImage one(300, 200, QImage::Format_RGB32), other = one;
  one.fill(Qt::darkCyan);
  other.fill(Qt::darkYellow);
  CompareDialog compare(one, other, &studio->window());
  compare.setAttribute(Qt::WA_DeleteOnClose, false);
  compare.show();
  look(compare, "compare");
}

/// No two entries of a menu share the letter that chooses them.
void expectLettersOfTheirOwn(const QList<QAction*>& entries) {
  QMap<QChar, QString> owners;
  for (const QAction* entry : entries) {
    if (entry->isSeparator()) continue;
    const qsizetype at = entry->text().indexOf('&');
    ASSERT_GE(at, 0) << "no letter: " << entry->text().toStdString();
    const QChar letter = entry->text().at(at + 1).toLower();
    EXPECT_FALSE(owners.contains(letter))
        << entry->text().toStdString() << " and " << owners.value(letter).toStdString();
    owners[letter] = entry->text();
  }
}

TEST_P(Appearance, OfTheMenus) {
  const QList<QAction*> menus = studio->window().menuBar()->actions();
  expectLettersOfTheirOwn(menus);
  for (const QAction* entry : menus) {
    ASSERT_TRUE(entry->menu());
    keep(*entry->menu(), "menu-" + QString(entry->text()).remove('&'));
    expectLettersOfTheirOwn(entry->menu()->actions());
    const QKeySequence opens("Alt+" + entry->text().section('&', 1).left(1));
    for (const QAction* action : studio->window().actions().all())
      EXPECT_FALSE(action->shortcuts().contains(opens)) << action->objectName().toStdString();
  }
}

INSTANTIATE_TEST_SUITE_P(Looks, Appearance,
                         testing::Values(Look{"dark", "en"}, Look{"light", "de"}),
                         [](const auto& look) {
                           return (look.param.theme + "_" + look.param.language).toStdString();
                         });

}  // namespace
}  // namespace pentimento
