/// Prompts with open choices: `{red|green|blue}` and `__colour__`, decided by the seed.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace pentimento {

/// The lines a wildcard may become; empty when there is none of this name.
using WildcardLines = std::function<std::vector<std::string>(const std::string& name)>;

/// Reads `name.txt` below `folder` (a name may hold `/`): one choice per line; empty lines and
/// lines that begin with `#` are skipped. Names that would leave the folder find nothing.
[[nodiscard]] WildcardLines wildcardsIn(const std::filesystem::path& folder);

/// Those in PENTIMENTO_WILDCARDS, else in `wildcards` of the user's data folder.
[[nodiscard]] WildcardLines wildcardsOfUser();

/// Decides every choice; the same seed decides the same. An option may begin with `weight::` (its
/// share, 1 when absent); choices nest, and wildcards may bring new ones. Braces without `|`,
/// unpaired braces and unknown wildcards stay as they are; `\{ \} \|` inside braces are literal.
[[nodiscard]] std::string resolveChoices(std::string_view prompt, uint64_t seed,
                                         const WildcardLines& wildcards = {});

}  // namespace pentimento
