// The floor: what fanning out costs at least. One libuv loop, plain structs, one write a reader and tick, nothing kept.
//
// Every frame is its length (32 bits, little endian) and that many bytes.
//   client to floor:  'j' and a room number (32 bits): joins it, once, first
//                     'm' and a text: goes to everyone in the room, the sender too
//   floor to client:  a number (64 bits) and a text: the message's place in the room; with no text, where one joined
//
// usage: floor [PORT]      prints "listening on PORT" when it is ready; ends at SIGTERM or SIGINT

#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

enum { ROOMS = 65536, FRAME_LIMIT = 1 << 20, BACKLOG_LIMIT = 64 << 20 };

typedef struct client client;

typedef struct {
    client **members;
    uint32_t count, capacity;
    uint64_t head;
    // What was said in this tick, framed: all members are given the same bytes.
    char *news;
    size_t news_length, news_capacity;
} room;

struct client {
    uv_tcp_t socket;
    room *room;
    uint32_t place;
    int closing;
    // The beginning of a frame whose rest has not come.
    char *partial;
    size_t partial_length;
    // Bytes that libuv still has to write.
    size_t queued;
};

typedef struct {
    uv_write_t request;
    size_t length;
    char bytes[];
} pending_write;

static uv_loop_t loop;
static room rooms[ROOMS];
static room *dirty[ROOMS];
static uint32_t dirty_count;
static char reading[64 * 1024];

static void *must(void *memory) {
    if (memory == NULL) abort();
    return memory;
}

static void gone(uv_handle_t *handle) {
    client *c = handle->data;
    room *r = c->room;
    if (r != NULL) {
        r->members[c->place] = r->members[--r->count];
        r->members[c->place]->place = c->place;
    }
    free(c->partial);
    free(c);
}

static void drop(client *c) {
    if (c->closing) return;
    c->closing = 1;
    uv_close((uv_handle_t *)&c->socket, gone);
}

// Writing

static void written(uv_write_t *request, int status) {
    client *c = request->handle->data;
    c->queued -= ((pending_write *)request)->length;
    free(request);
    if (status < 0) drop(c);
}

// What the socket does not take at once waits as a copy.
static void give(client *c, const char *bytes, size_t length) {
    if (c->closing) return;
    if (c->queued == 0) {
        uv_buf_t buffer = uv_buf_init((char *)bytes, length);
        int taken = uv_try_write((uv_stream_t *)&c->socket, &buffer, 1);
        if (taken < 0 && taken != UV_EAGAIN) return drop(c);
        if (taken > 0) {
            bytes += taken;
            length -= taken;
        }
        if (length == 0) return;
    }
    if (c->queued + length > BACKLOG_LIMIT) return drop(c);
    pending_write *rest = must(malloc(sizeof *rest + length));
    memcpy(rest->bytes, bytes, length);
    rest->length = length;
    c->queued += length;
    uv_buf_t buffer = uv_buf_init(rest->bytes, length);
    if (uv_write(&rest->request, (uv_stream_t *)&c->socket, &buffer, 1, written) < 0) {
        c->queued -= length;
        free(rest);
        drop(c);
    }
}

static void flush(void) {
    for (uint32_t i = 0; i < dirty_count; i++) {
        room *r = dirty[i];
        for (uint32_t m = 0; m < r->count; m++) give(r->members[m], r->news, r->news_length);
        r->news_length = 0;
    }
    dirty_count = 0;
}

static void before_sleep(uv_prepare_t *handle) { (void)handle, flush(); }
static void after_reading(uv_check_t *handle) { (void)handle, flush(); }

// Reading

static void say(room *r, const char *text, uint32_t length) {
    size_t needed = r->news_length + 12 + length;
    if (needed > r->news_capacity) {
        r->news_capacity = needed * 2;
        r->news = must(realloc(r->news, r->news_capacity));
    }
    if (r->news_length == 0) dirty[dirty_count++] = r;
    char *out = r->news + r->news_length;
    uint32_t framed = 8 + length;
    uint64_t number = ++r->head;
    memcpy(out, &framed, 4);
    memcpy(out + 4, &number, 8);
    memcpy(out + 12, text, length);
    r->news_length = needed;
}

