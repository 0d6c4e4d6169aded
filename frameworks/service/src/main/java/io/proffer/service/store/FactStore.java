package io.proffer.service.store;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.sdk.StateStore;
import io.proffer.service.deployment.Deployment;
import io.proffer.service.json.AppReader;
import io.proffer.service.json.AppWriter;
import io.proffer.service.json.InvalidObjectException;
import io.proffer.service.json.Times;
import io.proffer.service.kernel.Fact;
import io.proffer.service.kernel.Past;
import io.proffer.service.model.App;
import io.proffer.service.model.ConfigMap;
import io.proffer.service.model.PathId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Keeps facts: a record for each app version, group, instance and deployment. Not thread-safe.
 *
 * <p>Names: {@code app.H} names the present version of an app, {@code version.H.T} is a version,
 * {@code group.H}, {@code instance.U}, {@code deployment.U} with its progress in {@code
 * progress.U}, {@code oversight.U} and later {@code ending.U}, {@code past.H.N}, {@code webhook.U},
 * {@code failure.H}, {@code delay.H}, {@code tree}, {@code retreat.T}, {@code source.H.T}; H is of
 * the id, whose length has no limit.
 */
public final class FactStore {

  /**
   * What is shorter is not worth it: of instances there are many, and each is a few hundred bytes.
   */
  private static final int COMPRESSED_FROM = 2_000;

  /** What a value may be, compressed; ZooKeeper takes 1 MB. */
  private static final int MAX_BYTES = 500_000;

  private static final int MAX_CHANGES = 1_000;
  private static final String VERSION = "version";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final StateStore store;
  private final AppReader reader;
  private final int changesAtOnce;
  private final Map<String, Integer> progress = new ConcurrentHashMap<>();

  /** How many values a record has, of those that have more than one. */
  private final Map<String, Integer> parts = new ConcurrentHashMap<>();

  private Map<String, byte[]> entries = Map.of();
  private Transactions open;

  public FactStore(StateStore store, AppReader reader) {
    this(store, reader, MAX_CHANGES);
  }

  /**
   * A store that is written in small pieces, to see what follows when only some of them are there.
   *
   * @param changesAtOnce how many records a piece has at most
   */
  public FactStore(StateStore store, AppReader reader, int changesAtOnce) {
    this.store = store;
    this.reader = reader;
    this.changesAtOnce = changesAtOnce;
    this.open = new Transactions(changesAtOnce);
  }

  /**
   * Makes facts durable, in order.
   *
   * @throws java.io.UncheckedIOException when the store cannot be written
   */
  public void write(List<Fact> facts) {
    encode(facts).forEach(this::commit);
  }

  /** Facts as changes of records, in pieces that are to be committed in order, each once. */
  public List<SequencedMap<String, Optional<byte[]>>> encode(List<Fact> facts) {
    open = new Transactions(changesAtOnce);
    facts.forEach(this::write);
    return open.all();
  }

  /**
   * Makes a piece durable. May be tried again.
   *
   * @throws java.io.UncheckedIOException when the store cannot be written
   */
  public void commit(SequencedMap<String, Optional<byte[]>> changes) {
    store.commit(changes);
  }

