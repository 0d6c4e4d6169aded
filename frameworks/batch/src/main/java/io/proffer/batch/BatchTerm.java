package io.proffer.batch;

import io.proffer.batch.http.BatchHttp;
import io.proffer.batch.http.EventHub;
import io.proffer.batch.http.ServerFacts;
import io.proffer.batch.http.Webhooks;
import io.proffer.batch.kernel.BatchKernel;
import io.proffer.batch.sandbox.SandboxFiles;
import io.proffer.batch.sandbox.SandboxOutputs;
import io.proffer.batch.scheduler.Attendants;
import io.proffer.batch.scheduler.BatchScheduler;
import io.proffer.batch.scheduler.DrivenBatch;
import io.proffer.batch.store.FactStore;
import io.proffer.batch.store.SecretSeal;
import io.proffer.core.security.ProxyKey;
import io.proffer.frameworks.common.agent.AgentCaller;
import io.proffer.frameworks.common.process.Term;
import io.proffer.frameworks.common.secret.DirectorySecretStore;
import io.proffer.frameworks.common.secret.SecretStore;
import io.proffer.frameworks.common.webhook.Patience;
import io.proffer.frameworks.common.webhook.Targets;
import io.proffer.frameworks.common.webhook.WebhookCaller;
import io.proffer.sdk.FrameworkBuilder;
import io.proffer.sdk.Proffer;
import io.proffer.sdk.RunningFramework;
import io.proffer.sdk.StateStore;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.mesos.v1.Protos.FrameworkInfo;

/** The time in which a process of the batch framework leads. */
final class BatchTerm implements Term {

  private final RunningFramework framework;
  private final DrivenBatch batch;
  private final WebhookCaller webhooks;
  private final AgentCaller agents;

  private BatchTerm(
      RunningFramework framework, DrivenBatch batch, WebhookCaller webhooks, AgentCaller agents) {
    this.framework = framework;
    this.batch = batch;
    this.webhooks = webhooks;
    this.agents = agents;
  }

  /**
   * Takes in what a former process has stored, and begins to look for the master.
   *
   * @param key by which the port knows whom the master sends
   */
  static BatchTerm begin(
      BatchOptions options, ServerFacts facts, BatchHttp http, ProxyKey key, StateStore store)
      throws IOException {
    SecretSeal seal = seal(options);
    EventHub events = new EventHub();
    BatchKernel kernel = new BatchKernel(ThreadLocalRandom.current().nextLong());
    WebhookCaller caller = new WebhookCaller(new Targets(options.privateTargets()), Patience.LONG);
    AgentCaller agents = new AgentCaller(options.credential());
    SandboxFiles files = new SandboxFiles(agents);
    Attendants attendants =
        new Attendants(
            options
                .secretsDir()
                .<SecretStore>map(DirectorySecretStore::new)
                .orElse(SecretStore.NONE),
            new SandboxOutputs(files)::read,
            new WebhookPostman(caller));
    BatchScheduler scheduler =
        new BatchScheduler(kernel, new FactStore(store, seal), attendants, events::tell);
    agents.through(scheduler::master);
    caller.set(kernel.listeners().all());
    FrameworkBuilder builder =
        Proffer.framework(options.name())
            .master(options.master())
            .roles(options.role())
            .capability(FrameworkInfo.Capability.Type.GPU_RESOURCES)
            .state(store)
            .proxyKey(key)
            .webUi(URI.create("http://" + facts.address()));
    options.credential().ifPresent(builder::credential);
    RunningFramework framework = builder.start(scheduler);
    DrivenBatch batch = new DrivenBatch(scheduler, framework.driver());
    http.serve(batch, events, facts, new Webhooks(caller, seal.isThere()), files);
    return new BatchTerm(framework, batch, caller, agents);
  }

  private static SecretSeal seal(BatchOptions options) throws IOException {
    if (options.secretKeys().isEmpty()) {
      return SecretSeal.NONE;
    }
    return SecretSeal.with(options.secretKeys().get().keys());
  }

  @Override
  public Optional<String> frameworkId() {
    return batch.frameworkId();
  }

  @Override
  public CompletionStage<String> ended() {
    return framework.ended().thenApply(Object::toString);
  }

  @Override
  public void close() {
    framework.close();
    webhooks.close();
    agents.close();
  }
}
