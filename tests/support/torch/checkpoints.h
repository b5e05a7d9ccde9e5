/// The tiny checkpoints of the reference fixtures.
#pragma once

#include <filesystem>

#include "core/networks/clip_text_encoder.h"
#include "core/networks/kl_autoencoder.h"
#include "core/networks/unet.h"
#include "core/weights/tensor_view.h"

namespace pentimento::golden {

/// `name`.safetensors or `name`.ckpt
[[nodiscard]] SharedSource openCheckpoint(const std::filesystem::path& folder,
                                          const std::string& name);

/// Networks of a diffusers folder, with their configuration.
[[nodiscard]] nn::Unet loadUnet(const std::filesystem::path& folder);
[[nodiscard]] nn::KlAutoencoder loadAutoencoder(const std::filesystem::path& folder);
[[nodiscard]] nn::ClipTextEncoder loadClipText(const std::filesystem::path& folder);

}  // namespace pentimento::golden
