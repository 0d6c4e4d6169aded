package io.proffer.sdk;

import io.proffer.core.coordination.MasterDetector;
import io.proffer.core.protocol.MediaType;
import io.proffer.core.security.Credential;
import io.proffer.core.security.CredentialFile;
import io.proffer.core.security.ProxyKey;
import io.proffer.sdk.internal.DriverSettings;
import io.proffer.sdk.internal.http.DriverThread;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo.Capability;
import org.apache.mesos.v1.Protos.Label;

/**
 * Says what a framework is and where its master, then runs its scheduler: see {@link Proffer}.
 *
 * <p>Unless told otherwise the framework looks for its master at {@code 127.0.0.1:5050}, has the
 * role {@code *}, runs tasks as the user of this process, and forgets its id when this process
 * ends.
 *
 * {@snippet class="io.proffer.sdk.snippets.SmallestFramework" region="durable"}
 */
public final class FrameworkBuilder {

  private static final Duration DURABLE_FAILOVER_TIMEOUT = Duration.ofDays(7);

  /** Long enough for a broken connection and a change of the leading master. */
  private static final Duration TRANSIENT_FAILOVER_TIMEOUT = Duration.ofMinutes(1);

  /** What the driver and {@link TaskUpdate} understand, and what every scheduler thus has. */
  private static final List<Capability.Type> CAPABILITIES =
      List.of(
          Capability.Type.MULTI_ROLE,
          Capability.Type.RESERVATION_REFINEMENT,
          Capability.Type.PARTITION_AWARE,
          Capability.Type.TASK_KILLING_STATE);

  private final FrameworkInfo.Builder info;
  private String master = "127.0.0.1:5050";
  private StateStore store = StateStore.inMemory();
  private MediaType mediaType = MediaType.PROTOBUF;
  private Optional<String> authorization = Optional.empty();
  private Optional<ProxyKey> proxyKey = Optional.empty();
  private Optional<Duration> failoverTimeout = Optional.empty();

  FrameworkBuilder(String name) {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a framework needs a name");
    }
    info =
        FrameworkInfo.newBuilder()
            .setName(name)
            .setUser(System.getProperty("user.name", "root"))
            .setCheckpoint(true);
    CAPABILITIES.forEach(this::capability);
  }

  /**
   * Where the masters are.
   *
   * @param master {@code zk://host:port,.../path}, {@code host:port} or {@code http://host:port}
   */
  public FrameworkBuilder master(String master) {
    this.master = master;
    return this;
  }

  /** The operating system's user that tasks run as which name none. */
  public FrameworkBuilder user(String user) {
    info.setUser(user);
    return this;
  }

  /** The roles whose resources the framework is offered. */
  public FrameworkBuilder roles(String... roles) {
    info.clearRoles().addAllRoles(List.of(roles));
    return this;
  }

  /**
   * Where the framework's id is kept. With a durable store the failover timeout is a week unless
   * set: stop this process, start it again, and it goes on with its tasks. Without one it is a
   * minute, as no other process can come back for them.
   */
  public FrameworkBuilder state(StateStore store) {
    this.store = store;
    return this;
  }

  /**
   * For how long the master keeps the framework and its tasks while its scheduler is away. Zero
   * kills the tasks as soon as the connection is lost, whatever the reason.
   */
  public FrameworkBuilder failoverTimeout(Duration timeout) {
    if (timeout.isNegative()) {
      throw new IllegalArgumentException("the failover timeout is negative: " + timeout);
    }
    failoverTimeout = Optional.of(timeout);
    return this;
  }

  /** How the framework proves to the master who it is. */
  public FrameworkBuilder credentials(String principal, String secret) {
    return credential(new Credential(principal, secret));
  }

  /**
   * The same, read from a file that others cannot read: {@code principal secret}, or Mesos' JSON.
   *
   * @throws java.io.UncheckedIOException when that is not so; the message says what is wrong
   */
  public FrameworkBuilder credentials(Path file) {
    try {
      return credential(CredentialFile.one(file));
    } catch (IOException wrong) {
      throw new UncheckedIOException(wrong);
    }
  }

  /** How the framework proves to the master who it is. */
  public FrameworkBuilder credential(Credential credential) {
    authorization = Optional.of(credential.authorization());
    info.setPrincipal(credential.principal());
    return this;
  }

  /**
   * With which the master proves to the framework's own web server, the one that {@link #webUi}
   * names, who it is that it passes on a request of. That server may check it with {@link
   * io.proffer.core.security.Visitors}. Only the master is told, each time that it takes the
   * framework's subscription.
   */
  public FrameworkBuilder proxyKey(ProxyKey key) {
    proxyKey = Optional.of(key);
    return this;
  }

  /** A capability besides those of every framework of this SDK, as {@code GPU_RESOURCES}. */
  public FrameworkBuilder capability(Capability.Type type) {
    info.addCapabilities(Capability.newBuilder().setType(type));
    return this;
  }

  /**
   * A page for people, which the master's dashboard links to. Its host is shown as that of the
   * framework, where none was named {@link #with otherwise}.
   */
  public FrameworkBuilder webUi(URI page) {
    info.setWebuiUrl(page.toString());
    if (!info.hasHostname() && page.getHost() != null) {
      info.setHostname(page.getHost());
    }
    return this;
  }

  /** A label, which tools see and the master ignores. */
  public FrameworkBuilder label(String key, String value) {
    info.getLabelsBuilder().addLabels(Label.newBuilder().setKey(key).setValue(value));
    return this;
  }

  /** How messages are written; JSON is for people who look at the wire. */
  public FrameworkBuilder mediaType(MediaType type) {
    this.mediaType = type;
    return this;
  }

  /** Changes the message itself, for what has no method here. The id is the driver's business. */
  public FrameworkBuilder with(Consumer<FrameworkInfo.Builder> change) {
    change.accept(info);
    return this;
  }

  /** What the master is told of the framework. */
  public FrameworkInfo info() {
    FrameworkInfo.Builder complete = info.clone().clearId();
    if (complete.getRolesCount() == 0) {
      complete.addRoles("*");
    }
    Duration unset = store.isDurable() ? DURABLE_FAILOVER_TIMEOUT : TRANSIENT_FAILOVER_TIMEOUT;
    return complete.setFailoverTimeout(failoverTimeout.orElse(unset).toMillis() / 1000.0).build();
  }

  /**
   * Runs the scheduler until it stops, or tears the framework down. Interrupting the calling thread
   * stops it.
   *
   * @throws FrameworkEndedException when it ends in another way; the message says how
   * @throws IllegalArgumentException when the master's address is none
   * @throws java.io.UncheckedIOException when the state store cannot be read
   */
  public void run(Scheduler scheduler) {
    Outcome outcome = start(scheduler).awaitEnd();
    if (!outcome.isGood()) {
      throw new FrameworkEndedException(info.getName(), outcome);
    }
  }

  /**
   * Runs the scheduler on its own thread, which keeps the process alive.
   *
   * @throws IllegalArgumentException when the master's address is none
   * @throws java.io.UncheckedIOException when the state store cannot be read
   */
  public RunningFramework start(Scheduler scheduler) {
    MasterDetector detector = MasterDetector.of(master);
    DriverSettings settings = DriverSettings.defaults(ThreadLocalRandom.current().nextLong());
    DriverThread thread =
        new DriverThread(info(), scheduler, store, mediaType, authorization, proxyKey, settings);
    return RunningFramework.start(thread, detector);
  }
}
