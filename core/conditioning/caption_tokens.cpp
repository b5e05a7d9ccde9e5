#include "core/conditioning/caption_tokens.h"

namespace pentimento {

torch::Tensor tokensOf(const std::vector<std::string>& captions, const Tokenizer& tokenizer,
                       int64_t length) {
  auto tokens = torch::zeros({static_cast<int64_t>(captions.size()), length}, torch::kInt64);
  auto table = tokens.accessor<int64_t, 2>();
  for (size_t i = 0; i < captions.size(); ++i) {
    const TokenIds numbers = tokenizer.encode(captions[i]);
    for (size_t k = 0; k < numbers.size() && static_cast<int64_t>(k) < length; ++k)
      table[static_cast<int64_t>(i)][static_cast<int64_t>(k)] = numbers[k];
  }
  return tokens;
}

}  // namespace pentimento
