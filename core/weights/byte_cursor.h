/// Reads little-endian numbers and strings off a span, never past its end.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string_view>

namespace pentimento {

class ByteCursor {
 public:
  explicit ByteCursor(std::span<const std::byte> bytes) : m_rest(bytes) {}

  [[nodiscard]] std::span<const std::byte> rest() const noexcept { return m_rest; }

  /// The next `count` bytes, nothing when there are fewer.
  std::optional<std::string_view> take(uint64_t count) noexcept {
    if (count > m_rest.size()) return std::nullopt;
    const std::string_view taken(reinterpret_cast<const char*>(m_rest.data()), count);
    m_rest = m_rest.subspan(count);
    return taken;
  }

  template <typename Number>
  std::optional<Number> number() noexcept {
    const auto bytes = take(sizeof(Number));
    if (!bytes) return std::nullopt;
    Number value;
    std::memcpy(&value, bytes->data(), sizeof value);
    return value;
  }

 private:
  std::span<const std::byte> m_rest;
};

}  // namespace pentimento
