/// English names of emoji, for vocabularies that know words only.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>

namespace pentimento {

class EmojiNames {
 public:
  EmojiNames() = default;
  /// A line per emoji: its code points in hexadecimal with spaces between, a tab, its name.
  /// @throws Error(NotFound, Io, CorruptFile)
  [[nodiscard]] static EmojiNames fromFile(const std::filesystem::path& tsv);

  /// `text` with every emoji replaced by its name, the longest sequence first.
  [[nodiscard]] std::string replaceIn(std::string_view text) const;

 private:
  std::unordered_map<std::string, std::string> m_names;  // UTF-8 sequence → name
  size_t m_longest = 0;                                  // bytes
};

}  // namespace pentimento
