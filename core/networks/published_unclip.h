/// The sizes in which Karlo and Kandinsky 2.2 were published.
#pragma once

#include "core/networks/adm_unet.h"
#include "core/networks/clip_image_encoder.h"
#include "core/networks/clip_text_encoder.h"
#include "core/networks/movq.h"
#include "core/networks/prior_transformer.h"
#include "core/networks/unclip_text_projection.h"

namespace pentimento::nn {

[[nodiscard]] inline ClipTextConfig publishedText(int64_t width, int64_t layers,
                                                  Activation activation) {
  return {.transformer = {.width = width,
                          .mlpWidth = 4 * width,
                          .layers = layers,
                          .heads = width / 64,
                          .activation = activation},
          .projection = width};
}

/// kakaobrain/karlo-v1-alpha and its image encoder; pictures of 64, then of 256 pixels.
struct PublishedKarlo {
  PublishedKarlo();
  ClipTextConfig text;
  ClipImageConfig image;
  PriorTransformerOptions prior;
  UnclipTextProjectionOptions projection;
  AdmUnetOptions decoder;
  AdmUnetOptions upsampler;  ///< super_res_first and super_res_last
};

/// kandinsky-community/kandinsky-2-2-prior and -decoder; the inpainting decoder has 9 input
/// channels.
struct PublishedKandinsky22 {
  PublishedKandinsky22();
  ClipTextConfig text;
  ClipImageConfig image;
  PriorTransformerOptions prior;
  AdmUnetOptions decoder;
  MovqOptions movq;
};

inline PublishedKarlo::PublishedKarlo() : text(publishedText(768, 12, Activation::QuickGelu)) {
  decoder.contextWidth = projection.contextWidth;
  upsampler.inChannels = 6;
  upsampler.outChannels = 3;
  upsampler.attention = {false, false, false, false};
  upsampler.middleAttention = false;
  upsampler.timeUse = ResnetBlockOptions::TimeUse::Add;
}

inline PublishedKandinsky22::PublishedKandinsky22()
    : text(publishedText(1280, 32, Activation::Gelu)),
      image{.transformer = {.width = 1664,
                            .mlpWidth = 8192,
                            .layers = 48,
                            .heads = 16,
                            .activation = Activation::Gelu},
            .imageSide = 224,
            .patchSide = 14,
            .projection = text.projection} {
  prior.embeddingWidth = text.projection;
  decoder.inChannels = 4;
  decoder.outChannels = 8;
  decoder.widths = {384, 768, 1152, 1536};
  decoder.contextWidth = 768;
  decoder.imageWidth = text.projection;
  decoder.imageTokens = 32;
}

}  // namespace pentimento::nn
