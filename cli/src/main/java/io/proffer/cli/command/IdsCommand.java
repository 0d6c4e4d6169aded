package io.proffer.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.proffer.cli.CommandFailure;
import io.proffer.cli.Terminal;
import io.proffer.cli.config.Contexts;
import io.proffer.cli.job.NamedRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * {@code proffer ids}: what shells complete words from. Nobody waits long for the Tab key, so it
 * says what it has learnt in a moment, and of what it has not nothing.
 */
@Command(
    name = "ids",
    hidden = true,
    description = "Print what there is of a kind, one a line, for the completion of words.",
    mixinStandardHelpOptions = true)
public final class IdsCommand implements Runnable {

  private static final long PATIENCE_MS = 1500;
  private static final int MAX = 1000;

  /** What is asked for; the words of {@code --help}, in lower case. */
  enum Kind {
    agent,
    machine,
    framework,
    role,
    task,
    app,
    group,
    config,
    secret,
    job,
    run,
    context
  }

  private final Terminal terminal;

  @Mixin private final MasterOption master = new MasterOption();
  @Mixin private final ServiceOption service = new ServiceOption();
  @Mixin private final BatchOption batch = new BatchOption();

  @Parameters(index = "0", paramLabel = "KIND", description = "One of ${COMPLETION-CANDIDATES}.")
  private Kind kind = Kind.agent;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "BEGINNING",
      description = "How they begin.")
  private Optional<String> beginning = Optional.empty();

  @Parameters(index = "2", arity = "0..1", paramLabel = "JOB", description = "Whose runs.")
  private Optional<String> job = Optional.empty();

  /** Prints to a terminal. */
  public IdsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    CompletableFuture<List<String>> found = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .name("ids")
        .start(
            () -> {
              try {
                found.complete(ids());
              } catch (RuntimeException nobodyAnswers) {
                found.complete(List.of());
              }
            });
    try {
      found.get(PATIENCE_MS, TimeUnit.MILLISECONDS).stream()
          .filter(id -> id.startsWith(beginning.orElse("")))
          .limit(MAX)
          .forEach(terminal::print);
    } catch (TimeoutException | ExecutionException late) {
      return; // nothing to say is as well
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<String> ids() throws CommandFailure {
    return switch (kind) {
      case agent -> agents();
      case machine -> hosts(master.client().call("GET_AGENTS").path("agents")).distinct().toList();
      case framework -> frameworks();
      case role -> texts(master.client().get("/roles").path("roles"), "name");
      case task ->
          each(master.client().call("GET_TASKS").path("tasks"), task -> task.path("task_id"));
      case app -> texts(service.client().get("/v2/apps").path("apps"), "id");
      case group -> groups(service.client().get("/v2/groups"));
      case job -> texts(batch.client().get("/v1/jobs"), "id");
      case config -> texts(service.client().get("/proffer/v1/configs").path("configs"), "name");
      case secret -> texts(service.client().get("/proffer/v1/secrets").path("secrets"), "name");
      case run -> NamedRun.ids(batch.client(), job.orElse(""));
      case context -> List.copyOf(Contexts.read(terminal.environment()).named().keySet());
    };
  }

  private List<String> agents() {
    JsonNode agents = master.client().call("GET_AGENTS").path("agents");
    Stream<String> ids = each(agents, agent -> agent.path("agent_info").path("id")).stream();
    return Stream.concat(hosts(agents), ids).distinct().toList();
  }

  private static Stream<String> hosts(JsonNode agents) {
    return StreamSupport.stream(agents.spliterator(), false)
        .map(agent -> agent.path("agent_info").path("hostname").asText());
  }

  private List<String> frameworks() {
    List<String> names = new ArrayList<>();
    for (JsonNode framework : master.client().call("GET_FRAMEWORKS").path("frameworks")) {
      names.add(framework.path("framework_info").path("name").asText());
      names.add(framework.path("framework_info").path("id").path("value").asText());
    }
    return names.stream().distinct().filter(name -> !name.isEmpty()).toList();
  }

  private static List<String> each(
      JsonNode list, java.util.function.Function<JsonNode, JsonNode> id) {
    List<String> ids = new ArrayList<>();
    list.forEach(one -> ids.add(id.apply(one).path("value").asText()));
    return ids;
  }

  private static List<String> texts(JsonNode list, String field) {
    List<String> texts = new ArrayList<>();
    list.forEach(one -> texts.add(one.path(field).asText()));
    return texts;
  }

  private static List<String> groups(JsonNode group) {
    List<String> ids = new ArrayList<>();
    ids.add(group.path("id").asText());
    group.path("groups").forEach(below -> ids.addAll(groups(below)));
    return ids;
  }
}
