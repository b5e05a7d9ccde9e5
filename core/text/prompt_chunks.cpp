#include "core/text/prompt_chunks.h"

#include <algorithm>

namespace pentimento {
namespace {

/// Fills chunk after chunk. Within, `ids` and `weights` hold the text alone; `finish` frames them.
class ChunkWriter {
 public:
  ChunkWriter(const ClipBpe& tokenizer, const ChunkOptions& options)
      : m_tokenizer(tokenizer),
        m_room(tokenizer.room(tokenizer.maxLength())),
        m_commaBacktrack(options.commaBacktrack) {
    const TokenIds comma = tokenizer.encode(",");
    if (comma.size() == 1) m_comma = comma.front();
  }

  void addToken(TokenId id, double weight) {
    if (id == m_comma) {
      m_behindComma = m_chunk.ids.size() + 1;
      if (full()) finish();
    } else if (full()) {
      carryPhrase();
    }
    append(id, weight);
  }

  void addEmbedding(const EmbeddingNames::Match& match, double weight) {
    const size_t count = std::min(match.vectors, m_room);
    if (full()) carryPhrase();
    if (m_chunk.ids.size() + count > m_room) finish();
    m_chunk.embeddings.push_back({m_chunk.ids.size(), match.embedding, count});
    for (size_t i = 0; i < count; ++i) append(*m_tokenizer.special().end, weight);
  }

  void finish() {
    TokenChunk done = std::exchange(m_chunk, {});
    done.textTokens = done.ids.size();
    done.ids = m_tokenizer.framed(done.ids, m_tokenizer.maxLength());
    done.weights.insert(done.weights.begin(), 1.0f);
    done.weights.resize(done.ids.size(), 1.0f);
    for (EmbeddingUse& use : done.embeddings) ++use.position;
    m_done.push_back(std::move(done));
    m_behindComma = 0;
  }

  std::vector<TokenChunk> take() {
    if (m_done.empty() || !m_chunk.ids.empty()) finish();
    return std::move(m_done);
  }

 private:
  [[nodiscard]] bool full() const noexcept { return m_chunk.ids.size() >= m_room; }

  void append(TokenId id, double weight) {
    m_chunk.ids.push_back(id);
    m_chunk.weights.push_back(static_cast<float>(weight));
  }

  /// Ends the full chunk behind its last comma, if that is near, and begins the next one with the
  /// words that followed it.
  void carryPhrase() {
    const size_t behind = m_chunk.ids.size() - m_behindComma;
    if (m_behindComma == 0 || behind + 1 > m_commaBacktrack) return finish();
    TokenChunk next;
    const auto split = static_cast<std::ptrdiff_t>(m_behindComma);
    next.ids.assign(m_chunk.ids.begin() + split, m_chunk.ids.end());
    next.weights.assign(m_chunk.weights.begin() + split, m_chunk.weights.end());
    for (const EmbeddingUse& use : m_chunk.embeddings)
      if (use.position >= m_behindComma)
        next.embeddings.push_back({use.position - m_behindComma, use.embedding, use.count});
    std::erase_if(m_chunk.embeddings,
                  [this](const EmbeddingUse& use) { return use.position >= m_behindComma; });
    m_chunk.ids.resize(m_behindComma);
    m_chunk.weights.resize(m_behindComma);
    finish();
    m_chunk = std::move(next);
  }

  const ClipBpe& m_tokenizer;
  size_t m_room, m_commaBacktrack;
  TokenId m_comma = -1;
  TokenChunk m_chunk;
  size_t m_behindComma = 0;  // index behind the last comma of this chunk; 0 = none
  std::vector<TokenChunk> m_done;
};

}  // namespace

std::optional<size_t> EmbeddingNames::add(std::string_view name, size_t vectors) {
  TokenIds ids = m_tokenizer ? m_tokenizer->encode(name) : TokenIds();
  if (ids.empty()) return std::nullopt;
  std::vector<Entry>& entries = m_byFirstToken[ids.front()];
  if (std::ranges::any_of(entries, [&](const Entry& entry) { return entry.name == ids; }))
    return std::nullopt;
  const Match match{m_count, ids.size(), std::max<size_t>(vectors, 1)};
  entries.push_back({std::move(ids), match});
  std::ranges::stable_sort(entries, std::greater<>(),
                           [](const Entry& entry) { return entry.name.size(); });
  return m_count++;
}

const EmbeddingNames::Match* EmbeddingNames::find(std::span<const TokenId> ids) const noexcept {
  if (ids.empty()) return nullptr;
  const auto entries = m_byFirstToken.find(ids.front());
  if (entries == m_byFirstToken.end()) return nullptr;
  for (const Entry& entry : entries->second)
    if (entry.name.size() <= ids.size() &&
        std::ranges::equal(entry.name, ids.first(entry.name.size())))
      return &entry.match;
  return nullptr;
}

std::vector<TokenChunk> chunkPrompt(std::span<const WeightedText> prompt, const ClipBpe& tokenizer,
                                    const EmbeddingNames& embeddings, const ChunkOptions& options) {
  ChunkWriter writer(tokenizer, options);
  for (const WeightedText& part : prompt) {
    if (part.isBreak) {
      writer.finish();
      continue;
    }
    const TokenIds ids = tokenizer.encode(part.text);
    for (size_t i = 0; i < ids.size();) {
      if (const auto* match = embeddings.find(std::span(ids).subspan(i))) {
        writer.addEmbedding(*match, part.weight);
        i += match->tokens;
      } else {
        writer.addToken(ids[i++], part.weight);
      }
    }
  }
  std::vector<TokenChunk> chunks = writer.take();
  if (chunks.size() > options.maxChunks) chunks.resize(std::max<size_t>(options.maxChunks, 1));
  return chunks;
}

}  // namespace pentimento
