package io.proffer.service;

import io.proffer.sdk.Proffer;
import io.proffer.sdk.RunningFramework;
import io.proffer.sdk.StateStore;
import io.proffer.sdk.ZooKeeperStateStore;
import io.proffer.service.http.EventHub;
import io.proffer.service.http.ServerFacts;
import io.proffer.service.http.ServiceHttp;
import io.proffer.service.json.AppReader;
import io.proffer.service.kernel.Fact;
import io.proffer.service.kernel.ServiceKernel;
import io.proffer.service.scheduler.DrivenService;
import io.proffer.service.scheduler.NetworkPolling;
import io.proffer.service.scheduler.ServiceScheduler;
import io.proffer.service.secret.DirectorySecretStore;
import io.proffer.service.secret.SecretStore;
import io.proffer.service.store.FactStore;
import io.proffer.service.store.Journal;
import io.proffer.service.store.StoreJournal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;

/** The time in which a process leads: from taking the state over to the end of its driver. */
final class Term implements AutoCloseable {

  private final Journal journal;
  private final NetworkPolling polling;
  private final RunningFramework framework;
  private final DrivenService service;

  private Term(
      Journal journal, NetworkPolling polling, RunningFramework framework, DrivenService service) {
    this.journal = journal;
    this.polling = polling;
    this.framework = framework;
    this.service = service;
  }

  /**
   * Takes in what a former process has stored, which can store no more from now on, and begins to
   * look for the master.
   *
   * @param abdicate gives up the lead, some time after it was called
   * @throws IOException when the state cannot be read
   */
  static Term begin(
      ServiceOptions options,
      ServerFacts facts,
      ServiceHttp http,
      StateStore store,
      Runnable abdicate)
      throws IOException {
    AppReader reader = new AppReader(facts.role());
    EventHub events = new EventHub(Instant::now);
    ServiceKernel kernel = new ServiceKernel(ThreadLocalRandom.current().nextLong());
    FactStore records = new FactStore(store, reader);
    List<Fact> known = read(store, records);
    StoreJournal journal = new StoreJournal(records);
    NetworkPolling polling = new NetworkPolling();
    SecretStore secrets =
        options.secretsDir().<SecretStore>map(DirectorySecretStore::new).orElse(SecretStore.NONE);
    ServiceScheduler scheduler =
        new ServiceScheduler(kernel, known, journal, secrets, polling, events::tell);
    RunningFramework framework =
        Proffer.framework(options.name())
            .master(options.master())
            .roles(facts.role())
            .state(store)
            .webUi(URI.create("http://" + facts.address()))
            .start(scheduler);
    DrivenService service = new DrivenService(scheduler, framework.driver(), abdicate);
    http.serve(service, reader, events, facts);
    return new Term(journal, polling, framework, service);
  }

  private static List<Fact> read(StateStore store, FactStore records) throws IOException {
    try {
      if (store instanceof ZooKeeperStateStore shared) {
        shared.claim();
      }
      return records.read();
    } catch (UncheckedIOException unreadable) {
      throw new IOException(unreadable.getMessage(), unreadable);
    }
  }

  Optional<String> frameworkId() {
    return service.frameworkId();
  }

  /** Completed, with the reason, when the framework has ended. */
  CompletionStage<String> ended() {
    return framework.ended().thenApply(Object::toString);
  }

  /** Stops; apps run on. */
  @Override
  public void close() {
    framework.close();
    polling.close();
    journal.close();
  }
}
