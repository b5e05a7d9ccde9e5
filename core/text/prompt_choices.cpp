#include "core/text/prompt_choices.h"

#include <algorithm>
#include <cstdlib>
#include <numeric>
#include <optional>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/text/number.h"

namespace pentimento {
namespace {

// A wildcard may name itself; and a prompt grows no further than any tokenizer could use.
constexpr int kMaxDepth = 32;
constexpr size_t kMaxResult = size_t{1} << 20;

/// splitmix64 (Steele et al. 2014): a stream that is the same on every platform.
class ChoiceStream {
 public:
  explicit ChoiceStream(uint64_t seed) : m_state(seed) {}
  /// In [0, 1).
  double next() {
    uint64_t z = m_state += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return static_cast<double>((z ^ (z >> 31)) >> 11) * 0x1.0p-53;
  }

 private:
  uint64_t m_state;
};

struct Choice {
  std::string_view text;
  double share = 1;
};

Choice readChoice(std::string_view option) {
  const size_t mark = option.find("::");
  if (mark == std::string_view::npos) return {option};
  const auto share = plainNumber(trimmed(option.substr(0, mark)));
  if (!share || *share < 0) return {option};
  return {option.substr(mark + 2), *share};
}

class ChoiceResolver {
 public:
  ChoiceResolver(uint64_t seed, const WildcardLines& wildcards)
      : m_stream(seed), m_wildcards(wildcards) {}

  std::string resolve(std::string_view text, int depth) {
    std::string out;
    for (size_t i = 0; i < text.size() && out.size() < kMaxResult;) {
      if (text[i] == '\\' && i + 1 < text.size()) {
        out += text.substr(i, 2);
        i += 2;
      } else if (const size_t end = depth < kMaxDepth ? choiceAt(text, i, depth, out) : i;
                 end > i) {
        i = end;
      } else {
        out += text[i++];
      }
    }
    return out;
  }

 private:
  /// Resolves a choice that begins at `begin` and returns where it ends; `begin` when none does.
  size_t choiceAt(std::string_view text, size_t begin, int depth, std::string& out) {
    if (text[begin] == '{') return bracesAt(text, begin, depth, out);
    if (text.substr(begin).starts_with("__")) return wildcardAt(text, begin, depth, out);
    return begin;
  }

  size_t bracesAt(std::string_view text, size_t begin, int depth, std::string& out) {
    std::vector<Choice> choices;
    size_t optionBegin = begin + 1;
    int open = 0;
    for (size_t i = begin; i < text.size(); ++i) {
      const char c = text[i];
      if (c == '\\')
        ++i;
      else if (c == '{')
        ++open;
      else if (c == '}')
        --open;
      const bool closed = c == '}' && open == 0;
      if (!closed && !(c == '|' && open == 1)) continue;
      choices.push_back(readChoice(text.substr(optionBegin, i - optionBegin)));
      optionBegin = i + 1;
      if (!closed) continue;
      if (choices.size() < 2) return begin;
      out += resolve(withoutEscapes(pick(choices)), depth + 1);
      return i + 1;
    }
    return begin;
  }

  size_t wildcardAt(std::string_view text, size_t begin, int depth, std::string& out) {
    const size_t end = text.find("__", begin + 2);
    if (end == std::string_view::npos || !m_wildcards) return begin;
    const std::string name(text.substr(begin + 2, end - begin - 2));
    const bool blank = name.empty() || name.find_first_of(" \t\r\n{}|") != std::string::npos;
    const auto lines = blank ? std::vector<std::string>() : m_wildcards(name);
    if (lines.empty()) return begin;
    const auto index = static_cast<size_t>(m_stream.next() * static_cast<double>(lines.size()));
    out += resolve(lines[index], depth + 1);
    return end + 2;
  }

  std::string_view pick(const std::vector<Choice>& choices) {
    const double sum = std::accumulate(choices.begin(), choices.end(), 0.0,
                                       [](double s, const Choice& c) { return s + c.share; });
    double left = m_stream.next() * sum;
    for (const Choice& choice : choices) {
      if (left < choice.share) return choice.text;
      left -= choice.share;
    }
    return choices.back().text;
  }

  /// Only `\|` needs its backslash no longer: braces are still looked at, the rest is for others.
  static std::string withoutEscapes(std::string_view option) {
    std::string text;
    for (size_t i = 0; i < option.size(); ++i)
      if (!option.substr(i).starts_with("\\|")) text += option[i];
    return text;
  }

  ChoiceStream m_stream;
  const WildcardLines& m_wildcards;
};

}  // namespace

WildcardLines wildcardsIn(const std::filesystem::path& folder) {
  return [folder](const std::string& name) -> std::vector<std::string> {
    const std::filesystem::path relative = name + ".txt";
    const bool leaves =
        relative.is_absolute() ||
        std::ranges::any_of(relative, [](const auto& part) { return part == ".."; });
    if (leaves || !std::filesystem::is_regular_file(folder / relative)) return {};
    constexpr uintmax_t kMaxBytes = 16 << 20;
    const std::string text = readTextFile(folder / relative, kMaxBytes);
    std::vector<std::string> lines;
    for (size_t begin = 0; begin < text.size();) {
      const size_t end = std::min(text.find('\n', begin), text.size());
      const auto line = trimmed(std::string_view(text).substr(begin, end - begin));
      if (!line.empty() && line.front() != '#') lines.emplace_back(line);
      begin = end + 1;
    }
    return lines;
  };
}

WildcardLines wildcardsOfUser() {
  const auto environment = [](const char* name) {
    const char* value = std::getenv(name);
    return std::filesystem::path(value ? value : "");
  };
  if (const auto chosen = environment("PENTIMENTO_WILDCARDS"); !chosen.empty())
    return wildcardsIn(chosen);
  const auto data = environment("XDG_DATA_HOME");
  return wildcardsIn((data.empty() ? environment("HOME") / ".local" / "share" : data) /
                     "pentimento" / "wildcards");
}

std::string resolveChoices(std::string_view prompt, uint64_t seed, const WildcardLines& wildcards) {
  return ChoiceResolver(seed, wildcards).resolve(prompt, 0);
}

}  // namespace pentimento
