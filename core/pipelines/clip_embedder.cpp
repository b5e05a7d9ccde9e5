#include "core/pipelines/clip_embedder.h"

#include <fmt/format.h>

#include "core/conditioning/caption_tokens.h"
#include "core/conditioning/clip_embedding.h"
#include "core/imaging/convert.h"
#include "core/imaging/resize.h"
#include "core/networks/unclip_layout.h"
#include "core/pipelines/clip_pair.h"
#include "core/pipelines/model_parts.h"
#include "core/tensor/image_tensor.h"
#include "core/tensor/network_file.h"
#include "core/text/sentencepiece_tokenizer.h"
#include "core/weights/open_tensors.h"

namespace pentimento {
namespace {

Embedding directionOf(const torch::Tensor& embedding) {
  const auto wide = embedding.to(torch::kFloat32).flatten();
  const auto unit = (wide / wide.norm()).to(torch::kCPU).contiguous();
  return {unit.data_ptr<float>(), unit.data_ptr<float>() + unit.numel()};
}

// FNV-1a over the values as bfloat16, so that it is the same for every format they are held in.
uint64_t hashed(const torch::Tensor& weights, uint64_t hash) {
  const auto values = weights.detach().to(torch::kCPU, torch::kBFloat16).contiguous();
  const auto* bytes = static_cast<const unsigned char*>(values.data_ptr());
  constexpr uint64_t kPrime = 0x100000001B3;
  for (size_t i = 0; i < values.nbytes(); ++i) hash = (hash ^ bytes[i]) * kPrime;
  return hash;
}

// The two projections end in the space that both encoders share; no two CLIPs have the same.
std::string identityOf(const torch::Tensor& text, const torch::Tensor& picture) {
  constexpr uint64_t kStart = 0xCBF29CE484222325;
  return fmt::format("{}-{:016x}", picture.size(0), hashed(picture, hashed(text, kStart)));
}

torch::Tensor weightsOf(const torch::nn::Module& network, const char* name) {
  return network.named_parameters()[name];
}

}  // namespace

ClipEmbedder::ClipEmbedder(const LoadRequest& load, const RunContext& run) {
  if (const ModelPart* part = load.card.part(PartKind::SmallUnclipClip))
    useSmall(load, *part, run);
  else
    usePair(load, run);
}

void ClipEmbedder::usePair(const LoadRequest& load, const RunContext& run) {
  const auto clip = std::make_shared<ClipPair>(loadClipPair(load, run));
  m_text = [clip](const std::string& text) { return encodeClipText(clip->text, text).embedding; };
  m_picture = [clip](const Image& picture) { return encodeClipPicture(clip->image, picture); };
  m_scale = clip->scale;
  m_identity = identityOf(weightsOf(*clip->text.encoder, "text_projection.weight"),
                          weightsOf(*clip->image, "visual_projection.weight"));
}

void ClipEmbedder::useSmall(const LoadRequest& load, const ModelPart& part, const RunContext& run) {
  const std::filesystem::path file = fileOf(load.card, part);
  const auto options = nn::smallClipOptionsOf(*openTensors(file, run));
  nn::SmallClip clip(options);
  loadNetwork(file, *clip);
  clip->eval();
  const auto tokenizer = std::make_shared<SentencepieceTokenizer>(
      SentencepieceTokenizer::fromFile(file.parent_path() / "captions.model"));
  m_text = [=](const std::string& text) mutable {
    return clip->embedCaptions(tokensOf({text}, *tokenizer, options.caption.length));
  };
  m_picture = [=](const Image& picture) mutable {
    const int side = static_cast<int>(options.size);
    const Image plain = toDepth(toLayout(picture, ChannelLayout::Rgb), BitDepth::Eight);
    return clip->embedPictures(
        toTensor(resized(plain, {side, side}, ResizeFilter::Lanczos), ValueRange::MinusOneToOne));
  };
  m_scale = clip->logScale().exp().item<double>();
  m_identity =
      identityOf(weightsOf(*clip, "text_proj.weight"), weightsOf(*clip, "image_proj.weight"));
}

EmbeddingResult ClipEmbedder::embed(const EmbeddingRequest& request, const RunContext& run) {
  for (size_t i = 0; i < request.pictures.size(); ++i)
    requireVisible(request.pictures[i], fmt::format("picture {}", i + 1));
  const torch::InferenceMode inference;
  EmbeddingResult result{.clip = m_identity, .scale = m_scale};
  Progress progress{.stage = "compare",
                    .steps = static_cast<int>(request.texts.size() + request.pictures.size())};
  const auto next = [&] {
    run.report(progress);
    ++progress.step;
  };
  for (const std::string& text : request.texts) {
    next();
    result.texts.push_back(directionOf(m_text(text)));
  }
  for (const Image& picture : request.pictures) {
    next();
    result.pictures.push_back(directionOf(m_picture(picture)));
  }
  return result;
}

}  // namespace pentimento
