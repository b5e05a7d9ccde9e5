#include "core/text/prompt_schedule.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <set>

#include "core/base/utf8.h"
#include "core/text/number.h"

namespace pentimento {
namespace {

/// For every opening bracket that has a partner, where that is (and 0 elsewhere).
std::vector<size_t> pairBrackets(std::string_view text) {
  std::vector<size_t> partner(text.size(), 0), open;
  size_t openRound = 0, openSquare = 0;
  const auto counter = [&](char c) -> size_t& {
    return c == '(' || c == ')' ? openRound : openSquare;
  };
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\\') {
      ++i;
    } else if (c == '(' || c == '[') {
      open.push_back(i);
      ++counter(c);
    } else if ((c == ')' || c == ']') && counter(c) > 0) {
      // Opening brackets of the other kind that this pair would cut through stay without partner.
      const char wanted = c == ')' ? '(' : '[';
      while (text[open.back()] != wanted) {
        --counter(text[open.back()]);
        open.pop_back();
      }
      partner[open.back()] = i;
      --counter(c);
      open.pop_back();
    }
  }
  return partner;
}

struct Node;
using Nodes = std::vector<Node>;

/// Literal text, or a bracket whose content depends on the step.
struct Node {
  std::string text;
  std::vector<Nodes> options;  // empty: literal
  int switchStep = 0;          // 0: alternate; else options[0] up to this step, then options[1]
};

class ScheduleParser {
 public:
  ScheduleParser(std::string_view text, int steps)
      : m_text(text), m_partner(pairBrackets(text)), m_steps(steps) {}

  Nodes parse() { return parse(0, m_text.size(), 0); }
  [[nodiscard]] const std::set<int>& switchSteps() const noexcept { return m_switchSteps; }
  [[nodiscard]] bool alternates() const noexcept { return m_alternates; }

 private:
  // Deeper nesting is left as text; it also bounds the recursion.
  static constexpr int kMaxDepth = 64;

  Nodes parse(size_t begin, size_t end, int depth) {
    Nodes nodes(1);
    for (size_t i = begin; i < end; ++i) {
      if (m_text[i] == '[' && m_partner[i] != 0 && m_partner[i] < end && depth < kMaxDepth) {
        if (auto node = parseBracket(i, depth)) {
          nodes.push_back(std::move(*node));
          nodes.emplace_back();
          i = m_partner[i];
          continue;
        }
      }
      nodes.back().text += m_text[i];
      if (m_text[i] == '\\' && i + 1 < end) nodes.back().text += m_text[++i];
    }
    return nodes;
  }

  /// Positions of a separator between `begin` and `end` that no inner bracket encloses.
  std::vector<size_t> separators(char separator, size_t begin, size_t end) const {
    std::vector<size_t> found;
    for (size_t i = begin; i < end; ++i) {
      if (m_text[i] == '\\')
        ++i;
      else if (m_partner[i] != 0)
        i = m_partner[i];
      else if (m_text[i] == separator)
        found.push_back(i);
    }
    return found;
  }

  std::optional<Node> parseBracket(size_t open, int depth) {
    const size_t begin = open + 1, end = m_partner[open];
    const auto bars = separators('|', begin, end), colons = separators(':', begin, end);
    if (!bars.empty() && colons.empty()) {
      Node node;
      size_t from = begin;
      for (const size_t bar : bars) {
        node.options.push_back(parse(from, bar, depth + 1));
        from = bar + 1;
      }
      node.options.push_back(parse(from, end, depth + 1));
      m_alternates = true;
      return node;
    }
    if (bars.empty() && (colons.size() == 1 || colons.size() == 2)) {
      const size_t last = colons.back();
      const auto when = readWhen(trimmed(m_text.substr(last + 1, end - last - 1)));
      if (!when) return std::nullopt;
      Node node;
      node.switchStep = *when;
      const bool replaces = colons.size() == 2;
      node.options.push_back(replaces ? parse(begin, colons.front(), depth + 1) : Nodes(1));
      node.options.push_back(parse(replaces ? colons.front() + 1 : begin, last, depth + 1));
      return node;
    }
    return std::nullopt;
  }

