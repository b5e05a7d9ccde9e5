/// A vocabulary for tests: every word has a number by its hash.
#pragma once

#include <sstream>

#include "core/text/tokenizer.h"
#include "core/training/scenes/random.h"

namespace pentimento::training {

class WordTokenizer final : public Tokenizer {
 public:
  explicit WordTokenizer(TokenId vocabulary) : m_vocabulary(vocabulary) {}
  [[nodiscard]] TokenIds encode(std::string_view text) const override {
    TokenIds ids;
    std::istringstream words{std::string(text)};
    for (std::string word; words >> word;)
      ids.push_back(1 + static_cast<TokenId>(scenes::hashText(word) %
                                             static_cast<uint64_t>(m_vocabulary - 1)));
    return ids;
  }
  [[nodiscard]] std::string decode(std::span<const TokenId>) const override { return {}; }
  [[nodiscard]] const SpecialTokens& special() const noexcept override { return m_special; }
  [[nodiscard]] size_t size() const noexcept override { return static_cast<size_t>(m_vocabulary); }

 private:
  TokenId m_vocabulary;
  SpecialTokens m_special;
};

}  // namespace pentimento::training
