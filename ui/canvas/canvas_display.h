/// What the canvas shows of a document, ready to draw.
#pragma once

#include <QColor>
#include <QObject>
#include <QPointer>
#include <optional>

#include "app/document/document.h"
#include "core/imaging/colour_profile.h"
#include "ui/canvas/tile_pyramid.h"

namespace pentimento {

/// Which layers are left out, to look at what was there before.
enum class HiddenLayers { None, Pending, Edits };

/// Pyramids of the composed picture, of the same without the pending edit, and of the tinted mask;
/// kept up to date by the document's signals.
class CanvasDisplay : public QObject {
  Q_OBJECT
 public:
  explicit CanvasDisplay(QObject* parent = nullptr);

  void setDocument(Document* document);
  [[nodiscard]] Document* document() const { return m_document; }
  /// Shown in place of the document's mask.
  void setMaskPreview(std::optional<TilePlane> mask);
  [[nodiscard]] const TilePlane& shownMask() const;
  void setHidden(HiddenLayers hidden);

  [[nodiscard]] TilePyramid& picture() { return m_picture; }
  [[nodiscard]] TilePyramid& original() { return m_original; }  ///< without pending edits
  [[nodiscard]] TilePyramid& mask() { return m_mask; }
  void setDeadline(const QDeadlineTimer& deadline);  ///< see TilePyramid
  [[nodiscard]] bool isLate() const;
  /// The pending edit, if there is one: the topmost.
  [[nodiscard]] const Layer* pendingLayer() const;
  /// The colour shown at a canvas pixel.
  [[nodiscard]] QColor colourAt(QPoint pixel);

 Q_SIGNALS:
  void changed(const QRegion& canvasArea);
  void maskEdited();

 private:
  bool fillPicture(HiddenLayers hidden, const QRect& area, quint32* pixels, size_t rowPixels) const;
  bool fillMask(const QRect& area, quint32* pixels, size_t rowPixels) const;
  void resetProfile();

  QPointer<Document> m_document;
  HiddenLayers m_hidden = HiddenLayers::None;
  std::optional<TilePlane> m_maskPreview;
  std::optional<ColourTransform> m_toScreen;
  QColor m_tint{0xe8, 0x3e, 0x6b, 120};  // of what is repainted in full
  QColor m_weakTint{0x2f, 0x86, 0xe8};   // of what is hardly changed
  TilePyramid m_picture, m_original, m_mask;
};

}  // namespace pentimento
