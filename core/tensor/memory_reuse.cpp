#include "core/tensor/memory_reuse.h"

#include <cstdlib>  // defines __GLIBC__

#if defined(__linux__) && defined(__GLIBC__)
#include <malloc.h>
#endif

namespace pentimento {

void keepFreedMemory() noexcept {
#if defined(__linux__) && defined(__GLIBC__)
  constexpr int kNever = 1 << 30;
  mallopt(M_MMAP_THRESHOLD, kNever);
  mallopt(M_TRIM_THRESHOLD, kNever);
  mallopt(M_TOP_PAD, 64 << 20);
#endif
}

void returnFreedMemory() noexcept {
#if defined(__linux__) && defined(__GLIBC__)
  malloc_trim(0);
#endif
}

}  // namespace pentimento
