/// The document from a file, the clipboard or nothing, to a file.
#pragma once

#include <QMimeData>
#include <QObject>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "app/document/background_work.h"
#include "app/document/document.h"
#include "app/document/journal.h"
#include "app/pictures/picture_mime.h"
#include "app/settings/settings.h"
#include "ui/window/main_window.h"

namespace pentimento {

/// Owns the one document and everything that replaces or writes it. Reading and writing happen
/// beside the window, one after another; the artist goes on with what is there until then. Errors
/// are told in the window.
/// Thread-safety: the GUI thread.
class DocumentFlow final : public QObject {
  Q_OBJECT
 public:
  /// @param dataFolder for the journal, and for documents that others took the place of
  DocumentFlow(MainWindow& window, Settings& settings, const QString& dataFolder);
  ~DocumentFlow() override;

  using Then = std::function<void()>;  ///< what follows when it went well

  [[nodiscard]] Document& document() { return *m_document; }
  [[nodiscard]] bool isBlank() const;  ///< nothing was ever done to it
  [[nodiscard]] BackgroundWork& work() { return m_work; }

  // Each of these takes the place of the document, which is kept first when it was not saved; when
  // it cannot be kept, it stays.
  void newBlank(QSize size, Then then = {});
  void restoreSession(Then always);  ///< goes on with the last document, undo included
  /// Calls `then` once the last session is there, or will not be; at once when it was not asked
  /// for.
  void whenRestored(Then then);
  void open(const QString& path, Then then = {});

  /// Pictures as layers above the active one.
  void addLayers(QStringList paths);
  /// A picture of the whole; the document stays as it is.
  void exportTo(const QString& path);
  /// Files (of several the first) or pixels; what follows the first file becomes layers.
  void take(const QMimeData& data, DropPurpose purpose);
  /// The picture as it is now, which other programs can take until something else is copied.
  void copy();
  void flush() { m_journal.flush(); }
  void finish();  ///< waits for all that was begun

 Q_SIGNALS:
  void replaced(pentimento::Document& document);
  /// A picture with a recipe inside was opened.
  void recipeFound(const pentimento::GenerationRequest& recipe);

 private:
  /// What takes the place of the document once that is kept.
  struct Successor {
    DocumentState state;
    QString path, name;
    Then then;
  };
  void replaceBy(Successor next);
  void keepUnsaved(const Then& then);
  void show(std::unique_ptr<Document> document, const QString& path, const QString& name);
  void takePicture(PictureLoader load, const QString& name, DropPurpose purpose);
  void save(const QString& path);
  void saveOrAsk();
  void askAndOpen();
  void askAndSave();
  void askAndExport();
  void askForSize();
  void takeSettings(const ImageMetadata& metadata, const QString& name);
  bool tellRecipe(const ImageMetadata& metadata);
  void showTitle();
  void remember(const QString& path);
  void setRecentFiles(const QStringList& newestFirst);

  MainWindow& m_window;
  Settings& m_settings;
  QString m_keptFolder;
  Journal m_journal;
  std::unique_ptr<Document> m_document;
  QString m_path, m_name;
  bool m_restoring = false;
  std::vector<Then> m_whenRestored;
  std::optional<quint64> m_keptRevision;  // of the document, that is on the disk elsewhere
  BackgroundWork m_copies{this};
  BackgroundWork m_work{this};
};

}  // namespace pentimento
