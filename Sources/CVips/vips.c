#include "CVips.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>

// What follows is libvips 8.13's C interface as its headers have it; the soname 42 promises that it stays.

struct VipsImage;

enum { ACCESS_SEQUENTIAL = 1, FAIL_ON_TRUNCATED = 1, SIZE_DOWN = 2, INTERESTING_CENTRE = 1, INTENT_RELATIVE = 1 };

enum { INTERPRETATION_SRGB = 22 };

typedef int loader(void *bytes, size_t length, struct VipsImage **out, ...);
typedef void log_handler(const char *domain, int level, const char *message, void *data);

static struct {
  int (*init)(const char *name);
  int (*version)(int part);
  void (*concurrency_set)(int threads);
  void (*cache_set_max)(int operations);
  void (*operation_block_set)(const char *name, int blocked);
  void (*block_untrusted_set)(int blocked);
  loader *pngload_buffer, *jpegload_buffer, *webpload_buffer, *gifload_buffer;
  int (*image_get_width)(const struct VipsImage *image);
  int (*image_get_height)(const struct VipsImage *image);
  unsigned long (*image_get_typeof)(const struct VipsImage *image, const char *field);
  int (*thumbnail_image)(struct VipsImage *in, struct VipsImage **out, int width, ...);
  int (*colourspace)(struct VipsImage *in, struct VipsImage **out, int space, ...);
  int (*webpsave_buffer)(struct VipsImage *in, void **out, size_t *length, ...);
  char *(*error_buffer_copy)(void);
  void (*thread_shutdown)(void);
  void (*g_object_unref)(void *object);
  void (*g_free)(void *bytes);
  log_handler *(*g_log_set_default_handler)(log_handler *handler, void *data);
} vips;

static const char *failure;

// libvips warns through GLib, which would write to standard error. What matters comes back as an error as well.
static void say_nothing(const char *domain, int level, const char *message, void *data) {
  (void)domain, (void)level, (void)message, (void)data;
}

static int find(void *library, const char *name, void *place) {
  void *symbol = dlsym(library, name);
  if (!symbol) return 0;
  *(void **)place = symbol;
  return 1;
}

static int find_all(void *library) {
  int found = 1;
#define FIND(name, place) found &= find(library, name, &vips.place)
  FIND("vips_init", init);
  FIND("vips_version", version);
  FIND("vips_concurrency_set", concurrency_set);
  FIND("vips_cache_set_max", cache_set_max);
  FIND("vips_operation_block_set", operation_block_set);
  FIND("vips_block_untrusted_set", block_untrusted_set);
  FIND("vips_pngload_buffer", pngload_buffer);
  FIND("vips_jpegload_buffer", jpegload_buffer);
  FIND("vips_webpload_buffer", webpload_buffer);
  FIND("vips_gifload_buffer", gifload_buffer);
  FIND("vips_image_get_width", image_get_width);
  FIND("vips_image_get_height", image_get_height);
  FIND("vips_image_get_typeof", image_get_typeof);
  FIND("vips_thumbnail_image", thumbnail_image);
  FIND("vips_colourspace", colourspace);
  FIND("vips_webpsave_buffer", webpsave_buffer);
  FIND("vips_error_buffer_copy", error_buffer_copy);
  FIND("vips_thread_shutdown", thread_shutdown);
  FIND("g_object_unref", g_object_unref);
  FIND("g_free", g_free);
  FIND("g_log_set_default_handler", g_log_set_default_handler);
#undef FIND
  return found;
}

static void prepare(void) {
#ifdef __APPLE__
  void *library = dlopen("libvips.42.dylib", RTLD_LAZY | RTLD_LOCAL);
#else
  void *library = dlopen("libvips.so.42", RTLD_LAZY | RTLD_LOCAL);
#endif
  if (!library) {
    failure = "libvips is not installed";
    return;
  }
  if (!find_all(library)) {
    failure = "this libvips is older than 8.13";
    return;
  }
  vips.g_log_set_default_handler(say_nothing, NULL);
  if (vips.init("roost") != 0) {
    failure = "libvips cannot start";
    return;
  }
  // No loader can be reached but these four, whatever asks for it.
  vips.block_untrusted_set(1);
  vips.operation_block_set("VipsForeignLoad", 1);
  vips.operation_block_set("VipsForeignLoadPng", 0);
  vips.operation_block_set("VipsForeignLoadJpeg", 0);
  vips.operation_block_set("VipsForeignLoadWebp", 0);
  vips.operation_block_set("VipsForeignLoadNsgif", 0);
  // One picture keeps one core busy, and none is kept: the same one hardly ever comes twice.
  vips.concurrency_set(1);
  vips.cache_set_max(0);
}

