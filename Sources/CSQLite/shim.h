#include <sqlite3.h>

// Swift imports no functions of variable arguments.

/// No counting of allocations, which takes a lock for each. Before anything else of SQLite is called.
static inline int roost_sqlite3_count_no_memory(void) { return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); }
