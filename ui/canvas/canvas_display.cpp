#include "ui/canvas/canvas_display.h"

#include <array>
#include <cmath>

#include "app/document/compositor.h"
#include "core/imaging/convert.h"

namespace pentimento {
namespace {

bool isHidden(const Layer& layer, HiddenLayers hidden) {
  if (!layer.edit || hidden == HiddenLayers::None) return false;
  return hidden == HiddenLayers::Edits || layer.edit->pending;
}

}  // namespace

CanvasDisplay::CanvasDisplay(QObject* parent)
    : QObject(parent),
      m_picture([this](const QRect& area, quint32* pixels, size_t rowPixels) {
        return fillPicture(m_hidden, area, pixels, rowPixels);
      }),
      m_original([this](const QRect& area, quint32* pixels, size_t rowPixels) {
        return fillPicture(HiddenLayers::Pending, area, pixels, rowPixels);
      }),
      m_mask([this](const QRect& area, quint32* pixels, size_t rowPixels) {
        return fillMask(area, pixels, rowPixels);
      }) {}

void CanvasDisplay::setDocument(Document* document) {
  if (m_document) m_document->disconnect(this);
  m_document = document;
  m_maskPreview.reset();
  m_picture.clear();
  m_original.clear();
  m_mask.clear();
  resetProfile();
  if (!document) return;
  connect(document, &Document::pixelsChanged, this, [this](const QRegion& area) {
    m_picture.invalidate(area);
    m_original.invalidate(area);
    Q_EMIT changed(area);
  });
  connect(document, &Document::maskChanged, this, [this](const QRegion& area) {
    m_mask.invalidate(area);
    Q_EMIT changed(area);
    Q_EMIT maskEdited();
  });
  connect(document, &Document::sizeChanged, this, [this] {
    m_picture.clear();
    m_original.clear();
    m_mask.clear();
  });
}

void CanvasDisplay::resetProfile() {
  m_toScreen.reset();
  if (!m_document) return;
  const std::string& profile = m_document->state().metadata->iccProfile;
  ColourTransform transform(profile, {}, ChannelLayout::Rgba, m_document->state().depth);
  if (!transform.isIdentity()) m_toScreen.emplace(std::move(transform));
}

void CanvasDisplay::setMaskPreview(std::optional<TilePlane> mask) {
  m_maskPreview = std::move(mask);
  if (m_document) {
    m_mask.invalidate(m_document->state().canvas());
    Q_EMIT changed(m_document->state().canvas());
  }
  Q_EMIT maskEdited();
}

const TilePlane& CanvasDisplay::shownMask() const {
  static const TilePlane kNothing(1);
  if (m_maskPreview) return *m_maskPreview;
  return m_document ? m_document->state().mask : kNothing;
}

void CanvasDisplay::setHidden(HiddenLayers hidden) {
  if (m_hidden == hidden) return;
  m_hidden = hidden;
  if (!m_document) return;
  m_picture.invalidate(m_document->state().canvas());
  Q_EMIT changed(m_document->state().canvas());
}

void CanvasDisplay::setDeadline(const QDeadlineTimer& deadline) {
  for (TilePyramid* pyramid : {&m_picture, &m_original, &m_mask}) pyramid->setDeadline(deadline);
}

bool CanvasDisplay::isLate() const {
  return m_picture.isLate() || m_original.isLate() || m_mask.isLate();
}

const Layer* CanvasDisplay::pendingLayer() const {
  if (!m_document) return nullptr;
  const auto& layers = m_document->state().layers;
  for (auto layer = layers.rbegin(); layer != layers.rend(); ++layer)
    if (layer->edit && layer->edit->pending) return &*layer;
  return nullptr;
}

QColor CanvasDisplay::colourAt(QPoint pixel) {
  if (!m_document || !m_document->state().canvas().contains(pixel)) return {};
  const quint32* tile = m_picture.tile(0, {pixel.x() / kTileSize, pixel.y() / kTileSize});
  if (!tile) return {};
  const QRgb value = tile[(pixel.y() % kTileSize) * kTileSize + pixel.x() % kTileSize];
  return qAlpha(value) == 0 ? QColor() : QColor::fromRgb(qUnpremultiply(value));
}

bool CanvasDisplay::fillPicture(HiddenLayers hidden, const QRect& area, quint32* pixels,
                                size_t rowPixels) const {
  const DocumentState& state = m_document->state();
  Image image(Extent{area.width(), area.height()}, ChannelLayout::Rgba, state.depth);
  std::byte* bytes = image.writableBytes().data();
  bool any = false;
  for (int i = 0; i < static_cast<int>(state.layers.size()); ++i) {
    const Layer& layer = state.layers[i];
    if (isHidden(layer, hidden) || !layer.pixels.tiledBounds().intersects(area)) continue;
    any = true;
    composeOver(state, {i, i + 1}, area, bytes, image.bytesPerRow());
  }
  if (!any) return false;
  if (m_toScreen) m_toScreen->apply(bytes, bytes, static_cast<size_t>(image.extent().area()));
  const Image shown = toDepth(image, BitDepth::Eight);
  for (int y = 0; y < area.height(); ++y) {
    const uint8_t* in = shown.row8(y).data();
    quint32* out = pixels + y * rowPixels;
    for (int x = 0; x < area.width(); ++x, in += 4)
      out[x] = in[3] == 255 ? qRgb(in[0], in[1], in[2])
                            : qPremultiply(qRgba(in[0], in[1], in[2], in[3]));
  }
  return true;
}

bool CanvasDisplay::fillMask(const QRect& area, quint32* pixels, size_t rowPixels) const {
  // A weak mask is another colour and not only a fainter one: it stands for a weak change.
  const auto between = [](int weak, int strong, int value) {
    return weak + (strong - weak) * value / 255;
  };
  std::array<quint32, 256> tinted{};
  for (int value = 1; value < 256; ++value)
    tinted[value] =
        qPremultiply(qRgba(between(m_weakTint.red(), m_tint.red(), value),
                           between(m_weakTint.green(), m_tint.green(), value),
                           between(m_weakTint.blue(), m_tint.blue(), value),
                           static_cast<int>(m_tint.alpha() * std::sqrt(value / 255.0))));
  bool any = false;
  shownMask().forEachPiece(area, [&](const QRect& piece, const std::byte* mask, size_t stride) {
    any |= mask != nullptr;
    for (int y = 0; y < piece.height(); ++y) {
      quint32* out = pixels + (piece.y() - area.y() + y) * rowPixels + (piece.x() - area.x());
      for (int x = 0; x < piece.width(); ++x)
        out[x] = mask ? tinted[std::to_integer<int>(mask[y * stride + x])] : 0;
    }
  });
  return any;
}

}  // namespace pentimento
