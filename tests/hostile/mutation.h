/// Damage as fuzzers do it, but the same on every run.
#pragma once

#include <cstddef>
#include <random>
#include <vector>

namespace pentimento {

using ByteVector = std::vector<std::byte>;

/// One to four edits: bytes changed, runs removed, doubled or overwritten by extreme numbers.
ByteVector mutated(ByteVector bytes, std::mt19937_64& random);

}  // namespace pentimento
