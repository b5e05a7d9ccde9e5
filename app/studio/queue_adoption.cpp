// The part of GenerationFlow that goes on with the queue of the last session.
#include <algorithm>
#include <cmath>

#include "app/document/compositor.h"
#include "app/document/geometry.h"
#include "app/studio/generation_flow.h"

namespace pentimento {
namespace {

/// The results that this request has on the canvas already; null when there are none.
const Layer* reviewOf(const DocumentState& state, const EditPlan& plan) {
  const auto found = std::ranges::find_if(state.layers, [&](const Layer& layer) {
    return layer.edit && layer.edit->pending && layer.edit->recipe == plan.description.recipe;
  });
  return found == state.layers.end() ? nullptr : &*found;
}

/// Whether the request was made for this canvas as it is now.
bool wasAskedFor(const DocumentState& state, LayerRange beneath, const GenerationRequest& request) {
  if (request.image) {
    DocumentState seen = state;
    seen.layers.resize(size_t(beneath.last));
    return composedPicture(seen).samePixels(*request.image);
  }
  // From words alone: the shape is all that a canvas gives.
  if (!request.size) return false;
  constexpr double kRounding = 0.05;  // sizes are multiples of what the model likes
  const double canvas = double(state.size.width()) / state.size.height();
  const double asked = double(request.size->width) / request.size->height;
  return std::abs(canvas / asked - 1) < kRounding;
}

}  // namespace

void GenerationFlow::adoptQueue() {
  Document& document = m_documents.document();
  const DocumentState& state = document.state();
  for (const Job& job : m_queue.jobs()) {
    const auto request = m_queue.request(job.id);
    if (!request || m_runs.contains(job.id)) continue;
    const auto run = std::make_shared<EditRun>();
    run->document = &document;
    try {
      run->plan = planOf(*request, state.canvas());
    } catch (const Error&) {  // the canvas has become too large for it
      continue;
    }
    const Layer* review = reviewOf(state, run->plan);
    const int beneath = review ? state.indexOf(review->id) : int(state.layers.size());
    if (!wasAskedFor(state, {0, beneath}, *request)) continue;
    run->on = state;
    run->on.layers.resize(size_t(beneath));
    run->expected = job.pictures;
    run->finished = job.done;
    if (review) {
      run->layer = review->id;
      run->firstIndex = std::max(0, int(review->edit->candidates.size()) - job.done);
    }
    m_runs.emplace(job.id, run);
  }
  showReview();
}

}  // namespace pentimento
