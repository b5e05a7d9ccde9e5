#include "core/conditioning/clip_embedding.h"

#include <algorithm>
#include <utility>

#include "core/base/error.h"
#include "core/imaging/convert.h"
#include "core/imaging/frame.h"
#include "core/imaging/resize.h"
#include "core/tensor/image_tensor.h"

namespace pentimento {

TextTower textTower(nn::ClipTextEncoder encoder, ClipBpe tokenizer, const std::string& model) {
  const auto known = static_cast<size_t>(encoder->config().vocabulary);
  if (tokenizer.size() > known)
    throw Error(ErrorKind::UnsupportedModel,
                "the vocabulary of {} has {} entries, its text encoder knows {}: they belong to "
                "different CLIPs",
                model, tokenizer.size(), known);
  return {std::move(encoder), std::move(tokenizer)};
}

ClipTextStates encodeClipText(TextTower& tower, std::string_view text) {
  const auto length = static_cast<size_t>(tower.encoder->config().positions);
  const TokenIds ids = tower.tokenizer.encode(text);
  const auto seen = static_cast<int64_t>(std::min(ids.size(), tower.tokenizer.room(length))) + 2;
  const torch::Device device = tower.encoder->parameters().front().device();
  const auto row = torch::tensor(tower.tokenizer.framed(ids, length), torch::kInt64);
  const auto output = tower.encoder->forward(row.unsqueeze(0).to(device));
  return {output.projected, output.last,
          (torch::arange(static_cast<int64_t>(length)) < seen)
              .to(torch::kFloat32)
              .unsqueeze(0)
              .to(device)};
}

void requireVisible(const Image& picture, const std::string& name) {
  constexpr int kSmallestSide = 8;  // below, an encoder sees one colour
  if (std::min(picture.width(), picture.height()) < kSmallestSide)
    throw Error(ErrorKind::InvalidInput,
                "{} has {} x {} pixels, too few to see anything in it; {} on each side are needed",
                name, picture.width(), picture.height(), kSmallestSide);
}

torch::Tensor clipPixels(const Image& picture, int side) {
  const Image rgb = toDepth(toLayout(picture, ChannelLayout::Rgb), BitDepth::Eight);
  const Extent from = rgb.extent();
  const auto shorter = std::min(from.width, from.height);
  const auto scaled = [&](int length) {
    return static_cast<int>(static_cast<int64_t>(side) * length / shorter);
  };
  const Extent to{scaled(from.width), scaled(from.height)};
  const Image square = cropped(resized(rgb, to, ResizeFilter::Bicubic),
                               {(to.width - side) / 2, (to.height - side) / 2, side, side});
  const auto mean = torch::tensor({0.48145466f, 0.4578275f, 0.40821073f}).reshape({1, 3, 1, 1});
  const auto deviation =
      torch::tensor({0.26862954f, 0.26130258f, 0.27577711f}).reshape({1, 3, 1, 1});
  return (toTensor(square, ValueRange::ZeroToOne) - mean) / deviation;
}

torch::Tensor encodeClipPicture(nn::ClipImageEncoder& encoder, const Image& picture) {
  const auto weights = encoder->parameters().front();
  const auto pixels = clipPixels(picture, static_cast<int>(encoder->config().imageSide));
  return encoder->forward(pixels.to(weights.device(), weights.scalar_type())).projected;
}

}  // namespace pentimento
