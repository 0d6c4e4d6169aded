package io.proffer.batch.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.batch.json.InvalidObjectException;
import io.proffer.batch.json.PoolReader;
import io.proffer.batch.kernel.Fact;
import io.proffer.batch.kernel.FinishedRun;
import io.proffer.batch.kernel.Run;
import io.proffer.batch.kernel.ScheduleMark;
import io.proffer.batch.kernel.WorkflowId;
import io.proffer.batch.model.JobId;
import io.proffer.frameworks.common.webhook.Webhook;
import io.proffer.sdk.StateStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Keeps facts: a record for each job, schedule's mark and run, and the history in chunks. Not
 * thread-safe.
 *
 * <p>Names: {@code job.H}, {@code mark.H}, {@code run.H.R}, {@code gang.H.R}, {@code flow.H.R},
 * {@code bits.H.R.N}, {@code step.H.R.S}, {@code pool.P}, {@code usage.P}, {@code rate.P}, {@code
 * hook.W}, {@code event.N}, {@code lease.P}, {@code reserved.A}, where R is of the run's id; H is
 * of the job's id, and A of an agent's, which may be longer than a name.
 */
public final class FactStore implements FactKeeper {

  private final Values values;
  private final HistoryChunks history;
  private final ArrayStore arrays;
  private final EventOutbox events;
  private final SecretSeal seal;
  private final WebhookRecords webhooks;
  private final Set<String> gangs = new LinkedHashSet<>();

  /** One that stores no secrets. */
  public FactStore(StateStore store) {
    this(store, SecretSeal.NONE);
  }

  /**
   * @param seal of the secrets that are stored
   */
  public FactStore(StateStore store, SecretSeal seal) {
    this.values = new Values(store);
    this.seal = seal;
    this.webhooks = new WebhookRecords(seal);
    this.history = new HistoryChunks(values);
    this.arrays = new ArrayStore(values);
    this.events = new EventOutbox(values);
  }

  @Override
  public void write(List<Fact> facts) {
    facts.forEach(this::write);
    arrays.flush();
    events.flush();
    values.commit();
  }

  /** What is to be told to those outside; changed with what is written next. */
  @Override
  public EventOutbox events() {
    return events;
  }

  private void write(Fact fact) {
    switch (fact) {
      case Fact.JobSet set -> values.put("job." + hash(set.job().id()), Records.write(set.job()));
      case Fact.JobRemoved removed -> {
        // The job goes first: one without its mark would never be due, and had no history.
        values.remove("job." + hash(removed.job()));
        values.remove("mark." + hash(removed.job()));
        history.remove(hash(removed.job()));
      }
      case Fact.RunSet set -> {
        String name = name(set.run().job(), set.run().id());
        arrays.begun(name, set.run());
        values.put(name, Records.write(set.run()));
      }
      case Fact.IndexSet set -> arrays.set(name(set.job(), set.run()), set);
      case Fact.CopySet set -> arrays.set(name(set.job(), set.run()), set);
      case Fact.PaceSet set -> arrays.set(name(set.job(), set.run()), set);
      case Fact.IndexesRestored restored -> {} // It came from here.
      case Fact.RunFinished finished -> {
        FinishedRun run = finished.run();
        history.append(hash(run.job()), run, finished.number());
        ended(name(run.job(), run.id()));
      }
      case Fact.RunDropped dropped -> ended(name(dropped.job(), dropped.run()));
      case Fact.GangSet set -> {
        String name = gang(name(set.gang().job(), set.gang().run()));
        gangs.add(name);
        values.put(name, GangRecords.write(set.gang()));
      }
      case Fact.LeaseSet set ->
          values.put("lease." + set.lease().pool(), GangRecords.write(set.lease()));
      case Fact.LeaseEnded ended -> values.remove("lease." + ended.pool());
      case Fact.ReservedSet set ->
          values.put("reserved." + hash(set.agent()), GangRecords.write(set));
      case Fact.ReservedForgotten gone -> values.remove("reserved." + hash(gone.agent()));
      case Fact.WorkflowSet set ->
          values.put(name(set.workflow().id()), WorkflowRecords.write(set.workflow()));
      case Fact.WorkflowRemoved removed -> values.remove(name(removed.workflow()));
      case Fact.PoolSet set ->
          values.put("pool." + set.pool().name(), PoolReader.write(set.pool()));
      case Fact.PoolRemoved removed -> values.remove("pool." + removed.pool());
      case Fact.WebhookSet set ->
          values.put("hook." + set.webhook().id(), webhooks.write(set.webhook()));
      case Fact.WebhookRemoved removed -> values.remove("hook." + removed.id());
      case Fact.UsageMarked marked ->
          values.put("usage." + marked.usage().pool(), Records.write(marked.usage()));
      case Fact.LaunchesMarked marked ->
          values.put("rate." + marked.launches().pool(), Records.write(marked.launches()));
      case Fact.ScheduleMarked marked ->
          values.put("mark." + hash(marked.job()), Records.write(marked.job(), marked.mark()));
    }
  }

  /** The records of a run that has ended are of no use any more. */
  private void ended(String run) {
    if (gangs.remove(gang(run))) {
      values.remove(gang(run));
    }
    values.remove(run);
    arrays.ended(run);
  }

