#include "app/studio/document_flow.h"

#include <QApplication>
#include <QClipboard>
#include <QDateTime>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QUrl>
#include <algorithm>
#include <future>

#include "app/document/compositor.h"
#include "app/document/document_change.h"
#include "app/document/document_file.h"
#include "app/document/layer_operations.h"
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
  actions.on("edit.copy", this, [this] { copy(); });
  connect(&window, &MainWindow::dropped, this,
          [this](const QMimeData* data, DropPurpose purpose) { take(*data, purpose); });
  connect(&m_journal, &Journal::failed, this, [this](const QString& sentence) {
    m_window.messages().showMessage(MessageKind::Warning, sentence);
  });
  for (BackgroundWork* work : {&m_work, &m_copies}) {
    window.workNote().watch(*work);
    connect(work, &BackgroundWork::failed, this, [this](const QString& sentence) {
      m_window.messages().showMessage(MessageKind::Error, sentence);
    });
  }
  connect(&window, &MainWindow::recentFileChosen, this,
          [this](const QString& path) { open(path); });
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

void DocumentFlow::replaceBy(Successor next) {
  m_window.canvas().endGesture();  // it belongs to what is there now
  if (m_document->isModified() && m_keptRevision != m_document->revision())
    return keepUnsaved([this, next = std::move(next)] { replaceBy(next); });
  auto document = std::make_unique<Document>(std::move(next.state));
  m_journal.follow(document.get(), next.path);
  show(std::move(document), next.path, next.name);
  if (next.then) next.then();
}

/// A crash before it is on the disk finds it in the journal still.
void DocumentFlow::keepUnsaved(const Then& then) {
  constexpr int kMostOfName = 50;  // of the 255 bytes that a name may have
  const QString path =
      QString("%1/%2 %3.ora")
          .arg(m_keptFolder, QDateTime::currentDateTime().toString("yyyy-MM-dd HHmmss zzz"),
               QFileInfo(m_name).completeBaseName().left(kMostOfName));
  m_work.start(
      tr("Keeping what is on the canvas"),
      [state = m_document->state(), path, folder = m_keptFolder](const RunContext& context) {
        QDir().mkpath(folder);
        saveDocument(state, path.toStdString(), context);
        return path;
      },
      [this, then, of = m_document.get(), revision = m_document->revision()](const QString& kept) {
        if (of == m_document.get()) m_keptRevision = revision;
        remember(kept);
        m_window.messages().showMessage(MessageKind::Information,
                                        tr("What was on the canvas is kept."),
                                        {tr("Go back to it"), [this, kept] { open(kept); }});
        then();
      });
}

void DocumentFlow::show(std::unique_ptr<Document> document, const QString& path,
                        const QString& name) {
  m_window.canvas().setDocument(document.get());
  m_document = std::move(document);
  m_path = path;
  m_name = name;
  m_keptRevision.reset();
  connect(m_document.get(), &Document::modifiedChanged, this, &DocumentFlow::showTitle);
  connect(m_document.get(), &Document::sizeChanged, this, &DocumentFlow::showTitle);
  showTitle();
  Q_EMIT replaced(*m_document);
}

/// Until it is there nothing can be painted that would be lost then.
void DocumentFlow::restoreSession(Then always) {
  m_restoring = true;
  m_window.canvas().setAttribute(Qt::WA_TransparentForMouseEvents);
  m_work.start(
      tr("Bringing back the last session"), [this](const RunContext&) { return m_journal.load(); },
      [this, always = std::move(always)](Journal::Remains remains) {
        Journal::Session session = m_journal.restore(std::move(remains));
        if (session.document) {
          const QString name =
              session.origin.isEmpty() ? tr("Untitled") : QFileInfo(session.origin).fileName();
          m_journal.follow(session.document.get(), session.origin);
          show(std::move(session.document), session.origin, name);
        } else {
          m_journal.follow(m_document.get(), {});
        }
        m_window.canvas().setAttribute(Qt::WA_TransparentForMouseEvents, false);
        m_restoring = false;
        always();
        for (const Then& then : std::exchange(m_whenRestored, {})) then();
      });
}

void DocumentFlow::whenRestored(Then then) {
  m_restoring ? m_whenRestored.push_back(std::move(then)) : then();
}

void DocumentFlow::showTitle() {
  m_window.showDocument(m_name, m_document->isModified());
}

void DocumentFlow::newBlank(QSize size, Then then) {
  replaceBy({Document::blank(size, m_document->state().depth)->state(),
             {},
             tr("Untitled"),
             std::move(then)});
}

