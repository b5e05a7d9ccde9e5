/// A document's layers as a list, the topmost first.
#pragma once

#include <QAbstractListModel>
#include <QHash>
#include <QImage>
#include <QPointer>

#include "app/document/document.h"

namespace pentimento {

/// Names can be edited, check marks are visibility, rows can be dragged to another place; each is
/// one step of undo of the document.
class LayersModel final : public QAbstractListModel {
  Q_OBJECT
 public:
  using QAbstractListModel::QAbstractListModel;

  void setDocument(Document* document);  ///< may be null; is not owned
  [[nodiscard]] LayerId layerAt(const QModelIndex& index) const;
  [[nodiscard]] QModelIndex indexOf(LayerId id) const;

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  bool setData(const QModelIndex& index, const QVariant& value, int role) override;
  [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;
  [[nodiscard]] Qt::DropActions supportedDropActions() const override { return Qt::MoveAction; }
  [[nodiscard]] QStringList mimeTypes() const override;
  [[nodiscard]] QMimeData* mimeData(const QModelIndexList& indexes) const override;
  bool dropMimeData(const QMimeData* data, Qt::DropAction action, int row, int column,
                    const QModelIndex& parent) override;

 private:
  void rebuild();
  void forgetPictures();
  [[nodiscard]] QImage picture(const Layer& layer) const;

  QPointer<Document> m_document;
  std::vector<LayerId> m_layers;              // top first
  mutable QHash<quint64, QImage> m_pictures;  // small, by layer
};

}  // namespace pentimento
