#include "app/studio/document_flow.h"

#include <QApplication>
#include <QClipboard>
#include <QDateTime>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QUrl>
#include <algorithm>

#include "app/document/document_file.h"
#include "app/document/layer_operations.h"
#include "app/pictures/picture_mime.h"
#include "app/studio/application.h"
#include "core/api/recipe_text.h"
#include "core/base/error.h"
#include "core/imaging/codec.h"
#include "ui/window/size_dialog.h"

namespace pentimento {
namespace {

constexpr QSize kFirstCanvas{256, 256};  // what the built-in model likes best
constexpr int kRecentFiles = 12;
constexpr const char* kPictureFilter = "(*.png *.jpg *.jpeg *.webp *.tif *.tiff)";

}  // namespace

DocumentFlow::DocumentFlow(MainWindow& window, Settings& settings, const QString& dataFolder)
    : m_window(window),
      m_settings(settings),
      m_keptFolder(dataFolder + "/kept"),
      m_journal(dataFolder + "/session.journal") {
  ActionSet& actions = window.actions();
  actions.on("file.new", this, [this] { askForSize(); });
  actions.on("file.open", this, [this] { askAndOpen(); });
  actions.on("file.save", this, [this] { saveOrAsk(); });
  actions.on("file.save_as", this, [this] { askAndSave(); });
  actions.on("file.export", this, [this] { askAndExport(); });
  actions.on("file.paste_new", this, [this] {
    if (const QMimeData* data = QApplication::clipboard()->mimeData())
      take(*data, DropPurpose::Open);
  });
  actions.on("edit.paste", this, [this] {
    if (const QMimeData* data = QApplication::clipboard()->mimeData())
      take(*data, DropPurpose::Layer);
  });
  actions.on("edit.copy", this, [this] {
    QApplication::clipboard()->setMimeData(mimeDataFor(m_document->picture()).release());
  });
  connect(&window, &MainWindow::dropped, this,
          [this](const QMimeData* data, DropPurpose purpose) { take(*data, purpose); });
  connect(&m_journal, &Journal::failed, this, [this](const QString& sentence) {
    m_window.messages().showMessage(MessageKind::Warning, sentence);
  });
  connect(&window, &MainWindow::recentFileChosen, this, &DocumentFlow::open);
  connect(&window, &MainWindow::recentFilesCleared, this, [this] { setRecentFiles({}); });
  setRecentFiles(m_settings.get(setting::kRecentFiles));
  // The journal follows it from `restoreSession` on, so that the last session is not overwritten.
  show(Document::blank(kFirstCanvas, BitDepth::Eight), {}, tr("Untitled"));
}

DocumentFlow::~DocumentFlow() {
  m_window.canvas().setDocument(nullptr);
}

bool DocumentFlow::isBlank() const {
  return m_path.isEmpty() && !m_document->canUndo() && !m_document->canRedo();
}

bool DocumentFlow::setDocument(std::unique_ptr<Document> document, const QString& path,
                               const QString& name) {
  if (!keepUnsaved()) return false;
  m_journal.follow(document.get(), path);
  show(std::move(document), path, name);
  return true;
}

void DocumentFlow::show(std::unique_ptr<Document> document, const QString& path,
                        const QString& name) {
  m_window.canvas().setDocument(document.get());
  m_document = std::move(document);
  m_path = path;
  m_name = name;
  connect(m_document.get(), &Document::modifiedChanged, this, &DocumentFlow::showTitle);
  connect(m_document.get(), &Document::sizeChanged, this, &DocumentFlow::showTitle);
  showTitle();
  Q_EMIT replaced(*m_document);
}

void DocumentFlow::restoreSession() {
  Journal::Session session = m_journal.restore();
  if (session.document) {
    const QString name =
        session.origin.isEmpty() ? tr("Untitled") : QFileInfo(session.origin).fileName();
    m_journal.follow(session.document.get(), session.origin);
    show(std::move(session.document), session.origin, name);
  } else {
    m_journal.follow(m_document.get(), {});
  }
}

bool DocumentFlow::keepUnsaved() {
  if (!m_document->isModified()) return true;
  constexpr int kMostOfName = 50;  // of the 255 bytes that a name may have
  const QString path =
      QString("%1/%2 %3.ora")
          .arg(m_keptFolder, QDateTime::currentDateTime().toString("yyyy-MM-dd HHmmss zzz"),
               QFileInfo(m_name).completeBaseName().left(kMostOfName));
  try {
    QDir().mkpath(m_keptFolder);
    saveDocument(m_document->state(), path.toStdString());
  } catch (const std::exception& error) {
    m_window.messages().showMessage(MessageKind::Error, sentenceOf(error));
    return false;
  }
  remember(path);
  m_window.messages().showMessage(MessageKind::Information, tr("What was on the canvas is kept."),
                                  {tr("Go back to it"), [this, path] { open(path); }});
  return true;
}

void DocumentFlow::showTitle() {
  m_window.showDocument(m_name, m_document->isModified());
}

void DocumentFlow::newBlank(QSize size) {
  (void)setDocument(Document::blank(size, m_document->state().depth), {}, tr("Untitled"));
}

bool DocumentFlow::open(const QString& path) {
  try {
    std::unique_ptr<Document> document = openDocument(path.toStdString());
    const std::shared_ptr<const ImageMetadata> metadata = document->state().metadata;
    if (!setDocument(std::move(document), path, QFileInfo(path).fileName())) return false;
    remember(path);
    tellRecipe(*metadata);
    return true;
  } catch (const std::exception& error) {
    m_window.messages().showMessage(MessageKind::Error, sentenceOf(error));
    return false;
  }
}

void DocumentFlow::openImage(const Image& image, const QString& name) {
  (void)setDocument(Document::fromImage(image, name), {}, name);
}

void DocumentFlow::take(const QMimeData& data, DropPurpose purpose) {
  QStringList files;
  for (const QUrl& url : data.urls())
    if (url.isLocalFile()) files.append(url.toLocalFile());
  const auto use = [this, purpose](const Image& picture, const QString& name) {
    if (purpose == DropPurpose::Settings)
      takeSettings(picture, name);
    else if (purpose == DropPurpose::Open || isBlank())
      openImage(picture, name);
    else
      addImageLayer(*m_document, picture, name);
  };
  try {
    if (files.isEmpty()) {
      if (const auto picture = pictureFrom(data)) use(*picture, tr("Pasted"));
      return;
    }
    if (purpose == DropPurpose::Settings)
      return takeSettings(readImage(files[0].toStdString()), QFileInfo(files[0]).fileName());
    if ((purpose == DropPurpose::Open || isBlank()) && !open(files.takeFirst())) return;
    for (const QString& file : files)
      addImageLayer(*m_document, readImage(file.toStdString()), QFileInfo(file).fileName());
  } catch (const std::exception& error) {
    m_window.messages().showMessage(MessageKind::Error, sentenceOf(error));
  }
}

/// One that cannot be read is told; the picture is open all the same.
void DocumentFlow::tellRecipe(const ImageMetadata& metadata) {
  try {
    if (const auto recipe = readRecipe(metadata)) Q_EMIT recipeFound(*recipe);
  } catch (const Error& error) {
    m_window.messages().showMessage(MessageKind::Warning, sentenceOf(error));
  }
}

void DocumentFlow::takeSettings(const Image& picture, const QString& name) {
  if (const auto recipe = readRecipe(picture.metadata))
    Q_EMIT recipeFound(*recipe);
  else
    m_window.messages().showMessage(MessageKind::Information,
                                    tr("%1 carries no settings.").arg(name));
}

void DocumentFlow::askAndOpen() {
  const QString path = QFileDialog::getOpenFileName(
      &m_window, tr("Open"), m_settings.get(setting::kRecentFiles).value(0),
      tr("Pictures and projects %1").arg("(*.ora *.png *.jpg *.jpeg *.webp *.tif *.tiff)"));
  if (!path.isEmpty()) open(path);
}

void DocumentFlow::saveOrAsk() {
  // A picture file that has become layers must not swallow them, nor the original.
  const bool complete = keepsEverything(m_path.toStdString());
  m_path.isEmpty() || !complete ? askAndSave() : save(m_path);
}

void DocumentFlow::askAndSave() {
  const QFileInfo now(m_path.isEmpty() ? m_name : m_path);
  QString path = QFileDialog::getSaveFileName(&m_window, tr("Save"),
                                              now.path() + "/" + now.completeBaseName() + ".ora",
                                              tr("Projects %1").arg("(*.ora)"));
  if (path.isEmpty()) return;
  if (QFileInfo(path).suffix().isEmpty()) path += ".ora";
  save(path);
}

void DocumentFlow::save(const QString& path) {
  if (!keepsEverything(path.toStdString())) return exportTo(path);
  try {
    saveDocument(m_document->state(), path.toStdString());
    m_path = path;
    m_name = QFileInfo(path).fileName();
    m_document->markSaved();
    m_journal.setOrigin(path);
    remember(path);
    showTitle();
    m_window.messages().showMessage(MessageKind::Information, tr("Saved as %1.").arg(m_name));
  } catch (const std::exception& error) {
    m_window.messages().showMessage(MessageKind::Error, sentenceOf(error));
  }
}

void DocumentFlow::askAndExport() {
  const QFileInfo now(m_path.isEmpty() ? m_name : m_path);
  QString path = QFileDialog::getSaveFileName(
      &m_window, tr("Export Picture"), now.path() + "/" + now.completeBaseName() + "-edit.png",
      tr("Pictures %1").arg(kPictureFilter));
  if (path.isEmpty()) return;
  if (QFileInfo(path).suffix().isEmpty()) path += ".png";
  exportTo(path);
}

void DocumentFlow::exportTo(const QString& path) {
  try {
    saveDocument(m_document->state(), path.toStdString());
    m_window.messages().showMessage(MessageKind::Information,
                                    tr("Exported to %1.").arg(QFileInfo(path).fileName()));
  } catch (const std::exception& error) {
    m_window.messages().showMessage(MessageKind::Error, sentenceOf(error));
  }
}

void DocumentFlow::askForSize() {
  if (const auto size =
          pentimento::askForSize(tr("New"), tr("Create"), m_document->size(), &m_window))
    newBlank(*size);
}

void DocumentFlow::remember(const QString& path) {
  QStringList recent = m_settings.get(setting::kRecentFiles);
  recent.removeAll(path);
  recent.prepend(path);
  setRecentFiles(recent.mid(0, kRecentFiles));
}

void DocumentFlow::setRecentFiles(const QStringList& newestFirst) {
  m_settings.set(setting::kRecentFiles, newestFirst);
  m_window.setRecentFiles(newestFirst);
}

}  // namespace pentimento
