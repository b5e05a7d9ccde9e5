/// History, layers and models: what their panels ask for, carried out.
#pragma once

#include "app/history/thumbnail_store.h"
#include "app/library/model_library.h"
#include "app/studio/generation_flow.h"
#include "app/studio/meaning_flow.h"
#include "ui/history/history_panel.h"
#include "ui/layers/layers_panel.h"
#include "ui/models/models_dialog.h"

namespace pentimento {

/// Thread-safety: the GUI thread.
class PanelsFlow final : public QObject {
  Q_OBJECT
 public:
  PanelsFlow(MainWindow& window, DocumentFlow& documents, GenerationFlow& generation,
             JobQueue& queue, HistoryStore& history, Settings& settings,
             const QString& cacheFolder);

 private:
  void connectHistory(HistoryStore& history);
  void connectLayers();
  void connectModels();
  [[nodiscard]] ModelsDialog& modelsDialog();  ///< made when it is first needed
  void report(const QString& sentence);

  MainWindow& m_window;
  DocumentFlow& m_documents;
  GenerationFlow& m_generation;
  Settings& m_settings;
  ThumbnailStore m_thumbnails;
  ModelLibrary m_library;
  HistoryPanel* m_historyPanel;
  LayersPanel* m_layersPanel;
  ModelsDialog* m_modelsDialog = nullptr;
  MeaningFlow m_meaning;
};

}  // namespace pentimento
