#include "core/imaging/xmp.h"

#include <fmt/core.h>

#include <algorithm>
#include <cctype>
#include <optional>

namespace pentimento {
namespace {

constexpr std::string_view kVocabulary = "http://cv.iptc.org/newscodes/digitalsourcetype/";

std::string_view nameOf(DigitalSourceType type) {
  return type == DigitalSourceType::TrainedAlgorithmicMedia
             ? "trainedAlgorithmicMedia"
             : "compositeWithTrainedAlgorithmicMedia";
}

size_t behindSpace(std::string_view text, size_t position) {
  return std::min(text.find_first_not_of(" \t\r\n", position), text.size());
}

// Searched by hand: a packet comes from a file of others and may have megabytes between two quotes,
// on which std::regex would exhaust the stack.

struct Range {
  size_t begin = 0, end = 0;
};

/// Where the property's value stands, as an attribute or as an element.
std::optional<Range> valueRange(std::string_view packet) {
  constexpr std::string_view kProperty = ":DigitalSourceType";
  for (size_t at = packet.find(kProperty); at != packet.npos; at = packet.find(kProperty, at + 1)) {
    const size_t sign = behindSpace(packet, at + kProperty.size());
    if (packet.substr(sign).starts_with('=')) {
      const size_t quote = behindSpace(packet, sign + 1);
      if (quote < packet.size() && (packet[quote] == '"' || packet[quote] == '\''))
        return Range{quote + 1, std::min(packet.find_first_of("\"'<>", quote + 1), packet.size())};
    } else if (packet.substr(sign).starts_with('>')) {
      const size_t end = packet.find('<', sign);
      if (end != packet.npos && packet.substr(end).starts_with("</")) return Range{sign + 1, end};
    }
  }
  return std::nullopt;
}

/// Where `</prefix:RDF>` begins.
std::optional<size_t> endOfRdf(std::string_view packet) {
  constexpr std::string_view kName = ":RDF";
  const auto belongsToName = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '-' || c == '.';
  };
  for (size_t at = packet.find(kName); at != packet.npos; at = packet.find(kName, at + 1)) {
    size_t begin = at;
    while (begin > 0 && belongsToName(packet[begin - 1])) --begin;
    const size_t end = behindSpace(packet, at + kName.size());
    if (begin < at && packet.substr(0, begin).ends_with("</") &&
        packet.substr(end).starts_with('>'))
      return begin - 2;
  }
  return std::nullopt;
}

std::string descriptionWith(const std::string& value) {
  return fmt::format(
      "<rdf:Description rdf:about=\"\" "
      "xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" "
      "xmlns:Iptc4xmpExt=\"http://iptc.org/std/Iptc4xmpExt/2008-02-29/\">"
      "<Iptc4xmpExt:DigitalSourceType>{}</Iptc4xmpExt:DigitalSourceType></rdf:Description>",
      value);
}

}  // namespace

std::string withDigitalSourceType(std::string_view xmp, DigitalSourceType type) {
  const std::string value = std::string(kVocabulary) + std::string(nameOf(type));
  if (xmp.empty())
    return fmt::format(
        "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>"
        "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">"
        "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">{}</rdf:RDF>"
        "</x:xmpmeta><?xpacket end=\"w\"?>",
        descriptionWith(value));

  std::string packet(xmp);
  if (const auto present = valueRange(packet))
    packet.replace(present->begin, present->end - present->begin, value);
  else if (const auto end = endOfRdf(packet))
    packet.insert(*end, descriptionWith(value));
  return packet;
}

}  // namespace pentimento
