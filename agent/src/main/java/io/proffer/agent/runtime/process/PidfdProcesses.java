package io.proffer.agent.runtime.process;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.container.LaunchFailure;
import io.proffer.agent.container.Signal;
import io.proffer.agent.runtime.LaunchException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Processes behind Linux' process file descriptors: one thread sees all of them end, whether this
 * agent started them or an earlier one. Needs Linux 5.4 and a C library with {@code
 * posix_spawn_file_actions_addclosefrom_np} (glibc 2.34).
 */
final class PidfdProcesses implements ChildProcesses {

  private static final Logger LOG = LoggerFactory.getLogger(PidfdProcesses.class);

  private static final int SIGINFO_BYTES = 128;

  private final LibC libc;
  private final Spawn spawn;
  private final Epoll epoll;
  private final Map<Integer, Watched> watched = new ConcurrentHashMap<>();
  private final Thread watcher;

  /** A process and what is to be told of its end. */
  private record Watched(long pid, int pidfd, Consumer<ContainerExit> onExit) {}

  private PidfdProcesses(LibC libc) {
    this.libc = libc;
    this.spawn = new Spawn(libc);
    this.epoll = new Epoll(libc);
    this.watcher = Thread.ofPlatform().daemon().name("process-watcher").unstarted(this::watch);
  }

  /** Empty, with the reason, where the machine cannot do this. */
  static Optional<PidfdProcesses> open() {
    try {
      LibC libc = Native.load("c", LibC.class);
      long self = libc.syscall(LibC.SYS_PIDFD_OPEN, ProcessHandle.current().pid(), 0);
      if (self < 0) {
        LOG.info("no pidfd_open on this machine");
        return Optional.empty();
      }
      libc.close((int) self);
      com.sun.jna.NativeLibrary.getInstance("c")
          .getFunction("posix_spawn_file_actions_addclosefrom_np");
      PidfdProcesses processes = new PidfdProcesses(libc);
      processes.watcher.start();
      return Optional.of(processes);
    } catch (UnsatisfiedLinkError | LastErrorException e) {
      LOG.info("the C library of this machine lacks what is needed: {}", e.getMessage());
      return Optional.empty();
    }
  }

  @Override
  public long spawn(ProcessCommand command, Consumer<ContainerExit> onExit) throws LaunchException {
    long pid = spawn.run(command);
    if (!adopt(pid, onExit)) {
      // Out of file descriptors. It must not run on without anybody who sees it end.
      libc.kill((int) -pid, Signal.KILL.number());
      reapChild((int) pid);
      throw new LaunchException(
          LaunchFailure.Kind.RUNTIME,
          "the agent has no file descriptor left to watch another process with");
    }
    return pid;
  }

  @Override
  public boolean adopt(long pid, Consumer<ContainerExit> onExit) {
    int pidfd = (int) libc.syscall(LibC.SYS_PIDFD_OPEN, pid, 0);
    if (pidfd < 0) {
      return false;
    }
    watched.put(pidfd, new Watched(pid, pidfd, onExit));
    epoll.add(pidfd);
    return true;
  }

  @Override
  public void signal(long pid, Signal signal) {
    libc.kill((int) -pid, signal.number());
  }

  @Override
  public void signal(long pid, int signal) {
    libc.kill((int) -pid, signal);
  }

  @Override
  public void signalOne(long pid, int signal) {
    libc.kill((int) pid, signal);
  }

  private void watch() {
    while (epoll.isOpen()) {
      for (int pidfd : epoll.await()) {
        Watched process = watched.remove(pidfd);
        if (process != null) {
          end(process);
        }
      }
    }
    epoll.release();
  }

  private void end(Watched process) {
    epoll.remove(process.pidfd());
    // The leader is still a zombie here, so its id cannot have gone to another group yet.
    libc.kill((int) -process.pid(), Signal.KILL.number());
    ContainerExit exit = reap(process.pidfd());
    libc.close(process.pidfd());
    try {
      process.onExit().accept(exit);
    } catch (RuntimeException e) {
      LOG.error("telling the end of process {} failed", process.pid(), e);
    }
  }

  private ContainerExit reap(int pidfd) {
    try (Memory info = new Memory(SIGINFO_BYTES)) {
      if (libc.waitid(LibC.P_PIDFD, pidfd, info, LibC.WEXITED | LibC.WNOHANG) != 0) {
        return new ContainerExit.Unknown(
            "The process was started before the agent was restarted, and has ended;"
                + " its exit status is not known");
      }
      int code = info.getInt(8);
      int status = info.getInt(24);
      return code == LibC.CLD_EXITED
          ? new ContainerExit.Exited(status)
          : new ContainerExit.Signaled(status);
    }
  }

  private void reapChild(int pid) {
    try (Memory info = new Memory(SIGINFO_BYTES)) {
      libc.waitid(LibC.P_PID, pid, info, LibC.WEXITED);
    }
  }

  @Override
  public void close() {
    epoll.close();
    watched.clear();
  }
}
