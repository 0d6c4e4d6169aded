package io.proffer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.cli.client.FakeMaster;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A command that asks a cluster starts quickly, because it loads nothing that a cluster is made of.
 */
class ClientClassesTest {

  private static final List<String> HEAVY =
      List.of(
          "akka.",
          "scala.",
          "java.net.http.",
          "jdk.internal.net.http.",
          "com.github.dockerjava.",
          "org.apache.zookeeper.",
          "org.apache.curator.",
          "org.apache.mesos.",
          "com.google.protobuf.",
          "io.netty.",
          "io.micrometer.",
          "ch.qos.logback.",
          "io.proffer.master.",
          "io.proffer.service.",
          "io.proffer.batch.",
          "io.proffer.sdk.");

  @TempDir private Path directory = Path.of("");

  private final FakeMaster cluster = new FakeMaster().answeringAll(200, Map.of(), "{}");

  @AfterEach
  void stop() {
    cluster.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "version",
        "status",
        "agent list -o yaml",
        "task list -o json",
        "app list",
        "job list -o wide",
        "context list",
        "ids agent"
      })
  void loadsNothingOfTheDaemons(String command) throws Exception {
    List<String> loaded = classesLoadedBy(command.split(" ", -1));

    assertThat(loaded).contains("io.proffer.cli.Main");
    assertThat(loaded.stream().filter(ClientClassesTest::isHeavy)).isEmpty();
  }

  private static boolean isHeavy(String name) {
    return HEAVY.stream().anyMatch(name::startsWith);
  }

  private List<String> classesLoadedBy(String... command) throws IOException, InterruptedException {
    Path log = directory.resolve("classes");
    List<String> words =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load:file=" + log + ":none:filecount=0",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    words.addAll(List.of(command));
    ProcessBuilder process = new ProcessBuilder(words).redirectErrorStream(true);
    process.redirectOutput(new File(directory.toFile(), "printed"));
    for (String whom : List.of("PROFFER_MASTER", "PROFFER_SERVICE", "PROFFER_BATCH")) {
      process.environment().put(whom, cluster.address());
    }
    process.environment().put("XDG_CONFIG_HOME", directory.toString());
    Process child = process.start();
    assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
    try (Stream<String> lines = Files.lines(log)) {
      return lines.map(line -> line.split(" ", 2)[0]).toList();
    }
  }
}
