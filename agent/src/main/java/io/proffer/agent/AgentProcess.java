package io.proffer.agent;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.DispatcherSelector;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.proffer.agent.actor.AgentActor;
import io.proffer.agent.actor.AgentEffects;
import io.proffer.agent.actor.AgentInputs;
import io.proffer.agent.actor.AgentMetrics;
import io.proffer.agent.actor.FactSink;
import io.proffer.agent.actor.ReadModel;
import io.proffer.agent.checkpoint.WriteAhead;
import io.proffer.agent.checks.Prober;
import io.proffer.agent.container.RecoveredContainer;
import io.proffer.agent.executor.ExecutorTokens;
import io.proffer.agent.history.UsageHistory;
import io.proffer.agent.http.AgentHttp;
import io.proffer.agent.http.AgentRoutes;
import io.proffer.agent.http.AgentSelf;
import io.proffer.agent.http.ContainerMetrics;
import io.proffer.agent.http.ExecutorApi;
import io.proffer.agent.http.ExecutorStreams;
import io.proffer.agent.http.Gate;
import io.proffer.agent.http.MetricsEndpoints;
import io.proffer.agent.http.ProviderApi;
import io.proffer.agent.http.ProviderStreams;
import io.proffer.agent.kernel.AgentInput;
import io.proffer.agent.kernel.AgentKernel;
import io.proffer.agent.kernel.AgentSettings;
import io.proffer.agent.link.MasterLink;
import io.proffer.agent.runtime.ContainerRuntime;
import io.proffer.agent.runtime.FileRefresher;
import io.proffer.agent.runtime.usage.MeasuredRuntime;
import io.proffer.agent.runtime.usage.UsageMeter;
import io.proffer.agent.sandbox.SandboxLayout;
import io.proffer.agent.sandbox.SecretFiles;
import io.proffer.agent.session.NestedContainers;
import io.proffer.agent.state.AgentState;
import io.proffer.agent.view.AgentSnapshot;
import io.proffer.agent.view.AgentView;
import io.proffer.agent.volume.PersistentVolumes;
import io.proffer.core.coordination.MasterDetector;
import io.proffer.core.model.AgentId;
import io.proffer.core.security.ProxyKey;
import io.proffer.core.security.Visitors;
import io.proffer.core.time.Ticker;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parts of a running agent, put together. */
final class AgentProcess implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(AgentProcess.class);

  private static final Duration END_PATIENCE = Duration.ofSeconds(5);

  private final ActorRef<AgentActor.Command> actor;
  private final AgentInputs inputs;
  private final ContainerRuntime runtime;
  private final SandboxCare care;
  private final Prober prober;
  private final NestedContainers nested;
  private final UsageMeter meter;
  private final UsageSampler sampler;
  private final FileRefresher files;
  private final PersistentVolumes volumes;
  private final MasterLink link;
  private final WriteAhead writeAhead;
  private final Progress progress;
  private final CompletableFuture<String> stopped;

  private AgentProcess(
      ActorRef<AgentActor.Command> actor,
      AgentInputs inputs,
      ContainerRuntime runtime,
      SandboxCare care,
      Prober prober,
      NestedContainers nested,
      UsageMeter meter,
      UsageSampler sampler,
      FileRefresher files,
      PersistentVolumes volumes,
      MasterLink link,
      WriteAhead writeAhead,
      Progress progress,
      CompletableFuture<String> stopped) {
    this.actor = actor;
    this.inputs = inputs;
    this.runtime = runtime;
    this.care = care;
    this.prober = prober;
    this.nested = nested;
    this.meter = meter;
    this.sampler = sampler;
    this.files = files;
    this.volumes = volumes;
    this.link = link;
    this.writeAhead = writeAhead;
    this.progress = progress;
    this.stopped = stopped;
  }

  static AgentProcess start(
      AgentOptions options,
      AgentIdentity reachedAt,
      WriteAhead.Opened opened,
      AgentSurroundings around,
      ActorSystem<?> system,
      AgentHttp http)
      throws IOException {
    AgentState state = AgentState.of(opened.facts());
    AgentInputs inputs = new AgentInputs();
    SandboxCare care = SandboxCare.open(options.sandboxes(), options.workDir());
    ContainerEnds ends = new ContainerEnds(inputs);
    MeasuredRuntime runtime = Runtimes.open(options, reachedAt, ends, care, around.runtimes());
    NestedContainers nested = new NestedContainers(runtime, options.sandboxes().logs());
    ends.alsoTell(nested::hostEnded);
    runtime.describe().forEach(line -> LOG.info("{}", line));
    runtime.unenforced().forEach(u -> LOG.warn("not enforced: {}: {}", u.what(), u.why()));
    AgentIdentity identity = reachedAt.withUnenforced(runtime.unenforced());
    Ticker ticker = Ticker.system();
    SecureRandom random = new SecureRandom();
    Prober prober = new Prober(runtime, inputs);
    UsageMeter meter =
        new UsageMeter(
            runtime,
            (host, containers) -> inputs.tell(new AgentInput.UsageMeasured(host, containers)));
    FileRefresher files =
        new FileRefresher(
            new SecretFiles(new SandboxLayout(options.workDir())),
            runtime,
            (container, answer) -> inputs.tell(new AgentInput.FilesRefreshed(container, answer)));
    PersistentVolumes volumes =
        PersistentVolumes.open(options.workDir(), identity.info().getResourcesList(), inputs);
    ProxyKey key = ProxyKey.make(random);
    MasterLink link =
        new MasterLink(
            MasterDetector.of(options.master()), inputs, ticker, random, options.credential(), key);
    AgentVersion version = AgentVersion.load();
    AgentSettings settings =
        AgentSettings.defaults(identity.address(), version.number())
            .withExecutors(options.executors().times())
            .withOversubscription(options.oversubscription());
    List<RecoveredContainer> recovered = recover(runtime, state, settings);
    care.recovered(recovered);
    RecoveryReport.log(state, recovered, around.bootId());
    ExecutorTokens tokens = ExecutorTokens.of(options.workDir(), random);
    ProviderStreams providers = new ProviderStreams(system, inputs::tell);
    ExecutorStreams executors = new ExecutorStreams(system, inputs::tell, tokens);
    AgentSelf self =
        new AgentSelf(
            identity.info(),
            identity.address(),
            version.number(),
            version.builtAt(),
            ticker.now(),
            settings.capabilities(),
            AgentFlags.of(options, identity),
            options.workDir(),
            options.log(),
            link::masterHostname,
            opened.writeAhead()::trouble);
    Progress progress = new Progress(state.id());
    CompletableFuture<String> stopped = new CompletableFuture<>();
    Observed observed =
        observe(
            self,
            opened,
            runtime,
            nested,
            care,
            new ExecutorApi(executors, tokens, options.executors().authenticate()),
            new ProviderApi(providers),
            gate(options.authentication(), key, tokens),
            around,
            system,
            http,
            progress,
            ticker);
    AgentActor.World world =
        new AgentActor.World(
            opened.writeAhead(),
            new AgentEffects(
                link,
                runtime,
                executors,
                providers,
                prober,
                meter::measure,
                files::refresh,
                volumes,
                observed.sampler()::newest,
                stopped::complete),
            observed.facts(),
            ticker);
    ActorRef<AgentActor.Command> actor =
        system.systemActorOf(
            AgentActor.create(new AgentKernel(settings, identity.info(), state, random), world),
            "agent",
            DispatcherSelector.defaultDispatcher());
    actor.tell(new AgentActor.Happened(new AgentInput.Recovered(recovered, around.bootId())));
    inputs.to(actor);
    link.start();
    return new AgentProcess(
        actor,
        inputs,
        runtime,
        care,
        prober,
        nested,
        meter,
        observed.sampler(),
        files,
        volumes,
        link,
        opened.writeAhead(),
        progress,
        stopped);
  }

  private static List<RecoveredContainer> recover(
      ContainerRuntime runtime, AgentState state, AgentSettings settings) {
    try {
      return runtime.recover(LaunchedContainers.of(state, settings));
    } catch (RuntimeException e) {
      runtime.close();
      throw e;
    }
  }

  private static Gate gate(AgentAuthentication asks, ProxyKey key, ExecutorTokens tokens) {
    return new Gate(
        new Visitors(asks.credentials(), key),
        tokens,
        asks.readOnly(),
        asks.readWrite(),
        InstantSource.system());
  }

  /**
   * @param facts is to be told what became of the agent; readers before those who wait for it
   */
  private record Observed(FactSink facts, UsageSampler sampler) {}

  /** Opens the agent to readers. */
  private static Observed observe(
      AgentSelf self,
      WriteAhead.Opened opened,
      MeasuredRuntime runtime,
      NestedContainers nested,
      SandboxCare care,
      ExecutorApi executors,
      ProviderApi providers,
      Gate gate,
      AgentSurroundings around,
      ActorSystem<?> system,
      AgentHttp http,
      Progress progress,
      Ticker ticker) {
    PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    AgentMetrics metrics = new AgentMetrics(prometheus);
    AgentView view = new AgentView(opened.facts());
    AgentSnapshot checkpointed = view.snapshot();
    ReadModel reads =
        new ReadModel(
            system.systemActorOf(
                ReadModel.create(view), "reads", DispatcherSelector.defaultDispatcher()));
    prometheus.getPrometheusRegistry().register(new ContainerMetrics(reads, runtime));
    UsageHistory history = new UsageHistory();
    UsageSampler sampler = UsageSampler.start(reads, runtime, history, ticker);
    http.serve(
        new AgentRoutes(
            self,
            reads,
            runtime,
            history,
            nested,
            new MetricsEndpoints(
                self, metrics, prometheus, List.of(care.begin(checkpointed, reads, prometheus))),
            executors,
            providers,
            around.files(),
            around.containers(),
            gate,
            system));
    return new Observed(
        facts -> {
          reads.became(facts);
          metrics.became(facts);
          Preemptions.log(facts);
          progress.became(facts);
        },
        sampler);
  }

  CompletionStage<AgentId> registered() {
    return progress.registered();
  }

  Optional<AgentId> id() {
    return progress.id();
  }

  List<String> describe() {
    return runtime.describe();
  }

  CompletionStage<String> stopped() {
    return stopped;
  }

  /** Ends all tasks; waits for that, but not for ever. */
  void shutdown(String reason, Duration patience) {
    inputs.tell(new AgentInput.ShutdownRequested(reason));
    if (!await(stopped, patience)) {
      LOG.warn("Not all tasks have ended within {} s", patience.toSeconds());
    }
  }

  /** Whether it is completed in time. */
  private static boolean await(CompletableFuture<?> future, Duration patience) {
    try {
      future.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    link.close();
    CompletableFuture<Void> ended = new CompletableFuture<>();
    actor.tell(new AgentActor.End(ended));
    await(ended, END_PATIENCE);
    sampler.close();
    care.close();
    nested.close();
    prober.close();
    meter.close();
    files.close();
    volumes.close();
    runtime.close();
    writeAhead.close();
  }
}
