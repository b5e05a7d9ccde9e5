/// XMP packets, as far as we write them.
#pragma once

#include <string>
#include <string_view>

namespace pentimento {

/// What a generated or edited picture says about its origin (IPTC controlled vocabulary).
enum class DigitalSourceType {
  TrainedAlgorithmicMedia,               ///< made by a model
  CompositeWithTrainedAlgorithmicMedia,  ///< a picture of which a model repainted parts
};

/// The packet with `Iptc4xmpExt:DigitalSourceType` set; everything else in it stays. An empty
/// packet becomes one with that property alone; one that is not RDF is returned as it is.
[[nodiscard]] std::string withDigitalSourceType(std::string_view xmp, DigitalSourceType type);

}  // namespace pentimento
