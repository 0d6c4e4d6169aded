package io.proffer.batch.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.batch.model.Secrets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads and writes the secrets of {@code run}: each is defined, and used. */
final class SecretsReader {

  private final Fields run;
  private final Map<String, String> sources = new LinkedHashMap<>();
  private final Map<String, String> variables = new LinkedHashMap<>();
  private final Map<String, String> files = new LinkedHashMap<>();

  /** Reads {@code secrets}; who uses them is told with the other methods. */
  SecretsReader(Fields run) {
    this.run = run;
    run.object("secrets", secrets -> defined(secrets));
  }

  private Map<String, String> defined(Fields secrets) {
    for (String name : secrets.names()) {
      if (name.isEmpty()) {
        secrets.broken("", "a secret has a name");
      }
      Optional<String> source = secrets.object(name, one -> one.requiredText("source"));
      sources.put(name, source.orElse(""));
    }
    return sources;
  }

  /** A variable is a secret. */
  void variable(String variable, String secret) {
    variables.put(variable, secret);
    if (!sources.containsKey(secret)) {
      run.broken("env/" + variable + "/secret", undefined(secret));
    }
  }

  /** A file of the container is a secret. */
  void file(Fields volume, String containerPath, String secret) {
    files.put(containerPath, secret);
    if (!sources.containsKey(secret)) {
      volume.broken("secret", undefined(secret));
    }
  }

  private static String undefined(String secret) {
    return "there is no '" + secret + "' among the secrets of the run";
  }

  /** All of them, when all who use any were told. */
  Secrets secrets() {
    Set<String> unused = new LinkedHashSet<>(sources.keySet());
    unused.removeAll(variables.values());
    unused.removeAll(files.values());
    unused.forEach(
        name -> run.broken("secrets/" + name, "is defined, and no variable or volume uses it"));
    return new Secrets(sources, variables, files);
  }

  static void write(Secrets secrets, ObjectNode out) {
    secrets.sources().forEach((name, source) -> out.putObject(name).put("source", source));
  }
}
