#pragma once

#include <stddef.h>

// The few functions of libvips that Roost uses, behind plain C functions: no varargs, no GObject.
//
// libvips is not linked but opened at its first use. Linked, its hundred libraries would cost every start of the program
// 20 ms and 22 MB, `roost version` as well as servers whose people have no pictures; and there is no program without them.
// So building needs no libvips, and a system without it refuses pictures, and nothing else.
//
// All may be called from any thread at once.

/// A picture that libvips reads or computes; its pixels are made when they are needed.
typedef struct roost_vips_picture roost_vips_picture;

/// Opens libvips (8.13 or newer) and prepares it, once; whoever comes meanwhile waits. NULL when it is ready, else why not.
const char *roost_vips_prepare(void);

/// The libvips that was opened, such as "8.14.1"; `roost_vips_prepare()` must have answered NULL.
const char *roost_vips_version(char *out, size_t capacity);

enum roost_vips_format { roost_vips_png, roost_vips_jpeg, roost_vips_webp, roost_vips_gif };

/// Reads the header of a picture with the loader of that format and no other; of several frames, the first.
///
/// The bytes must stay until the picture is let go. `shrink` is 1, 2, 4 or 8: how many times smaller JPEG and WebP come
/// out of their decoders. A file that ends early is an error. NULL on failure.
roost_vips_picture *roost_vips_open(enum roost_vips_format format, const void *bytes, size_t length, int shrink);

int roost_vips_width(const roost_vips_picture *picture);
int roost_vips_height(const roost_vips_picture *picture);

/// The centred square, turned upright, `side` pixels wide (no more than the shorter side), in sRGB of eight bits. NULL on
/// failure. An embedded colour profile is followed; libvips puts its own in place of one that is damaged.
roost_vips_picture *roost_vips_square(roost_vips_picture *picture, int side);

/// Encodes as lossy WebP, without metadata. 0 on success; then `*out` is to be freed by `roost_vips_free`.
int roost_vips_encode(roost_vips_picture *picture, int quality, void **out, size_t *length);

void roost_vips_close(roost_vips_picture *picture);
void roost_vips_free(void *bytes);

/// What libvips said of its last failures, cut to `capacity`, and forgotten by it. Threads share it, so it may be another's.
void roost_vips_take_error(char *out, size_t capacity);

/// Gives back what libvips keeps for this thread, after a piece of work.
void roost_vips_end_work(void);
