#include <uv.h>

/// Has the processor fetch the memory meanwhile; any address will do.
static inline void roost_prefetch(const void *address) { __builtin_prefetch(address); }
