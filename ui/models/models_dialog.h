/// Choosing models and LoRAs.
#pragma once

#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QTreeWidget>

#include "app/library/model_library.h"
#include "core/api/generation_request.h"

namespace pentimento {

/// Modeless. Folders are scanned in the background; every file found has a card.
class ModelsDialog final : public QDialog {
  Q_OBJECT
 public:
  /// @param library is not owned; the first time the dialog is shown it scans
  explicit ModelsDialog(ModelLibrary& library, QWidget* parent = nullptr);

  void setFolders(const QStringList& folders);
  [[nodiscard]] QStringList folders() const;
  void setCurrentModel(const QString& path);  ///< selected when it is found; empty = built in
  void setLoras(const std::vector<LoraUse>& loras);
  [[nodiscard]] std::vector<LoraUse> loras() const;

 Q_SIGNALS:
  /// Path, or empty for the built-in model.
  void modelChosen(const QString& path, const pentimento::ModelCard& card);
  void lorasChanged(const std::vector<pentimento::LoraUse>& loras);
  void foldersChanged(const QStringList& folders);

 protected:
  void showEvent(QShowEvent* event) override;

 private:
  [[nodiscard]] QWidget* buildModels();
  [[nodiscard]] QWidget* buildLoras();
  [[nodiscard]] QWidget* buildFolders();
  void rescan();
  void add(const LibraryEntry& entry);
  void addLora(const LibraryEntry& entry);
  void narrow(const QString& words);
  void showCard();
  [[nodiscard]] bool isUsed(const QTreeWidgetItem* item) const;
  void showUsed();
  void choose();
  [[nodiscard]] const LibraryEntry* current() const;
  void addFolder();
  void removeFolder();
  void showProgress();

  ModelLibrary& m_library;
  bool m_scanned = false;
  QString m_current;  // path of the model in use
  QLineEdit* m_search;
  QTreeWidget* m_models;
  QLabel* m_card;
  QPushButton* m_use;
  QTreeWidget* m_loras;
  QLabel* m_noLoras;
  std::vector<LoraUse> m_chosenLoras;
  QListWidget* m_folders;
  QLabel* m_progress;
};

/// A card in sentences, as rich text: what it is, what it can do, what it needs, why not.
[[nodiscard]] QString describeCard(const ModelCard& card);

}  // namespace pentimento