  private static String gang(String run) {
    return run.replaceFirst("run", "gang");
  }

  @Override
  public List<Fact> read() {
    List<Fact> facts = new ArrayList<>();
    List<Run> runs = new ArrayList<>();
    List<Fact.WorkflowSet> flows = new ArrayList<>();
    List<Fact.GangSet> grouped = new ArrayList<>();
    values.load();
    List<String> names = ofJobsThatThereAre(values.names());
    for (String name : names) {
      try {
        switch (name.substring(0, Math.max(0, name.indexOf('.')))) {
          case "job" -> facts.add(new Fact.JobSet(Records.job(values.required(name))));
          case "run" -> runs.add(Records.run(values.required(name)));
          case "flow" ->
              flows.add(new Fact.WorkflowSet(WorkflowRecords.read(values.required(name))));
          case "pool" ->
              facts.add(
                  new Fact.PoolSet(
                      PoolReader.read(values.required(name), name.substring("pool.".length()))));
          case "hook" -> facts.add(webhook(name));
          case "gang" -> grouped.add(new Fact.GangSet(GangRecords.gang(values.required(name))));
          case "lease" ->
              facts.add(
                  new Fact.LeaseSet(
                      GangRecords.lease(values.required(name), name.substring("lease.".length()))));
          case "reserved" -> facts.add(GangRecords.reserved(values.required(name)));
          case "usage" -> facts.add(new Fact.UsageMarked(Records.usage(values.required(name))));
          case "rate" ->
              facts.add(new Fact.LaunchesMarked(Records.launches(values.required(name))));
          case "mark" -> {
            Map.Entry<JobId, ScheduleMark> mark = Records.mark(values.required(name));
            facts.add(new Fact.ScheduleMarked(mark.getKey(), mark.getValue()));
          }
          default -> {} // History, the driver's own, or another's.
        }
      } catch (InvalidObjectException | RuntimeException broken) {
        throw new UncheckedIOException(
            new IOException("the record '" + name + "' cannot be understood: " + broken, broken));
      }
    }
    events.read(names);
    List<Fact.RunFinished> finished = history.read(names);
    facts.addAll(finished);
    Map<String, Run> active = addActive(facts, runs, finished);
    arrays.read(names, active, facts);
    addGangs(facts, grouped, active);
    flows.sort(
        Comparator.comparing((Fact.WorkflowSet f) -> f.workflow().createdAt())
            .thenComparing(f -> f.workflow().id().run()));
    facts.addAll(flows);
    values.forget();
    values.commit();
    return facts;
  }

  /** What is left of a job that a former process was removing is removed. */
  private List<String> ofJobsThatThereAre(Set<String> all) {
    List<String> names = new ArrayList<>();
    for (String name : all.stream().sorted().toList()) {
      String[] parts = name.split("\\.", -1);
      boolean ofJob = parts[0].equals("mark") || parts[0].equals("history");
      if (ofJob && !all.contains("job." + parts[1])) {
        values.remove(name);
      } else {
        names.add(name);
      }
    }
    return names;
  }

  private Fact webhook(String name) {
    ObjectNode record = values.required(name);
    Webhook webhook = webhooks.read(record);
    if (seal.isThere() && webhooks.isOutdated(record)) {
      values.put(name, webhooks.write(webhook));
    }
    return new Fact.WebhookSet(webhook);
  }

  /** What is left of a gang whose run has ended is removed. */
  private void addGangs(List<Fact> facts, List<Fact.GangSet> stored, Map<String, Run> active) {
    for (Fact.GangSet set : stored) {
      String run = name(set.gang().job(), set.gang().run());
      if (active.containsKey(run)) {
        gangs.add(gang(run));
        facts.add(set);
      } else {
        values.remove(gang(run));
      }
    }
  }

  /** A run that is in the history has ended, even where its record was not removed any more. */
  private Map<String, Run> addActive(
      List<Fact> facts, List<Run> runs, List<Fact.RunFinished> finished) {
    Map<String, Run> active = new LinkedHashMap<>();
    Set<String> ended = new LinkedHashSet<>();
    finished.forEach(f -> ended.add(name(f.run().job(), f.run().id())));
    runs.sort(Comparator.comparing(Run::createdAt).thenComparing(Run::id));
    for (Run run : runs) {
      String name = name(run.job(), run.id());
      if (ended.contains(name)) {
        values.remove(name);
      } else {
        facts.add(new Fact.RunSet(run));
        arrays.begun(name, run);
        active.put(name, run);
      }
    }
    return active;
  }

  private static String name(WorkflowId id) {
    return name(id.root(), id.run()).replaceFirst("run", "flow");
  }

  /** Run ids tell small letters from capitals, names of values have no capitals. */
  private static String name(JobId job, String run) {
    String hex = HexFormat.of().formatHex(run.substring(14).getBytes(StandardCharsets.US_ASCII));
    return "run." + hash(job) + "." + run.substring(0, 14) + hex;
  }

  private static String hash(JobId id) {
    return hash(id.value());
  }

  private static String hash(String id) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}
