package io.proffer.agent.runtime.process;

import com.google.protobuf.ByteString;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import io.proffer.agent.container.LaunchFailure;
import io.proffer.agent.runtime.LaunchException;
import io.proffer.agent.runtime.exec.Output;
import io.proffer.agent.runtime.exec.TerminalSize;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent's ends of the pipes, or of the terminal, that a process has as its standard input and
 * output. One thread may read while another writes; both block in the kernel, so they should not be
 * virtual. A third may close them at any time, which ends what the others do.
 *
 * <p>The process opens its ends by name, as files: so it gets its own, which block, where these do
 * not.
 */
final class AgentEnds implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(AgentEnds.class);
  private static final int CHUNK = 1 << 16;
  private static final int POLL_BYTES = 8;
  private static final int NONE = -1;
  private static final byte END_OF_TRANSMISSION = 4;

  private final LibC libc;
  private final boolean terminal;
  private final StandardFiles taskEnds;
  private final int[] toBeClosedWhenStarted;
  private final int wakeUp;
  private final ReadWriteLock use = new ReentrantReadWriteLock();
  private final Object writing = new Object();
  private int input;
  private int output;
  private int error;
  private volatile boolean closed;

  private AgentEnds(
      LibC libc,
      boolean terminal,
      StandardFiles taskEnds,
      int[] toBeClosedWhenStarted,
      int input,
      int output,
      int error) {
    this.libc = libc;
    this.terminal = terminal;
    this.taskEnds = taskEnds;
    this.toBeClosedWhenStarted = toBeClosedWhenStarted;
    this.wakeUp = libc.eventfd(0, LibC.CLOEXEC);
    this.input = input;
    this.output = output;
    this.error = error;
  }

  static AgentEnds ofPipes(LibC libc) throws LaunchException {
    int[][] pipes = new int[3][];
    for (int i = 0; i < pipes.length; i++) {
      try {
        pipes[i] = pipe(libc);
      } catch (LaunchException e) {
        Arrays.stream(pipes, 0, i).flatMapToInt(Arrays::stream).forEach(libc::close);
        throw e;
      }
    }
    int[] in = pipes[0];
    int[] out = pipes[1];
    int[] err = pipes[2];
    return new AgentEnds(
        libc,
        false,
        new StandardFiles(file(in[0]), file(out[1]), file(err[1])),
        new int[] {in[0], out[1], err[1]},
        in[1],
        out[0],
        err[0]);
  }

  private static int[] pipe(LibC libc) throws LaunchException {
    int[] ends = new int[2];
    if (libc.pipe2(ends, LibC.O_NONBLOCK | LibC.CLOEXEC) != 0) {
      throw trouble(libc, "pipe");
    }
    return ends;
  }

  private static Path file(int fd) {
    return Path.of("/proc", Long.toString(ProcessHandle.current().pid()), "fd", fd + "");
  }

  /**
   * @param owner whose terminal it is to be, so that programs can open it by its name; the agent's
   *     own when empty
   */
  static AgentEnds ofTerminal(LibC libc, TerminalSize size, Optional<UserAccount> owner)
      throws LaunchException {
    int master = libc.posix_openpt(LibC.O_RDWR | LibC.O_NOCTTY | LibC.O_NONBLOCK | LibC.CLOEXEC);
    byte[] name = new byte[128];
    if (master < 0
        || libc.grantpt(master) != 0
        || libc.unlockpt(master) != 0
        || libc.ptsname_r(master, name, name.length) != 0) {
      LaunchException trouble = trouble(libc, "terminal");
      if (master >= 0) {
        libc.close(master);
      }
      throw trouble;
    }
    Path slave = Path.of(Native.toString(name, StandardCharsets.US_ASCII));
    owner.ifPresent(o -> give(slave, o));
    AgentEnds ends =
        new AgentEnds(
            libc, true, new StandardFiles(slave, slave, slave), new int[0], master, master, NONE);
    ends.resize(size);
    return ends;
  }

  private static void give(Path slave, UserAccount owner) {
    try {
      Files.setAttribute(slave, "unix:uid", owner.uid());
    } catch (IOException e) {
      LOG.debug("{} stays the agent's: {}", slave, e.getMessage());
    }
  }

  private static LaunchException trouble(LibC libc, String what) {
    return new LaunchException(
        LaunchFailure.Kind.RUNTIME,
        "the agent's machine has no more " + what + ": " + libc.strerror(Native.getLastError()));
  }

  /** What the process is to be started with. */
  StandardFiles taskEnds() {
    return taskEnds;
  }

  /** The process has its ends: when it closes them there are no others. */
  void started() {
    for (int fd : toBeClosedWhenStarted) {
      libc.close(fd);
    }
    Arrays.fill(toBeClosedWhenStarted, NONE);
  }

  /** Blocks until there is output; empty when there will be none any more. */
  Optional<Output> read() {
    Lock lock = use.readLock();
    lock.lock();
    try (Memory buffer = new Memory(CHUNK)) {
      while (!closed && (output != NONE || error != NONE)) {
        int ready = awaitOutput();
        if (ready == NONE) {
          continue;
        }
        long n = libc.read(ready, buffer, CHUNK);
        if (n > 0) {
          return Optional.of(
              new Output(ready == error, ByteString.copyFrom(buffer.getByteArray(0, (int) n))));
        }
        int errno = Native.getLastError();
        if (n == 0 || (errno != LibC.EAGAIN && errno != LibC.EINTR)) {
          endOf(ready); // a terminal that nobody has open any more gives an error
        }
      }
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  private void endOf(int fd) {
    if (fd == output) {
      output = NONE;
    } else {
      error = NONE;
    }
    if (!terminal) {
      libc.close(fd);
    }
  }

  /** One of the two outputs that has something to say, or none of them. */
  private int awaitOutput() {
    try (Memory polled = new Memory(3L * POLL_BYTES)) {
      polled.clear();
      describe(polled, 0, wakeUp, LibC.POLLIN);
      describe(polled, 1, output, LibC.POLLIN);
      describe(polled, 2, error, LibC.POLLIN);
      libc.poll(polled, 3, -1);
      return happened(polled, 1) ? output : happened(polled, 2) ? error : NONE;
    }
  }

  /** A negative descriptor is passed over by the kernel. */
  private static void describe(Memory polled, int index, int fd, short events) {
    polled.setInt((long) index * POLL_BYTES, fd);
    polled.setShort((long) index * POLL_BYTES + 4, events);
  }

  private static boolean happened(Memory polled, int index) {
    return polled.getShort((long) index * POLL_BYTES + 6) != 0;
  }

  /**
   * Blocks until all is written.
   *
   * @throws IOException when nobody reads it any more
   */
  void write(byte[] bytes) throws IOException {
    if (bytes.length == 0) {
      return;
    }
    Lock lock = use.readLock();
    lock.lock();
    try (Memory buffer = new Memory(bytes.length)) {
      buffer.write(0, bytes, 0, bytes.length);
      synchronized (writing) {
        writeAll(buffer, bytes.length);
      }
    } finally {
      lock.unlock();
    }
  }

  private void writeAll(Memory buffer, long length) throws IOException {
    long done = 0;
    while (done < length) {
      if (closed || input == NONE) {
        throw new IOException("the command takes no more input");
      }
      // The buffer itself is closed by the caller; a part of it must not be.
      long n = libc.write(input, buffer, length - done);
      if (n > 0) {
        done += n;
        shift(buffer, n, length - done);
      } else if (Native.getLastError() == LibC.EAGAIN) {
        awaitInput();
      } else if (Native.getLastError() != LibC.EINTR) {
        throw new IOException("the command takes no more input");
      }
    }
  }

  private static void shift(Memory buffer, long by, long left) {
    if (left > 0) {
      byte[] rest = buffer.getByteArray(by, (int) left);
      buffer.write(0, rest, 0, rest.length);
    }
  }

  private void awaitInput() {
    try (Memory polled = new Memory(2L * POLL_BYTES)) {
      polled.clear();
      describe(polled, 0, wakeUp, LibC.POLLIN);
      describe(polled, 1, input, LibC.POLLOUT);
      libc.poll(polled, 2, -1);
    }
  }

  /** There is no more input. A terminal stays open: it is told as by a person, with a key. */
  void endInput() throws IOException {
    if (terminal) {
      write(new byte[] {END_OF_TRANSMISSION});
      return;
    }
    Lock lock = use.readLock();
    lock.lock();
    try {
      synchronized (writing) {
        if (!closed && input != NONE) {
          libc.close(input);
          input = NONE;
        }
      }
    } finally {
      lock.unlock();
    }
  }

  void resize(TerminalSize size) {
    Lock lock = use.readLock();
    lock.lock();
    try (Memory window = new Memory(8)) {
      if (!terminal || closed) {
        return;
      }
      window.clear();
      window.setShort(0, (short) size.rows());
      window.setShort(2, (short) size.columns());
      libc.ioctl(input, LibC.TIOCSWINSZ, window);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    try (Memory one = new Memory(Long.BYTES)) {
      one.setLong(0, 1);
      libc.write(wakeUp, one, Long.BYTES);
    }
    Lock lock = use.writeLock();
    lock.lock();
    try {
      started();
      closeIfOpen(wakeUp);
      closeIfOpen(input);
      if (!terminal) {
        closeIfOpen(output);
        closeIfOpen(error);
      }
    } finally {
      lock.unlock();
    }
  }

  private void closeIfOpen(int fd) {
    if (fd != NONE) {
      libc.close(fd);
    }
  }
}
