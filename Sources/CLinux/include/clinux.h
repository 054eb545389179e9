// What the Glibc module does not export to Swift: epoll, eventfd, accept4, renameat2, inotify.
#ifndef CLINUX_H
#define CLINUX_H

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/socket.h>

// Declared here because the header shows it only with _GNU_SOURCE, which would make types that the
// Glibc module has already seen differ.
extern int accept4(int listener, struct sockaddr *address, socklen_t *length, int flags);
extern int renameat2(int from, const char *one, int to, const char *other, unsigned flags);

static inline int clinux_accept(int listener, struct sockaddr *address, socklen_t *length) {
  return accept4(listener, address, length, SOCK_NONBLOCK | SOCK_CLOEXEC);
}

// Both names go on existing; each stands for what the other stood for.
static inline int clinux_exchange(const char *one, const char *other) {
  const int here = -100;             // AT_FDCWD
  const unsigned exchange = 1 << 1;  // RENAME_EXCHANGE
  return renameat2(here, one, here, other, exchange);
}

static inline int clinux_eventfd(void) { return eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC); }

static inline int clinux_inotify(void) { return inotify_init1(IN_NONBLOCK | IN_CLOEXEC); }

// All that can change what the files of a folder hold, and that the folder itself goes. Not that one
// is being written, which a further event ends.
static inline int clinux_watch_folder(int inotify, const char *path) {
  return inotify_add_watch(
      inotify, path,
      IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_DELETE_SELF | IN_MOVE_SELF |
          IN_ONLYDIR);
}

// Told when a watch is no more.
static const unsigned clinux_watch_ended = IN_IGNORED;
static const unsigned clinux_watch_moved = IN_MOVE_SELF;
static const unsigned clinux_watch_overflow = IN_Q_OVERFLOW;

// The descriptor is what an event carries back.
static inline int clinux_epoll_ctl(int epoll, int operation, int descriptor, unsigned events) {
  struct epoll_event event;
  event.events = events;
  event.data.u64 = 0;
  event.data.fd = descriptor;
  return epoll_ctl(epoll, operation, descriptor, &event);
}

static const int clinux_cloexec = EPOLL_CLOEXEC;
static const unsigned clinux_readable = EPOLLIN;
static const unsigned clinux_writable = EPOLLOUT;
static const unsigned clinux_peer_closed = EPOLLRDHUP;
// All that a connection is watched for, told once per change: asking again and again for what is
// known to be empty would cost a connection's poll per turn.
static const unsigned clinux_connection_edges = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
static const unsigned clinux_failed = EPOLLERR | EPOLLHUP;

#endif