  private void write(Fact fact) {
    switch (fact) {
      case Fact.AppWanted wanted -> {
        App app = wanted.app();
        put(version(app.id(), app.versions().version()), AppWriter.write(app));
        ObjectNode current = JSON.createObjectNode().put("id", app.id().toString());
        put("app." + hash(app.id()), current.put("version", time(app.versions().version())));
      }
      case Fact.AppUnwanted unwanted -> open.remove("app." + hash(unwanted.app()));
      case Fact.VersionForgotten old -> {
        remove(version(old.app(), old.version()));
        open.remove(source(old.app(), old.version()));
      }
      case Fact.RetreatKept kept ->
          put(retreat(kept.retreat().to()), TreeRecords.write(kept.retreat()));
      case Fact.RetreatForgotten old -> remove(retreat(old.version()));
      case Fact.SourceKept kept -> put(source(kept.app(), kept.version()), TreeRecords.write(kept));
      case Fact.GroupSet set -> put("group." + hash(set.group().id()), Records.write(set.group()));
      case Fact.GroupRemoved removed -> open.remove("group." + hash(removed.group()));
      case Fact.TreeVersioned versioned ->
          put("tree", JSON.createObjectNode().put("version", time(versioned.version())));
      case Fact.InstanceSet set ->
          put(instance(set.instance().taskId()), Records.write(set.instance()));
      case Fact.InstanceRelaunched again ->
          put(instance(again.instance().taskId()), Records.write(again.instance()));
      case Fact.InstanceRemoved removed -> open.remove(instance(removed.taskId()));
      case Fact.DeploymentSet set -> write(set.deployment());
      case Fact.DeploymentRemoved removed -> {
        progress.remove(removed.id());
        open.remove("progress." + removed.id());
        open.remove("oversight." + removed.id());
        remove("deployment." + removed.id());
      }
      case Fact.OversightSet set ->
          put("oversight." + set.oversight().deployment(), BeyondRecords.write(set.oversight()));
      case Fact.EndingKept kept ->
          put("ending." + kept.ending().deployment(), BeyondRecords.write(kept.ending()));
      case Fact.TaskEnded ended -> put(past(ended.past()), BeyondRecords.write(ended.past()));
      case Fact.HistoryForgotten old -> {
        for (int slot = 0; slot < Math.min(old.counted(), Past.MAX_KEPT); slot++) {
          open.remove("past." + hash(old.app()) + "." + slot);
        }
      }
      case Fact.ConfigSet set -> put(config(set.config()), BeyondRecords.write(set.config()));
      case Fact.ConfigRemoved removed -> {
        for (int slot = 0; slot < ConfigMap.MAX_VERSIONS; slot++) {
          remove("config." + removed.name() + "." + slot);
        }
      }
      case Fact.SecretSet set ->
          put("secret." + hash(set.secret().name()), BeyondRecords.write(set.secret()));
      case Fact.SecretRemoved removed -> remove("secret." + hash(removed.name()));
      case Fact.WebhookSet set ->
          put("webhook." + set.webhook().id(), BeyondRecords.write(set.webhook()));
      case Fact.WebhookRemoved removed -> open.remove("webhook." + removed.id());
      case Fact.EndingForgotten forgotten -> remove("ending." + forgotten.deployment());
      case Fact.TaskFailed failed ->
          put("failure." + hash(failed.failure().app()), Records.write(failed.failure()));
      case Fact.FailureForgotten forgotten -> remove("failure." + hash(forgotten.app()));
      case Fact.LaunchDelayed delayed ->
          put("delay." + hash(delayed.delay().app()), Records.write(delayed.delay()));
      case Fact.DelayRemoved removed -> remove("delay." + hash(removed.app()));
    }
  }

  /** The plan is written once; which apps are done with a step is found out again. */
  private void write(Deployment deployment) {
    Integer written = progress.put(deployment.id(), deployment.current());
    if (written == null) {
      put("deployment." + deployment.id(), Records.write(deployment));
    } else if (written != deployment.current()) {
      put(
          "progress." + deployment.id(),
          JSON.createObjectNode().put("current", deployment.current()));
    }
  }

  /**
   * Reads everything.
   *
   * @throws java.io.UncheckedIOException when the store cannot be read, or a record not understood
   */
  public List<Fact> read() {
    entries = store.entries();
    List<String> names = entries.keySet().stream().sorted(Comparator.reverseOrder()).toList();
    Map<String, App> parsed = new ConcurrentHashMap<>();
    // Versions before the names of those that are wanted.
    List<Fact> versions =
        understood(
            names.stream().filter(name -> kind(name).equals(VERSION)).toList(),
            name -> {
              App app = reader.readStored(required(name));
              parsed.put(name, app);
              return List.of(new Fact.AppWanted(app));
            });
    List<Fact> facts =
        understood(
            names.stream().filter(name -> !kind(name).equals(VERSION)).toList(),
            name -> record(kind(name), name, parsed));
    entries = Map.of();
    return ordered(versions, facts);
  }

  private static String kind(String name) {
    return name.contains(".") ? name.substring(0, name.indexOf('.')) : name;
  }

  @FunctionalInterface
  private interface Understanding {
    List<Fact> of(String name) throws InvalidObjectException;
  }

  /** What records mean, in the order of the names; who takes over is waited for. */
  private static List<Fact> understood(List<String> names, Understanding meaning) {
    return names.parallelStream().flatMap(name -> understood(name, meaning).stream()).toList();
  }

  private static List<Fact> understood(String name, Understanding meaning) {
    try {
      return meaning.of(name);
    } catch (InvalidObjectException | RuntimeException broken) {
      throw new UncheckedIOException(
          new IOException("the record '" + name + "' cannot be understood: " + broken, broken));
    }
  }

  private List<Fact> record(String kind, String name, Map<String, App> parsed)
      throws InvalidObjectException {
    return switch (kind) {
      case "app", "group", "instance", "deployment", "failure", "delay", "tree" ->
          read(kind, name, parsed);
      case "oversight", "ending", "past", "webhook", "config", "secret" ->
          List.of(BeyondRecords.read(kind, required(name)));
      case "retreat" -> List.of(TreeRecords.retreat(required(name), reader));
      case "source" -> List.of(TreeRecords.source(required(name)));
      default -> List.of(); // A part of another one, the driver's own, or another's.
    };
  }

  /** All versions first, then which of them are wanted, then the rest. */
  private static List<Fact> ordered(List<Fact> versions, List<Fact> facts) {
    List<Fact> all = new ArrayList<>(versions);
    for (Fact version : versions) {
      all.add(new Fact.AppUnwanted(((Fact.AppWanted) version).app().id()));
    }
    all.addAll(facts);
    return all;
  }

