#include "app/document/journal.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <csignal>
#include <random>

#include "app/document/brush_stroke.h"
#include "app/document/edit_operations.h"
#include "app/document/layer_operations.h"
#include "app/document/mask_edits.h"
#include "tests/support/document_steps.h"
#include "tests/support/qt_wait.h"
#include "tests/support/review_result.h"

namespace pentimento {
namespace {

void stroke(Document& document, QPointF from, QPointF to, QColor colour) {
  DocumentEdit edit(document, "stroke");
  Layer* layer = edit.layer(document.state().active);
  const TilePlane before = layer->pixels;
  StrokeCoverage coverage(0.5);
  coverage.extend({from, 30, 1});
  coverage.extend({to, 30, 1});
  strokeColour(layer->pixels, before, coverage.plane(), edit.state().canvas(), edit.state().depth,
               colour);
  edit.commit();
}

/// The digests of all states, from the oldest to the newest; the document is left where it was.
std::vector<QByteArray> story(Document& document) {
  int undone = 0;
  while (document.canUndo()) document.undo(), ++undone;
  std::vector<QByteArray> digests{digest(document.state())};
  int redone = 0;
  while (document.canRedo()) {
    document.redo(), ++redone;
    digests.push_back(digest(document.state()));
  }
  while (redone-- > undone) document.undo();
  return digests;
}

class JournalTest : public testing::Test {
 protected:
  QString path() const { return folder.filePath("session/journal.sqlite"); }
  void expectRestored(Document& document) {
    QStringList sentences;
    Journal journal(path());
    QObject::connect(&journal, &Journal::failed, [&](const QString& text) { sentences << text; });
    Journal::Session session = journal.restore(journal.load());
    ASSERT_TRUE(session.document) << sentences.join('\n').toStdString();
    EXPECT_EQ(digest(session.document->state()), digest(document.state()));
    EXPECT_EQ(session.document->history().done().size(), document.history().done().size());
    EXPECT_EQ(session.document->history().undoText(), document.history().undoText());
    EXPECT_EQ(session.document->history().redoText(), document.history().redoText());
    EXPECT_EQ(session.document->isModified(), document.isModified());
    EXPECT_EQ(story(*session.document), story(document));
    EXPECT_EQ(*session.document->state().metadata, *document.state().metadata);
  }
  QTemporaryDir folder;
};

TEST_F(JournalTest, ThereIsNothingTheFirstTime) {
  Journal journal(path());
  EXPECT_EQ(journal.restore(journal.load()).document, nullptr);
}

TEST_F(JournalTest, UndoSurvivesARestart) {
  Image photo({700, 500}, ChannelLayout::Rgb, BitDepth::Sixteen);
  photo.metadata.setText("Comment", "hello");
  photo.metadata.exif = std::string("\0\1", 2);
  const auto document = documentOf(photo, "photo");
  {
    Journal journal(path());
    journal.follow(document.get(), "/pictures/photo.png");
    for (int i = 0; i < 12; ++i)
      stroke(*document, {10.0 * i, 20}, {600, 40.0 * i}, QColor::fromHsv(i * 20, 200, 200));
    journal.flush();
    setMask(*document, Mask({700, 500}, 90), "mask");
    EditDescription description;
    description.area = description.frame = {0, 0, 700, 500};
    description.recipe = R"({"prompt":"couch"})";
    const LayerId edit = beginReview(*document, description);
    for (int i = 0; i < 3; ++i)
      addResult(*document, edit, description,
                {Image({700, 500}, ChannelLayout::Rgb, BitDepth::Eight), "{}", {}});
    acceptEdit(*document, edit);
    document->undo();
    document->undo();
  }
  expectRestored(*document);
  Journal journal(path());
  EXPECT_EQ(journal.restore(journal.load()).origin, "/pictures/photo.png");
}

TEST_F(JournalTest, GoesOnWithWhatItRestored) {
  const auto document = Document::blank({600, 600}, BitDepth::Eight);
  {
    Journal journal(path());
    journal.follow(document.get(), {});
    for (int i = 0; i < 5; ++i) stroke(*document, {50.0 * i, 0}, {0, 300}, Qt::red);
  }
  std::unique_ptr<Document> second;
  {
    Journal journal(path());
    Journal::Session session = journal.restore(journal.load());
    second = std::move(session.document);
    journal.follow(second.get(), {});
    const qint64 before = QFile(path()).size();
    stroke(*second, {0, 0}, {100, 100}, Qt::blue);
    second->undo();
    second->undo();
    stroke(*second, {0, 0}, {300, 100}, Qt::green);
    journal.flush();
    EXPECT_LT(QFile(path()).size(), 2 * before + (1 << 20)) << "old tiles are not written again";
  }
  expectRestored(*second);
}

TEST_F(JournalTest, AnotherDocumentTakesThePlaceOfTheFirst) {
  const auto first = Document::blank({300, 300}, BitDepth::Eight);
  const auto second = Document::blank({400, 200}, BitDepth::Eight);
  {
    Journal journal(path());
    journal.follow(first.get(), {});
    for (int i = 0; i < 5; ++i) stroke(*first, {50.0 * i, 0}, {0, 300}, Qt::red);
    journal.follow(second.get(), {});
    stroke(*second, {0, 0}, {200, 200}, Qt::blue);
  }
  expectRestored(*second);
}

TEST_F(JournalTest, AnUnfinishedStrokeIsNotPartOfIt) {
  const auto document = Document::blank({300, 300}, BitDepth::Eight);
  Journal journal(path());
  journal.follow(document.get(), {});
  stroke(*document, {0, 0}, {100, 100}, Qt::red);
  const QByteArray before = digest(document->state());
  DocumentEdit open(*document, "stroke");
  Layer* layer = open.layer(document->state().active);
  layer->pixels.modify({0, 0, 256, 256},
                       [](const QRect&, std::byte* p, size_t) { p[0] = std::byte{9}; });
  journal.flush();
  Journal other(path());
  EXPECT_EQ(digest(other.restore(other.load()).document->state()), before);
}

TEST_F(JournalTest, WritesSoonAfterAStroke) {
  const auto document = Document::blank({300, 300}, BitDepth::Eight);
  Journal journal(path());
  int written = 0;
  QObject::connect(&journal, &Journal::written, [&] { ++written; });
  journal.follow(document.get(), {});
  stroke(*document, {0, 0}, {100, 100}, Qt::red);
  EXPECT_TRUE(eventually([&] { return written > 0; }, 3 * Journal::kDelay));
}

// Random work, journals closed and opened in between.
TEST_F(JournalTest, KeepsAnyStory) {
  auto document = Document::blank({520, 300}, BitDepth::Eight);
  std::mt19937 random(4);
  const auto number = [&](int below) { return int(random() % unsigned(below)); };
  for (int round = 0; round < 6; ++round) {
    Journal journal(path());
    if (round > 0) {
      Journal::Session session = journal.restore(journal.load());
      ASSERT_TRUE(session.document);
      ASSERT_EQ(digest(session.document->state()), digest(document->state())) << round;
      document = std::move(session.document);
    }
    journal.follow(document.get(), {});
    for (int i = 0; i < 40; ++i) {
      switch (number(6)) {
        case 0:
          document->undo();
          break;
        case 1:
          document->redo();
          break;
        case 2:
          duplicateLayer(*document, document->state().active);
          break;
        case 3:
          mergeDown(*document, document->state().active);
          break;
        default:
          stroke(*document, QPointF(number(520), number(300)), QPointF(number(520), number(300)),
                 QColor::fromHsv(number(360), 255, 255));
      }
      if (number(8) == 0) journal.flush();
    }
  }
  expectRestored(*document);
}

TEST_F(JournalTest, ADamagedOneIsSetAsideInWords) {
  {
    const auto document = Document::blank({300, 300}, BitDepth::Eight);
    Journal journal(path());
    journal.follow(document.get(), {});
    for (int i = 0; i < 5; ++i) stroke(*document, {50.0 * i, 0}, {0, 300}, Qt::red);
  }
  QFile file(path());
  ASSERT_TRUE(file.open(QIODevice::ReadWrite));
  file.seek(100);
  file.write(QByteArray(int(file.size()) - 100, '\x5a'));
  file.close();
  Journal journal(path());
  QStringList sentences;
  QObject::connect(&journal, &Journal::failed, [&](const QString& text) { sentences << text; });
  EXPECT_EQ(journal.restore(journal.load()).document, nullptr);
  ASSERT_EQ(sentences.size(), 1);
  EXPECT_TRUE(sentences[0].contains("damaged-")) << sentences[0].toStdString();
  EXPECT_EQ(QDir(folder.filePath("session")).entryList({"*damaged*"}).size(), 1);
  const auto document = Document::blank({30, 30}, BitDepth::Eight);
  journal.follow(document.get(), {});
  journal.flush();
  EXPECT_TRUE(QFile::exists(path())) << "the next session is kept again";
}

// A file that may not grow stands for a full disk.
TEST_F(JournalTest, AFullDiskIsSaidAndTheNextWriteWorks) {
  const auto document = Document::blank({1500, 1500}, BitDepth::Eight);
  Journal journal(path());
  QStringList sentences;
  QObject::connect(&journal, &Journal::failed, [&](const QString& text) { sentences << text; });
  journal.follow(document.get(), {});
  journal.flush();
  std::mt19937 random(5);
  const auto scribble = [&] {
    DocumentEdit edit(*document, "noise");
    edit.layer(document->state().active)
        ->pixels.modify({0, 0, 1500, 1500}, [&](const QRect& piece, std::byte* p, size_t stride) {
          for (int y = 0; y < piece.height(); ++y)
            for (int x = 0; x < piece.width() * 4; ++x) p[y * stride + x] = std::byte(random());
        });
    edit.commit();
  };
  std::signal(SIGXFSZ, SIG_IGN);
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  rlimit small = before;
  small.rlim_cur = 1 << 20;
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
  scribble();
  journal.flush();
  ::setrlimit(RLIMIT_FSIZE, &before);
  ASSERT_TRUE(eventually([&] { return !sentences.isEmpty(); }));
  scribble();
  journal.flush();
  expectRestored(*document);
}

TEST_F(JournalTest, ARecipeThatNestsWithoutEndIsKeptAsText) {
  const auto document = Document::blank({32, 32}, BitDepth::Eight);
  const std::string deep(200'000, '[');
  EditDescription description;
  description.area = {0, 0, 32, 32};
  description.recipe = deep + std::string(200'000, ']');
  beginReview(*document, description);
  {
    Journal journal(path());
    journal.follow(document.get(), {});
    journal.flush();
  }
  Journal journal(path());
  const Journal::Session session = journal.restore(journal.load());
  ASSERT_TRUE(session.document);
  EXPECT_EQ(session.document->state().layers.back().edit->recipe, description.recipe);
}

}  // namespace
}  // namespace pentimento
