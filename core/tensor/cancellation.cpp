#include "core/tensor/cancellation.h"

#include <utility>

#include "core/api/run_context.h"

namespace pentimento {
namespace {

thread_local const std::stop_token* t_stop = nullptr;

}  // namespace

CancellationScope::CancellationScope(std::stop_token stop) noexcept
    : m_stop(std::move(stop)), m_outer(std::exchange(t_stop, &m_stop)) {}

CancellationScope::~CancellationScope() {
  t_stop = m_outer;
}

void cancellationPoint() {
  if (t_stop && t_stop->stop_requested()) throw Cancelled{};
}

double operationsAtOnce(torch::ScalarType dtype) noexcept {
  constexpr double kWide = 1e10, kNarrow = 2e10;
  return dtype == torch::kBFloat16 ? kNarrow : kWide;
}

}  // namespace pentimento
