#include "ui/window/main_window.h"

#include <QActionGroup>
#include <QApplication>
#include <QCloseEvent>
#include <QDir>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QMenuBar>
#include <QMessageBox>
#include <QStatusBar>
#include <QTimer>
#include <QToolBar>
#include <algorithm>
#include <cmath>

#include "ui/queue/queue_indicator.h"
#include "ui/queue/queue_panel.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/describe.h"
#include "ui/window/command_palette.h"
#include "ui/window/settings_dialog.h"
#include "ui/window/shortcut_dialog.h"
#include "ui/window/tool_options_bar.h"

namespace pentimento {
namespace {

constexpr int kLayoutVersion = 2;
constexpr QSize kFirstSize{1360, 860};
constexpr int kWidestModelName = 260;
constexpr int kFirstPromptWidth = 384;    // all shapes in one row
constexpr int kFirstHistoryHeight = 212;  // one row of thumbnails

/// In the order of ToolId.
constexpr const char* kToolActions[kToolCount] = {
    "tool.mask",       "tool.eraser", "tool.lasso",      "tool.shapes", "tool.smart", "tool.frame",
    "tool.pentimento", "tool.paint",  "tool.eyedropper", "tool.pan",    "tool.zoom",  "tool.move"};

}  // namespace

MainWindow::MainWindow(Settings& settings, JobQueue& queue)
    : m_settings(settings), m_actions(new ActionSet(this, settings)), m_canvas(new CanvasView) {
  setObjectName("studio");
  setWindowIcon(themeIcon("app"));
  setAcceptDrops(true);
  setDockNestingEnabled(true);
  setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);  // the prompt needs the height
  setCentralWidget(m_canvas);
  m_promptBar = new PromptBar(m_canvas);
  m_results = new ResultsBar(m_canvas);
  m_resultsGrid = new ResultsGrid(m_canvas);
  m_messages = new MessageBar(m_canvas);
  m_dropZones = new DropZones(m_canvas);
  m_promptPanel = new PromptPanel;
  makeMenus();
  makeToolBar();
  auto* options = new ToolOptionsBar(*m_canvas);
  addToolBar(Qt::TopToolBarArea, options);
  options->setContextMenuPolicy(Qt::PreventContextMenu);
  addPanel(m_promptPanel, "promptDock", tr("Prompt"), Qt::RightDockWidgetArea);
  m_queueDock = addPanel(new QueuePanel(queue), "queueDock", tr("Queue"), Qt::RightDockWidgetArea);
  m_queueDock->hide();

  auto* corner = new QWidget;
  auto* row = new QHBoxLayout(corner);
  row->setContentsMargins(0, 0, 0, 0);
  m_model = described(new QToolButton, tr("Model"), tr("Choose a model"), "Ctrl+M");
  m_model->setIcon(themeIcon("model"));
  m_model->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  connect(m_model, &QToolButton::clicked, m_actions->action("model.choose"), &QAction::trigger);
  auto* indicator = new QueueIndicator(queue);
  connect(indicator, &QueueIndicator::clicked, m_actions->action("view.queue"), &QAction::trigger);
  row->addWidget(m_model);
  row->addWidget(indicator);
  menuBar()->setCornerWidget(corner);
  corner->installEventFilter(this);

  makeStatusBar();
  connectView();
  connect(m_results, &ResultsBar::covering, m_canvas, &CanvasView::setCoveredBelow);
  m_canvas->setTool(ToolId::MaskBrush);
}

QDockWidget* MainWindow::addPanel(QWidget* panel, const QString& id, const QString& title,
                                  Qt::DockWidgetArea area) {
  auto* dock = new QDockWidget(title);
  dock->setObjectName(id);
  dock->setWidget(panel);
  dock->setFeatures(QDockWidget::DockWidgetMovable | QDockWidget::DockWidgetClosable);
  addDockWidget(area, dock);
  described(dock, title);
  return dock;
}

