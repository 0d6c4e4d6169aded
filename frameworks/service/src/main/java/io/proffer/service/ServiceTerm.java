package io.proffer.service;

import io.proffer.core.security.Credential;
import io.proffer.core.security.ProxyKey;
import io.proffer.frameworks.common.agent.AgentCaller;
import io.proffer.frameworks.common.process.Term;
import io.proffer.frameworks.common.secret.DirectorySecretStore;
import io.proffer.frameworks.common.secret.SecretStore;
import io.proffer.frameworks.common.webhook.Targets;
import io.proffer.sdk.FrameworkBuilder;
import io.proffer.sdk.Proffer;
import io.proffer.sdk.RunningFramework;
import io.proffer.sdk.StateStore;
import io.proffer.service.http.Attendants;
import io.proffer.service.http.EventHub;
import io.proffer.service.http.ServerFacts;
import io.proffer.service.http.ServiceHttp;
import io.proffer.service.json.AppReader;
import io.proffer.service.kernel.Fact;
import io.proffer.service.kernel.ServiceKernel;
import io.proffer.service.measure.MetricPoller;
import io.proffer.service.scheduler.DrivenService;
import io.proffer.service.scheduler.NetworkPolling;
import io.proffer.service.scheduler.ServiceScheduler;
import io.proffer.service.secret.Vault;
import io.proffer.service.store.FactStore;
import io.proffer.service.store.Journal;
import io.proffer.service.store.StoreJournal;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;

/** The time in which a process of the service framework leads. */
final class ServiceTerm implements Term {

  private static final Duration METRIC_INTERVAL = Duration.ofSeconds(15);

  private final Journal journal;
  private final NetworkPolling polling;
  private final RunningFramework framework;
  private final DrivenService service;
  private final Attendants attendants;
  private final MetricPoller poller;
  private final AgentCaller agents;

  private ServiceTerm(
      Journal journal,
      NetworkPolling polling,
      RunningFramework framework,
      DrivenService service,
      Attendants attendants,
      MetricPoller poller,
      AgentCaller agents) {
    this.journal = journal;
    this.polling = polling;
    this.framework = framework;
    this.service = service;
    this.attendants = attendants;
    this.poller = poller;
    this.agents = agents;
  }

  /**
   * Takes in what a former process has stored, which can store no more from now on, and begins to
   * look for the master.
   *
   * @param key by which the port knows whom the master sends
   * @param abdicate gives up the lead, some time after it was called
   * @throws IOException when the state cannot be read
   */
  static ServiceTerm begin(
      ServiceOptions options,
      ServerFacts facts,
      ServiceHttp http,
      ProxyKey key,
      StateStore store,
      Runnable abdicate)
      throws IOException {
    AppReader reader = new AppReader(facts.role());
    EventHub events = new EventHub(Instant::now);
    ServiceKernel kernel =
        new ServiceKernel(
            ThreadLocalRandom.current().nextLong(),
            options.credential().map(Credential::principal));
    FactStore records = new FactStore(store, reader);
    List<Fact> known = records.read();
    StoreJournal journal = new StoreJournal(records);
    NetworkPolling polling = new NetworkPolling();
    Optional<Vault> vault = vault(options.beyond());
    SecretStore secrets = secrets(vault, options);
    ServiceScheduler scheduler =
        new ServiceScheduler(
            kernel, known, journal, secrets, polling, Set.of(facts.role()), events::tell);
    Targets targets = new Targets(options.beyond().privateTargets());
    vault.ifPresent(v -> unlock(v, kernel));
    Attendants attendants = Attendants.of(targets, vault);
    attendants.webhooks().set(kernel.webhooks());
    events.listen(attendants.webhooks()::tell);
    FrameworkBuilder builder =
        Proffer.framework(options.name())
            .master(options.master())
            .roles(scheduler.roles().toArray(String[]::new))
            .state(store)
            .proxyKey(key)
            .webUi(URI.create("http://" + facts.address()));
    options.credential().ifPresent(builder::credential);
    RunningFramework framework = builder.start(scheduler);
    DrivenService service = new DrivenService(scheduler, framework.driver(), abdicate);
    http.serve(service, reader, events, facts, attendants);
    AgentCaller agents = new AgentCaller(options.credential());
    agents.through(service::master);
    MetricPoller poller = MetricPoller.start(service, targets, agents, METRIC_INTERVAL);
    return new ServiceTerm(journal, polling, framework, service, attendants, poller, agents);
  }

  private static Optional<Vault> vault(BeyondOptions options) throws IOException {
    if (options.secretKeys().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new Vault(options.secretKeys().get().keys()));
  }

  /** What the framework keeps itself comes before what is in files. */
  private static SecretStore secrets(Optional<Vault> vault, ServiceOptions options) {
    SecretStore files =
        options.secretsDir().<SecretStore>map(DirectorySecretStore::new).orElse(SecretStore.NONE);
    return vault
        .<SecretStore>map(v -> source -> v.value(source).or(() -> files.value(source)))
        .orElse(files);
  }

  /** What is sealed with an old key is sealed with the new one, and stored with the next change. */
  private static void unlock(Vault vault, ServiceKernel kernel) {
    vault.rotated(kernel.secrets()).forEach(kernel::reseal);
    vault.know(kernel.secrets());
  }

  @Override
  public Optional<String> frameworkId() {
    return service.frameworkId();
  }

  @Override
  public CompletionStage<String> ended() {
    return framework.ended().thenApply(Object::toString);
  }

  @Override
  public void close() {
    poller.close();
    agents.close();
    framework.close();
    polling.close();
    journal.close();
    attendants.close();
  }
}
