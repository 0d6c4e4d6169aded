package io.proffer.agent.runtime.process;

import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import org.jspecify.annotations.Nullable;

/** The functions of Linux' C library that start, watch and signal processes. 64-bit only. */
interface LibC extends Library {

  /** System call number of {@code pidfd_open}, the same on every architecture. */
  long SYS_PIDFD_OPEN = 434;

  int P_PID = 1;
  int P_PIDFD = 3;
  int WNOHANG = 1;
  int WEXITED = 4;
  int WNOWAIT = 0x0100_0000;

  int CLD_EXITED = 1;

  int EPOLLIN = 1;
  int EPOLL_CTL_ADD = 1;
  int EPOLL_CTL_DEL = 2;
  int CLOEXEC = 0x80000;

  int O_RDONLY = 0;
  int O_WRONLY_CREAT_APPEND = 1 | 0x40 | 0x400;
  int O_RDWR = 2;
  int O_NOCTTY = 0x100;
  int O_NONBLOCK = 0x800;

  short POLLIN = 1;
  short POLLOUT = 4;

  /** Changes the size of a terminal. */
  long TIOCSWINSZ = 0x5414;

  short POSIX_SPAWN_SETSIGDEF = 0x04;
  short POSIX_SPAWN_SETSIGMASK = 0x08;
  short POSIX_SPAWN_SETSID = 0x80;

  int ENOENT = 2;
  int ESRCH = 3;
  int EINTR = 4;
  int E2BIG = 7;
  int ENOEXEC = 8;
  int ECHILD = 10;
  int EAGAIN = 11;
  int ENOMEM = 12;
  int EACCES = 13;
  int ENOTDIR = 20;
  int ENOSPC = 28;

  int posix_spawn(
      IntByReference pid,
      String path,
      Pointer fileActions,
      Pointer attributes,
      Pointer argv,
      Pointer envp);

  int posix_spawn_file_actions_init(Pointer actions);

  int posix_spawn_file_actions_destroy(Pointer actions);

  int posix_spawn_file_actions_addopen(Pointer actions, int fd, String path, int flags, int mode);

  int posix_spawn_file_actions_adddup2(Pointer actions, int from, int to);

  int posix_spawn_file_actions_addchdir_np(Pointer actions, String path);

  int posix_spawn_file_actions_addclosefrom_np(Pointer actions, int from);

  int posix_spawnattr_init(Pointer attributes);

  int posix_spawnattr_destroy(Pointer attributes);

  int posix_spawnattr_setflags(Pointer attributes, short flags);

  int posix_spawnattr_setsigmask(Pointer attributes, Pointer signals);

  int posix_spawnattr_setsigdefault(Pointer attributes, Pointer signals);

  int sigemptyset(Pointer signals);

  int sigfillset(Pointer signals);

  long syscall(long number, long a, long b);

  int waitid(int idType, int id, Memory info, int options);

  int kill(int pid, int signal);

  int close(int fd);

  int pipe2(int[] ends, int flags);

  int poll(Memory descriptors, long count, int timeoutMs);

  int posix_openpt(int flags);

  int grantpt(int terminal);

  int unlockpt(int terminal);

  int ptsname_r(int terminal, byte[] name, long length);

  int ioctl(int fd, long request, Memory argument);

  int epoll_create1(int flags);

  int epoll_ctl(int epoll, int operation, int fd, Memory event);

  int epoll_wait(int epoll, Memory events, int maxEvents, int timeoutMs);

  int eventfd(int initial, int flags);

  long write(int fd, Memory data, long length);

  long read(int fd, Memory data, long length);

  String strerror(int errno);

  int geteuid();

  @Nullable Pointer getpwnam(String name);
}
