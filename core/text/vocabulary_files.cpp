#include "core/text/vocabulary_files.h"

#include <zlib.h>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/json.h"

namespace pentimento {
namespace {

namespace fs = std::filesystem;

constexpr size_t kMaxFileBytes = size_t{64} << 20;
constexpr TokenId kMaxTokenId = 10'000'000;

std::string decompressed(const std::string& gzip, const fs::path& path) {
  z_stream stream{};
  constexpr int kGzipHeader = 16 + MAX_WBITS;
  if (inflateInit2(&stream, kGzipHeader) != Z_OK)
    throw Error(ErrorKind::OutOfMemory, "there is no memory to decompress {}", path.string());
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(gzip.data()));
  stream.avail_in = static_cast<uInt>(gzip.size());
  std::string text;
  int status = Z_OK;
  while (status == Z_OK && text.size() <= kMaxFileBytes) {
    char block[1 << 16];
    stream.next_out = reinterpret_cast<Bytef*>(block);
    stream.avail_out = sizeof block;
    status = inflate(&stream, Z_NO_FLUSH);
    text.append(block, sizeof block - stream.avail_out);
  }
  inflateEnd(&stream);
  if (status != Z_STREAM_END)
    throw Error(ErrorKind::CorruptFile,
                "{} is not a complete gzip file of a vocabulary: download it again", path.string());
  return text;
}

std::string readPlainOrGzip(const fs::path& path) {
  std::string text = readTextFile(path, kMaxFileBytes);
  return text.starts_with("\x1f\x8b") ? decompressed(text, path) : text;
}

/// A token is written as its text or as an object with the text under "content".
void readToken(const Json& json, const char* key, std::optional<std::string>& token) {
  const auto found = json.find(key);
  if (found == json.end()) return;
  if (found->is_string()) {
    token = found->get<std::string>();
  } else if (found->is_object() && found->contains("content") && (*found)["content"].is_string()) {
    token = (*found)["content"].get<std::string>();
  }
}

void readTokens(const fs::path& path, TokenizerConfig& config) {
  if (!fs::exists(path)) return;
  const Json json = readJsonFile(path);
  if (!json.is_object())
    throw Error(ErrorKind::CorruptFile, "{} should hold a JSON object", path.string());
  readToken(json, "bos_token", config.startToken);
  readToken(json, "eos_token", config.endToken);
  readToken(json, "pad_token", config.padToken);
  readToken(json, "unk_token", config.unknownToken);
  // Some files write 1e30 for "no limit".
  if (const auto length = json.find("model_max_length");
      length != json.end() && length->is_number_unsigned() && *length >= 3 && *length <= 65536)
    config.maxLength = length->get<size_t>();
}

}  // namespace

BytePairs::Vocabulary readVocabulary(const fs::path& vocabJson) {
  const Json json = parseJson(readPlainOrGzip(vocabJson), vocabJson.string());
  if (!json.is_object() || json.empty())
    throw Error(ErrorKind::CorruptFile, "{} should hold a JSON object of words and ids",
                vocabJson.string());
  BytePairs::Vocabulary vocabulary;
  vocabulary.reserve(json.size());
  for (const auto& [text, id] : json.items()) {
    if (!id.is_number_unsigned() || id.get<uint64_t>() > kMaxTokenId)
      throw Error(ErrorKind::CorruptFile, "{} gives the word \"{}\" an id that is not one",
                  vocabJson.string(), text);
    vocabulary.emplace(text, id.get<TokenId>());
  }
  return vocabulary;
}

BytePairs::Merges readMerges(const fs::path& path, size_t limit) {
  const std::string text = readPlainOrGzip(path);
  BytePairs::Merges merges;
  size_t lineNumber = 0;
  for (size_t begin = 0; begin < text.size() && merges.size() < limit;) {
    size_t end = text.find('\n', begin);
    if (end == std::string::npos) end = text.size();
    std::string_view line(text.data() + begin, end - begin);
    begin = end + 1;
    if (line.ends_with('\r')) line.remove_suffix(1);
    const bool header = lineNumber++ == 0 && line.find("#version") != std::string_view::npos;
    if (header || line.empty()) continue;
    const size_t space = line.find(' ');
    if (space == 0 || space == std::string_view::npos || space + 1 == line.size() ||
        line.find(' ', space + 1) != std::string_view::npos)
      throw Error(ErrorKind::CorruptFile, "line {} of {} is not a pair of symbols", lineNumber,
                  path.string());
    merges.emplace_back(line.substr(0, space), line.substr(space + 1));
  }
  return merges;
}

TokenizerConfig readTokenizerConfig(const fs::path& folder) {
  TokenizerConfig config;
  readTokens(folder / "tokenizer_config.json", config);
  readTokens(folder / "special_tokens_map.json", config);
  return config;
}

}  // namespace pentimento
