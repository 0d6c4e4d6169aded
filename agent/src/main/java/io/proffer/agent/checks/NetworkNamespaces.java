package io.proffer.agent.checks;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Native;
import io.proffer.agent.container.RunningContainer;
import io.proffer.agent.container.RuntimeKind;
import io.proffer.agent.runtime.docker.LocalProcess;
import java.io.IOException;
import java.net.ProtocolFamily;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens sockets in the networks of containers. A Linux socket belongs for good to the network of
 * the thread that made it: one thread enters the container's network, makes the socket, and
 * returns; whoever uses it later may stay where it is. Nothing is forked.
 */
final class NetworkNamespaces implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(NetworkNamespaces.class);
  private static final Path OWN = Path.of("/proc/self/ns/net");

  /** Where a container's network is, seen from the agent. */
  enum Where {
    /** It is the agent's own. */
    HERE,
    /** It is another, which the agent may enter. */
    ENTERABLE,
    /** It is another machine's, or the agent may not enter it. */
    CLOSED
  }

  /** The functions of the C library that lead from one network to another. */
  interface LibC extends Library {
    int CLONE_NEWNET = 0x4000_0000;
    int O_RDONLY_CLOEXEC = 0x80000;

    int open(String path, int flags) throws LastErrorException;

    int setns(int fd, int type) throws LastErrorException;

    int close(int fd);
  }

  private final ExecutorService traveller =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("network-namespaces").factory());
  private final Optional<LibC> libc = load();
  private volatile boolean mayEnter = libc.isPresent();

  private static Optional<LibC> load() {
    try {
      return Files.exists(OWN) ? Optional.of(Native.load("c", LibC.class)) : Optional.empty();
    } catch (UnsatisfiedLinkError e) {
      LOG.info("Networks of containers are looked at from outside: {}", e.getMessage());
      return Optional.empty();
    }
  }

  Where where(RunningContainer container) {
    if (container.runtime().equals(RuntimeKind.PROCESS) && !hasOwnNetwork(container)) {
      return Where.HERE;
    }
    if (container.pid().isEmpty() || !isOurs(container)) {
      return Where.CLOSED;
    }
    Optional<Path> network = network(container.pid().get());
    if (network.isEmpty()) {
      return Where.CLOSED;
    }
    if (network.equals(read(OWN))) {
      return Where.HERE;
    }
    return mayEnter ? Where.ENTERABLE : Where.CLOSED;
  }

  /** The process whose network is to be entered; empty when the agent's own will do. */
  Optional<Long> of(RunningContainer container) {
    return where(container) == Where.ENTERABLE ? container.pid() : Optional.empty();
  }

  private static boolean hasOwnNetwork(RunningContainer container) {
    Optional<Path> its = container.pid().flatMap(NetworkNamespaces::network);
    return its.isPresent() && !its.equals(read(OWN));
  }

  /** An engine elsewhere has other processes: one with the same number here is another one. */
  private static boolean isOurs(RunningContainer container) {
    return !container.runtime().equals(RuntimeKind.DOCKER)
        || container.pid().flatMap(p -> LocalProcess.of(container.handle(), p)).isPresent();
  }

  private static Optional<Path> network(long pid) {
    return read(Path.of("/proc", Long.toString(pid), "ns", "net"));
  }

  private static Optional<Path> read(Path link) {
    try {
      return Optional.of(Files.readSymbolicLink(link));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Makes a socket in the network of a process. */
  SocketChannel open(long pid, ProtocolFamily family) throws IOException {
    Future<SocketChannel> channel = traveller.submit(() -> openThere(pid, family));
    try {
      return channel.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
  }

  private SocketChannel openThere(long pid, ProtocolFamily family) throws IOException {
    LibC c = libc.orElseThrow();
    int home = c.open(OWN.toString(), LibC.O_RDONLY_CLOEXEC);
    try {
      int there = c.open("/proc/" + pid + "/ns/net", LibC.O_RDONLY_CLOEXEC);
      try {
        c.setns(there, LibC.CLONE_NEWNET);
      } catch (LastErrorException e) {
        mayEnter = false;
        LOG.warn(
            "The agent may not enter networks of containers ({}): from now on they are looked at"
                + " from outside",
            e.getMessage());
        throw e;
      } finally {
        c.close(there);
      }
      try {
        return SocketChannel.open(family);
      } finally {
        c.setns(home, LibC.CLONE_NEWNET);
      }
    } finally {
      c.close(home);
    }
  }

  @Override
  public void close() {
    traveller.shutdownNow();
  }
}
