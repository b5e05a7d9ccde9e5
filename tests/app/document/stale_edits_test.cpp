// An edit is stale when, and only when, something beneath its frame looks different.
#include <gtest/gtest.h>

#include "app/document/edit_operations.h"
#include "app/document/layer_operations.h"
#include "tests/support/document_steps.h"
#include "tests/support/review_result.h"

namespace pentimento {
namespace {

class StaleEditsTest : public testing::Test {
 protected:
  StaleEditsTest() : document(Document::blank({600, 600}, BitDepth::Eight)) {
    photo = addImageLayer(*document, opaque({600, 600}), "photo");
    EditDescription description;
    description.area = description.frame = {0, 0, 200, 200};
    description.recipe = "{}";
    edit = beginReview(*document, description);
    addResult(*document, edit, description, {opaque({200, 200}), "{}", {}});
    acceptEdit(*document, edit);
  }
  static Image opaque(Extent extent) { return Image(extent, ChannelLayout::Rgb, BitDepth::Eight); }
  bool stale() const { return document->layer(edit)->edit->stale; }

  std::unique_ptr<Document> document;
  LayerId photo, edit;
};

TEST_F(StaleEditsTest, WhatLiesAboveDoesNotMatter) {
  addImageLayer(*document, opaque({600, 600}), "above");
  EXPECT_FALSE(stale());
}

TEST_F(StaleEditsTest, ALayerThatMovesBeneathDoes) {
  const LayerId above = addImageLayer(*document, opaque({100, 100}), "above");
  moveLayer(*document, above, 1);
  EXPECT_TRUE(stale());
  document->undo();
  EXPECT_FALSE(stale());
}

TEST_F(StaleEditsTest, ALayerThatLeavesFromBeneathDoes) {
  moveLayer(*document, photo, 2);
  EXPECT_TRUE(stale());
}

TEST_F(StaleEditsTest, OtherPlacesOfTheCanvasDoNot) {
  document->setActiveLayer(photo);
  addImageLayer(*document, opaque({50, 50}), "elsewhere", {550, 550});
  EXPECT_FALSE(stale());
}

TEST_F(StaleEditsTest, HidingAndDeletingWhatLiesBeneathDo) {
  LayerProperties hidden = document->layer(photo)->properties;
  hidden.visible = false;
  setLayerProperties(*document, photo, hidden);
  EXPECT_TRUE(stale());
  document->undo();
  removeLayer(*document, photo);
  EXPECT_TRUE(stale());
}

TEST_F(StaleEditsTest, DeletingWhatIsHiddenDoesNot) {
  const LayerId invisible = addImageLayer(*document, opaque({100, 100}), "hidden");
  LayerProperties hidden = document->layer(invisible)->properties;
  hidden.visible = false;
  setLayerProperties(*document, invisible, hidden);
  moveLayer(*document, invisible, 1);
  EXPECT_FALSE(stale());
  removeLayer(*document, invisible);
  EXPECT_FALSE(stale());
}

}  // namespace
}  // namespace pentimento
