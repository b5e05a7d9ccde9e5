#include "ui/layers/layers_panel.h"
#include "tests/support/document_steps.h"

#include <gtest/gtest.h>

#include <QComboBox>
#include <QMimeData>
#include <QSlider>

#include "app/document/edit_operations.h"
#include "app/document/layer_operations.h"
#include "tests/support/review_result.h"

namespace pentimento {
namespace {

class LayersPanelTest : public testing::Test {
 protected:
  LayersPanelTest() : document(Document::blank({60, 40}, BitDepth::Eight)) {
    first = document->activeLayer()->id;
    second =
        addImageLayer(*document, Image({20, 20}, ChannelLayout::Rgb, BitDepth::Eight), "photo");
    panel.setDocument(document.get());
    model = panel.findChild<LayersModel*>();
  }

  std::unique_ptr<Document> document;
  LayersPanel panel;
  LayersModel* model = nullptr;
  LayerId first, second;
};

TEST_F(LayersPanelTest, ListsTheTopmostFirst) {
  ASSERT_EQ(model->rowCount(), 2);
  EXPECT_EQ(model->layerAt(model->index(0)), second);
  EXPECT_EQ(model->index(0).data().toString(), "photo");
}

TEST_F(LayersPanelTest, RenamesAndHidesAsStepsOfUndo) {
  ASSERT_TRUE(model->setData(model->index(0), "sofa", Qt::EditRole));
  ASSERT_TRUE(model->setData(model->index(0), Qt::Unchecked, Qt::CheckStateRole));
  EXPECT_EQ(document->layer(second)->properties.name, "sofa");
  EXPECT_FALSE(document->layer(second)->properties.visible);
  document->undo();
  document->undo();
  EXPECT_EQ(document->layer(second)->properties.name, "photo");
  EXPECT_TRUE(document->layer(second)->properties.visible);
}

TEST_F(LayersPanelTest, DraggingAnOpacityIsOneStep) {
  auto* slider = panel.findChild<QSlider*>();
  const size_t steps = document->history().done().size();
  for (const int value : {80, 60, 40}) slider->setValue(value);
  EXPECT_DOUBLE_EQ(document->layer(second)->properties.opacity, 0.4);
  EXPECT_EQ(document->history().done().size(), steps + 1);
  document->undo();
  EXPECT_EQ(slider->value(), 100) << "the panel follows the document";
}

TEST_F(LayersPanelTest, OffersSixteenBlendModes) {
  EXPECT_EQ(panel.findChild<QComboBox*>()->count(), 16);
}

TEST_F(LayersPanelTest, DroppingBelowTheLastRowMovesToTheBottom) {
  const std::unique_ptr<QMimeData> drag(model->mimeData({model->index(0)}));
  model->dropMimeData(drag.get(), Qt::MoveAction, 2, 0, {});
  EXPECT_EQ(document->state().layers.front().id, second);
  document->undo();
  EXPECT_EQ(document->state().layers.front().id, first);
}

TEST_F(LayersPanelTest, ShowsWhatAnEditRemembers) {
  EditDescription description;
  description.name = "couch";
  description.area = description.frame = {0, 0, 60, 40};
  description.recipe = R"({"prompt": "a blue couch"})";
  const LayerId edit = beginReview(*document, description);
  for (int i = 0; i < 3; ++i)
    addResult(*document, edit, description,
              {Image({60, 40}, ChannelLayout::Rgb, BitDepth::Eight), description.recipe, {}});
  const auto texts = [&] {
    QStringList all;
    for (const QLabel* label : panel.findChildren<QLabel*>())
      if (!label->isHidden()) all << label->text();
    return all.join('\n');
  };
  EXPECT_TRUE(texts().contains("a blue couch")) << texts().toStdString();
  EXPECT_TRUE(texts().contains("1 of 3")) << texts().toStdString();
  chooseCandidate(*document, edit, 2);
  EXPECT_TRUE(texts().contains("3 of 3")) << texts().toStdString();
  EXPECT_FALSE(model->index(0).data().toString().contains("stale"));
  addImageLayer(*document, Image({20, 20}, ChannelLayout::Rgb, BitDepth::Eight), "beneath");
  moveLayer(*document, document->activeLayer()->id, 0);
  EXPECT_TRUE(model->indexOf(edit).data().toString().contains("stale"));
}

TEST_F(LayersPanelTest, OutlivesItsDocument) {
  document.reset();
  EXPECT_EQ(model->rowCount(), 0);
}

}  // namespace
}  // namespace pentimento
