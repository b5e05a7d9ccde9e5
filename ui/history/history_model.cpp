#include "ui/history/history_model.h"

#include <QLocale>
#include <QMimeData>
#include <algorithm>

#include "app/pictures/picture_mime.h"

namespace pentimento {
namespace {

constexpr int kPicturesInMemory = 600;  // 256 KB each at most

bool sameItem(const HistoryItem& a, const HistoryItem& b) {
  return a.key == b.key && a.starred == b.starred;
}

}  // namespace

QString dayName(const QDate& day) {
  const QDate today = QDate::currentDate();
  if (day == today) return HistoryModel::tr("Today");
  if (day == today.addDays(-1)) return HistoryModel::tr("Yesterday");
  return QLocale().toString(
      day, day.daysTo(today) < 7 ? QStringLiteral("dddd") : QStringLiteral("d MMM yyyy"));
}

HistoryModel::HistoryModel(HistoryStore& store, ThumbnailStore& thumbnails, QObject* parent)
    : QAbstractListModel(parent),
      m_store(store),
      m_thumbnails(thumbnails),
      m_pictures(kPicturesInMemory) {
  m_reload.setSingleShot(true);
  connect(&m_reload, &QTimer::timeout, this, &HistoryModel::reload);
  const auto soon = [this] { m_reload.start(0); };
  connect(&store, &HistoryStore::ready, this, soon);
  connect(&store, &HistoryStore::added, this, soon);
  connect(&store, &HistoryStore::changed, this, soon);
  connect(&thumbnails, &ThumbnailStore::ready, this, &HistoryModel::takeThumbnail);
  reload();
}

void HistoryModel::setQuery(const HistoryQuery& query) {
  if (query == m_query) return;
  m_query = query;
  m_thumbnails.forgetRequests();
  reload();
}

void HistoryModel::setOrder(const std::optional<QStringList>& keys) {
  if (keys == m_order) return;
  m_order = keys;
  reload();
}

std::vector<HistoryItem> HistoryModel::wanted() const {
  std::vector<HistoryItem> items = m_store.items(m_query);
  if (!m_order) return items;
  QHash<QString, qsizetype> places;
  for (qsizetype i = 0; i < m_order->size(); ++i) places.insert((*m_order)[i], i);
  std::vector<std::pair<qsizetype, size_t>>
      order;  // looked up once for each, not in every comparison
  for (size_t k = 0; k < items.size(); ++k)
    if (const auto place = places.constFind(items[k].key); place != places.constEnd())
      order.emplace_back(*place, k);
  std::ranges::sort(order);
  std::vector<HistoryItem> sorted;
  sorted.reserve(order.size());
  for (const auto& [place, k] : order) sorted.push_back(std::move(items[k]));
  return sorted;
}

void HistoryModel::reload() {
  std::vector<HistoryItem> items = wanted();
  // New pictures come at the front: the view keeps its place and its selection.
  const auto kept = static_cast<ptrdiff_t>(m_items.size());
  const auto fresh = static_cast<ptrdiff_t>(items.size()) - kept;
  if (fresh >= 0 && std::equal(m_items.begin(), m_items.end(), items.end() - kept, sameItem)) {
    if (fresh == 0) return;
    beginInsertRows({}, 0, static_cast<int>(fresh) - 1);
    m_items = std::move(items);
    endInsertRows();
    return;
  }
  if (fresh == 0 && std::ranges::equal(m_items, items, {}, &HistoryItem::key, &HistoryItem::key)) {
    m_items = std::move(items);
    Q_EMIT dataChanged(index(0), index(rowCount() - 1));
    return;
  }
  beginResetModel();
  m_items = std::move(items);
  endResetModel();
}

void HistoryModel::takeThumbnail(const QString& key, const QImage& thumbnail) {
  m_pictures.insert(key, new QPixmap(QPixmap::fromImage(thumbnail)));
  if (const QModelIndex index = indexOf(key); index.isValid())
    Q_EMIT dataChanged(index, index, {Qt::DecorationRole});
}

QString HistoryModel::keyAt(const QModelIndex& index) const {
  return index.isValid() && index.row() < rowCount() ? m_items[index.row()].key : QString();
}

QModelIndex HistoryModel::indexOf(const QString& key) const {
  const auto found = std::ranges::find(m_items, key, &HistoryItem::key);
  return found == m_items.end() ? QModelIndex() : index(int(found - m_items.begin()));
}

std::vector<QDate> HistoryModel::days() const {
  std::vector<QDate> days;
  for (const HistoryItem& item : m_items)
    if (days.empty() || days.back() != item.day) days.push_back(item.day);
  return days;
}

int HistoryModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_items.size());
}

QVariant HistoryModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= rowCount()) return {};
  const HistoryItem& item = m_items[index.row()];
  switch (role) {
    case KeyRole:
      return item.key;
    case StarRole:
      return item.starred;
    case DayRole:
      if (m_order) return QString();  // it is not by day
      return index.row() == 0 || m_items[index.row() - 1].day != item.day ? dayName(item.day)
                                                                          : QString();
    case Qt::DecorationRole:
      if (const QPixmap* picture = m_pictures.object(item.key)) return *picture;
      if (const auto entry = m_store.entry(item.key)) m_thumbnails.request(item.key, entry->path);
      return {};
    case Qt::AccessibleTextRole: {
      const auto entry = m_store.entry(item.key);
      return entry ? QString("%1, %2%3")
                         .arg(entry->prompt, dayName(item.day),
                              item.starred ? tr(", starred") : QString())
                   : QString();
    }
    default:
      return {};
  }
}

Qt::ItemFlags HistoryModel::flags(const QModelIndex& index) const {
  if (!index.isValid()) return {};
  return Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsDragEnabled |
         Qt::ItemNeverHasChildren;
}

QMimeData* HistoryModel::mimeData(const QModelIndexList& indexes) const {
  QStringList paths, keys;
  for (const QModelIndex& index : indexes)
    if (const auto entry = m_store.entry(keyAt(index))) {
      paths << entry->path;
      keys << entry->key;
    }
  return mimeDataFor(paths, keys).release();
}

}  // namespace pentimento
