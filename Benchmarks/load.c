// A closed-loop HTTP/1.1 client: every connection sends its next request as soon as the answer to the last one is whole.
// One thread and epoll, so that it takes as little as possible of the cores it shares with the server.
//
//   load HOST PORT PLAN SESSIONS CONNECTIONS WARM_UP_SECONDS SECONDS
//
// PLAN holds requests, each a line `name status length` and then that many bytes. They are taken in turn, round and round.
// SESSIONS has one cookie a line; each connection keeps one. `@@@@@@@@@@@@` in a request becomes a number that never repeats.
// A POST that expects 200 and is answered 303 is followed once to where it leads, as a browser does; its time runs from the POST to the page.
// Prints one JSON object: what was answered within SECONDS, by name, latencies in microseconds; and how many answers there were in all, with
// those of the warm-up and of after the end, which is what a server's processor time went into.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { names_max = 32, buffer_size = 1 << 18 };

struct kind {
    char name[40];
    uint32_t *micros;
    size_t count, room, wrong, bytes;
};
struct request {
    int kind, status;
    char *bytes, *once;
    size_t length;
};
struct connection {
    int fd, status;
    char *cookie;
    char *out;
    size_t out_length, out_sent;
    char head[8192];
    size_t head_length;
    long body_left;
    size_t answered;
    int in_body, followed;
    struct request *request;
    double began;
};

static struct kind kinds[names_max];
static int kinds_count;
static struct request *plan;
static size_t plan_count, plan_next, reconnects, answered_in_all;
static long long number;
static struct sockaddr_in address;
static int poller;
static double measure_from, measure_to;
static int resting;

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

static void fail(const char *what) {
    fprintf(stderr, "load: %s: %s\n", what, strerror(errno));
    exit(1);
}

static int kind_of(const char *name) {
    for (int i = 0; i < kinds_count; i++)
        if (strcmp(kinds[i].name, name) == 0) return i;
    if (kinds_count == names_max) fail("too many names");
    snprintf(kinds[kinds_count].name, sizeof kinds[0].name, "%s", name);
    return kinds_count++;
}

static void read_plan(const char *path) {
    FILE *file = fopen(path, "rb");
    if (!file) fail(path);
    char line[200], name[40];
    size_t room = 0;
    while (fgets(line, sizeof line, file)) {
        struct request r = {0};
        if (sscanf(line, "%39s %d %zu", name, &r.status, &r.length) != 3) fail("plan");
        r.kind = kind_of(name);
        r.bytes = malloc(r.length + 1);
        if (!r.bytes || fread(r.bytes, 1, r.length, file) != r.length) fail("plan");
        r.bytes[r.length] = 0;
        r.once = strstr(r.bytes, "@@@@@@@@@@@@");
        if (plan_count == room) plan = realloc(plan, (room = room ? room * 2 : 1024) * sizeof *plan);
        if (!plan) fail("plan");
        plan[plan_count++] = r;
    }
    fclose(file);
    if (!plan_count) fail("an empty plan");
}

static void note(struct connection *c, double at) {
    answered_in_all++;
    if (at < measure_from || at >= measure_to) return;
    struct kind *k = &kinds[c->request->kind];
    if (k->count == k->room) k->micros = realloc(k->micros, (k->room = k->room ? k->room * 2 : 4096) * sizeof *k->micros);
    if (!k->micros) fail("memory");
    k->micros[k->count++] = (uint32_t)((at - c->began) * 1e6);
    k->bytes += c->answered;
    if (c->status != c->request->status) k->wrong++;
}

static void open_connection(struct connection *c) {
    c->fd = socket(AF_INET, SOCK_STREAM, 0);
    if (c->fd < 0 || connect(c->fd, (struct sockaddr *)&address, sizeof address)) fail("connect");
    int yes = 1;
    setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = c};
    if (epoll_ctl(poller, EPOLL_CTL_ADD, c->fd, &event)) fail("epoll");
}

// Requests are small and the socket empty, so the send is one call that does not wait.
static void send_out(struct connection *c) {
    c->out_sent = 0;
    while (c->out_sent < c->out_length) {
        ssize_t n = send(c->fd, c->out + c->out_sent, c->out_length - c->out_sent, MSG_NOSIGNAL);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) break;  // the answer's end shows it, and the request is sent again
        c->out_sent += (size_t)n;
    }
    c->head_length = 0;
    c->in_body = 0;
    c->answered = 0;
}

static void ask(struct connection *c) {
    struct request *r = c->request = &plan[plan_next];
    plan_next = (plan_next + 1) % plan_count;
    char *end = strstr(r->bytes, "\r\n");
    size_t first = (size_t)(end - r->bytes) + 2;
    memcpy(c->out, r->bytes, first);
    size_t at = first + (size_t)sprintf(c->out + first, "Cookie: %s\r\n", c->cookie);
    memcpy(c->out + at, r->bytes + first, r->length - first);
    if (r->once) {
        char digits[24];
        snprintf(digits, sizeof digits, "%012llu", (unsigned long long)++number % 1000000000000ULL);
        memcpy(c->out + at + (r->once - r->bytes) - first, digits, 12);
    }
    c->out_length = at + r->length - first;
    c->began = now();
    c->followed = 0;
    send_out(c);
}

