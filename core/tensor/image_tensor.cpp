#include "core/tensor/image_tensor.h"

#include <cstring>

#include "core/base/error.h"

namespace pentimento {
namespace {

double levels(BitDepth depth) {
  return depth == BitDepth::Eight ? 255.0 : 65535.0;
}

/// [H, W, channels] float32 in [0, 1]
torch::Tensor interleaved(const Image& image) {
  const int64_t count = image.extent().area() * image.channels();
  const auto bytes = image.bytes();
  torch::Tensor values;
  if (image.depth() == BitDepth::Eight) {
    values = torch::from_blob(const_cast<std::byte*>(bytes.data()), {count}, torch::kUInt8)
                 .to(torch::kFloat32);
  } else {
    // torch 1.13 knows no unsigned 16-bit numbers: read as signed, then undo the wrap.
    values = torch::from_blob(const_cast<std::byte*>(bytes.data()), {count}, torch::kInt16)
                 .to(torch::kInt32)
                 .bitwise_and_(0xffff)
                 .to(torch::kFloat32);
  }
  return values.div_(levels(image.depth())).view({image.height(), image.width(), image.channels()});
}

/// [C, H, W] in [0, 1] → interleaved whole levels [H, W, C]
torch::Tensor quantized(const torch::Tensor& unit, double top) {
  return unit.permute({1, 2, 0}).clamp(0, 1).mul_(top).round_();
}

torch::Tensor finiteUnit(const torch::Tensor& pixels, ValueRange range) {
  auto values = pixels.detach().to(torch::kCPU, torch::kFloat32);
  if (!torch::isfinite(values).all().item<bool>())
    throw Error(ErrorKind::NonFinite,
                "the model produced values that are not numbers: try float32 precision");
  if (values.dim() == 4) values = values.squeeze(0);
  return range == ValueRange::MinusOneToOne ? values.add(1).div_(2) : values;
}

}  // namespace

torch::Tensor toTensor(const Image& image, ValueRange range) {
  const int64_t colours = image.channels() < 3 ? 1 : 3;
  auto pixels = interleaved(image).slice(2, 0, colours).permute({2, 0, 1});  // [C, H, W]
  pixels = pixels.expand({3, image.height(), image.width()}).unsqueeze(0).contiguous();
  return range == ValueRange::MinusOneToOne ? pixels.mul_(2).sub_(1) : pixels;
}

torch::Tensor toTensor(const Mask& mask) {
  return torch::from_blob(const_cast<uint8_t*>(mask.values().data()),
                          {1, 1, mask.height(), mask.width()}, torch::kUInt8)
      .to(torch::kFloat32)
      .div_(255);
}

Image toImage(const torch::Tensor& pixels, ValueRange range, BitDepth depth) {
  const auto unit = finiteUnit(pixels, range);  // [C, H, W]
  TORCH_CHECK(unit.dim() == 3 && (unit.size(0) == 3 || unit.size(0) == 1),
              "a picture must have three channels or one, not shape ", pixels.sizes());
  Image image({static_cast<int>(unit.size(2)), static_cast<int>(unit.size(1))},
              unit.size(0) == 3 ? ChannelLayout::Rgb : ChannelLayout::Gray, depth);
  // Through Int32 for 16 bit: its low half is the unsigned value (little-endian wrap to Int16).
  const auto rounded = quantized(unit, levels(depth));
  const auto samples = depth == BitDepth::Eight
                           ? rounded.to(torch::kUInt8).contiguous()
                           : rounded.to(torch::kInt32).to(torch::kInt16).contiguous();
  const auto target = image.writableBytes();
  std::memcpy(target.data(), samples.data_ptr(), target.size());
  return image;
}

}  // namespace pentimento
