#include "app/studio/document_flow.h"

#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QFileInfo>
#include <QInputDialog>
#include <QRegularExpression>
#include <QUrl>
#include <algorithm>

#include "app/document/layer_operations.h"
#include "app/pictures/picture_conversion.h"
#include "core/api/recipe_text.h"
#include "core/base/error.h"
#include "core/imaging/codec.h"

namespace pentimento {
namespace {

constexpr QSize kFirstCanvas{512, 512};
constexpr int kRecentFiles = 12;
constexpr const char* kPictureFilter = "(*.png *.jpg *.jpeg *.webp *.tif *.tiff)";

QString messageOf(const std::exception& error) {
  return QString::fromUtf8(error.what());
}

}  // namespace

DocumentFlow::DocumentFlow(MainWindow& window, Settings& settings)
    : m_window(window), m_settings(settings) {
  ActionSet& actions = window.actions();
  actions.on("file.new", this, [this] { askForSize(); });
  actions.on("file.open", this, [this] { askAndOpen(); });
  actions.on("file.save", this, [this] { m_path.isEmpty() ? askAndSave() : save(m_path); });
  actions.on("file.save_as", this, [this] { askAndSave(); });
  actions.on("file.export", this, [this] { askAndSave(); });
  actions.on("file.paste_new", this, [this] {
    const QImage picture = QApplication::clipboard()->image();
    if (!picture.isNull()) openImage(fromQImage(picture), tr("Clipboard"));
  });
  actions.on("edit.paste", this, [this] {
    if (const QMimeData* data = QApplication::clipboard()->mimeData()) take(*data);
  });
  actions.on("edit.copy", this,
             [this] { QApplication::clipboard()->setImage(toQImage(m_document->picture())); });
  connect(&window, &MainWindow::dropped, this, [this](const QMimeData* data) { take(*data); });
  setDocument(Document::blank(kFirstCanvas, BitDepth::Eight), {}, tr("Untitled"));
}

DocumentFlow::~DocumentFlow() {
  m_window.canvas().setDocument(nullptr);
}

bool DocumentFlow::isBlank() const {
  return m_path.isEmpty() && !m_document->canUndo() && !m_document->canRedo();
}

void DocumentFlow::setDocument(std::unique_ptr<Document> document, const QString& path,
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

void DocumentFlow::showTitle() {
  m_window.showDocument(m_name, m_document->isModified());
}

void DocumentFlow::newBlank(QSize size) {
  setDocument(Document::blank(size, m_document->state().depth), {}, tr("Untitled"));
}

bool DocumentFlow::open(const QString& path) {
  try {
    const Image image = readImage(path.toStdString());
    setDocument(Document::fromImage(image, QFileInfo(path).fileName()), path,
                QFileInfo(path).fileName());
    remember(path);
    if (const auto recipe = readRecipe(image.metadata)) Q_EMIT recipeFound(*recipe);
    return true;
  } catch (const Error& error) {
    m_window.messages().showMessage(MessageKind::Error, messageOf(error));
    return false;
  }
}

void DocumentFlow::openImage(const Image& image, const QString& name) {
  setDocument(Document::fromImage(image, name), {}, name);
}

void DocumentFlow::take(const QMimeData& data) {
  QStringList files;
  for (const QUrl& url : data.urls())
    if (url.isLocalFile()) files.append(url.toLocalFile());
  try {
    if (!files.isEmpty() && isBlank() && !open(files.takeFirst())) return;
    for (const QString& file : files)
      addImageLayer(*m_document, readImage(file.toStdString()), QFileInfo(file).fileName());
    if (data.urls().isEmpty() && data.hasImage()) {
      const Image image = fromQImage(qvariant_cast<QImage>(data.imageData()));
      if (isBlank())
        openImage(image, tr("Clipboard"));
      else
        addImageLayer(*m_document, image, tr("Pasted"));
    }
  } catch (const Error& error) {
    m_window.messages().showMessage(MessageKind::Error, messageOf(error));
  }
}

void DocumentFlow::askAndOpen() {
  const QString path = QFileDialog::getOpenFileName(&m_window, tr("Open"),
                                                    m_settings.get(setting::kRecentFiles).value(0),
                                                    tr("Pictures %1").arg(kPictureFilter));
  if (!path.isEmpty()) open(path);
}

void DocumentFlow::askAndSave() {
  QString path = QFileDialog::getSaveFileName(&m_window, tr("Save"),
                                              m_path.isEmpty() ? m_name + ".png" : m_path,
                                              tr("Pictures %1").arg(kPictureFilter));
  if (path.isEmpty()) return;
  if (QFileInfo(path).suffix().isEmpty()) path += ".png";
  save(path);
}

void DocumentFlow::save(const QString& path) {
  try {
    writeImage(path.toStdString(), m_document->picture(), {}, IfExists::Replace);
    m_path = path;
    m_name = QFileInfo(path).fileName();
    m_document->markSaved();
    remember(path);
    showTitle();
    m_window.messages().showMessage(MessageKind::Information, tr("Saved as %1").arg(m_name));
  } catch (const Error& error) {
    m_window.messages().showMessage(MessageKind::Error, messageOf(error));
  }
}

void DocumentFlow::askForSize() {
  const QSize now = m_document->size();
  bool given = false;
  const QString text =
      QInputDialog::getText(&m_window, tr("New"), tr("Width × height in pixels"), QLineEdit::Normal,
                            QString("%1 x %2").arg(now.width()).arg(now.height()), &given);
  if (!given) return;
  const QStringList sides = text.split(QRegularExpression("[^0-9]+"), Qt::SkipEmptyParts);
  try {
    newBlank({sides.value(0).toInt(), sides.value(1, sides.value(0)).toInt()});
  } catch (const Error& error) {
    m_window.messages().showMessage(MessageKind::Error, messageOf(error));
  }
}

void DocumentFlow::remember(const QString& path) {
  QStringList recent = m_settings.get(setting::kRecentFiles);
  recent.removeAll(path);
  recent.prepend(path);
  m_settings.set(setting::kRecentFiles, QStringList(recent.mid(0, kRecentFiles)));
  m_settings.set(setting::kDocument, path);
}

}  // namespace pentimento