void MainWindow::makeMenus() {
  struct Entry {
    QString prefix, title;
  };
  const QList<Entry> menus{{"file.", tr("&File")},         {"edit.", tr("&Edit")},
                           {"generate.", tr("&Generate")}, {"review.", tr("&Results")},
                           {"select.", tr("&Select")},     {"layer.", tr("&Layer")},
                           {"view.", tr("&View")},         {"help.", tr("&Help")}};
  // Actions that share a menu with others.
  const QHash<QString, QString> guests{{"recall.", "review."}, {"model.", "generate."}};
  m_recentFiles = new QMenu(tr("Open &Recent"), this);
  m_recentFiles->setToolTipsVisible(true);
  setRecentFiles({});
  QHash<QString, QMenu*> byPrefix;
  for (const Entry& entry : menus) byPrefix.insert(entry.prefix, menuBar()->addMenu(entry.title));
  QString last;
  for (QAction* action : m_actions->all()) {
    const QString prefix = action->objectName().section('.', 0, 0) + ".";
    QMenu* menu = byPrefix.value(guests.value(prefix, prefix));
    if (!menu) continue;  // tools have their bar
    if (prefix != last && !menu->isEmpty()) menu->addSeparator();
    menu->addAction(action);
    if (action->objectName() == "file.open") menu->addMenu(m_recentFiles);
    last = prefix;
  }
}

void MainWindow::makeToolBar() {
  auto* bar = new QToolBar(tr("Tools"));
  bar->setObjectName("tools");
  bar->setMovable(false);
  bar->setOrientation(Qt::Vertical);
  bar->setIconSize({22, 22});
  bar->setContextMenuPolicy(Qt::PreventContextMenu);
  auto* group = new QActionGroup(this);
  for (int id = 0; id < kToolCount; ++id) {
    QAction* action = m_actions->action(kToolActions[id]);
    group->addAction(action);
    bar->addAction(action);
    // Masks, frame, brushes, view.
    if (id == int(ToolId::SmartSelect) || id == int(ToolId::Frame) || id == int(ToolId::Eyedropper))
      bar->addSeparator();
    if (QWidget* button = bar->widgetForAction(action))
      described(button, action->text(), action->toolTip());
    connect(action, &QAction::triggered, this, [this, id] {
      m_canvas->setTool(ToolId(id));
      m_canvas->setFocus();
    });
  }
  addToolBar(Qt::LeftToolBarArea, bar);
  connect(m_canvas, &CanvasView::toolChanged, this,
          [this](ToolId tool) { m_actions->action(kToolActions[int(tool)])->setChecked(true); });
}

void MainWindow::makeStatusBar() {
  m_hint = new QLabel;
  m_size = new QLabel;
  m_zoom = new QLabel;
  m_proof = new QLabel;
  m_hint->setAccessibleName(tr("What the tool does"));
  described(m_size, tr("Size of the canvas"));
  described(m_zoom, tr("Zoom"));
  described(m_proof, tr("Changed outside the mask"),
            tr("After each edit the bytes outside of the mask are compared with before"));
  statusBar()->setSizeGripEnabled(false);
  m_hint->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  statusBar()->addWidget(m_hint, 1);
  m_workNote = new WorkNote;
  m_workNote->watch(m_canvas->work());
  statusBar()->addPermanentWidget(m_workNote);
  for (QLabel* label : {m_size, m_zoom, m_proof}) statusBar()->addPermanentWidget(label);
  connect(m_canvas, &CanvasView::hintChanged, m_hint, &QLabel::setText);
}