void DocumentFlow::open(const QString& path, Then then) {
  const QString name = QFileInfo(path).fileName();
  m_work.start(
      tr("Opening %1").arg(name),
      [path](const RunContext&) { return openDocument(path.toStdString()); },
      [this, path, name, then = std::move(then)](DocumentState state) {
        const auto metadata = state.metadata;
        replaceBy({std::move(state), path, name, [this, path, metadata, then] {
                     remember(path);
                     tellRecipe(*metadata);
                     if (then) then();
                   }});
      });
}

void DocumentFlow::addLayers(QStringList paths) {
  if (paths.isEmpty()) return;
  const QString path = paths.takeFirst(), name = QFileInfo(path).fileName();
  changeLater(
      m_work, *m_document, tr("Opening %1").arg(name), tr("Add Layer"),
      [path, name](DocumentState& state, const RunContext&) {
        insertImageLayer(state, readImage(path.toStdString()), name);
      },
      [this, paths] { addLayers(paths); });
}

void DocumentFlow::take(const QMimeData& data, DropPurpose purpose) {
  QStringList files;
  for (const QUrl& url : data.urls())
    if (url.isLocalFile()) files.append(url.toLocalFile());
  if (files.isEmpty()) {
    if (PictureLoader load = pictureLoader(data))
      takePicture(std::move(load), tr("Pasted"), purpose);
  } else if (purpose == DropPurpose::Settings) {
    const auto read = [path = files[0].toStdString()] { return readImage(path); };
    takePicture(read, QFileInfo(files[0]).fileName(), purpose);
  } else if (purpose == DropPurpose::Open || isBlank()) {
    const QString first = files.takeFirst();
    open(first, [this, files] { addLayers(files); });
  } else {
    addLayers(files);
  }
}

void DocumentFlow::takePicture(PictureLoader load, const QString& name, DropPurpose purpose) {
  const QString note = tr("Opening %1").arg(name);
  if (purpose == DropPurpose::Settings)
    m_work.start(
        note, [load](const RunContext&) { return load().metadata; },
        [this, name](const ImageMetadata& metadata) { takeSettings(metadata, name); });
  else if (purpose == DropPurpose::Open || isBlank())
    m_work.start(
        note, [load, name](const RunContext&) { return stateFromImage(load(), name); },
        [this, name](DocumentState state) {
          replaceBy({std::move(state), {}, name, {}});
        });
  else
    changeLater(m_work, *m_document, note, tr("Add Layer"),
                [load, name](DocumentState& state, const RunContext&) {
                  insertImageLayer(state, load(), name);
                });
}

void DocumentFlow::copy() {
  const auto promise = std::make_shared<std::promise<CopiedPicture>>();
  QApplication::clipboard()->setMimeData(mimeDataFor(promise->get_future().share()).release());
  m_copies.start(
      tr("Copying"),
      [state = m_document->state(), promise](const RunContext&) {
        try {
          promise->set_value(copiedPicture(composedPicture(state)));
        } catch (...) {
          promise->set_exception(std::current_exception());
          throw;
        }
        return true;
      },
      [](bool) {});
}

void DocumentFlow::finish() {
  while (m_work.busy() || m_copies.busy()) {
    m_work.finish();
    m_copies.finish();
  }
}

/// One that cannot be read is told; the picture is open all the same. @return whether there is one
bool DocumentFlow::tellRecipe(const ImageMetadata& metadata) {
  try {
    const auto recipe = readRecipe(metadata);
    if (recipe) Q_EMIT recipeFound(*recipe);
    return recipe.has_value();
  } catch (const Error& error) {
    m_window.messages().showMessage(MessageKind::Warning, sentenceOf(error));
    return true;
  }
}

void DocumentFlow::takeSettings(const ImageMetadata& metadata, const QString& name) {
  if (tellRecipe(metadata)) return;
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
  m_window.canvas().endGesture();
  m_work.start(
      tr("Saving %1").arg(QFileInfo(path).fileName()),
      [state = m_document->state(), path](const RunContext& context) {
        saveDocument(state, path.toStdString(), context);
        return path;
      },
      [this, of = m_document.get(), revision = m_document->revision()](const QString& saved) {
        remember(saved);
        const QString name = QFileInfo(saved).fileName();
        if (of == m_document.get()) {  // else another took its place meanwhile
          m_path = saved;
          m_name = name;
          m_document->markSaved(revision);
          m_journal.setOrigin(saved);
          showTitle();
        }
        m_window.messages().showMessage(MessageKind::Information, tr("Saved as %1.").arg(name));
      });
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
  m_window.canvas().endGesture();
  m_work.start(
      tr("Exporting %1").arg(QFileInfo(path).fileName()),
      [state = m_document->state(), path](const RunContext& context) {
        saveDocument(state, path.toStdString(), context);
        return QFileInfo(path).fileName();
      },
      [this](const QString& name) {
        m_window.messages().showMessage(MessageKind::Information, tr("Exported to %1.").arg(name));
      });
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
