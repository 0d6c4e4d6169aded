package io.proffer.cli.app;

import io.proffer.agent.AgentOptions;
import io.proffer.agent.AgentServer;
import io.proffer.master.MasterOptions;
import io.proffer.master.MasterServer;
import io.proffer.service.ServiceOptions;
import io.proffer.service.ServiceServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.awaitility.Awaitility;

/** A master, an agent without Docker and a service framework in this process. */
public final class ServiceCluster implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final MasterServer master;
  private final AgentServer agent;
  private final ServiceServer service;

  private ServiceCluster(MasterServer master, AgentServer agent, ServiceServer service) {
    this.master = master;
    this.agent = agent;
    this.service = service;
  }

  /** Returns when the framework is registered. */
  public static ServiceCluster start(Path workDir) throws IOException {
    MasterServer master = MasterServer.start(MasterOptions.standalone(workDir.resolve("master")));
    AgentServer agent =
        AgentServer.start(
            AgentOptions.of(master.address(), workDir.resolve("agent"))
                .withResources(Optional.of("cpus:2;mem:4096;disk:10000;ports:[32100-32900]"))
                .withDocker(Optional.empty())
                .withKillTasksOnClose(true));
    ServiceServer service =
        ServiceServer.start(
            ServiceOptions.local(
                0, master.address(), Optional.empty(), workDir.resolve("service")));
    Awaitility.await().atMost(PATIENCE).until(() -> service.frameworkId().isPresent());
    return new ServiceCluster(master, agent, service);
  }

  /** {@code http://host:port} of the framework. */
  public String url() {
    return service.url();
  }

  /** {@code host:port} of the master. */
  public String master() {
    return master.address();
  }

  @Override
  public void close() {
    service.close();
    agent.close();
    master.close();
  }
}
