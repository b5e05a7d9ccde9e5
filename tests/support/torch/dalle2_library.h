/// The networks of the golden family dalle2-lib.
#pragma once

#include <filesystem>
#include <vector>

#include "core/networks/dalle2_prior.h"
#include "core/networks/dalle2_unet.h"

namespace pentimento::golden {

[[nodiscard]] nn::Dalle2Prior dalle2Prior(const std::filesystem::path& family);
[[nodiscard]] nn::Dalle2Unet dalle2Unet(const std::filesystem::path& family, size_t number);
/// What they were trained with.
[[nodiscard]] std::vector<double> dalle2PriorBetas(const std::filesystem::path& family);
[[nodiscard]] std::vector<double> dalle2UnetBetas(const std::filesystem::path& family,
                                                  size_t number);

}  // namespace pentimento::golden
