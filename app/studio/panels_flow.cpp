#include "app/studio/panels_flow.h"

#include <QFileInfo>

#include "core/imaging/codec.h"

namespace pentimento {

PanelsFlow::PanelsFlow(MainWindow& window, DocumentFlow& documents, GenerationFlow& generation,
                       JobQueue& queue, HistoryStore& history, Settings& settings,
                       const QString& cacheFolder)
    : m_window(window),
      m_documents(documents),
      m_generation(generation),
      m_settings(settings),
      m_thumbnails(cacheFolder),
      m_historyPanel(new HistoryPanel(history, m_thumbnails)),
      m_layersPanel(new LayersPanel),
      m_meaning(queue, history, *m_historyPanel, cacheFolder) {
  window.addPanel(m_layersPanel, "layersDock", tr("Layers"), Qt::RightDockWidgetArea);
  window.addPanel(m_historyPanel, "historyDock", tr("History"), Qt::BottomDockWidgetArea);
  connectHistory(history);
  connectLayers();
  connectModels();
}

void PanelsFlow::report(const QString& sentence) {
  m_window.messages().showMessage(MessageKind::Error, sentence);
}

void PanelsFlow::connectHistory(HistoryStore& history) {
  m_historyPanel->setWarningLimit(m_settings.get(setting::kHistoryGiB));
  connect(m_historyPanel, &HistoryPanel::recallRequested, &m_generation, &GenerationFlow::recall);
  connect(m_historyPanel, &HistoryPanel::openRequested, this,
          [this](const QString& path) { m_documents.open(path); });
  connect(m_historyPanel, &HistoryPanel::failed, this, &PanelsFlow::report);
  connect(m_historyPanel, &HistoryPanel::hinted, this, [this](const QString& sentence) {
    m_window.messages().showMessage(MessageKind::Information, sentence);
  });
  connect(m_historyPanel, &HistoryPanel::movedToTrash, this,
          [this, &history](const QStringList& keys) {
            m_window.messages().showMessage(
                MessageKind::Information,
                tr("%n picture(s) moved to the trash.", nullptr, int(keys.size())),
                {tr("Undo"), [&history, keys] { history.restoreFromTrash(keys); }});
          });
  connect(&m_meaning, &MeaningFlow::failed, this, &PanelsFlow::report);
  connect(&m_generation, &GenerationFlow::modelKnown, this,
          [this](const QString& model, const Capabilities& capabilities) {
            if (capabilities.ranksByClip) m_meaning.setModel(model);
          });
  connect(m_historyPanel, &HistoryPanel::layerRequested, this,
          [this](const QString&, const QString& path) { m_documents.addLayers({path}); });
  connect(m_historyPanel, &HistoryPanel::variationsRequested, this,
          [this](const QString&, const QString& path) {
            m_documents.open(path, [this] { m_generation.run(Intent::Vary); });
          });
  connect(m_historyPanel, &HistoryPanel::sourceRequested, this,
          [this](const QString&, const QString& path) {
            m_documents.work().start(
                tr("Opening %1").arg(QFileInfo(path).fileName()),
                [path](const RunContext&) {
                  return std::make_shared<const Image>(readImage(path.toStdString()));
                },
                [this](const std::shared_ptr<const Image>& image) {
                  m_window.canvas().setPentimentoSource(image);
                  m_window.canvas().setTool(ToolId::Pentimento);
                });
          });
}

void PanelsFlow::connectLayers() {
  connect(&m_documents, &DocumentFlow::replaced, this,
          [this](Document& document) { m_layersPanel->setDocument(&document); });
  m_layersPanel->setDocument(&m_documents.document());
  connect(m_layersPanel, &LayersPanel::newLayerRequested, m_window.actions().action("layer.new"),
          &QAction::trigger);
  connect(m_layersPanel, &LayersPanel::mergeRequested, m_window.actions().action("layer.merge"),
          &QAction::trigger);
  connect(m_layersPanel, &LayersPanel::rerunRequested, &m_generation, &GenerationFlow::rerun);
  connect(m_layersPanel, &LayersPanel::reopenRequested, &m_generation, &GenerationFlow::reopen);
  m_window.actions().on("layer.rerun", this,
                        [this] { m_generation.rerun(m_documents.document().state().active); });
}

void PanelsFlow::connectModels() {
  m_window.actions().on("model.choose", this, [this] {
    modelsDialog().setLoras(m_window.promptPanel().values().loras);
    modelsDialog().show();
    modelsDialog().raise();
  });
}

ModelsDialog& PanelsFlow::modelsDialog() {
  if (m_modelsDialog) return *m_modelsDialog;
  m_modelsDialog = new ModelsDialog(m_library, &m_window);
  m_modelsDialog->setCurrentModel(m_settings.get(setting::kModel));
  m_modelsDialog->setFolders(m_settings.get(setting::kModelFolders));
  connect(m_modelsDialog, &ModelsDialog::modelChosen, this,
          [this](const QString& path, const ModelCard&) { m_generation.setModel(path); });
  connect(m_modelsDialog, &ModelsDialog::lorasChanged, &m_window.promptPanel(),
          &PromptPanel::setLoras);
  connect(m_modelsDialog, &ModelsDialog::foldersChanged, this,
          [this](const QStringList& folders) { m_settings.set(setting::kModelFolders, folders); });
  return *m_modelsDialog;
}

}  // namespace pentimento
