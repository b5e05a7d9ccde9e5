#include "core/api/picture_match.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/base/error.h"

namespace pentimento {
namespace {

std::vector<double> softmax(const std::vector<double>& values, double scale) {
  const double largest = *std::ranges::max_element(values);
  std::vector<double> shares;
  for (const double value : values) shares.push_back(std::exp(scale * (value - largest)));
  const double sum = std::accumulate(shares.begin(), shares.end(), 0.0);
  for (double& share : shares) share /= sum;
  return shares;
}

}  // namespace

void validate(const EmbeddingRequest& request) {
  if (request.pictures.empty() && request.texts.empty())
    throw Error(ErrorKind::InvalidInput, "there is neither a picture nor a text to look at");
}

double similarity(const Embedding& a, const Embedding& b) {
  if (a.size() != b.size())
    throw Error(ErrorKind::InvalidInput,
                "embeddings of {} and of {} numbers belong to different CLIPs and cannot be "
                "compared",
                a.size(), b.size());
  return std::transform_reduce(a.begin(), a.end(), b.begin(), 0.0);  // several sums at once
}

MatchResult matched(const EmbeddingResult& embeddings) {
  if (embeddings.pictures.empty() || embeddings.texts.empty())
    throw Error(ErrorKind::InvalidInput,
                "there is nothing to compare: at least one picture and one text are needed");
  MatchResult result;
  for (const Embedding& picture : embeddings.pictures) {
    std::vector<double>& row = result.cosine.emplace_back();
    for (const Embedding& text : embeddings.texts) row.push_back(similarity(picture, text));
    result.share.push_back(softmax(row, embeddings.scale));
  }
  return result;
}

}  // namespace pentimento
