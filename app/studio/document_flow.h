/// The document from a file, the clipboard or nothing, to a file.
#pragma once

#include <QMimeData>
#include <QObject>
#include <memory>

#include "app/document/document.h"
#include "app/document/journal.h"
#include "app/settings/settings.h"
#include "ui/window/main_window.h"

namespace pentimento {

/// Owns the one document and everything that replaces or writes it.
/// Thread-safety: the GUI thread.
class DocumentFlow final : public QObject {
  Q_OBJECT
 public:
  /// @param dataFolder for the journal, and for documents that others took the place of
  DocumentFlow(MainWindow& window, Settings& settings, const QString& dataFolder);
  ~DocumentFlow() override;

  [[nodiscard]] Document& document() { return *m_document; }
  [[nodiscard]] bool isBlank() const;  ///< nothing was ever done to it

  // Each of these takes the place of the document, which is kept first when it was not saved; when
  // it cannot be kept, a message says why and it stays.
  void newBlank(QSize size);
  void restoreSession();  ///< goes on with the last document, undo included
  void flush() { m_journal.flush(); }
  /// A message says why when it cannot be opened; the document then stays. @return success
  bool open(const QString& path);
  void openImage(const Image& image, const QString& name);
  /// A picture of the whole; the document stays as it is. A message says how it went.
  void exportTo(const QString& path);
  /// Files (of several the first) or pixels; what follows the first file becomes layers.
  void take(const QMimeData& data, DropPurpose purpose);

 Q_SIGNALS:
  void replaced(pentimento::Document& document);
  /// A picture with a recipe inside was opened.
  void recipeFound(const pentimento::GenerationRequest& recipe);

 private:
  [[nodiscard]] bool setDocument(std::unique_ptr<Document> document, const QString& path,
                                 const QString& name);
  void show(std::unique_ptr<Document> document, const QString& path, const QString& name);
  void save(const QString& path);
  void saveOrAsk();
  void askAndOpen();
  void askAndSave();
  void askAndExport();
  [[nodiscard]] bool keepUnsaved();
  void askForSize();
  void takeSettings(const Image& picture, const QString& name);
  void tellRecipe(const ImageMetadata& metadata);
  void showTitle();
  void remember(const QString& path);
  void setRecentFiles(const QStringList& newestFirst);

  MainWindow& m_window;
  Settings& m_settings;
  QString m_keptFolder;
  Journal m_journal;
  std::unique_ptr<Document> m_document;
  QString m_path, m_name;
};

}  // namespace pentimento
