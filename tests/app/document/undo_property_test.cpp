// n random actions, n undos, n redos: every state on the way back and forth is the one before.
#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "app/document/brush_stroke.h"
#include "app/document/canvas_operations.h"
#include "app/document/edit_operations.h"
#include "app/document/layer_operations.h"
#include "app/document/mask_edits.h"
#include "tests/support/document_steps.h"
#include "tests/support/review_result.h"

namespace pentimento {
namespace {

constexpr int kActions = 1000;

class RandomArtist {
 public:
  explicit RandomArtist(Document& document) : m_document(document) {}

  void act() {
    switch (number(0, 9)) {
      case 0:
      case 1:
      case 2:
        return paintMask();
      case 3:
      case 4:
        return paintColour();
      case 5:
        return (void)addImageLayer(m_document, noise({90, 70}), "picture", position());
      case 6:
        return changeLayer();
      case 7:
        return edit();
      case 8:
        return clearMask(m_document);
      default:
        return restructure();
    }
  }

 private:
  int number(int low, int high) { return std::uniform_int_distribution<int>(low, high)(m_random); }
  QPoint position() { return {number(-60, 500), number(-60, 500)}; }
  Image noise(Extent extent) {
    Image image(extent, ChannelLayout::Rgb, m_document.state().depth);
    for (std::byte& b : image.writableBytes()) b = std::byte(number(0, 255));
    return image;
  }
  LayerId anyLayer() {
    const auto& layers = m_document.state().layers;
    return layers.empty() ? LayerId{} : layers[number(0, int(layers.size()) - 1)].id;
  }
  TilePlane coverage() {
    StrokeCoverage stroke(number(0, 10) / 10.0);
    for (int i = 0; i < 3; ++i) stroke.extend({position(), double(number(1, 60)), 1.0});
    return stroke.plane();
  }
  void paintMask() {
    DocumentEdit edit(m_document, "mask");
    const TilePlane before = edit.state().mask, cover = coverage();
    strokeMask(edit.state().mask, before, cover, edit.state().canvas(), number(0, 2) == 0);
    edit.commit();
  }
  void paintColour() {
    DocumentEdit edit(m_document, "paint");
    Layer* layer = edit.layer(anyLayer());
    if (!layer) return;
    const TilePlane before = layer->pixels, cover = coverage();
    strokeColour(layer->pixels, before, cover, edit.state().canvas(), edit.state().depth,
                 QColor::fromRgb(QRgb(number(0, 0xffffff))));
    edit.commit();
  }
  void changeLayer() {
    const LayerId id = anyLayer();
    if (!id) return;
    LayerProperties properties = m_document.layer(id)->properties;
    properties.opacity = number(0, 10) / 10.0;
    properties.visible = number(0, 1);
    properties.blend = kBlendModes[number(0, int(kBlendModes.size()) - 1)];
    setLayerProperties(m_document, id, properties);
  }
  void edit() {
    EditDescription description;
    description.name = "edit";
    description.area = QRect(position(), QSize(80, 60));
    description.frame = description.area;
    description.recipe = "{}";
    description.mask = m_document.mask();
    const LayerId id = beginReview(m_document, description);
    for (int i = 0; i < 2; ++i)
      addResult(m_document, id, description, {noise({80, 60}), "{}", "h"});
    chooseCandidate(m_document, id, 1);
    number(0, 1) ? acceptEdit(m_document, id) : discardEdit(m_document, id);
  }
  void restructure() {
    const LayerId id = anyLayer();
    switch (number(0, 4)) {
      case 0:
        return (void)duplicateLayer(m_document, id);
      case 1:
        return moveLayer(m_document, id, number(0, 5));
      case 2:
        return (void)mergeDown(m_document, id);
      case 3:
        if (m_document.state().layers.size() > 4) removeLayer(m_document, id);
        return;
      default: {
        const QRect canvas = m_document.state().canvas();
        resizeCanvas(m_document, QRect(number(-20, 20), number(-20, 20),
                                       std::clamp(canvas.width() + number(-40, 40), 300, 600),
                                       std::clamp(canvas.height() + number(-40, 40), 300, 600)));
      }
    }
  }

  Document& m_document;
  std::mt19937 m_random{20260911};
};

class DocumentUndo : public testing::TestWithParam<BitDepth> {};

TEST_P(DocumentUndo, BringsBackEveryStateOfAThousandRandomActions) {
  const auto document = Document::blank({450, 400}, GetParam());
  RandomArtist artist(*document);
  for (int i = 0; i < kActions; ++i) {
    artist.act();
    // Layers would pile up and make the test slow without making it harder.
    while (document->state().layers.size() > 8)
      removeLayer(*document, document->state().layers.front().id);
  }
  const size_t steps = document->history().done().size();
  ASSERT_GE(steps, size_t{kActions} / 2);

  std::vector<QByteArray> hashes{digest(document->state())};
  while (document->canUndo()) {
    document->undo();
    hashes.push_back(digest(document->state()));
  }
  ASSERT_EQ(hashes.size(), steps + 1);
  EXPECT_NE(hashes.front(), hashes.back());
  const auto blank = Document::blank({450, 400}, GetParam());
  EXPECT_EQ(hashes.back(), digest(blank->state()));
  for (size_t i = hashes.size() - 1; i-- > 0;) {
    document->redo();
    ASSERT_EQ(digest(document->state()), hashes[i]) << "after redo " << hashes.size() - 1 - i;
  }
  EXPECT_FALSE(document->canRedo());
}

INSTANTIATE_TEST_SUITE_P(Depths, DocumentUndo, testing::Values(BitDepth::Eight, BitDepth::Sixteen));

TEST(DocumentUndoMemory, IsBoundedByBytesAndNotByCount) {
  const auto document = Document::blank({2048, 2048}, BitDepth::Eight);
  const qint64 limit = 8 << 20;
  document->setUndoMemoryLimit(limit);
  for (int i = 0; i < 40; ++i) {
    DocumentEdit edit(*document, "fill");
    Layer* layer = edit.layer(document->state().active);
    layer->pixels.modify(QRect(0, 0, 1024, 1024), [&](const QRect&, std::byte* pixels, size_t) {
      pixels[0] = std::byte(i + 1);
    });
    edit.commit();
  }
  EXPECT_LE(document->history().memory(), limit);
  EXPECT_GE(document->history().done().size(), 1u);
  EXPECT_LT(document->history().done().size(), 40u);
}

}  // namespace
}  // namespace pentimento
