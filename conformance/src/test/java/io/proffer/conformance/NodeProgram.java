package io.proffer.conformance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A program of {@code src/test/npm}: copied to the build directory, with the packages of its lock
 * file. Needs {@code node} and {@code npm}, and npm's registry where npm has no copy yet.
 */
final class NodeProgram {

  private static final Duration INSTALL_PATIENCE = Duration.ofMinutes(3);

  /** How a program ended. */
  record Outcome(int exitCode, String output) {}

  private final Path directory;

  private NodeProgram(Path directory) {
    this.directory = directory;
  }

  /** Makes the program ready to run; does nothing where the same packages are there already. */
  static NodeProgram install(String name) throws IOException, InterruptedException {
    require("node");
    require("npm");
    Path sources = Path.of(System.getProperty("conformance.npm.sources"), name);
    Path directory = Path.of(System.getProperty("conformance.npm.target"), name);
    Files.createDirectories(directory);
    Path lock = Path.of("package-lock.json");
    Path installed = directory.resolve("node_modules").resolve(".package-lock.json");
    boolean current =
        Files.exists(installed)
            && Files.mismatch(sources.resolve(lock), directory.resolve(lock)) < 0;
    try (Stream<Path> files = Files.list(sources)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = directory.resolve(file.getFileName());
        Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
      }
    }
    if (!current) {
      Outcome npm =
          run(
              directory,
              List.of("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"),
              Map.of(),
              INSTALL_PATIENCE);
      if (npm.exitCode() != 0) {
        throw new IOException("npm ci failed in " + directory + ":\n" + npm.output());
      }
    }
    return new NodeProgram(directory);
  }

  private static void require(String command) throws IOException, InterruptedException {
    try {
      run(Path.of("."), List.of(command, "--version"), Map.of(), Duration.ofSeconds(30));
    } catch (IOException e) {
      throw new IOException(
          "The conformance tests run third-party clients from npm and need '%s' on the PATH;"
                  .formatted(command)
              + " install Node.js 18 or newer with npm (apt-get install nodejs npm)",
          e);
    }
  }

  /** Where a script of the program is. */
  Path script(String name) {
    return directory.resolve(name);
  }

  /**
   * @param patience after which the program and what it started are ended
   */
  Outcome run(String script, Map<String, String> environment, Duration patience)
      throws IOException, InterruptedException {
    return run(directory, List.of("node", "--no-deprecation", script), environment, patience);
  }

  private static Outcome run(
      Path directory, List<String> command, Map<String, String> environment, Duration patience)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("node-program", ".log");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      builder.environment().putAll(environment);
      Process process = builder.start();
      process.getOutputStream().close();
      boolean ended = process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
      if (!ended) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
      }
      String text = Files.readString(output, StandardCharsets.UTF_8);
      return ended
          ? new Outcome(process.exitValue(), text)
          : new Outcome(-1, text + "\nstopped: it did not end within " + patience);
    } finally {
      Files.delete(output);
    }
  }
}
