// crash_subject FOLDER ROUND: generates, paints, saves and autosaves without end, and says on its
// standard output what it has acknowledged, line by line:
//   queued PROMPT    the queue says that the job is safe
//   kept KEY         the history has returned from keeping a picture
//   strokes COUNT    the journal has written a document with so many steps
//   saved COUNT      the project file was saved with so many layers
#include <unistd.h>

#include <QGuiApplication>
#include <QTimer>
#include <random>

#include "app/document/document_file.h"
#include "app/document/journal.h"
#include "app/document/layer_operations.h"
#include "app/history/history_store.h"
#include "app/jobs/job_queue.h"
#include "tests/support/document_steps.h"
#include "tests/support/fake_generator.h"

using namespace pentimento;

namespace {

constexpr size_t kSteps = 300;  // of a document before another one is begun

void acknowledge(const char* what, const QString& value) {
  const QByteArray line = QByteArray(what) + ' ' + value.toUtf8() + '\n';
  if (::write(1, line.constData(), size_t(line.size())) != line.size()) ::_exit(2);
}

class Studio {
 public:
  Studio(const QString& folder, const QString& round)
      : m_folder(folder),
        m_round(round),
        m_random(round.toUInt()),
        m_history({folder + "/pictures", folder + "/data"}),
        m_queue(
            std::make_unique<FakeGenerator>(
                FakeOptions{.step = std::chrono::milliseconds{1}, .steps = 3}),
            [this](const Job&, int, const GeneratedImage& picture) {
              const QString key = m_history.add(picture, {});
              acknowledge("kept", key);
              return key;
            },
            (folder + "/queue").toStdString()),
        m_journal(folder + "/session/journal.sqlite") {
    QObject::connect(&m_queue, &JobQueue::queued,
                     [this](JobId id) { acknowledge("queued", m_prompts.value(qint64(id))); });
    m_queue.resume();
    m_document = m_journal.restore(m_journal.load()).document;
    if (!m_document) m_document = Document::blank({300, 200}, BitDepth::Eight);
    m_journal.follow(m_document.get(), {});
    QObject::connect(&m_timer, &QTimer::timeout, [this] { act(); });
    m_timer.start(1);
  }

 private:
  void act() {
    if (m_queue.jobs().size() < 6) submit();
    if (m_document->history().done().size() > kSteps) startAnother();
    paint();
    switch (m_random() % 12) {
      case 0:
        m_journal.flush();
        acknowledge("strokes", QString::number(m_document->history().done().size()));
        break;
      case 1:
        saveDocument(m_document->state(), (m_folder + "/project.ora").toStdString());
        acknowledge("saved", QString::number(m_document->state().layers.size()));
        break;
      case 2:
        if (m_document->state().layers.size() < 12)
          addImageLayer(*m_document, Image({20, 20}, ChannelLayout::Rgb, BitDepth::Eight), "layer");
        break;
      default:
        break;
    }
  }
  void startAnother() {
    // From here on either document may be the one that is found.
    acknowledge("strokes", "0");
    acknowledge("saved", "0");
    auto document = Document::blank({300, 200}, BitDepth::Eight);
    m_journal.follow(document.get(), {});
    m_document = std::move(document);
  }
  void submit() {
    GenerationRequest request;
    request.prompt = QString("round%1number%2").arg(m_round).arg(++m_number).toStdString();
    request.size = Extent{48, 32};
    request.seed = {m_random()};
    request.count = 1 + int(m_random() % 3);
    const QString prompt = QString::fromStdString(request.prompt);
    m_prompts.insert(qint64(m_queue.submit(std::move(request))), prompt);
  }
  void paint() {
    DocumentEdit edit(*m_document, "stroke");
    const QRect spot(int(m_random() % 280), int(m_random() % 180), 20, 20);
    edit.layer(m_document->state().active)
        ->pixels.modify(spot, [this](const QRect&, std::byte* pixels, size_t) {
          for (int i = 0; i < 4; ++i) pixels[i] = std::byte(m_random() | 1);
        });
    edit.commit();
  }

  QString m_folder, m_round;
  std::mt19937 m_random;
  QHash<qint64, QString> m_prompts;
  int m_number = 0;
  HistoryStore m_history;
  JobQueue m_queue;
  std::unique_ptr<Document> m_document;
  Journal m_journal;
  QTimer m_timer;
};

}  // namespace

int main(int argc, char** argv) {
  qputenv("QT_QPA_PLATFORM", "offscreen");
  const QGuiApplication application(argc, argv);
  const Studio studio(argv[1], argv[2]);
  return application.exec();
}
