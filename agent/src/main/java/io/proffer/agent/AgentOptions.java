package io.proffer.agent;

import io.proffer.agent.oversubscription.OversubscriptionSettings;
import io.proffer.agent.runtime.IsolationOptions;
import io.proffer.agent.runtime.docker.ImageSettings;
import io.proffer.core.security.Credential;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How an agent is started.
 *
 * @param bindHost the address its one port is opened at
 * @param bindPort that port; 0 for any that is free
 * @param advertisedHostname by which clients reach it; empty for the bind address, or for the
 *     machine's name when it binds all addresses
 * @param master {@code zk://host:port/path} or {@code host:port}
 * @param workDir where it keeps sandboxes and its checkpoint; each agent needs its own
 * @param resources in Mesos' text or JSON form; what is not given is detected
 * @param attributes in Mesos' text form, {@code rack:r1;zone:z1}
 * @param docker where the Docker engine is; empty for an agent that runs processes only
 * @param isolation what keeps tasks apart
 * @param sandboxes how what is in sandboxes comes, is kept small and goes
 * @param images how Docker images are had and kept
 * @param killTasksOnClose whether {@link AgentServer#close} ends all tasks, or leaves them to the
 *     next agent on the same work directory
 * @param executors how it deals with custom executors
 * @param log the file that this process logs to, for clients to read; empty when it is none
 * @param oversubscription how what is set aside and not used is offered; empty when it is not
 * @param credential by which it proves to the master who it is; empty: it does not
 * @param authentication whether it wants to know who asks it
 */
public record AgentOptions(
    String bindHost,
    int bindPort,
    Optional<String> advertisedHostname,
    String master,
    Path workDir,
    Optional<String> resources,
    Optional<String> attributes,
    Optional<String> docker,
    IsolationOptions isolation,
    SandboxOptions sandboxes,
    ImageSettings images,
    boolean killTasksOnClose,
    ExecutorOptions executors,
    Optional<Path> log,
    Optional<OversubscriptionSettings> oversubscription,
    Optional<Credential> credential,
    AgentAuthentication authentication) {

  /** Where a Docker engine listens unless it was told otherwise. */
  public static final String DEFAULT_DOCKER = "unix:///var/run/docker.sock";

  public AgentOptions {
    if (bindPort < 0 || bindPort > 65535) {
      throw new IllegalArgumentException("port: expecting 0 to 65535, found " + bindPort);
    }
  }

  /** On the loopback interface and any free port; tasks are left running when it closes. */
  public static AgentOptions of(String master, Path workDir) {
    return new AgentOptions(
        "127.0.0.1",
        0,
        Optional.empty(),
        master,
        workDir,
        Optional.empty(),
        Optional.empty(),
        Optional.of(DEFAULT_DOCKER),
        IsolationOptions.defaults(),
        SandboxOptions.of(workDir),
        ImageSettings.defaults(),
        false,
        ExecutorOptions.defaults(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        AgentAuthentication.none());
  }

  public AgentOptions withBind(String host, int port) {
    return with(
        o -> {
          o.bindHost = host;
          o.bindPort = port;
        });
  }

  public AgentOptions withAdvertisedHostname(Optional<String> hostname) {
    return with(o -> o.advertisedHostname = hostname);
  }

  public AgentOptions withResources(Optional<String> text) {
    return with(o -> o.resources = text);
  }

  public AgentOptions withAttributes(Optional<String> text) {
    return with(o -> o.attributes = text);
  }

  /** Empty for an agent that runs processes only. */
  public AgentOptions withDocker(Optional<String> engine) {
    return with(o -> o.docker = engine);
  }

  public AgentOptions withIsolation(IsolationOptions how) {
    return with(o -> o.isolation = how);
  }

  public AgentOptions withSandboxes(SandboxOptions how) {
    return with(o -> o.sandboxes = how);
  }

  public AgentOptions withImages(ImageSettings how) {
    return with(o -> o.images = how);
  }

  public AgentOptions withKillTasksOnClose(boolean kill) {
    return with(o -> o.killTasksOnClose = kill);
  }

  public AgentOptions withExecutors(ExecutorOptions how) {
    return with(o -> o.executors = how);
  }

  public AgentOptions withLog(Optional<Path> file) {
    return with(o -> o.log = file);
  }

  public AgentOptions withOversubscription(Optional<OversubscriptionSettings> how) {
    return with(o -> o.oversubscription = how);
  }

  public AgentOptions withCredential(Optional<Credential> shown) {
    return with(o -> o.credential = shown);
  }

  public AgentOptions withAuthentication(AgentAuthentication asks) {
    return with(o -> o.authentication = asks);
  }

  private AgentOptions with(Consumer<Copy> change) {
    Copy copy = new Copy(this);
    change.accept(copy);
    return copy.done();
  }

  /** One that is being changed. */
  private static final class Copy {
    private String bindHost;
    private int bindPort;
    private Optional<String> advertisedHostname;
    private String master;
    private Path workDir;
    private Optional<String> resources;
    private Optional<String> attributes;
    private Optional<String> docker;
    private IsolationOptions isolation;
    private SandboxOptions sandboxes;
    private ImageSettings images;
    private boolean killTasksOnClose;
    private ExecutorOptions executors;
    private Optional<Path> log;
    private Optional<OversubscriptionSettings> oversubscription;
    private Optional<Credential> credential;
    private AgentAuthentication authentication;

    Copy(AgentOptions from) {
      bindHost = from.bindHost;
      bindPort = from.bindPort;
      advertisedHostname = from.advertisedHostname;
      master = from.master;
      workDir = from.workDir;
      resources = from.resources;
      attributes = from.attributes;
      docker = from.docker;
      isolation = from.isolation;
      sandboxes = from.sandboxes;
      images = from.images;
      killTasksOnClose = from.killTasksOnClose;
      executors = from.executors;
      log = from.log;
      oversubscription = from.oversubscription;
      credential = from.credential;
      authentication = from.authentication;
    }

    AgentOptions done() {
      return new AgentOptions(
          bindHost,
          bindPort,
          advertisedHostname,
          master,
          workDir,
          resources,
          attributes,
          docker,
          isolation,
          sandboxes,
          images,
          killTasksOnClose,
          executors,
          log,
          oversubscription,
          credential,
          authentication);
    }
  }
}
