// Changes beside the window: none is lost, none undoes what the artist did meanwhile.
#include "app/document/document_change.h"

#include <gtest/gtest.h>

#include <future>

#include "app/document/mask_edits.h"
#include "core/base/error.h"
#include "tests/support/document_steps.h"
#include "tests/support/qt_wait.h"

namespace pentimento {
namespace {

class DocumentChange : public testing::Test {
 protected:
  static void cover(DocumentState& state, const QRect& area) {
    Mask selection({100, 80});
    for (int y = area.top(); y <= area.bottom(); ++y)
      for (int x = area.left(); x <= area.right(); ++x) selection.writableRow(y)[x] = 255;
    combineMask(state, selection, MaskCombination::Add);
  }
  [[nodiscard]] bool covered(int x, int y) const { return document->mask().row(y)[x] == 255; }

  std::unique_ptr<Document> document = Document::blank({100, 80}, BitDepth::Eight);
  BackgroundWork work;
};

TEST_F(DocumentChange, IsOneStepOfUndoAndTellsWhatFollows) {
  bool followed = false;
  changeLater(
      work, *document, "Selecting", "Select",
      [](DocumentState& state, const RunContext&) {
        cover(state, {10, 10, 5, 5});
      },
      [&] { followed = true; });
  EXPECT_FALSE(document->hasMask()) << "not before the window has had its turn";
  EXPECT_EQ(work.note()->text, "Selecting");
  work.finish();
  EXPECT_TRUE(covered(12, 12));
  EXPECT_TRUE(followed);
  EXPECT_EQ(document->history().undoText(), "Select");
  EXPECT_EQ(document->history().done().size(), 1u);
  EXPECT_FALSE(work.note());
}

TEST_F(DocumentChange, IsMadeAgainOfWhatThereIsByThen) {
  int made = 0;
  std::promise<void> go;
  auto gone = go.get_future().share();
  changeLater(work, *document, "Selecting", "Select",
              [&made, gone](DocumentState& state, const RunContext&) {
                gone.wait();
                ++made;
                cover(state, {10, 10, 5, 5});
              });
  Mask painted({100, 80});
  painted.writableRow(50)[60] = 255;
  setMask(*document, painted, "Stroke");
  go.set_value();
  work.finish();
  EXPECT_EQ(made, 2);
  EXPECT_TRUE(covered(12, 12));
  EXPECT_TRUE(covered(60, 50)) << "what was painted meanwhile stays";
  document->undo();
  EXPECT_TRUE(covered(60, 50));
  EXPECT_FALSE(covered(12, 12));
}

TEST_F(DocumentChange, BreaksNoStroke) {
  {
    DocumentEdit stroke(*document, "Stroke");
    changeLater(work, *document, "Selecting", "Select",
                [](DocumentState& state, const RunContext&) {
                  cover(state, {10, 10, 5, 5});
                });
    work.finish();
    EXPECT_TRUE(stroke.isOpen());
    EXPECT_FALSE(covered(12, 12));
    cover(stroke.state(), {60, 50, 1, 1});
    stroke.commit();
  }
  EXPECT_TRUE(eventually([&] { return covered(12, 12); }));
  EXPECT_TRUE(covered(60, 50));
  EXPECT_EQ(document->history().done().size(), 2u);
}

TEST_F(DocumentChange, WhatIsStoppedOrFailsChangesNothing) {
  QStringList sentences;
  QObject::connect(&work, &BackgroundWork::failed,
                   [&](const QString& sentence) { sentences << sentence; });
  std::promise<void> begun;
  changeLater(work, *document, "Selecting", "Select",
              [&begun](DocumentState& state, const RunContext& context) {
                cover(state, {10, 10, 5, 5});
                begun.set_value();
                while (true) context.check();
              });
  begun.get_future().wait();
  work.cancel();
  EXPECT_FALSE(work.note()) << "what is stopped is not told any more";
  work.finish();
  EXPECT_FALSE(document->hasMask());
  EXPECT_TRUE(sentences.isEmpty());
  changeLater(work, *document, "Selecting", "Select", [](DocumentState& state, const RunContext&) {
    cover(state, {10, 10, 5, 5});
    throw Error(ErrorKind::InvalidInput, "there is nothing to select");
  });
  work.finish();
  EXPECT_EQ(sentences, QStringList{"there is nothing to select"});
  EXPECT_FALSE(document->hasMask());
  EXPECT_FALSE(document->canUndo());
}

TEST_F(DocumentChange, OfADocumentThatIsGoneNothingComes) {
  changeLater(work, *document, "Selecting", "Select", [](DocumentState& state, const RunContext&) {
    cover(state, {10, 10, 5, 5});
  });
  document.reset();
  work.finish();
  EXPECT_FALSE(work.busy());
}

}  // namespace
}  // namespace pentimento
