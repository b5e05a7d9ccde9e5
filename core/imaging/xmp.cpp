#include "core/imaging/xmp.h"

#include <fmt/core.h>

#include <regex>

namespace pentimento {
namespace {

constexpr std::string_view kVocabulary = "http://cv.iptc.org/newscodes/digitalsourcetype/";

std::string_view nameOf(DigitalSourceType type) {
  return type == DigitalSourceType::TrainedAlgorithmicMedia
             ? "trainedAlgorithmicMedia"
             : "compositeWithTrainedAlgorithmicMedia";
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

  // Present already: as an attribute or as an element.
  static const std::regex present(
      "(:DigitalSourceType\\s*=\\s*[\"'])[^\"'<>]*|(:DigitalSourceType\\s*>)[^<]*(?=</)");
  std::string packet(xmp);
  std::smatch match;
  if (std::regex_search(packet, match, present)) {
    const std::string kept = match[1].matched ? match[1].str() : match[2].str();
    return packet.replace(static_cast<size_t>(match.position()),
                          static_cast<size_t>(match.length()), kept + value);
  }
  static const std::regex end("</[A-Za-z_][\\w.-]*:RDF\\s*>");
  if (std::regex_search(packet, match, end))
    packet.insert(static_cast<size_t>(match.position()), descriptionWith(value));
  return packet;
}

}  // namespace pentimento
