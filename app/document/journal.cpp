#include "app/document/journal.h"

#include "app/document/journal_file.h"
#include "core/base/error.h"

namespace pentimento {

Journal::Journal(const QString& path, QObject* parent)
    : QObject(parent), m_file(std::make_unique<JournalFile>(path)) {
  m_timer.setSingleShot(true);
  m_timer.setInterval(kDelay);
  connect(&m_timer, &QTimer::timeout, this, &Journal::write);
}

Journal::~Journal() {
  flush();
  m_thread.run([this] { m_file.reset(); });
}

Journal::Remains Journal::load() try {
  return m_thread.run([this] {
    JournalContents contents = m_file->read();
    Remains remains;
    remains.revision = contents.revision;
    remains.savedRevision = contents.savedRevision;
    remains.origin = contents.origin;
    if (contents.state)
      remains.history =
          UndoHistory(std::move(contents.done), std::move(contents.undone), *contents.state);
    remains.state = std::move(contents.state);
    return remains;
  });
} catch (const Error& error) {
  Remains nothing;
  nothing.failure = QString::fromUtf8(error.what());
  return nothing;
}

Journal::Session Journal::restore(Remains remains) {
  if (!remains.failure.isEmpty()) Q_EMIT failed(remains.failure);
  if (!remains.state) return {};
  Session session{std::make_unique<Document>(std::move(*remains.state)), remains.origin};
  session.document->restoreHistory(std::move(remains.history), remains.revision,
                                   remains.savedRevision);
  m_restored = session.document.get();
  return session;
}

void Journal::follow(Document* document, const QString& origin) {
  m_timer.stop();
  if (m_document) m_document->disconnect(this);
  // The file knows the states of the document that was restored from it.
  const bool known = document && (document == m_document || document == m_restored);
  m_document = document;
  m_origin = origin;
  m_restored = nullptr;
  if (!document) return;
  if (!known) m_thread.post([this] { m_file->startOver(); });
  connect(document, &Document::historyChanged, this, &Journal::schedule);
  connect(document, &Document::modifiedChanged, this, &Journal::schedule);
  schedule();
}

void Journal::setOrigin(const QString& origin) {
  m_origin = origin;
  schedule();
}

void Journal::schedule() {
  if (!m_timer.isActive()) m_timer.start();
}

void Journal::flush() {
  if (m_timer.isActive()) {
    m_timer.stop();
    write();
  }
  m_thread.run([] {});
}

void Journal::write() {
  if (!m_document) return;
  JournalContents contents;
  contents.state = m_document->committedState();
  contents.revision = m_document->revision();
  contents.savedRevision = m_document->savedRevision();
  contents.done = m_document->history().done();
  contents.undone = m_document->history().undone();
  contents.origin = m_origin;
  m_thread.post([this, contents = std::move(contents)] {
    QString failure;
    try {
      m_file->write(contents);
    } catch (const std::exception& error) {
      failure = tr("The autosave cannot be written: %1").arg(QString::fromUtf8(error.what()));
    }
    QMetaObject::invokeMethod(
        this, [this, failure] { failure.isEmpty() ? Q_EMIT written() : Q_EMIT failed(failure); },
        Qt::QueuedConnection);
  });
}

}  // namespace pentimento
