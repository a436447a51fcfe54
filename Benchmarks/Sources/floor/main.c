// The floor: the least that any server on libuv must do to pass messages on to the readers of a room.
//
// One loop, one thread. It parses only lengths, keeps nothing on disk or in memory beyond the current tick, knows no
// accounts, and checks nothing but the bounds of a frame. A chat server is measured against it: what it needs above this
// is what its features cost.
//
// Usage: floor --port N        N = 0 lets the system choose. Prints "listening on N" once it accepts. IPv4, all interfaces.
//
// Framing, all numbers big-endian:
//
//   client → server   once, first:   u32  room
//                     then messages: u16  length L, 1 … 65535
//                                    L bytes, not looked at
//   server → client   messages:      the same u16 length and L bytes, as they came
//
// A client is a reader of its room from the moment the server has read its first four bytes. It gets every message of the
// room that is flushed after that, its own too, in one order that is the same for all readers of the room. A length of 0 is
// a violation: the server closes the connection. There is no other answer and no heartbeat.
//
// Batching: messages are appended to their room's tick buffer as they are read. Where libuv runs its prepare and check
// callbacks, each reader of a room with news gets one uv_try_write of the whole buffer. What the socket does not take is
// copied and left to uv_write. There is no bound on that: a reader that never reads makes the process grow, since any
// policy would be a feature.

#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

enum { SCRATCH = 64 * 1024, FRAME_LIMIT = 2 + 65535, BUCKETS = 1 << 16 };

typedef struct room room;

typedef struct {
    uv_tcp_t tcp;
    room *room;        // NULL until the first four bytes are in
    size_t place;      // in the room's readers
    uint8_t *partial;  // the beginning of a frame, or NULL
    size_t partial_count;
} connection;

struct room {
    uint32_t id;
    room *next;  // in the bucket
    connection **readers;
    size_t reader_count, reader_capacity;
    uint8_t *tick;
    size_t tick_count, tick_capacity;
};

typedef struct {
    uv_write_t request;
    uint8_t bytes[];
} rest;

static char scratch[SCRATCH];
static room *rooms[BUCKETS];
static room **dirty;
static size_t dirty_count, dirty_capacity;

static void *checked(void *memory) {
    if (memory == NULL) {
        fputs("floor: out of memory\n", stderr);
        exit(1);
    }
    return memory;
}

static void *grown(void *memory, size_t *capacity, size_t needed, size_t size) {
    if (needed <= *capacity) return memory;
    size_t larger = *capacity ? *capacity : 16;
    while (larger < needed) larger *= 2;
    *capacity = larger;
    return checked(realloc(memory, larger * size));
}

static void must(int code, const char *what) {
    if (code < 0) {
        fprintf(stderr, "floor: %s: %s\n", what, uv_strerror(code));
        exit(1);
    }
}

// Rooms stay for the life of the process; a benchmark has few.
static room *room_with(uint32_t id) {
    room **bucket = &rooms[(id * 2654435761u) >> 16];
    for (room *r = *bucket; r != NULL; r = r->next) {
        if (r->id == id) return r;
    }
    room *made = checked(calloc(1, sizeof(room)));
    made->id = id;
    made->next = *bucket;
    *bucket = made;
    return made;
}

static void join(connection *c, uint32_t id) {
    room *r = room_with(id);
    r->readers = grown(r->readers, &r->reader_capacity, r->reader_count + 1, sizeof(connection *));
    c->room = r;
    c->place = r->reader_count;
    r->readers[r->reader_count++] = c;
}

static void closed(uv_handle_t *handle) {
    connection *c = (connection *)handle;
    free(c->partial);
    free(c);
}

static void drop(connection *c) {
    if (uv_is_closing((uv_handle_t *)c)) return;
    room *r = c->room;
    if (r != NULL) {
        connection *last = r->readers[--r->reader_count];
        r->readers[c->place] = last;
        last->place = c->place;
        c->room = NULL;
    }
    uv_close((uv_handle_t *)c, closed);
}

static void wrote_rest(uv_write_t *request, int status) {
    connection *c = (connection *)request->handle;
    free(request);
    if (status < 0) drop(c);
}

// One write for this reader; whatever the socket does not take is copied. False when the connection failed.
static int write_tick(connection *c, const room *r) {
    uv_buf_t buffer = uv_buf_init((char *)r->tick, (unsigned int)r->tick_count);
    int written = uv_try_write((uv_stream_t *)c, &buffer, 1);
    if (written == UV_EAGAIN) written = 0;
    if (written < 0) return 0;
    size_t left = r->tick_count - (size_t)written;
    if (left == 0) return 1;
    rest *copy = checked(malloc(sizeof(rest) + left));
    memcpy(copy->bytes, r->tick + written, left);
    buffer = uv_buf_init((char *)copy->bytes, (unsigned int)left);
    if (uv_write(&copy->request, (uv_stream_t *)c, &buffer, 1, wrote_rest) < 0) {
        free(copy);
        return 0;
    }
    return 1;
}

static void flush(void) {
    for (size_t d = 0; d < dirty_count; d++) {
        room *r = dirty[d];
        // Backwards, since dropping a reader moves the last one to its place.
        for (size_t i = r->reader_count; i-- > 0;) {
            if (!write_tick(r->readers[i], r)) drop(r->readers[i]);
        }
        r->tick_count = 0;
    }
    dirty_count = 0;
}

static void flush_before_sleep(uv_prepare_t *handle) {
    (void)handle;
    flush();
}

static void flush_after_reading(uv_check_t *handle) {
    (void)handle;
    flush();
}

