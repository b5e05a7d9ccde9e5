#include "ui/canvas/canvas_view.h"

#include <QPaintEvent>
#include <QPainter>
#include <cmath>

#include "app/document/geometry.h"
#include "app/document/plane_pixels.h"
#include "core/imaging/frame.h"
#include "ui/canvas/canvas_grips.h"
#include "ui/canvas/canvas_overlay.h"
#include "ui/canvas/canvas_renderer.h"
#include "ui/canvas/canvas_view_private.h"
#include "ui/canvas/mask_outline.h"
#include "ui/canvas/tools/brush_cursor.h"

namespace pentimento {
namespace {

constexpr double kFitMargin = 24;
constexpr int kOutlineDelay = 60;  // ms after the last change: strokes are not slowed down
constexpr int kAntInterval = 120;
constexpr int kBlinkInterval = 500;
constexpr int kPaintTime = 30;  // ms; what is not ready by then comes with the next frame

quint32 absoluteDifference(quint32 a, quint32 b) {
  return qRgb(std::abs(qRed(a) - qRed(b)), std::abs(qGreen(a) - qGreen(b)),
              std::abs(qBlue(a) - qBlue(b)));
}

}  // namespace

CanvasView::Private::Private(CanvasView* owner) : q(owner), display(owner) {
  context.document = [this] { return display.document(); };
  context.frame = [this] { return q->frame(); };
  context.modelSize = [this] { return modelSize; };
  context.colourAt = [this](QPoint pixel) { return display.colourAt(pixel); };
  context.pentimentoSource = [this] { return pentimentoSource(); };
  context.work = [this]() -> BackgroundWork& { return work; };
  context.updateOverlay = [this] { q->update(); };
  context.optionsEdited = [this] {
    updateCursor();
    Q_EMIT q->toolOptionsEdited();
  };
  context.setTransform = [this](const CanvasTransform& next) {
    fitted = false;
    setTransform(next);
  };
  context.options = &options;
  context.transform = &transform;
  for (int id = 0; id < kToolCount; ++id) tools[id] = makeTool(static_cast<ToolId>(id), context);
  outlineTimer.setSingleShot(true);
  outlineTimer.setInterval(kOutlineDelay);
  antTimer.setInterval(kAntInterval);
  blinkTimer.setInterval(kBlinkInterval);
}

CanvasView::CanvasView(QWidget* parent) : QWidget(parent), d(std::make_unique<Private>(this)) {
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(true);
  setTabletTracking(true);
  setAttribute(Qt::WA_OpaquePaintEvent);
  setAcceptDrops(false);  // the window takes what is dropped
  setAccessibleName(tr("Canvas"));
  setMinimumSize(160, 120);
  connect(&d->display, &CanvasDisplay::changed, this,
          [this](const QRegion& area) { d->repaintCanvas(area); });
  connect(&d->display, &CanvasDisplay::maskEdited, this, [this] { d->outlineTimer.start(); });
  connect(&d->outlineTimer, &QTimer::timeout, this, [this] {
    // A hand that rests during a stroke must not feel it.
    d->pressed ? d->outlineTimer.start() : d->refreshOutline();
  });
  connect(&d->antTimer, &QTimer::timeout, this, [this] {
    d->antPhase = (d->antPhase + 1) % 8;
    if (!d->pressed) d->repaintCanvas(d->outlineBox);
  });
  connect(&d->blinkTimer, &QTimer::timeout, this, [this] {
    d->blinkShowsOriginal = !d->blinkShowsOriginal;
    update();
  });
}

CanvasView::~CanvasView() = default;

void CanvasView::setDocument(Document* document) {
  if (d->display.document() == document) return;
  d->tool().leave();
  if (d->display.document()) d->display.document()->disconnect(this);
  clearPreview();
  d->display.setDocument(document);
  if (document) {
    connect(document, &Document::sizeChanged, this, [this] {
      d->outlineTimer.start();
      update();
    });
    connect(document, &Document::frameChanged, this, [this] { update(); });
  }
  d->fitted = true;
  zoomToFit();
  d->refreshOutline();
}

Document* CanvasView::document() const {
  return d->display.document();
}

const CanvasTransform& CanvasView::transform() const {
  return d->transform;
}

void CanvasView::setTransform(const CanvasTransform& transform) {
  d->fitted = false;
  d->setTransform(transform);
}

void CanvasView::Private::setTransform(const CanvasTransform& next) {
  transform = next;
  updateCursor();
  q->update();
  Q_EMIT q->viewChanged();
}

void CanvasView::zoomToFit() {
  CanvasTransform next = d->transform;
  next.setDevicePixelRatio(devicePixelRatioF());
  const QSize room(width(), std::max(height() / 2, height() - d->coveredBelow));
  if (document()) next.fit(document()->size(), room, kFitMargin);
  d->fitted = true;
  d->setTransform(next);
}

void CanvasView::setCoveredBelow(int pixels) {
  if (std::exchange(d->coveredBelow, pixels) != pixels && d->fitted) zoomToFit();
}

void CanvasView::zoomTo(double scale) {
  CanvasTransform next = d->transform;
  next.setScale(scale, QRectF(rect()).center());
  setTransform(next);
}

void CanvasView::zoomBySteps(int steps) {
  zoomTo(d->transform.scale() * std::pow(std::sqrt(2.0), steps));
}

void CanvasView::rotateBy(double degrees) {
  CanvasTransform next = d->transform;
  next.setRotation(next.rotation() + degrees, QRectF(rect()).center());
  setTransform(next);
}

void CanvasView::resetRotation() {
  rotateBy(-d->transform.rotation());
}

void CanvasView::setMirrored(bool mirrored) {
  CanvasTransform next = d->transform;
  next.setMirrored(mirrored, QRectF(rect()).center());
  setTransform(next);
}

void CanvasView::setOverlaysVisible(bool visible) {
  d->overlays = visible;
  update();
}

QRect CanvasView::frame() const {
  const Document* doc = document();
  if (!doc) return {};
  if (doc->state().frame) return *doc->state().frame;
  const QRect box = doc->state().mask.contentBounds() & doc->state().canvas();
  if (box.isEmpty()) return doc->state().canvas();
  FrameOptions options;
  options.minimum = toExtent(d->modelSize);
  const QSize canvas = doc->size();
  // The share of the mask's box stands for that of the mask: pixels need not be counted for it.
  const double share =
      double(box.width()) * box.height() / (double(canvas.width()) * canvas.height());
  return toQRect(chooseFrame(toRect(box), share, toExtent(canvas), options));
}

void CanvasView::setFrameOptions(const EditMaskOptions& masks, QSize modelSize) {
  d->maskOptions = masks;
  d->modelSize = modelSize;
  d->outlineTimer.start();
}

void CanvasView::setPreview(const QImage& picture, const QRect& area) {
  d->preview = picture;
  d->previewArea = area;
  d->repaintCanvas(area);
}

void CanvasView::clearPreview() {
  const QRect area = std::exchange(d->previewArea, {});
  d->preview = {};
  d->repaintCanvas(area);
}

void CanvasView::setMaskPreview(const std::optional<Mask>& mask) {
  d->display.setMaskPreview(mask ? std::optional(planeFromMask(*mask, {0, 0})) : std::nullopt);
}

void CanvasView::setMaskShownInReview(bool shown) {
  if (std::exchange(d->maskInReview, shown) != shown) update();
}

void CanvasView::setCompareMode(CompareMode mode) {
  d->compare = mode;
  d->blinkShowsOriginal = false;
  mode == CompareMode::Blink ? d->blinkTimer.start() : d->blinkTimer.stop();
  update();
}

CompareMode CanvasView::compareMode() const {
  return d->compare;
}

void CanvasView::setShowOriginal(bool show) {
  d->display.setHidden(!show                       ? HiddenLayers::None
                       : d->display.pendingLayer() ? HiddenLayers::Pending
                                                   : HiddenLayers::Edits);
}

void CanvasView::setPentimentoSource(std::shared_ptr<const Image> picture) {
  d->source = std::move(picture);
}

BackgroundWork& CanvasView::work() {
  return d->work;
}

QRect CanvasView::maskBoundsOnScreen() const {
  if (!document()) return {};
  const QRect box = d->display.shownMask().contentBounds();
  return box.isEmpty() ? QRect() : d->canvasOnScreen(box).toAlignedRect() & rect();
}

QSize CanvasView::sizeHint() const {
  return {960, 640};
}

QRectF CanvasView::Private::canvasOnScreen(const QRect& canvasArea) const {
  return transform.canvasToWidget().mapRect(QRectF(canvasArea));
}

void CanvasView::Private::repaintCanvas(const QRegion& canvasArea) {
  QRegion shown;
  // Some pixels more: interpolation reaches over the edge of what changed.
  for (const QRect& part : canvasArea)
    shown |= canvasOnScreen(part).toAlignedRect().adjusted(-2, -2, 2, 2);
  q->update(shown);
}

void CanvasView::Private::refreshOutline() {
  const int number = ++outlineCount;
  if (!display.document() || display.shownMask().empty()) return showOutline({});
  outlineWork.start(
      {},
      [mask = display.shownMask(), size = display.document()->size(),
       options = maskOptions](const RunContext&) { return effectiveOutline(mask, size, options); },
      [this, number](const QVector<QLineF>& lines) {
        if (number == outlineCount) showOutline(lines);
      });
}

void CanvasView::Private::showOutline(const QVector<QLineF>& lines) {
  outline = lines;
  outline.isEmpty() ? antTimer.stop() : antTimer.start();
  QRectF box;
  for (const QLineF& line : outline) box |= QRectF(line.p1(), line.p2()).adjusted(0, 0, 1, 1);
  outlineBox = box.toAlignedRect();
  q->update();
}

void CanvasView::Private::renderPart(QImage& image, QPoint corner, TilePyramid& picture) {
  const double ratio = transform.devicePixelRatio();
  RenderOptions render;
  render.deviceToCanvas = QTransform::fromScale(1 / ratio, 1 / ratio) * transform.widgetToCanvas();
  render.canvas = display.document()->size();
  render.surround = q->palette().color(QPalette::Dark);
  render.lightSquare = QColor(0xc8, 0xc8, 0xc8);
  render.darkSquare = QColor(0xa8, 0xa8, 0xa8);
  render.squareSize = static_cast<int>(std::lround(8 * ratio));
  std::vector<TilePyramid*> pyramids{&picture};
  if (showsMask()) pyramids.push_back(&display.mask());
  renderCanvas(image, corner, render, pyramids);
}

QImage CanvasView::Private::render(const QRect& deviceArea) {
  QImage image(deviceArea.size(), QImage::Format_RGB32);
  const bool comparing = compare != CompareMode::Off && display.pendingLayer();
  const bool onlyOriginal = comparing && compare == CompareMode::Blink && blinkShowsOriginal;
  renderPart(image, deviceArea.topLeft(), onlyOriginal ? display.original() : display.picture());
  if (!comparing || compare == CompareMode::Blink) return image;

  QImage before(deviceArea.size(), QImage::Format_RGB32);
  renderPart(before, deviceArea.topLeft(), display.original());
  const int split = static_cast<int>(divider * q->width() * transform.devicePixelRatio());
  for (int y = 0; y < image.height(); ++y) {
    auto* after = reinterpret_cast<quint32*>(image.scanLine(y));
    const auto* original = reinterpret_cast<const quint32*>(before.constScanLine(y));
    for (int x = 0; x < image.width(); ++x) {
      if (compare == CompareMode::Difference)
        after[x] = absoluteDifference(after[x], original[x]);
      else if (deviceArea.x() + x < split)
        after[x] = original[x];
    }
  }
  return image;
}

void CanvasView::paintEvent(QPaintEvent* event) {
  QPainter painter(this);
  if (!document()) {
    painter.fillRect(event->rect(), palette().color(QPalette::Dark));
    return;
  }
  const double ratio = d->transform.devicePixelRatio();
  d->display.setDeadline(QDeadlineTimer(kPaintTime));
  for (const QRect& area : event->region()) {
    const QRect device =
        QRectF(area.topLeft() * ratio, QSizeF(area.size()) * ratio).toAlignedRect();
    QImage image = d->render(device);
    image.setDevicePixelRatio(ratio);
    painter.drawImage(QPointF(device.topLeft()) / ratio, image);
  }
  if (d->display.isLate()) update(event->region());  // goes on after whatever waits
  d->display.setDeadline(QDeadlineTimer::Forever);
  if (!d->preview.isNull()) paintPicture(painter, d->transform, d->preview, d->previewArea);
  if (d->overlays) {
    paintPixelGrid(painter, d->transform, document()->size(), event->rect());
    const bool frameMatters = d->current == ToolId::Frame || document()->hasMask() ||
                              document()->state().frame.has_value();
    // Not while a stroke changes the mask it follows.
    const bool settled = !d->pressed || d->current == ToolId::Frame || d->gripHeld;
    if (frameMatters && settled) {
      paintExpansion(painter, d->transform, frame(), document()->state().canvas());
      paintFrame(painter, d->transform, frame());
    }
    if (d->besideCanvas && !d->pressed) paintGrips(painter, d->transform, document()->size());
    if (!d->pressed && !d->outline.isEmpty() && d->showsMask())
      paintAnts(painter, d->transform, d->outline, d->antPhase);
  }
  painter.setRenderHint(QPainter::Antialiasing);
  d->tool().paintOverlay(painter, d->transform);
  const BrushOptions* brush = d->tool().brush();
  const double circle = brush ? brush->size * d->transform.widgetScale() : 0;
  if (brush && d->pointer && (circle > kMaxCursorDiameter || d->resizeAnchor)) {
    const QPointF middle = d->resizeAnchor.value_or(*d->pointer);
    painter.setBrush(Qt::NoBrush);
    for (const QPen& pen : {QPen(QColor(0, 0, 0, 150), 2.4), QPen(Qt::white, 1)}) {
      painter.setPen(pen);
      painter.drawEllipse(middle, circle / 2, circle / 2);
    }
  }
  if (d->compare == CompareMode::Divider && d->display.pendingLayer())
    paintDivider(painter, static_cast<int>(d->divider * width()), height());
}

void CanvasView::resizeEvent(QResizeEvent*) {
  if (d->fitted) zoomToFit();
  Q_EMIT viewChanged();
}

}  // namespace pentimento
