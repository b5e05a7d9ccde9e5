#include "app/studio/meaning_flow.h"

#include "core/imaging/codec.h"

namespace pentimento {
namespace {

constexpr size_t kAtOnce = 4;  // pictures that an interactive job may have to wait for

}  // namespace

MeaningFlow::MeaningFlow(JobQueue& queue, HistoryStore& history, HistoryPanel& panel,
                         const QString& cacheFolder)
    : m_queue(queue), m_history(history), m_panel(panel), m_store(cacheFolder) {
  connect(&panel, &HistoryPanel::meaningAsked, this, &MeaningFlow::search);
  connect(&history, &HistoryStore::added, this, [this] { lookOn(); });
  connect(&queue, &JobQueue::changed, this, [this] { lookOn(); });
}

void MeaningFlow::setModel(const QString& model) {
  if (model != m_model) {
    m_model = model;
    m_clip.clear();
    m_wanted.clear();
  }
  m_panel.offerMeaning();
}

void MeaningFlow::search(const QString& words) {
  const quint64 number = ++m_search;
  m_wanted.clear();
  if (words.trimmed().isEmpty() || !m_model) return;
  EmbeddingRequest request;
  request.model = m_model->toStdString();
  request.texts = {words.trimmed().toStdString()};
  m_panel.showMeaningNote(tr("Reading …"));
  m_queue.askEmbeddings(request,
                        [this, number](const std::variant<EmbeddingResult, QString>& said) {
                          if (number != m_search) return;
                          if (const auto* sentence = std::get_if<QString>(&said)) {
                            m_panel.showMeaningNote({});
                            Q_EMIT failed(*sentence);
                            return;
                          }
                          const auto& result = std::get<EmbeddingResult>(said);
                          m_clip = result.clip;
                          m_wanted = result.texts.front();
                          order();
                          lookOn();
                        });
}

void MeaningFlow::order() {
  QStringList keys;
  for (const auto& [match, key] : byMeaning(m_store.of(m_clip), m_wanted)) keys << key;
  if (!keys.isEmpty()) m_panel.showByMeaning(keys);  // before, everything stays where it is
}

std::vector<HistoryEntry> MeaningFlow::unknown(size_t most) {
  std::vector<HistoryEntry> entries;
  const auto& known = m_store.of(m_clip);
  for (const HistoryItem& item : m_history.items({})) {
    if (known.contains(item.key) || m_unreadable.contains(item.key)) continue;
    if (auto entry = m_history.entry(item.key)) entries.push_back(std::move(*entry));
    if (entries.size() == most) break;
  }
  return entries;
}

void MeaningFlow::lookOn() {
  if (m_looking || m_wanted.empty()) return;
  if (m_queue.busy()) return m_panel.showMeaningNote(tr("Looks on when the queue is empty"));
  EmbeddingRequest request;
  request.model = m_model->toStdString();
  std::vector<QString> keys;
  for (const HistoryEntry& entry : unknown(kAtOnce)) {
    try {
      request.pictures.push_back(readImage(entry.path.toStdString()));
      keys.push_back(entry.key);
    } catch (const Error&) {  // the file was taken away, or is damaged
      m_unreadable << entry.key;
    }
  }
  if (keys.empty()) return m_panel.showMeaningNote({});
  m_looking = true;
  m_panel.showMeaningNote(tr("Looking at pictures … %1 known").arg(m_store.of(m_clip).size()));
  m_queue.askEmbeddings(request, [this, keys](const std::variant<EmbeddingResult, QString>& said) {
    m_looking = false;
    if (const auto* sentence = std::get_if<QString>(&said)) {
      for (const QString& key : keys) m_unreadable << key;
      m_panel.showMeaningNote({});
      Q_EMIT failed(*sentence);
      return;
    }
    const auto& result = std::get<EmbeddingResult>(said);
    EmbeddingStore::Embeddings found;
    for (size_t i = 0; i < keys.size(); ++i) found[keys[i]] = result.pictures[i];
    m_store.keep(result.clip, found);
    if (m_wanted.empty() || result.clip != m_clip) return;
    order();
    lookOn();
  });
}

}  // namespace pentimento
