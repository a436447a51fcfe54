// Linux's readiness queue, which Glibc's module leaves out.
#include <sys/epoll.h>
#include <sys/timerfd.h>