const char *roost_vips_prepare(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, prepare);
  return failure;
}

const char *roost_vips_version(char *out, size_t capacity) {
  snprintf(out, capacity, "%d.%d.%d", vips.version(0), vips.version(1), vips.version(2));
  return out;
}

roost_vips_picture *roost_vips_open(enum roost_vips_format format, const void *bytes, size_t length, int shrink) {
  struct VipsImage *image = NULL;
  // libvips reads the bytes only; its interface is older than its const.
  void *start = (void *)(uintptr_t)bytes;
  int code = -1;
  switch (format) {
  case roost_vips_png:
    code = vips.pngload_buffer(
        start, length, &image, "access", ACCESS_SEQUENTIAL, "fail_on", FAIL_ON_TRUNCATED, (void *)NULL);
    break;
  case roost_vips_jpeg:
    code = vips.jpegload_buffer(
        start, length, &image, "access", ACCESS_SEQUENTIAL, "fail_on", FAIL_ON_TRUNCATED, "shrink", shrink,
        (void *)NULL);
    break;
  case roost_vips_webp:
    code = vips.webpload_buffer(
        start, length, &image, "access", ACCESS_SEQUENTIAL, "fail_on", FAIL_ON_TRUNCATED, "scale", 1.0 / shrink,
        (void *)NULL);
    break;
  case roost_vips_gif:
    code = vips.gifload_buffer(
        start, length, &image, "access", ACCESS_SEQUENTIAL, "fail_on", FAIL_ON_TRUNCATED, (void *)NULL);
    break;
  }
  return code == 0 ? (roost_vips_picture *)image : NULL;
}

int roost_vips_width(const roost_vips_picture *picture) {
  return vips.image_get_width((const struct VipsImage *)picture);
}

int roost_vips_height(const roost_vips_picture *picture) {
  return vips.image_get_height((const struct VipsImage *)picture);
}

roost_vips_picture *roost_vips_square(roost_vips_picture *picture, int side) {
  struct VipsImage *small = NULL, *plain = NULL;
  struct VipsImage *in = (struct VipsImage *)picture;
  // Without a profile of its own it counts as sRGB already.
  int transforms = vips.image_get_typeof(in, "icc-profile-data") != 0;
  int code = transforms
      ? vips.thumbnail_image(
            in, &small, side, "height", side, "crop", INTERESTING_CENTRE, "size", SIZE_DOWN, "export_profile", "srgb",
            "intent", INTENT_RELATIVE, (void *)NULL)
      : vips.thumbnail_image(
            in, &small, side, "height", side, "crop", INTERESTING_CENTRE, "size", SIZE_DOWN, (void *)NULL);
  if (code != 0) return NULL;
  // Grey becomes three bands, sixteen bits become eight.
  code = vips.colourspace(small, &plain, INTERPRETATION_SRGB, (void *)NULL);
  vips.g_object_unref(small);
  return code == 0 ? (roost_vips_picture *)plain : NULL;
}

int roost_vips_encode(roost_vips_picture *picture, int quality, void **out, size_t *length) {
  return vips.webpsave_buffer(
      (struct VipsImage *)picture, out, length, "Q", quality, "effort", 4, "strip", 1, (void *)NULL);
}

void roost_vips_close(roost_vips_picture *picture) { vips.g_object_unref(picture); }

void roost_vips_free(void *bytes) { vips.g_free(bytes); }

void roost_vips_take_error(char *out, size_t capacity) {
  char *text = vips.error_buffer_copy();
  snprintf(out, capacity, "%s", text ? text : "");
  vips.g_free(text);
}

void roost_vips_end_work(void) { vips.thread_shutdown(); }
