#include "ui/layers/layers_model.h"

#include <QFont>
#include <QMimeData>
#include <QPainter>

#include "app/document/layer_operations.h"
#include "app/document/plane_pixels.h"
#include "app/pictures/picture_conversion.h"
#include "core/imaging/convert.h"
#include "ui/theme/picture_icon.h"
#include "ui/theme/theme.h"

namespace pentimento {
namespace {

constexpr const char* kLayerMime = "application/x-pentimento-layer";
constexpr int kPictureSide = 64;
constexpr int kPictureRatio = 2;  // sharp up to this scale of the screen
constexpr int kSquare = 8;        // of the checkerboard that shows through

/// Every n-th pixel of the canvas: small, and quick on any canvas.
QImage smallPicture(const Layer& layer, const DocumentState& state) {
  const QSize size =
      state.size.scaled(kPictureSide, kPictureSide, Qt::KeepAspectRatio).expandedTo({1, 1});
  Image small(Extent{size.width(), size.height()}, ChannelLayout::Rgba, state.depth);
  const auto pixelBytes = static_cast<size_t>(state.pixelBytes());
  for (int y = 0; y < size.height(); ++y)
    for (int x = 0; x < size.width(); ++x) {
      const QPoint at((2 * x + 1) * state.size.width() / (2 * size.width()),
                      (2 * y + 1) * state.size.height() / (2 * size.height()));
      layer.pixels.read(QRect(at, QSize(1, 1)),
                        small.writableBytes().data() + y * small.bytesPerRow() + x * pixelBytes,
                        pixelBytes);
    }
  return toQImage(toDepth(small, BitDepth::Eight));
}

/// Framed, and over squares: a layer with little or nothing on it is seen to be one.
QImage onSquares(const QImage& picture) {
  QImage shown(picture.size(), QImage::Format_RGB32);
  QPainter painter(&shown);
  for (int y = 0; y < shown.height(); y += kSquare)
    for (int x = 0; x < shown.width(); x += kSquare)
      painter.fillRect(x, y, kSquare, kSquare, (x + y) / kSquare % 2 ? Qt::lightGray : Qt::white);
  painter.drawImage(0, 0, picture);
  painter.setPen(QPen(theme().border, kPictureRatio));
  painter.drawRect(shown.rect().adjusted(0, 0, -1, -1));
  painter.end();
  shown.setDevicePixelRatio(kPictureRatio);
  return shown;
}

}  // namespace

void LayersModel::setDocument(Document* document) {
  if (m_document) m_document->disconnect(this);
  m_document = document;
  if (document) {
    connect(document, &Document::layersChanged, this, &LayersModel::rebuild);
    connect(document, &Document::sizeChanged, this, &LayersModel::forgetPictures);
    connect(document, &Document::historyChanged, this, &LayersModel::forgetPictures);
    connect(document, &QObject::destroyed, this, &LayersModel::rebuild);
  }
  m_pictures.clear();
  rebuild();
}

void LayersModel::rebuild() {
  std::vector<LayerId> layers;
  if (m_document)
    for (auto layer = m_document->state().layers.rbegin();
         layer != m_document->state().layers.rend(); ++layer)
      layers.push_back(layer->id);
  if (layers != m_layers) {
    beginResetModel();
    m_layers = std::move(layers);
    endResetModel();
  } else if (!m_layers.empty()) {
    Q_EMIT dataChanged(index(0), index(rowCount() - 1));
  }
}

void LayersModel::forgetPictures() {
  m_pictures.clear();
  if (!m_layers.empty()) Q_EMIT dataChanged(index(0), index(rowCount() - 1), {Qt::DecorationRole});
}

LayerId LayersModel::layerAt(const QModelIndex& index) const {
  return index.isValid() && index.row() < rowCount() ? m_layers[index.row()] : LayerId{};
}

QModelIndex LayersModel::indexOf(LayerId id) const {
  for (int row = 0; row < rowCount(); ++row)
    if (m_layers[row] == id) return index(row);
  return {};
}

int LayersModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_layers.size());
}

QImage LayersModel::picture(const Layer& layer) const {
  QImage& picture = m_pictures[layer.id.value];
  if (picture.isNull()) picture = onSquares(smallPicture(layer, m_document->state()));
  return picture;
}

QVariant LayersModel::data(const QModelIndex& index, int role) const {
  const Layer* const layer = m_document ? m_document->layer(layerAt(index)) : nullptr;
  if (!layer) return {};
  const LayerProperties& properties = layer->properties;
  const bool stale = layer->edit && layer->edit->stale;
  switch (role) {
    case Qt::DisplayRole:
      return stale ? tr("%1 (stale)").arg(properties.name) : properties.name;
    case Qt::EditRole:
      return properties.name;
    case Qt::CheckStateRole:
      return properties.visible ? Qt::Checked : Qt::Unchecked;
    case Qt::DecorationRole:
      return pictureIcon(picture(*layer));
    case Qt::FontRole: {
      QFont font;
      font.setItalic(layer->edit.has_value());
      return font;
    }
    case Qt::ToolTipRole:
      return stale ? tr("Something beneath this edit has changed since it was made. Run it again "
                        "from the panel below.")
             : layer->edit ? tr("An edit with its recipe and candidates")
                           : tr("A picture");
    case Qt::AccessibleTextRole:
      return tr("%1, %2, %3 % opaque")
          .arg(properties.name, properties.visible ? tr("visible") : tr("hidden"))
          .arg(qRound(properties.opacity * 100));
    default:
      return {};
  }
}

bool LayersModel::setData(const QModelIndex& index, const QVariant& value, int role) {
  const Layer* const layer = m_document ? m_document->layer(layerAt(index)) : nullptr;
  if (!layer) return false;
  LayerProperties properties = layer->properties;
  if (role == Qt::CheckStateRole)
    properties.visible = value.toInt() == Qt::Checked;
  else if (role == Qt::EditRole && !value.toString().trimmed().isEmpty())
    properties.name = value.toString().trimmed();
  if (properties == layer->properties) return false;
  setLayerProperties(*m_document, layer->id, properties);
  return true;
}

Qt::ItemFlags LayersModel::flags(const QModelIndex& index) const {
  if (!index.isValid()) return Qt::ItemIsDropEnabled;  // between the rows
  return Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsEditable | Qt::ItemIsUserCheckable |
         Qt::ItemIsDragEnabled;
}

QStringList LayersModel::mimeTypes() const {
  return {kLayerMime};
}

QMimeData* LayersModel::mimeData(const QModelIndexList& indexes) const {
  if (indexes.isEmpty()) return nullptr;
  auto* data = new QMimeData;
  data->setData(kLayerMime, QByteArray::number(layerAt(indexes.first()).value));
  return data;
}

bool LayersModel::dropMimeData(const QMimeData* data, Qt::DropAction, int row, int,
                               const QModelIndex&) {
  if (!m_document || !data->hasFormat(kLayerMime)) return false;
  const LayerId id{data->data(kLayerMime).toULongLong()};
  const int from = indexOf(id).row();
  if (from < 0) return false;
  // `row` is a gap in the list as it is, top first; the stack counts from the bottom, without the
  // layer that moves.
  const int gap = row < 0 ? rowCount() : row;
  const int place = from < gap ? gap - 1 : gap;
  moveLayer(*m_document, id, rowCount() - 1 - place);
  return false;  // the document has told us already; the view must not remove the old row
}

}  // namespace pentimento
