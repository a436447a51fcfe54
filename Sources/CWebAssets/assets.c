// Puts web/ into the program, and the libraries that it uses (C23 #embed). scripts/list-web writes the list of web/.

#include "CWebAssets.h"

// #embed is an extension before C23, and one that we want.
#pragma clang diagnostic ignored "-Wc23-extensions"

#include "files.inc"

// What Debian ships as plain files, under /vendor/. A further one is an array here, a line in VENDOR_FILES, its copyright in
// the licences, and its package in scripts/setup.

#define MARKDOWN_IT "/usr/share/javascript/markdown-it/markdown-it.js"
#define HIGHLIGHT "/usr/share/javascript/highlight.js/highlight.min.js"
#define KATEX "/usr/share/javascript/katex/katex.js"
#define EMOJI "/usr/share/unicode/emoji/emoji-test.txt"

#if !__has_embed(MARKDOWN_IT) || !__has_embed(HIGHLIGHT) || !__has_embed(KATEX) || !__has_embed(EMOJI)
#error "The page's libraries are not installed: run scripts/setup (libjs-markdown-it libjs-highlight.js libjs-katex unicode-data)"
#else

static const unsigned char vendor_markdown_it[] = {
#embed MARKDOWN_IT
};
static const unsigned char vendor_highlight[] = {
#embed HIGHLIGHT
};
static const unsigned char vendor_katex[] = {
#embed KATEX
};
static const unsigned char vendor_emoji[] = {
#embed EMOJI
};
static const unsigned char vendor_licences[] = {
#embed "/usr/share/doc/libjs-markdown-it/copyright" suffix(, '\n', '\n', )
#embed "/usr/share/doc/libjs-highlight.js/copyright" suffix(, '\n', '\n', )
#embed "/usr/share/doc/libjs-katex/copyright" suffix(, '\n', '\n', )
#embed "/usr/share/doc/unicode-data/copyright"
};

#define VENDOR_FILES                                                                                                   \
  FILE("/vendor/markdown-it.js", vendor_markdown_it)                                                                   \
  FILE("/vendor/highlight.js", vendor_highlight)                                                                       \
  FILE("/vendor/katex.js", vendor_katex)                                                                               \
  FILE("/vendor/emoji-test.txt", vendor_emoji)                                                                         \
  FILE("/vendor/LICENSES.txt", vendor_licences)

#define FILE(path, bytes) {path, bytes, sizeof bytes},
static const struct roost_web_asset assets[] = {WEB_FILES VENDOR_FILES};

const struct roost_web_asset *roost_web_assets(size_t *count) {
  *count = sizeof assets / sizeof *assets;
  return assets;
}

#endif
