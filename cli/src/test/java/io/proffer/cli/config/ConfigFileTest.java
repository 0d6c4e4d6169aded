package io.proffer.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {

  @TempDir private Path directory = Path.of("");

  private Path file(String yaml) throws IOException {
    return Files.writeString(directory.resolve("agent.yaml"), yaml);
  }

  @Test
  void readsValuesWithTheirLines() throws IOException {
    ConfigFile config =
        ConfigFile.read(
            file(
                """
                # an agent
                work_dir: /var/lib/proffer

                resources: cpus:2;mem:4096;ports:[31000-32000]
                port: 5051
                """));

    assertThat(config.get("work_dir")).contains(new ConfigFile.Entry("/var/lib/proffer", 2));
    assertThat(config.get("resources").map(ConfigFile.Entry::value))
        .contains("cpus:2;mem:4096;ports:[31000-32000]");
    assertThat(config.get("port")).contains(new ConfigFile.Entry("5051", 5));
    assertThat(config.get("absent")).isEmpty();
  }

  @Test
  void takesHyphensForUnderscores() throws IOException {
    assertThat(ConfigFile.read(file("work-dir: /tmp/x\n")).get("work_dir"))
        .map(ConfigFile.Entry::value)
        .contains("/tmp/x");
  }

  @Test
  void anEmptyFileSetsNothing() throws IOException {
    assertThat(ConfigFile.read(file("# nothing yet\n")).entries()).isEmpty();
  }

  @Test
  void anUnknownKeyIsAnErrorThatNamesTheNearest() throws IOException {
    Path path = file("port: 5051\nwork_dri: /tmp/x\n");
    ConfigFile config = ConfigFile.read(path);

    assertThatThrownBy(() -> config.requireKnown("agent", List.of("port", "work_dir")))
        .isInstanceOfSatisfying(
            CommandFailure.class,
            failure -> {
              assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE);
              assertThat(failure.message())
                  .isEqualTo(path + ":2: unknown key 'work_dri' (did you mean 'work_dir'?)");
              assertThat(failure.hint()).contains("Known keys of 'proffer agent': port, work_dir.");
            });
  }

  @Test
  void aKeySetTwiceIsAnError() throws IOException {
    Path path = file("port: 1\nport: 2\n");
    assertThatThrownBy(() -> ConfigFile.read(path))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining(path + ":2")
        .hasMessageContaining("port");
  }

  @Test
  void aListIsAnError() throws IOException {
    Path path = file("resources:\n  - cpus\n");
    assertThatThrownBy(() -> ConfigFile.read(path))
        .isInstanceOf(CommandFailure.class)
        .hasMessage(path + ":1: 'resources' must be a single value, not a list or a mapping");
  }

  @Test
  void brokenYamlNamesTheLine() throws IOException {
    Path path = file("port: 5051\nwork_dir: [unclosed\n");
    assertThatThrownBy(() -> ConfigFile.read(path))
        .isInstanceOf(CommandFailure.class)
        .hasMessageStartingWith(path + ":");
  }

  @Test
  void textThatIsNoMappingIsAnError() throws IOException {
    Path path = file("just words\n");
    assertThatThrownBy(() -> ConfigFile.read(path))
        .isInstanceOf(CommandFailure.class)
        .hasMessage(path + ":1: expected lines of the form 'key: value'");
  }

  @Test
  void aMissingFileIsAnError() {
    Path missing = directory.resolve("missing.yaml");
    assertThatThrownBy(() -> ConfigFile.read(missing))
        .isInstanceOf(CommandFailure.class)
        .hasMessage("cannot read the configuration file " + missing + " (no such file)");
  }
}
