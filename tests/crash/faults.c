/* Makes the system refuse: loaded before all else (LD_PRELOAD), driven through ctypes by faults.py. Linux only. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

enum { WRITE = 1, SYNC = 2, MAKE = 4, READ = 8 };

static char where[4096];
static int with_errno, kinds, once;
static long left, struck;

/* From the call number `after` on (or only at it), calls of these kinds on paths that begin so fail; error 0 ends it. */
void faults_set(const char *prefix, int error, int which, long after, int only_once)
{
    with_errno = 0;
    if (!error)
        return;
    snprintf(where, sizeof where, "%s", prefix);
    kinds = which, left = after, once = only_once, struck = 0;
    with_errno = error;
}

long faults_struck(void) { return struck; }

static int refused(int kind, const char *path)
{
    if (!with_errno || !(kinds & kind) || !path || strncmp(path, where, strlen(where)))
        return 0;
    if (left-- > 0 || (once && struck))
        return 0;
    struck++;
    errno = with_errno;
    return 1;
}

static int refused_on(int kind, int fd)
{
    char link[64], path[4096];
    int before = errno;
    ssize_t size;
    if (!with_errno)
        return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    size = readlink(link, path, sizeof path - 1);
    errno = before;
    if (size <= 0)
        return 0;
    path[size] = 0;
    return refused(kind, path);
}

extern ssize_t sendfile(int, int, off_t *, size_t);

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t write(int fd, const void *data, size_t size) { return refused_on(WRITE, fd) ? -1 : NEXT(write)(fd, data, size); }
ssize_t pwrite(int fd, const void *data, size_t size, off_t at) { return refused_on(WRITE, fd) ? -1 : NEXT(pwrite)(fd, data, size, at); }
ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at) { return refused_on(WRITE, fd) ? -1 : NEXT(pwrite64)(fd, data, size, at); }
ssize_t sendfile(int to, int from, off_t *at, size_t size) { (void)from, (void)at, (void)size, (void)to; errno = ENOTSOCK; return -1; }
ssize_t sendfile64(int to, int from, off64_t *at, size_t size) { (void)from, (void)at, (void)size, (void)to; errno = ENOTSOCK; return -1; }
int ftruncate(int fd, off_t size) { return refused_on(WRITE, fd) ? -1 : NEXT(ftruncate)(fd, size); }
int ftruncate64(int fd, off64_t size) { return refused_on(WRITE, fd) ? -1 : NEXT(ftruncate64)(fd, size); }
int fsync(int fd) { return refused_on(SYNC, fd) ? -1 : NEXT(fsync)(fd); }
int fdatasync(int fd) { return refused_on(SYNC, fd) ? -1 : NEXT(fdatasync)(fd); }
ssize_t read(int fd, void *data, size_t size) { return refused_on(READ, fd) ? -1 : NEXT(read)(fd, data, size); }
ssize_t pread(int fd, void *data, size_t size, off_t at) { return refused_on(READ, fd) ? -1 : NEXT(pread)(fd, data, size, at); }
ssize_t pread64(int fd, void *data, size_t size, off64_t at) { return refused_on(READ, fd) ? -1 : NEXT(pread64)(fd, data, size, at); }
int rename(const char *from, const char *to) { return refused(MAKE, to) ? -1 : NEXT(rename)(from, to); }
int mkdir(const char *path, mode_t mode) { return refused(MAKE, path) ? -1 : NEXT(mkdir)(path, mode); }

static int opens(const char *path, int flags)
{
    int kind = flags & (O_WRONLY | O_RDWR | O_CREAT) ? MAKE : READ;
    return refused(kind, path);
}

#define OPEN(name)                                            \
    int name(const char *path, int flags, ...)                \
    {                                                         \
        va_list rest;                                         \
        mode_t mode;                                          \
        va_start(rest, flags);                                \
        mode = (mode_t)va_arg(rest, int);                     \
        va_end(rest);                                         \
        return opens(path, flags) ? -1 : NEXT(name)(path, flags, mode); \
    }

OPEN(open)
OPEN(open64)

#define OPENAT(name)                                          \
    int name(int folder, const char *path, int flags, ...)    \
    {                                                         \
        va_list rest;                                         \
        mode_t mode;                                          \
        va_start(rest, flags);                                \
        mode = (mode_t)va_arg(rest, int);                     \
        va_end(rest);                                         \
        return opens(path, flags) ? -1 : NEXT(name)(folder, path, flags, mode); \
    }

OPENAT(openat)
OPENAT(openat64)