  std::optional<int> readWhen(std::string_view text) {
    const auto number = plainNumber(text);
    if (!number) return std::nullopt;
    const bool fraction = *number < 1 || (*number == 1 && text.find('.') != text.npos);
    const double step = std::clamp(fraction ? *number * m_steps : *number, 0.0, double(m_steps));
    // A step below 1 is never reached by "up to and including".
    const int whole = static_cast<int>(step);
    if (whole >= 1) m_switchSteps.insert(whole);
    return whole >= 1 ? whole : -1;
  }

  std::string_view m_text;
  std::vector<size_t> m_partner;
  int m_steps;
  std::set<int> m_switchSteps;
  bool m_alternates = false;
};

void writeAt(const Nodes& nodes, int step, std::string& out) {
  for (const Node& node : nodes) {
    out += node.text;
    if (node.options.empty()) continue;
    const size_t option = node.switchStep == 0 ? size_t(step - 1) % node.options.size()
                                               : size_t(step > node.switchStep);
    writeAt(node.options[option], step, out);
  }
}

std::vector<PromptSpan> spansOf(std::string_view prompt, int steps) {
  ScheduleParser parser(prompt, steps);
  const Nodes nodes = parser.parse();
  std::set<int> ends = parser.switchSteps();
  if (parser.alternates())
    for (int step = 1; step < steps; ++step) ends.insert(step);
  ends.insert(steps);
  std::vector<PromptSpan> spans;
  for (const int end : ends) {
    PromptSpan span{end, {}};
    writeAt(nodes, end, span.prompt);
    if (!spans.empty() && spans.back().prompt == span.prompt)
      spans.back().lastStep = end;
    else
      spans.push_back(std::move(span));
  }
  return spans;
}

bool isNameCharacter(char c) {
  return c == '_' || static_cast<uint8_t>(c) >= 0x80 || isLetter(static_cast<uint8_t>(c)) ||
         isNumber(static_cast<uint8_t>(c));
}

/// The operands between the words AND.
std::vector<std::string_view> splitAtAnd(std::string_view prompt) {
  std::vector<std::string_view> operands;
  size_t begin = 0;
  for (size_t at = prompt.find("AND"); at != std::string_view::npos;
       at = prompt.find("AND", at + 1)) {
    const bool starts = at == 0 || !isNameCharacter(prompt[at - 1]);
    const bool ends = at + 3 == prompt.size() || !isNameCharacter(prompt[at + 3]);
    if (!starts || !ends) continue;
    operands.push_back(prompt.substr(begin, at - begin));
    begin = at + 3;
  }
  operands.push_back(prompt.substr(begin));
  return operands;
}

}  // namespace

const std::string& PromptBranch::at(int step) const noexcept {
  const auto span = std::ranges::find_if(
      spans, [step](const PromptSpan& candidate) { return step <= candidate.lastStep; });
  return (span == spans.end() ? spans.back() : *span).prompt;
}

std::vector<PromptBranch> schedulePrompt(std::string_view prompt, int steps) {
  std::vector<PromptBranch> branches;
  const auto operands = splitAtAnd(prompt);
  for (std::string_view operand : operands) {
    PromptBranch branch;
    // Only operands have a weight: "at 12:30" alone is a time.
    const size_t colon = operands.size() > 1 ? operand.rfind(':') : std::string_view::npos;
    if (colon != std::string_view::npos) {
      if (const auto weight = plainNumber(trimmed(operand.substr(colon + 1)))) {
        branch.weight = *weight;
        operand = operand.substr(0, colon);
        while (!operand.empty() && operand.back() == ' ') operand.remove_suffix(1);
      }
    }
    branch.spans = spansOf(operand, steps);
    branches.push_back(std::move(branch));
  }
  return branches;
}

}  // namespace pentimento