static void join(client *c, uint32_t number) {
    if (c->room != NULL || number >= ROOMS) return drop(c);
    // Who joins now is not told what was said before.
    flush();
    room *r = &rooms[number];
    if (r->count == r->capacity) {
        r->capacity = r->capacity ? r->capacity * 2 : 16;
        r->members = must(realloc(r->members, r->capacity * sizeof *r->members));
    }
    c->room = r;
    c->place = r->count;
    r->members[r->count++] = c;
    char joined[12];
    uint32_t length = 8;
    memcpy(joined, &length, 4);
    memcpy(joined + 4, &r->head, 8);
    give(c, joined, sizeof joined);
}

static void frame(client *c, const char *bytes, uint32_t length) {
    if (length == 5 && bytes[0] == 'j') {
        uint32_t number;
        memcpy(&number, bytes + 1, 4);
        join(c, number);
    } else if (length > 1 && bytes[0] == 'm' && c->room != NULL) {
        say(c->room, bytes + 1, length - 1);
    } else {
        drop(c);
    }
}

// Takes the whole frames; returns how many bytes they had.
static size_t frames(client *c, const char *bytes, size_t length) {
    size_t taken = 0;
    while (!c->closing && length - taken >= 4) {
        uint32_t size;
        memcpy(&size, bytes + taken, 4);
        if (size > FRAME_LIMIT) {
            drop(c);
            return length;
        }
        if (length - taken - 4 < size) break;
        frame(c, bytes + taken + 4, size);
        taken += 4 + size;
    }
    return c->closing ? length : taken;
}

static void lend(uv_handle_t *handle, size_t suggested, uv_buf_t *buffer) {
    (void)handle, (void)suggested;
    *buffer = uv_buf_init(reading, sizeof reading);
}

static void arrived(uv_stream_t *stream, ssize_t count, const uv_buf_t *buffer) {
    client *c = stream->data;
    if (count < 0) return drop(c);
    const char *bytes = buffer->base;
    size_t length = count;
    char *joined = NULL;
    if (c->partial_length > 0) {
        joined = must(realloc(c->partial, c->partial_length + length));
        memcpy(joined + c->partial_length, bytes, length);
        bytes = joined;
        length += c->partial_length;
        c->partial = NULL;
        c->partial_length = 0;
    }
    size_t taken = frames(c, bytes, length);
    if (taken < length) {
        c->partial = must(malloc(length - taken));
        c->partial_length = length - taken;
        memcpy(c->partial, bytes + taken, length - taken);
    }
    free(joined);
}

static void connected(uv_stream_t *listener, int status) {
    if (status < 0) return;
    client *c = must(calloc(1, sizeof *c));
    c->socket.data = c;
    uv_tcp_init(&loop, &c->socket);
    if (uv_accept(listener, (uv_stream_t *)&c->socket) < 0) return drop(c);
    uv_tcp_nodelay(&c->socket, 1);
    uv_read_start((uv_stream_t *)&c->socket, lend, arrived);
}

static void stop(uv_signal_t *handle, int number) {
    (void)handle, (void)number;
    exit(0);
}

static void check(int code, const char *what) {
    if (code >= 0) return;
    fprintf(stderr, "floor: cannot %s: %s\n", what, uv_strerror(code));
    exit(1);
}

int main(int argc, char **argv) {
    signal(SIGPIPE, SIG_IGN);
    check(uv_loop_init(&loop), "make a loop");
    uv_prepare_t prepare;
    uv_check_t checking;
    uv_prepare_init(&loop, &prepare);
    uv_prepare_start(&prepare, before_sleep);
    uv_check_init(&loop, &checking);
    uv_check_start(&checking, after_reading);
    uv_signal_t terminate, interrupt;
    uv_signal_init(&loop, &terminate);
    uv_signal_start(&terminate, stop, SIGTERM);
    uv_signal_init(&loop, &interrupt);
    uv_signal_start(&interrupt, stop, SIGINT);

    uv_tcp_t listener;
    struct sockaddr_in address;
    uv_tcp_init(&loop, &listener);
    check(uv_ip4_addr("127.0.0.1", argc > 1 ? atoi(argv[1]) : 0, &address), "read the port");
    check(uv_tcp_bind(&listener, (struct sockaddr *)&address, 0), "bind");
    check(uv_listen((uv_stream_t *)&listener, 1024, connected), "listen");
    int length = sizeof address;
    check(uv_tcp_getsockname(&listener, (struct sockaddr *)&address, &length), "learn the port");
    printf("listening on %d\n", ntohs(address.sin_port));
    fflush(stdout);
    return uv_run(&loop, UV_RUN_DEFAULT);
}