// Whole frames, in the very form in which they leave.
static void pass_on(room *r, const uint8_t *bytes, size_t count) {
    if (count == 0) return;
    if (r->tick_count == 0) {
        dirty = grown(dirty, &dirty_capacity, dirty_count + 1, sizeof(room *));
        dirty[dirty_count++] = r;
    }
    r->tick = grown(r->tick, &r->tick_capacity, r->tick_count + count, 1);
    memcpy(r->tick + r->tick_count, bytes, count);
    r->tick_count += count;
}

// The size of the first item in `bytes` with its header: 0 when the header is not whole, -1 for a violation.
static long item_size(const connection *c, const uint8_t *bytes, size_t count) {
    if (c->room == NULL) return 4;
    if (count < 2) return 0;
    long length = (long)bytes[0] << 8 | bytes[1];
    return length == 0 ? -1 : 2 + length;
}

static void take(connection *c, const uint8_t *item, size_t size) {
    if (c->room == NULL) {
        join(c, (uint32_t)item[0] << 24 | (uint32_t)item[1] << 16 | (uint32_t)item[2] << 8 | item[3]);
    } else {
        pass_on(c->room, item, size);
    }
}

// Adds bytes to the partial item until it is whole. Returns how many were used, or -1 for a violation.
static long complete_partial(connection *c, const uint8_t *bytes, size_t count) {
    size_t used = 0;
    while (used < count) {
        long size = item_size(c, c->partial, c->partial_count);
        if (size < 0) return -1;
        size_t wanted = size == 0 ? 2 : (size_t)size;
        size_t step = wanted - c->partial_count < count - used ? wanted - c->partial_count : count - used;
        memcpy(c->partial + c->partial_count, bytes + used, step);
        c->partial_count += step;
        used += step;
        size = item_size(c, c->partial, c->partial_count);
        if (size < 0) return -1;
        if (size > 0 && c->partial_count == (size_t)size) {
            take(c, c->partial, (size_t)size);
            free(c->partial);
            c->partial = NULL;
            c->partial_count = 0;
            break;
        }
    }
    return (long)used;
}

static int parse(connection *c, const uint8_t *bytes, size_t count) {
    if (c->partial != NULL) {
        long used = complete_partial(c, bytes, count);
        if (used < 0) return 0;
        bytes += used;
        count -= (size_t)used;
    }
    if (count > 0 && c->room == NULL && count >= 4) {
        take(c, bytes, 4);
        bytes += 4;
        count -= 4;
    }
    // A run of whole frames goes over in one copy.
    size_t run = 0;
    while (c->room != NULL && run < count) {
        long size = item_size(c, bytes + run, count - run);
        if (size < 0) return 0;
        if (size == 0 || (size_t)size > count - run) break;
        run += (size_t)size;
    }
    if (c->room != NULL) pass_on(c->room, bytes, run);
    if (run < count) {
        c->partial = checked(malloc(FRAME_LIMIT));
        c->partial_count = count - run;
        memcpy(c->partial, bytes + run, count - run);
    }
    return 1;
}

static void lend(uv_handle_t *handle, size_t suggested, uv_buf_t *buffer) {
    (void)handle;
    (void)suggested;
    *buffer = uv_buf_init(scratch, SCRATCH);
}

static void arrived(uv_stream_t *stream, ssize_t count, const uv_buf_t *buffer) {
    connection *c = (connection *)stream;
    if (count < 0 || (count > 0 && !parse(c, (const uint8_t *)buffer->base, (size_t)count))) drop(c);
}

static void accepted(uv_stream_t *listener, int status) {
    if (status < 0) return;
    connection *c = checked(calloc(1, sizeof(connection)));
    must(uv_tcp_init(listener->loop, &c->tcp), "tcp");
    if (uv_accept(listener, (uv_stream_t *)&c->tcp) < 0) {
        drop(c);
        return;
    }
    uv_tcp_nodelay(&c->tcp, 1);
    if (uv_read_start((uv_stream_t *)&c->tcp, lend, arrived) < 0) drop(c);
}

int main(int count, char **arguments) {
    if (count != 3 || strcmp(arguments[1], "--port") != 0) {
        fputs("usage: floor --port N\n", stderr);
        return 2;
    }
    char *end;
    long port = strtol(arguments[2], &end, 10);
    if (*end != 0 || port < 0 || port > 65535) {
        fputs("floor: not a port\n", stderr);
        return 2;
    }
    signal(SIGPIPE, SIG_IGN);

    uv_loop_t *loop = uv_default_loop();
    uv_prepare_t prepare;
    uv_check_t check;
    uv_prepare_init(loop, &prepare);
    uv_check_init(loop, &check);
    uv_prepare_start(&prepare, flush_before_sleep);
    uv_check_start(&check, flush_after_reading);

    uv_tcp_t listener;
    struct sockaddr_in address;
    must(uv_tcp_init(loop, &listener), "tcp");
    must(uv_ip4_addr("0.0.0.0", (int)port, &address), "address");
    must(uv_tcp_bind(&listener, (const struct sockaddr *)&address, 0), "bind");
    must(uv_listen((uv_stream_t *)&listener, 4096, accepted), "listen");
    int length = sizeof address;
    must(uv_tcp_getsockname(&listener, (struct sockaddr *)&address, &length), "address");
    printf("listening on %d\n", (address.sin_port & 255) << 8 | address.sin_port >> 8);
    fflush(stdout);
    return uv_run(loop, UV_RUN_DEFAULT);
}
