package io.proffer.agent.runtime.process;

import com.sun.jna.Memory;
import java.util.ArrayList;
import java.util.List;

/** Waits for any of many file descriptors. One thread awaits; others may add, remove and close. */
final class Epoll {

  private static final int MAX_EVENTS = 256;

  /** The structure is packed on x86-64 and on no other machine. */
  private static final boolean PACKED = System.getProperty("os.arch", "").equals("amd64");

  private static final int EVENT_BYTES = PACKED ? 12 : 16;
  private static final int DATA_OFFSET = PACKED ? 4 : 8;

  private final LibC libc;
  private final int epoll;
  private final int wakeUp;
  private volatile boolean open = true;

  Epoll(LibC libc) {
    this.libc = libc;
    this.epoll = libc.epoll_create1(LibC.CLOEXEC);
    this.wakeUp = libc.eventfd(0, LibC.CLOEXEC);
    if (epoll < 0 || wakeUp < 0) {
      throw new IllegalStateException("out of file descriptors");
    }
    add(wakeUp);
  }

  boolean isOpen() {
    return open;
  }

  void add(int fd) {
    try (Memory event = new Memory(EVENT_BYTES)) {
      event.clear();
      event.setInt(0, LibC.EPOLLIN);
      event.setInt(DATA_OFFSET, fd);
      if (libc.epoll_ctl(epoll, LibC.EPOLL_CTL_ADD, fd, event) != 0) {
        throw new IllegalStateException("cannot watch file descriptor " + fd);
      }
    }
  }

  void remove(int fd) {
    try (Memory event = new Memory(EVENT_BYTES)) {
      event.clear();
      libc.epoll_ctl(epoll, LibC.EPOLL_CTL_DEL, fd, event);
    }
  }

  /** Blocks until a descriptor is ready or this is closed; never returns the one it wakes with. */
  List<Integer> await() {
    try (Memory events = new Memory((long) MAX_EVENTS * EVENT_BYTES)) {
      int n = libc.epoll_wait(epoll, events, MAX_EVENTS, -1);
      List<Integer> ready = new ArrayList<>();
      for (int i = 0; i < n; i++) {
        int fd = events.getInt((long) i * EVENT_BYTES + DATA_OFFSET);
        if (fd != wakeUp) {
          ready.add(fd);
        }
      }
      return ready;
    }
  }

  /** Wakes the awaiting thread for the last time. */
  void close() {
    open = false;
    try (Memory one = new Memory(Long.BYTES)) {
      one.setLong(0, 1);
      libc.write(wakeUp, one, Long.BYTES);
    }
  }

  /** Called by the awaiting thread when it is done. */
  void release() {
    libc.close(epoll);
    libc.close(wakeUp);
  }
}
