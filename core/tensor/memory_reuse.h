/// What becomes of freed memory.
#pragma once

namespace pentimento {

/// Tells the allocator to keep what is freed. By default glibc gives every large block back to the
/// system and takes a fresh one, page by page, for the next tensor: measured, half the time of a
/// training step of a small network. Call once, before the first tensor; does nothing elsewhere.
void keepFreedMemory() noexcept;

/// Gives what is freed back to the system, also where it lies between blocks in use: after a load
/// or a stage that needed much. Takes milliseconds; does nothing elsewhere.
void returnFreedMemory() noexcept;

}  // namespace pentimento