void MainWindow::connectView() {
  connect(m_canvas, &CanvasView::viewChanged, this, &MainWindow::showView);
  const auto zoom = [this](const char* id, double scale) {
    m_actions->on(id, m_canvas, [this, scale] { m_canvas->zoomTo(scale); });
  };
  zoom("view.100", 1);
  zoom("view.200", 2);
  zoom("view.400", 4);
  zoom("view.800", 8);
  m_actions->on("view.fit", m_canvas, [this] { m_canvas->zoomToFit(); });
  m_actions->on("view.zoom_in", m_canvas, [this] { m_canvas->zoomBySteps(1); });
  m_actions->on("view.zoom_out", m_canvas, [this] { m_canvas->zoomBySteps(-1); });
  m_actions->on("view.rotate_left", m_canvas, [this] { m_canvas->rotateBy(-15); });
  m_actions->on("view.rotate_right", m_canvas, [this] { m_canvas->rotateBy(15); });
  m_actions->on("view.upright", m_canvas, [this] { m_canvas->resetRotation(); });
  m_actions->on("view.mirror", m_canvas, [this](bool on) { m_canvas->setMirrored(on); });
  m_actions->action("view.overlays")->setChecked(true);
  m_actions->on("view.overlays", m_canvas, [this](bool on) { m_canvas->setOverlaysVisible(on); });
  m_actions->action("view.panels")->setChecked(true);
  m_actions->on("view.panels", this, [this](bool shown) { showPanels(shown); });
  m_actions->on("view.queue", this, [this](bool shown) { m_queueDock->setVisible(shown); });
  connect(m_queueDock, &QDockWidget::visibilityChanged, this,
          [this] { m_actions->action("view.queue")->setChecked(!m_queueDock->isHidden()); });
  QAction* dark = m_actions->action("view.dark");
  dark->setChecked(theme().dark);
  m_actions->on("view.dark", this, [this](bool on) {
    m_settings.set(setting::kTheme, QString(on ? "dark" : "light"));
    applyTheme(m_settings.get(setting::kTheme));
  });
  m_actions->on("help.palette", this, [this] { (new CommandPalette(*m_actions, this))->show(); });
  for (const char* id : {"help.keys", "edit.shortcuts"})
    m_actions->on(id, this, [this] { ShortcutDialog(*m_actions, this).exec(); });
  m_actions->on("edit.settings", this, [this, dark] {
    SettingsDialog(m_settings, this).exec();
    dark->setChecked(theme().dark);
  });
  m_actions->on("help.about", this, [this] {
    QMessageBox about(this);
    about.setWindowTitle(tr("About Pentimento"));
    about.setIconPixmap(windowIcon().pixmap(48, 48));
    about.setText(tr("<h3>Pentimento %1</h3><p>An image studio that keeps every earlier "
                     "state. It runs on your own machine.</p>")
                      .arg(QApplication::applicationVersion()));
    auto* close = about.addButton(tr("Close"), QMessageBox::AcceptRole);
    described(close, tr("Close"), {}, "Esc");
    about.exec();
  });
  m_actions->on("generate.prompt", this, [this] { m_promptPanel->focusPrompt(); });
  m_actions->on("file.quit", this, [this] { close(); });
}

void MainWindow::showView() {
  const double scale = m_canvas->transform().scale() * 100;
  m_zoom->setText(QString("%1 %").arg(scale, 0, 'f', scale < 10 ? 1 : 0));
  if (const Document* document = m_canvas->document())
    m_size->setText(
        QString("%1 × %2").arg(document->size().width()).arg(document->size().height()));
  m_promptBar->placeAt(m_results->isVisible() ? QRect() : m_canvas->maskBoundsOnScreen());
}

void MainWindow::showPanels(bool shown) {
  if (shown) {
    for (QDockWidget* dock : m_hiddenTogether) dock->show();
    m_hiddenTogether.clear();
    return;
  }
  for (QDockWidget* dock : findChildren<QDockWidget*>()) {
    if (!dock->isVisible()) continue;
    m_hiddenTogether.append(dock);
    dock->hide();
  }
}

void MainWindow::setModelText(const QString& name, const QString& about) {
  m_model->setText(m_model->fontMetrics().elidedText(name, Qt::ElideMiddle, kWidestModelName));
  described(m_model, tr("Model: %1").arg(name), about, "Ctrl+M");
}

