#pragma once

#include <stddef.h>

/// A file of the browser client, kept in the program itself.
struct roost_web_asset {
  /// The path under which it is served, such as "/app/main.js".
  const char *path;
  const unsigned char *bytes;
  size_t length;
};

/// All files of the browser client, `*count` of them. They live as long as the program.
const struct roost_web_asset *roost_web_assets(size_t *count);
