// Keeps, beside a data folder, what a disk would hold if the power went now: only what was flushed with fsync or fdatasync.
//
// Preloaded into the server (LD_PRELOAD). POWERCUT_DATA is the data folder, POWERCUT_DISK the copy that stands for the disk, equal to it
// at the start. A write goes to the data folder as ever and is remembered as dirty; a flush copies the dirty range to the disk. Nothing is
// really flushed: what is written survives the kill of a process anyway, so the disk is the copy alone. With POWERCUT_LIES=1 a flush
// answers "done" and does nothing, as some drives do: the tests use it to show that they would notice.
//
// POWERCUT_TROUBLE names a file of 16 bytes that a test writes to while the server runs. Its first byte is F: the disk is full (what would make a
// file of the data folder longer fails with ENOSPC, after as much as fits), or R: it is read-only (EROFS). The last eight are seconds the clock
// of the day is set forward, or back, by.
//
// A new file is on the disk from its first flush; removals and renames are on it at once. SQLite's -shm files are memory and are left out.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name))next(#name))
#define MOST_FILES 512

// A file under the data folder; dirty from `from` up to, not including, `to`. `reader` is a descriptor to read it by, or 0.
struct file {
    dev_t device;
    ino_t node;
    off_t from, to;
    int reader;
    char path[PATH_MAX];
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct file files[MOST_FILES];
static int count;
static char data[PATH_MAX], disk[PATH_MAX];
static int lies;
static volatile unsigned char *trouble;

static void *next(const char *name) {
    void *found = dlsym(RTLD_NEXT, name);
    if (!found) abort();
    return found;
}

__attribute__((constructor)) static void start(void) {
    const char *d = getenv("POWERCUT_DATA"), *s = getenv("POWERCUT_DISK");
    if (!d || !s || !realpath(d, data) || !realpath(s, disk)) {
        dprintf(2, "powercut: POWERCUT_DATA and POWERCUT_DISK must name folders\n");
        _exit(70);
    }
    lies = getenv("POWERCUT_LIES") != NULL;
    const char *t = getenv("POWERCUT_TROUBLE");
    int fd = t ? REAL(open)(t, O_RDWR | O_CLOEXEC) : -1;
    if (fd >= 0) {
        void *at = mmap(NULL, 16, PROT_READ, MAP_SHARED, fd, 0);
        if (at != MAP_FAILED) trouble = at;
        close(fd);
    }
    if (t && !trouble) {
        dprintf(2, "powercut: POWERCUT_TROUBLE must name a file of 16 bytes\n");
        _exit(70);
    }
}

// The path under the data folder, or NULL when it is elsewhere or not kept. `out` has PATH_MAX bytes.
static const char *within(const char *path, char *out) {
    if (!realpath(path, out)) {
        // A file that is gone still has its folder.
        char folder[PATH_MAX];
        const char *slash = strrchr(path, '/');
        snprintf(folder, sizeof folder, "%.*s", slash ? (int)(slash - path) : 1, slash ? path : ".");
        if (!realpath(folder, out) || strlen(out) + strlen(slash ? slash : path) + 2 > PATH_MAX) return NULL;
        strcat(out, slash ? slash : "/");
        if (!slash) strcat(out, path);
    }
    size_t length = strlen(data), whole = strlen(out);
    if (strncmp(out, data, length) != 0 || out[length] != '/') return NULL;
    if (whole > 4 && strcmp(out + whole - 4, "-shm") == 0) return NULL;
    return out + length;
}

// Call with the lock held.
static struct file *find(int fd) {
    struct stat is;
    if (count == 0 || fstat(fd, &is) != 0 || !S_ISREG(is.st_mode)) return NULL;
    for (int i = 0; i < count; i++)
        if (files[i].node == is.st_ino && files[i].device == is.st_dev) return &files[i];
    return NULL;
}

// Whether the disk takes `*size` bytes at `at` just now; a full one may take fewer. Sets errno where it takes none.
static int takes(int fd, off_t at, size_t *size) {
    if (!trouble || (*trouble != 'F' && *trouble != 'R')) return 1;
    pthread_mutex_lock(&lock);
    int ours = find(fd) != NULL;
    pthread_mutex_unlock(&lock);
    struct stat is;
    if (!ours || fstat(fd, &is) != 0) return 1;
    if (*trouble == 'R') {
        errno = EROFS;
        return 0;
    }
    if (at + (off_t)*size <= is.st_size) return 1;
    if (at >= is.st_size) {
        errno = ENOSPC;
        return 0;
    }
    *size = (size_t)(is.st_size - at);
    return 1;
}

// Whether a file may be opened so.
static int opens(const char *path, int flags) {
    char full[PATH_MAX];
    struct stat is;
    if (!trouble || (*trouble != 'F' && *trouble != 'R') || !data[0] || !within(path, full)) return 1;
    int is_new = (flags & O_CREAT) && stat(path, &is) != 0;
    if (*trouble == 'R' && (is_new || (flags & O_ACCMODE) != O_RDONLY)) {
        errno = EROFS;
        return 0;
    }
    if (*trouble == 'F' && is_new) {
        errno = ENOSPC;
        return 0;
    }
    return 1;
}

static void dirty(int fd, off_t from, off_t to) {
    int was = errno;
    pthread_mutex_lock(&lock);
    struct file *file = find(fd);
    if (file) {
        if (from < file->from) file->from = from;
        if (to > file->to) file->to = to;
    }
    pthread_mutex_unlock(&lock);
    errno = was;
}

static int opened(int fd, const char *path, int flags) {
    if (fd < 0 || (flags & O_ACCMODE) == O_RDONLY || !data[0]) return fd;
    int was = errno;
    char full[PATH_MAX];
    const char *name = within(path, full);
    struct stat is;
    if (name && fstat(fd, &is) == 0 && S_ISREG(is.st_mode)) {
        pthread_mutex_lock(&lock);
        struct file *file = find(fd);
        if (!file) {
            if (count == MOST_FILES) abort();
            file = &files[count++];
            file->device = is.st_dev, file->node = is.st_ino, file->from = LLONG_MAX, file->to = 0, file->reader = 0;
        }
        snprintf(file->path, sizeof file->path, "%s", name);
        if (flags & O_TRUNC) file->from = 0, file->to = LLONG_MAX;
        pthread_mutex_unlock(&lock);
    }
    errno = was;
    return fd;
}

// Makes every missing folder on the way to `path`.
static void make_folders(char *path) {
    for (char *slash = path + strlen(disk) + 1; (slash = strchr(slash, '/')); slash++) {
        *slash = 0;
        mkdir(path, 0700);
        *slash = '/';
    }
}

static int flush(int fd) {
    pthread_mutex_lock(&lock);
    struct file *file = find(fd);
    if (!file) {
        pthread_mutex_unlock(&lock);
        return 0;
    }
    char path[2 * PATH_MAX], block[65536];
    struct stat is;
    snprintf(path, sizeof path, "%s%s", disk, file->path);
    int out = -1, in = fd, failed = 1;
    if (lies) {
        failed = 0;
        goto done;
    }
    if ((fcntl(fd, F_GETFL) & O_ACCMODE) == O_WRONLY) {
        // Opened once and never closed: closing any descriptor of a file drops the process's POSIX locks on it, and SQLite relies on those.
        char self[64];
        snprintf(self, sizeof self, "/proc/self/fd/%d", fd);
        if (!file->reader) file->reader = REAL(open)(self, O_RDONLY | O_CLOEXEC);
        in = file->reader;
    }
    make_folders(path);
    out = REAL(open)(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (out < 0 || in < 0 || fstat(in, &is) != 0 || REAL(ftruncate)(out, is.st_size) != 0) goto done;
    for (off_t at = file->from, end = file->to < is.st_size ? file->to : is.st_size; at < end;) {
        size_t want = end - at < (off_t)sizeof block ? (size_t)(end - at) : sizeof block;
        ssize_t got = pread(in, block, want, at);
        if (got < 0 || REAL(pwrite)(out, block, (size_t)got, at) != got) goto done;
        if (got == 0) break;
        at += got;
    }
    file->from = LLONG_MAX, file->to = 0;
    failed = 0;
done:
    if (out >= 0) close(out);
    pthread_mutex_unlock(&lock);
    if (failed) {
        dprintf(2, "powercut: could not copy %s\n", path);
        abort();
    }
    return 0;
}

// Takes a file off the disk, or moves it there.
static void gone(const char *from, const char *to) {
    char full[PATH_MAX], source[2 * PATH_MAX], target[2 * PATH_MAX];
    const char *name = within(from, full);
    if (!name || !data[0]) return;
    snprintf(source, sizeof source, "%s%s", disk, name);
    if (!to) {
        REAL(unlink)(source);
        return;
    }
    const char *moved = within(to, full);
    if (!moved) return;
    snprintf(target, sizeof target, "%s%s", disk, moved);
    make_folders(target);
    // A file that was never flushed takes its new name with nothing in it.
    if (REAL(rename)(source, target) != 0) close(REAL(open)(target, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
    pthread_mutex_lock(&lock);
    struct stat is;
    for (int i = 0; i < count; i++)
        if (stat(to, &is) == 0 && files[i].node == is.st_ino && files[i].device == is.st_dev)
            snprintf(files[i].path, sizeof files[i].path, "%s", moved);
    pthread_mutex_unlock(&lock);
}

// What is called instead of the C library's own. The names with 64 are the same on a 64-bit machine.

#define MODE(flags, mode)                     \
    mode_t mode = 0;                          \
    if ((flags) & (O_CREAT | O_TMPFILE)) {    \
        va_list more;                         \
        va_start(more, flags);                \
        mode = va_arg(more, mode_t);          \
        va_end(more);                         \
    }

int open(const char *path, int flags, ...) {
    MODE(flags, mode)
    if (!opens(path, flags)) return -1;
    return opened(REAL(open)(path, flags, mode), path, flags);
}

int open64(const char *path, int flags, ...) {
    MODE(flags, mode)
    if (!opens(path, flags)) return -1;
    return opened(REAL(open)(path, flags | O_LARGEFILE, mode), path, flags);
}

// A path relative to a folder's descriptor is not followed: nothing here opens files that way.
int openat(int folder, const char *path, int flags, ...) {
    MODE(flags, mode)
    int fd = REAL(openat)(folder, path, flags, mode);
    return path[0] == '/' || folder == AT_FDCWD ? opened(fd, path, flags) : fd;
}

int openat64(int folder, const char *path, int flags, ...) {
    MODE(flags, mode)
    int fd = REAL(openat)(folder, path, flags | O_LARGEFILE, mode);
    return path[0] == '/' || folder == AT_FDCWD ? opened(fd, path, flags) : fd;
}

int creat(const char *path, mode_t mode) { return open(path, O_CREAT | O_WRONLY | O_TRUNC, mode); }
int creat64(const char *path, mode_t mode) { return creat(path, mode); }

ssize_t pwrite(int fd, const void *bytes, size_t size, off_t at) {
    if (!takes(fd, at, &size)) return -1;
    ssize_t wrote = REAL(pwrite)(fd, bytes, size, at);
    if (wrote > 0) dirty(fd, at, at + wrote);
    return wrote;
}

ssize_t pwrite64(int fd, const void *bytes, size_t size, off64_t at) { return pwrite(fd, bytes, size, at); }

ssize_t write(int fd, const void *bytes, size_t size) {
    off_t before = trouble ? lseek(fd, 0, SEEK_CUR) : -1;
    if (before >= 0 && !takes(fd, before, &size)) return -1;
    ssize_t wrote = REAL(write)(fd, bytes, size);
    // The place is known from where the descriptor stands afterwards, also when it appends; a socket has none.
    off_t end = wrote > 0 ? lseek(fd, 0, SEEK_CUR) : -1;
    if (end >= 0) dirty(fd, end - wrote, end);
    return wrote;
}

ssize_t writev(int fd, const struct iovec *parts, int number) {
    ssize_t wrote = REAL(writev)(fd, parts, number);
    int was = errno;
    off_t end = wrote > 0 ? lseek(fd, 0, SEEK_CUR) : -1;
    if (end >= 0) dirty(fd, end - wrote, end);
    errno = was;
    return wrote;
}

int ftruncate(int fd, off_t size) {
    struct stat is;
    off_t before = fstat(fd, &is) == 0 ? is.st_size : 0;
    size_t more = size > before ? (size_t)(size - before) : 0;
    if (more ? !takes(fd, before, &more) : trouble && *trouble == 'R' && !takes(fd, before, &more)) return -1;
    int answer = REAL(ftruncate)(fd, size);
    if (answer == 0) dirty(fd, size < before ? size : before, size < before ? before : size);
    return answer;
}

int ftruncate64(int fd, off64_t size) { return ftruncate(fd, size); }

int fsync(int fd) { return flush(fd); }
int fdatasync(int fd) { return flush(fd); }

int unlink(const char *path) {
    gone(path, NULL);
    return REAL(unlink)(path);
}

int rename(const char *from, const char *to) {
    char full[PATH_MAX];
    const char *name = within(from, full);
    int answer = REAL(rename)(from, to);
    if (answer == 0 && name) gone(from, to);
    return answer;
}

// The clock of the day; the one that only counts on is left alone.

static time_t shift(void) {
    long long by = 0;
    if (trouble) memcpy(&by, (const void *)(trouble + 8), sizeof by);
    return (time_t)by;
}

int clock_gettime(clockid_t clock, struct timespec *out) {
    int answer = REAL(clock_gettime)(clock, out);
    if (answer == 0 && clock == CLOCK_REALTIME) out->tv_sec += shift();
    return answer;
}

int gettimeofday(struct timeval *restrict out, void *restrict zone) {
    int answer = REAL(gettimeofday)(out, zone);
    if (answer == 0) out->tv_sec += shift();
    return answer;
}

time_t time(time_t *out) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (out) *out = now.tv_sec;
    return now.tv_sec;
}
