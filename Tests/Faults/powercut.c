// Keeps, beside a data folder, what a disk would hold if the power went now: only what was flushed with fsync or fdatasync.
//
// Preloaded into the server (LD_PRELOAD). POWERCUT_DATA is the data folder, POWERCUT_DISK the copy that stands for the disk, equal to it
// at the start. A write goes to the data folder as ever and is remembered as dirty; a flush copies the dirty range to the disk. Nothing is
// really flushed: what is written survives the kill of a process anyway, so the disk is the copy alone. With POWERCUT_LIES=1 a flush
// answers "done" and does nothing, as some drives do: the tests use it to show that they would notice.
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
#include <sys/stat.h>
#include <sys/uio.h>
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
    return opened(REAL(open)(path, flags, mode), path, flags);
}

int open64(const char *path, int flags, ...) {
    MODE(flags, mode)
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
    ssize_t wrote = REAL(pwrite)(fd, bytes, size, at);
    if (wrote > 0) dirty(fd, at, at + wrote);
    return wrote;
}

ssize_t pwrite64(int fd, const void *bytes, size_t size, off64_t at) { return pwrite(fd, bytes, size, at); }

ssize_t write(int fd, const void *bytes, size_t size) {
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
