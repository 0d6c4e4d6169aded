package io.proffer.service.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.proffer.service.model.Amounts;
import io.proffer.service.model.Container;
import io.proffer.service.model.Fetch;
import io.proffer.service.model.Limits;
import io.proffer.service.model.Run;
import io.proffer.service.model.Secrets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads what an instance runs, with which variables, and what it needs for that. */
final class RunReader {

  /** What the agent's own executor is called. */
  private static final String COMMAND_EXECUTOR = "//cmd";

  private static final int MAX_URI_LENGTH = 1024;

  /**
   * Variables, some of which are secrets.
   *
   * @param texts those that are not
   */
  record Environment(Map<String, String> texts, Secrets secrets) {}

  private RunReader() {}

  static Run run(Fields f, Optional<Container> container) {
    Optional<String> cmd = f.text("cmd");
    var args = f.textList("args");
    boolean image = container.flatMap(Container::docker).isPresent();
    if (cmd.filter(line -> line.isBlank()).isPresent()) {
      f.broken("cmd", "must not be empty");
    }
    if ((cmd.isPresent() && !args.isEmpty()) || (cmd.isEmpty() && args.isEmpty() && !image)) {
      f.broken(
          "", "AppDefinition must either contain one of 'cmd' or 'args', and/or a 'container'.");
    }
    Optional<String> user = f.text("user").filter(name -> !name.isEmpty());
    return new Run(cmd, args, user, f.flag("tty", false), executor(f));
  }

  private static Optional<String> executor(Fields f) {
    Optional<String> executor =
        f.text("executor").filter(path -> !path.isEmpty() && !path.equals(COMMAND_EXECUTOR));
    if (executor.filter(path -> path.contains("'")).isPresent()) {
      f.broken("executor", "must not contain quotation marks");
    }
    return executor.map(path -> path.startsWith("//") ? path.substring(2) : path);
  }

  static Amounts amounts(Fields f) {
    return new Amounts(
        f.number("cpus", 1, 0),
        f.number("mem", 128, 0),
        f.number("disk", 0, 0),
        f.integer("gpus", 0, 0, Integer.MAX_VALUE));
  }

  static void checkGpus(Fields f, Amounts amounts, Optional<Container> container) {
    if (amounts.gpus() > 0
        && container.filter(c -> c.type() == Container.Type.DOCKER).isPresent()) {
      f.broken("", "GPU resources only work with the Mesos containerizer");
    }
  }

  static Limits limits(Fields f, Amounts amounts) {
    return f.object(
            "resourceLimits",
            limits ->
                new Limits(
                    limit(limits, "cpus", amounts.cpus()), limit(limits, "mem", amounts.memMb())))
        .orElse(Limits.NONE);
  }

  private static Optional<Double> limit(Fields f, String name, double asked) {
    Optional<JsonNode> written = f.present(name);
    if (written.filter(JsonNode::isTextual).isPresent()) {
      String word = written.get().textValue();
      if (!word.equals("unlimited")) {
        f.broken(
            name,
            "'" + word + "' is an invalid resource limit. It must be 'unlimited' or a number");
      }
      return Optional.of(Double.POSITIVE_INFINITY);
    }
    if (written.isEmpty()) {
      return Optional.empty();
    }
    double limit = f.number(name, asked, 0);
    if (limit < asked) {
      f.broken(
          name,
          "resource limit must be greater than or equal to requested resource (" + asked + ")");
    }
    return Optional.of(limit);
  }

  static Optional<Amounts> executorAmounts(Fields f) {
    return executorAmounts(f, new Amounts(0, 0, 0, 0));
  }

  /**
   * What an executor is given.
   *
   * @param least a master takes no executor of a pod that has less
   */
  static Optional<Amounts> executorAmounts(Fields f, Amounts least) {
    return f.object(
        "executorResources",
        e ->
            new Amounts(
                e.number("cpus", 0.1, least.cpus()),
                e.number("mem", 32, least.memMb()),
                e.number("disk", 10, least.diskMb()),
                0));
  }

  /** The variables, and the secrets that they and others may name. */
  static Environment environment(Fields f, String name, Map<String, String> sources) {
    Map<String, String> texts = new LinkedHashMap<>();
    Map<String, String> secret = new LinkedHashMap<>();
    f.object(name)
        .ifPresent(
            node ->
                node.properties()
                    .forEach(
                        entry -> {
                          String at = f.at(name) + "/" + entry.getKey();
                          JsonNode value = entry.getValue();
                          if (entry.getKey().isEmpty()) {
                            f.broken(name, "must not be empty");
                          } else if (value.isTextual()) {
                            texts.put(entry.getKey(), value.textValue());
                          } else if (value.path("secret").isTextual() && value.size() == 1) {
                            secret.put(entry.getKey(), value.path("secret").textValue());
                          } else {
                            f.problems().wrongType(at, "error.expected.jsstring");
                          }
                        }));
    secret.forEach(
        (variable, reference) -> {
          if (!sources.containsKey(reference)) {
            f.broken(name + "/" + variable + "/secret", "references an undefined secret");
          }
        });
    return new Environment(texts, new Secrets(sources, secret));
  }

  /** Where secrets are kept, by name. */
  static Map<String, String> secrets(Fields f) {
    Map<String, String> sources = new LinkedHashMap<>();
    f.object(
        "secrets",
        secrets -> {
          for (String name : secrets.names()) {
            if (name.isEmpty()) {
              secrets.broken("", "must not be empty");
            }
            secrets.object(name, one -> sources.put(name, one.requiredText("source")));
          }
          return sources;
        });
    return sources;
  }

  static Fetch fetch(Fields f) {
    String uri = f.requiredText("uri");
    if (uri.length() > MAX_URI_LENGTH) {
      f.broken("uri", "must be at most " + MAX_URI_LENGTH + " characters long");
    }
    Optional<String> destPath = f.text("destPath");
    destPath
        .filter(path -> path.startsWith("/") || java.util.List.of(path.split("/")).contains(".."))
        .ifPresent(path -> f.broken("destPath", "must be a path inside the sandbox"));
    return new Fetch(
        uri,
        f.flag("extract", true),
        f.flag("executable", false),
        f.flag("cache", false),
        destPath);
  }
}
