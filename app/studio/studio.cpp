#include "app/studio/studio.h"

#include <QThread>

#include "app/engine/engine_process.h"
#include "app/studio/edit_actions.h"
#include "app/studio/engine_command.h"

namespace pentimento {
namespace {

constexpr int kPromptHistory = 200;

}  // namespace

Studio::Studio(const StandardFolders& folders)
    : m_folders(folders), m_settings(folders.config + "/settings.ini") {
  m_history = std::make_unique<HistoryStore>(HistoryFolders{folders.pictures, folders.data});
  HistoryStore* history = m_history.get();
  auto engine = std::make_unique<EngineProcess>(engineCommand(m_settings), m_ending.get_token());
  EngineProcess* const process = engine.get();  // the queue's
  m_queue = std::make_unique<JobQueue>(
      std::move(engine),
      [history](const Job& job, int, const GeneratedImage& picture) {
        return history->add(picture, job.context);
      },
      (folders.data + "/queue").toStdString());
  m_window = std::make_unique<MainWindow>(m_settings, *m_queue);
  connect(&m_settings, &Settings::changed, m_window.get(), [this, process](const QString& key) {
    if (key == setting::kModelFolders.name) process->setCommand(engineCommand(m_settings));
  });
  m_documents = std::make_unique<DocumentFlow>(*m_window, m_settings, folders.data);
  m_generation =
      std::make_unique<GenerationFlow>(*m_window, *m_documents, *m_queue, *m_history, m_settings);
  m_panels = std::make_unique<PanelsFlow>(*m_window, *m_documents, *m_generation, *m_queue,
                                          *m_history, m_settings, m_folders.cache);
  connectEditActions(*m_window, *m_documents);
  const auto follow = [this](Document& document) {
    const auto show = [this, &document] { showEditState(*m_window, document); };
    connect(&document, &Document::historyChanged, m_window.get(), show);
    connect(&document, &Document::maskChanged, m_window.get(), show);
    connect(&document, &Document::activeLayerChanged, m_window.get(), show);
    show();
  };
  connect(m_documents.get(), &DocumentFlow::replaced, m_window.get(), follow);
  follow(m_documents->document());
  connect(m_generation.get(), &GenerationFlow::promptUsed, this, &Studio::rememberPrompt);
  connect(m_window.get(), &MainWindow::closing, this, &Studio::keepSession);
  connect(&m_window->promptPanel().styles(), &StylesEditor::edited, this, [this] {
    m_settings.set(setting::kStyles, QString::fromUtf8(m_window->promptPanel().styles().toJson()));
  });
  for (const auto signal : {&HistoryStore::rebuilt, &HistoryStore::failed})
    connect(history, signal, this, [this](const QString& sentence) {
      m_window->messages().showMessage(MessageKind::Warning, sentence);
    });
  unloadWhenIdle();
  restoreSession();
}

Studio::~Studio() {
  m_ending.request_stop();
  // The window's panels hold references to stores, the flows to the window.
  m_generation.reset();
  m_documents.reset();
  m_window.reset();
  m_panels.reset();
  m_queue.reset();
}

void Studio::restoreSession() {
  PromptPanel& panel = m_window->promptPanel();
  panel.styles().fromJson(m_settings.get(setting::kStyles).toUtf8());
  panel.setValues(promptValuesFromJson(m_settings.get(setting::kPanel).toUtf8()));
  panel.drawSeed();
  showPromptHistory(m_settings.get(setting::kPromptHistory));
  panel.setOpenSections(m_settings.get(setting::kOpenSections));
  if (const QString tool = m_settings.get(setting::kTool); !tool.isEmpty())
    m_window->canvas().setTool(ToolId(std::clamp(tool.toInt(), 0, kToolCount - 1)));
  m_window->restoreLayout();
  if (m_settings.get(setting::kStartedBefore)) return;
  panel.setExamples({tr("a yellow school bus on a street"),
                     tr("a red couch in a room with a plant"),
                     tr("a tornado over a wheat field at sunset")});
  m_window->messages().showMessage(
      MessageKind::Information,
      tr("Welcome. Everything runs on this machine: CPU, %n threads. Type a sentence, press "
         "Ctrl+Enter.",
         nullptr, QThread::idealThreadCount()));
}

void Studio::begin(const QStringList& files) {
  m_documents->restoreSession([this, files] {
    m_generation->adoptQueue();
    for (const QString& path : files) m_documents->open(path);
    m_generation->setModel(m_settings.get(setting::kModel));
    if (m_queue->recovered())
      m_window->messages().showMessage(
          MessageKind::Warning,
          tr("The studio ended unexpectedly; nothing in the queue was lost. It is paused."),
          {tr("Continue"), [this] { m_queue->resume(); }});
  });
}

void Studio::recoverFrom(const QString& failure) {
  m_window->canvas().cancelGesture();
  m_documents->flush();
  m_window->messages().showMessage(MessageKind::Error, failure);
}

void Studio::unloadWhenIdle() {
  m_idle.setSingleShot(true);
  connect(&m_idle, &QTimer::timeout, this, [this] { m_queue->unload(); });
  connect(m_queue.get(), &JobQueue::changed, this, [this] {
    const int minutes = m_settings.get(setting::kUnloadMinutes);
    m_queue->busy() || minutes == 0 ? m_idle.stop() : m_idle.start(minutes * 60000);
  });
}

void Studio::keepPanel() {
  m_settings.set(setting::kOpenSections, m_window->promptPanel().openSections());
  m_settings.set(setting::kPanel, QString::fromUtf8(toJson(m_window->promptPanel().values())));
}

void Studio::keepSession() {
  keepPanel();
  m_settings.set(setting::kTool, QString::number(int(m_window->canvas().tool())));
  m_settings.set(setting::kStartedBefore, true);
  m_window->saveLayout();
  m_settings.flush();
  m_window->hide();  // it has been closed; what is on its way to the disk gets there
  m_documents->finish();
  m_documents->flush();
}

void Studio::rememberPrompt(const QString& prompt) {
  keepPanel();  // a studio that is killed remembers the last run
  m_window->promptPanel().setExamples({});
  if (prompt.trimmed().isEmpty()) return;
  QStringList history = m_settings.get(setting::kPromptHistory);
  history.removeAll(prompt);
  history.prepend(prompt);
  history = history.mid(0, kPromptHistory);
  m_settings.set(setting::kPromptHistory, history);
  showPromptHistory(history);
}

void Studio::showPromptHistory(const QStringList& newestFirst) {
  m_window->promptPanel().setPromptHistory(newestFirst);
  m_window->promptBar().setPromptHistory(newestFirst);
}

void Studio::openFiles(const QStringList& paths) {
  for (const QString& path : paths) m_documents->open(path);
  m_window->show();
  m_window->raise();
  m_window->activateWindow();
}

}  // namespace pentimento