// Asks for the page an answered POST leads to.
static int follow(struct connection *c) {
    struct request *r = c->request;
    if (c->followed || c->status != 303 || r->status != 200 || strncmp(r->bytes, "POST ", 5) != 0) return 0;
    char *place = strcasestr(c->head, "\r\nlocation:"), *host = strstr(r->bytes, "\r\nHost: ");
    if (!place || !host) return 0;
    place += 11;
    place += strspn(place, " ");
    c->out_length = (size_t)sprintf(c->out, "GET %.*s HTTP/1.1\r\nHost: %.*s\r\nCookie: %s\r\n\r\n", (int)strcspn(place, "\r"), place,
                                    (int)strcspn(host + 8, "\r"), host + 8, c->cookie);
    c->followed = 1;
    send_out(c);
    return 1;
}

static void again(struct connection *c) {
    close(c->fd);
    reconnects++;
    open_connection(c);
    send_out(c);
}

static void take(struct connection *c, char *buffer) {
    ssize_t n = recv(c->fd, buffer, buffer_size, MSG_DONTWAIT);
    if (n < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (n <= 0) {
        again(c);
        return;
    }
    c->answered += (size_t)n;
    if (!c->in_body) {
        size_t part = (size_t)n;
        if (c->head_length + part > sizeof c->head - 1) part = sizeof c->head - 1 - c->head_length;
        memcpy(c->head + c->head_length, buffer, part);
        size_t before = c->head_length;
        c->head_length += part;
        c->head[c->head_length] = 0;
        char *end = strstr(c->head, "\r\n\r\n");
        if (!end) {
            if (c->head_length == sizeof c->head - 1) fail("an answer's head is too long");
            return;
        }
        c->status = atoi(c->head + 9);
        char *length = strcasestr(c->head, "\r\ncontent-length:");
        if (!length || length > end) {
            if (c->status != 204 && c->status != 304) fail("an answer without Content-Length");
            c->body_left = 0;
        } else {
            c->body_left = atol(length + 17);
        }
        c->body_left -= (long)((size_t)n - (size_t)(end + 4 - c->head - (long)before));
        c->in_body = 1;
    } else {
        c->body_left -= n;
    }
    if (c->body_left > 0) return;
    if (follow(c)) return;
    double at = now();
    note(c, at);
    // After the end nothing new is asked, so that no answer is under way when the program leaves.
    if (at < measure_to)
        ask(c);
    else
        resting++;
}

static int by_size(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

int main(int argc, char **argv) {
    if (argc != 8) {
        fprintf(stderr, "load HOST PORT PLAN SESSIONS CONNECTIONS WARM_UP_SECONDS SECONDS\n");
        return 2;
    }
    address.sin_family = AF_INET;
    address.sin_port = htons((uint16_t)atoi(argv[2]));
    if (inet_pton(AF_INET, argv[1], &address.sin_addr) != 1) fail("address");
    read_plan(argv[3]);
    size_t longest = 0;
    for (size_t i = 0; i < plan_count; i++)
        if (plan[i].length > longest) longest = plan[i].length;

    char *cookies[1024], line[400];
    int cookies_count = 0;
    FILE *file = fopen(argv[4], "r");
    if (!file) fail(argv[4]);
    while (cookies_count < 1024 && fgets(line, sizeof line, file)) {
        line[strcspn(line, "\r\n")] = 0;
        cookies[cookies_count++] = strdup(line);
    }
    fclose(file);
    if (!cookies_count) fail("no sessions");

    poller = epoll_create1(0);
    int count = atoi(argv[5]);
    struct connection *connections = calloc((size_t)count, sizeof *connections);
    char *buffer = malloc(buffer_size);
    if (!connections || !buffer) fail("memory");
    // Runs may follow each other on one store: the numbers start where the clock is.
    number = (long long)(time(NULL) % 1000000) * 100000;
    measure_from = now() + atof(argv[6]);
    measure_to = measure_from + atof(argv[7]);
    for (int i = 0; i < count; i++) {
        connections[i].cookie = cookies[i % cookies_count];
        connections[i].out = malloc(longest + 9000);
        if (!connections[i].out) fail("memory");
        open_connection(&connections[i]);
        ask(&connections[i]);
    }
    struct epoll_event events[64];
    while (resting < count && now() < measure_to + 20) {
        int n = epoll_wait(poller, events, 64, 100);
        for (int i = 0; i < n; i++) take(events[i].data.ptr, buffer);
    }
    struct timespec cpu;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &cpu);
    printf("{\"seconds\": %.3f, \"connections\": %d, \"reconnects\": %zu, \"answered\": %zu, \"client_cpu\": %.3f, \"kinds\": {", measure_to - measure_from, count, reconnects, answered_in_all,
           cpu.tv_sec + cpu.tv_nsec / 1e9);
    for (int i = 0; i < kinds_count; i++) {
        struct kind *k = &kinds[i];
        if (k->count) qsort(k->micros, k->count, sizeof *k->micros, by_size);
#define AT(p) (k->count ? k->micros[(size_t)((double)(k->count - 1) * (p))] : 0)
        printf("%s\"%s\": {\"count\": %zu, \"wrong\": %zu, \"bytes\": %zu, \"p50\": %u, \"p95\": %u, \"p99\": %u, \"max\": %u}", i ? ", " : "", k->name, k->count,
               k->wrong, k->bytes, AT(0.5), AT(0.95), AT(0.99), AT(1.0));
    }
    printf("}}\n");
    return 0;
}
