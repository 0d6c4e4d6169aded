package io.proffer.service;

import io.proffer.core.coordination.ZooKeeperClients;
import io.proffer.core.coordination.ZooKeeperLocation;
import io.proffer.core.security.ProxyKey;
import io.proffer.frameworks.common.http.Gate;
import io.proffer.frameworks.common.process.Address;
import io.proffer.frameworks.common.process.FrameworkProcess;
import io.proffer.frameworks.common.process.Place;
import io.proffer.service.http.ServerFacts;
import io.proffer.service.http.ServiceHttp;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The service framework: a scheduler, its state, and one port. Of several processes on the state of
 * one ZooKeeper one leads, and the others pass on to it what they are asked. Thread-safe.
 */
public final class ServiceServer implements AutoCloseable {

  private final FrameworkProcess<ServiceTerm> process;

  private ServiceServer(FrameworkProcess<ServiceTerm> process) {
    this.process = process;
  }

  /**
   * Opens the port and finds out who leads. When it is this process, it has taken in what a former
   * one has stored and looks for the master.
   *
   * @throws IOException when the port cannot be opened or the state not be read
   * @throws IllegalArgumentException when the master's address is none
   */
  public static ServiceServer start(ServiceOptions options) throws IOException {
    return start(options, ZooKeeperClients.SESSION_TIMEOUT);
  }

  /**
   * As {@link #start(ServiceOptions)}.
   *
   * @param sessionTimeout how long after its death a process still leads
   */
  static ServiceServer start(ServiceOptions options, Duration sessionTimeout) throws IOException {
    Place place =
        new Place(
            "service",
            options.bindHost(),
            options.bindPort(),
            options.hostname(),
            options.zooKeeper(),
            options.stateDir());
    ProxyKey key = ProxyKey.make(new SecureRandom());
    Gate gate = new Gate(options.authentication(), key, InstantSource.system());
    return new ServiceServer(
        FrameworkProcess.start(
            place,
            sessionTimeout,
            system -> new ServiceHttp(system, gate),
            (http, here, store, abdicate) ->
                ServiceTerm.begin(options, facts(options, here), http, key, store, abdicate)));
  }

  private static ServerFacts facts(ServiceOptions options, Address here) {
    return new ServerFacts(
        options.name(),
        options.role(),
        here.hostname(),
        here.port(),
        options.master(),
        options.zooKeeper().map(ZooKeeperLocation::toString));
  }

  /** {@code http://host:port}, without a slash at the end. */
  public String url() {
    return process.url();
  }

  /** The framework's id; empty before a master has taken its subscription, and where it follows. */
  public Optional<String> frameworkId() {
    return process.frameworkId();
  }

  /** Whether this process leads. */
  public boolean leads() {
    return process.leads();
  }

  /** Completed, with the reason, when the framework has ended by itself. */
  public CompletionStage<String> ended() {
    return process.ended();
  }

  /** Stops. Apps run on, and the next process on the same state goes on with them. */
  @Override
  public void close() {
    process.close();
  }
}
