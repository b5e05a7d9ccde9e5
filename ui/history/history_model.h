/// The pictures of the history as a list, for any number of them.
#pragma once

#include <QAbstractListModel>
#include <QCache>
#include <QHash>
#include <QPixmap>
#include <QStringList>
#include <QTimer>
#include <optional>

#include "app/history/history_store.h"
#include "app/history/thumbnail_store.h"

namespace pentimento {

/// Holds key, day and star of every entry; pictures are asked for when they are drawn.
class HistoryModel final : public QAbstractListModel {
  Q_OBJECT
 public:
  enum Role {
    KeyRole = Qt::UserRole,
    DayRole,   ///< QString, at the first entry of a day, else empty
    StarRole,  ///< bool
  };

  HistoryModel(HistoryStore& store, ThumbnailStore& thumbnails, QObject* parent = nullptr);

  void setQuery(const HistoryQuery& query);
  /// Shows these first and no others, in this order, instead of the newest first; nothing ends it.
  void setOrder(const std::optional<QStringList>& keys);
  [[nodiscard]] const HistoryQuery& query() const noexcept { return m_query; }
  [[nodiscard]] QString keyAt(const QModelIndex& index) const;
  [[nodiscard]] QModelIndex indexOf(const QString& key) const;
  [[nodiscard]] std::vector<QDate> days() const;  ///< of what is listed, newest first

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;
  [[nodiscard]] Qt::DropActions supportedDragActions() const override { return Qt::CopyAction; }
  [[nodiscard]] QMimeData* mimeData(const QModelIndexList& indexes) const override;

 private:
  [[nodiscard]] std::vector<HistoryItem> wanted() const;
  void reload();
  void takeThumbnail(const QString& key, const QImage& thumbnail);

  HistoryStore& m_store;
  ThumbnailStore& m_thumbnails;
  HistoryQuery m_query;
  std::optional<QStringList> m_order;
  std::vector<HistoryItem> m_items;
  mutable QCache<QString, QPixmap> m_pictures;
  QTimer m_reload;  // several changes in a row are one
};

/// "Today", "Yesterday", "Monday, 3 February 2025".
[[nodiscard]] QString dayName(const QDate& day);

}  // namespace pentimento