void MainWindow::setRecentFiles(const QStringList& newestFirst) {
  m_recentFiles->clear();
  for (const QString& path : newestFirst) {
    QAction* action = m_recentFiles->addAction(QFileInfo(path).fileName().replace('&', "&&"));
    action->setToolTip(plainTip(QDir::toNativeSeparators(path)));
    connect(action, &QAction::triggered, this, [this, path] { Q_EMIT recentFileChosen(path); });
  }
  m_recentFiles->addSeparator();
  connect(m_recentFiles->addAction(tr("&Clear the List")), &QAction::triggered, this,
          &MainWindow::recentFilesCleared);
  m_recentFiles->setEnabled(!newestFirst.isEmpty());
}

void MainWindow::showProof(std::optional<qint64> changedPixels) {
  m_proof->setText(changedPixels ? tr("%L1 px out").arg(*changedPixels) : QString());
  m_proof->setStyleSheet(
      changedPixels ? QString("color: %1")
                          .arg((*changedPixels == 0 ? theme().success : theme().danger).name())
                    : QString());
}

void MainWindow::showDocument(const QString& name, bool modified) {
  setWindowTitle(QString("%1%2 – Pentimento").arg(modified ? "• " : "", name));
  showView();
}

void MainWindow::restoreLayout() {
  resize(kFirstSize);
  restoreGeometry(m_settings.get(setting::kWindowGeometry));
  if (!restoreState(m_settings.get(setting::kWindowState), kLayoutVersion)) {
    // The first time. Docks take sizes only once the window has its own.
    QTimer::singleShot(0, this, [this] {
      const auto dock = [this](const char* id) { return findChild<QDockWidget*>(id); };
      if (QDockWidget* history = dock("historyDock"))
        resizeDocks({history}, {kFirstHistoryHeight}, Qt::Vertical);
      resizeDocks({dock("promptDock")}, {kFirstPromptWidth}, Qt::Horizontal);
      if (QDockWidget* layers = dock("layersDock"))
        resizeDocks({dock("promptDock"), layers},
                    {kFirstSize.height() * 3 / 5, kFirstSize.height() * 2 / 5}, Qt::Vertical);
    });
  }
}

void MainWindow::saveLayout() {
  if (!m_hiddenTogether.isEmpty()) showPanels(true);
  m_settings.set(setting::kWindowGeometry, saveGeometry());
  m_settings.set(setting::kWindowState, saveState(kLayoutVersion));
}

bool MainWindow::eventFilter(QObject* watched, QEvent* event) {
  // The menu bar lays its corner out anew only when it is itself resized.
  if (watched == menuBar()->cornerWidget() && event->type() == QEvent::LayoutRequest) {
    QWidget* corner = menuBar()->cornerWidget();
    const int right = corner->geometry().right();
    corner->resize(corner->sizeHint().width(), corner->height());
    corner->move(right - corner->width() + 1, corner->y());
  }
  return QMainWindow::eventFilter(watched, event);
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
  if (!event->mimeData()->hasUrls() && !event->mimeData()->hasImage()) return;
  event->acceptProposedAction();
  m_dropZones->begin(mapToGlobal(event->position().toPoint()));
}

void MainWindow::dragMoveEvent(QDragMoveEvent* event) {
  m_dropZones->point(mapToGlobal(event->position().toPoint()));
}

void MainWindow::dragLeaveEvent(QDragLeaveEvent*) {
  m_dropZones->hide();
}

void MainWindow::dropEvent(QDropEvent* event) {
  event->acceptProposedAction();
  m_dropZones->hide();
  Q_EMIT dropped(event->mimeData(), m_dropZones->purpose());
}

/// Keys that nothing in the window had a use for.
void MainWindow::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Escape) return m_actions->action("generate.cancel")->trigger();
  QMainWindow::keyPressEvent(event);
}

void MainWindow::closeEvent(QCloseEvent* event) {
  Q_EMIT closing();
  event->accept();
}

}  // namespace pentimento
