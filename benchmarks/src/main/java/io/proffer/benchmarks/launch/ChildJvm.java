package io.proffer.benchmarks.launch;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM that this one started, on the same class path, and spoken to in lines. */
final class ChildJvm implements AutoCloseable {

  /**
   * Without what the runtime and the log say of libraries, which nobody who measures can act on.
   */
  private static final List<String> QUIET =
      Runtime.version().feature() < 24
          ? List.of("-Dslf4j.internal.verbosity=ERROR")
          : List.of(
              "-Dslf4j.internal.verbosity=ERROR",
              "--enable-native-access=ALL-UNNAMED",
              "--sun-misc-unsafe-memory-access=allow");

  private final String name;
  private final Process process;
  private final BufferedReader out;
  private final BufferedWriter in;
  private final List<String> problems = new ArrayList<>();

  ChildJvm(String name, List<String> jvmOptions, Class<?> main, List<String> arguments)
      throws IOException {
    this.name = name;
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(QUIET);
    command.addAll(jvmOptions);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(arguments);
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    // Whoever ends this process by its id ends the others with it.
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy, "end-of-" + name));
    out = process.inputReader();
    in = process.outputWriter();
  }

  /** The id of its process. */
  long pid() {
    return process.pid();
  }

  /** The next line that starts with this word; problems on the way are kept. */
  String await(String word) throws IOException {
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith("PROBLEM ")) {
        problems.add(name + ": " + line.substring("PROBLEM ".length()));
      } else if (line.startsWith(word)) {
        return line;
      }
    }
    throw new IOException("the JVM of the " + name + " ended before it said " + word);
  }

  /**
   * Asks for the figures; the child ends after it has printed them.
   *
   * @throws IOException when it has ended before it was asked
   */
  ProcessFigures figures() throws IOException {
    try {
      in.write("figures\n");
      in.flush();
    } catch (IOException e) {
      throw new IOException(
          "the JVM of the %s ended while it was measured; nothing it did can be told of"
              .formatted(name),
          e);
    }
    return ProcessFigures.parse(await("FIGURES"));
  }

  /** Everything the child complained of until its end. */
  List<String> problems() throws IOException {
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith("PROBLEM ")) {
        problems.add(name + ": " + line.substring("PROBLEM ".length()));
      }
    }
    return List.copyOf(problems);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