  private List<Fact> read(String kind, String name, Map<String, App> parsed)
      throws InvalidObjectException {
    ObjectNode json = required(name);
    return switch (kind) {
      case "app" -> {
        PathId id = PathId.of(json.path("id").asText());
        Instant wanted = Instant.parse(json.path("version").asText());
        App known = parsed.get(version(id, wanted));
        if (known == null) {
          throw new IllegalStateException("there is no version " + wanted + " of " + id);
        }
        yield List.of(new Fact.AppWanted(known));
      }
      case "group" -> List.of(new Fact.GroupSet(Records.group(json)));
      case "instance" -> List.of(new Fact.InstanceSet(Records.instance(json)));
      case "failure" -> List.of(new Fact.TaskFailed(Records.failure(json)));
      case "delay" -> List.of(new Fact.LaunchDelayed(Records.delay(json)));
      case "tree" -> List.of(new Fact.TreeVersioned(Instant.parse(json.path("version").asText())));
      default -> {
        int current =
            get("progress." + json.path("id").asText())
                .map(p -> p.path("current").asInt())
                .orElse(0);
        Deployment deployment = Records.deployment(json, current, reader);
        progress.put(deployment.id(), current);
        yield List.of(new Fact.DeploymentSet(deployment));
      }
    };
  }

  private ObjectNode required(String name) {
    return get(name).orElseThrow(() -> new IllegalStateException("there is no " + name));
  }

  private Optional<ObjectNode> get(String name) {
    return Optional.ofNullable(entries.get(name)).map(first -> decoded(name, first));
  }

  /** What is too large for one value goes on in others, which are there before it. */
  private void put(String name, ObjectNode json) {
    byte[] bytes = encoded(json);
    int more = 0;
    for (int part = 1; part * MAX_BYTES < bytes.length; part++) {
      int end = Math.min(bytes.length, (part + 1) * MAX_BYTES);
      open.put(part(name, part), Arrays.copyOfRange(bytes, part * MAX_BYTES, end));
      more = part;
    }
    open.put(name, Arrays.copyOf(bytes, Math.min(bytes.length, MAX_BYTES)));
    removeParts(name, more);
    if (more > 0) {
      parts.put(name, more);
    }
  }

  private void remove(String name) {
    open.remove(name);
    removeParts(name, 0);
  }

  private void removeParts(String name, int after) {
    Integer known = parts.remove(name);
    for (int part = after + 1; known != null && part <= known; part++) {
      open.remove(part(name, part));
    }
  }

  private static String part(String name, int number) {
    return "part." + number + "." + name;
  }

  private ObjectNode decoded(String name, byte[] first) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(first);
    Optional<byte[]> more = Optional.of(first);
    for (int part = 1; more.filter(bytes -> bytes.length == MAX_BYTES).isPresent(); part++) {
      more = Optional.ofNullable(entries.get(part(name, part)));
      if (more.isPresent()) {
        all.writeBytes(more.get());
        parts.put(name, part);
      }
    }
    byte[] bytes = all.toByteArray();
    boolean plain = bytes.length > 0 && bytes[0] == '{';
    try (InputStream in =
        plain
            ? new ByteArrayInputStream(bytes)
            : new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return (ObjectNode) JSON.readTree(in);
    } catch (IOException broken) {
      throw new UncheckedIOException("the record '" + name + "' is broken", broken);
    }
  }

  private static byte[] encoded(ObjectNode json) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      byte[] plain = JSON.writeValueAsBytes(json);
      if (plain.length < COMPRESSED_FROM) {
        return plain;
      }
      try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
        gzip.write(plain);
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException("memory cannot fail", impossible);
    }
    return bytes.toByteArray();
  }

  /** The part of a task's id that is unique and fit for a name. */
  private static String instance(String taskId) {
    int start = taskId.indexOf(".instance-");
    int end = taskId.indexOf("._app.");
    return "instance." + taskId.substring(start + ".instance-".length(), end);
  }

  private static String version(PathId app, Instant version) {
    return "version." + hash(app) + "." + version.toEpochMilli();
  }

  private static String source(PathId app, Instant version) {
    return "source." + hash(app) + "." + version.toEpochMilli();
  }

  private static String retreat(Instant version) {
    return "retreat." + version.toEpochMilli();
  }

  private static String config(ConfigMap config) {
    return "config." + config.name() + "." + config.version() % ConfigMap.MAX_VERSIONS;
  }

  /** One of so many names, of which the oldest is used again. */
  private static String past(Past past) {
    return "past." + hash(past.app()) + "." + past.number() % Past.MAX_KEPT;
  }

  private static String time(Instant instant) {
    return Times.text(instant);
  }

  private static String hash(PathId id) {
    return hash(id.toString());
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}
