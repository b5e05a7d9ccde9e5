/// Many pictures on one, with captions.
#pragma once

#include <string>
#include <vector>

#include "core/imaging/image.h"

namespace pentimento {

struct ContactSheetOptions {
  int columns = 0;        ///< 0 = as square as possible
  Extent cell{256, 256};  ///< pictures are fitted into it, never enlarged beyond whole multiples
  int gap = 8;
  int captionHeight = 20;  ///< pixels; 0 = no captions
};

/// 8-bit RGB. Captions are ASCII (other characters become '?') and cut off where the cell ends.
/// Missing captions stay empty. @throws Error(InvalidInput) when there are no pictures
[[nodiscard]] Image contactSheet(const std::vector<Image>& pictures,
                                 const std::vector<std::string>& captions,
                                 const ContactSheetOptions& options = {});

}  // namespace pentimento
