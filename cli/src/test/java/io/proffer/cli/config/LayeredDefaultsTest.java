package io.proffer.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

class LayeredDefaultsTest {

  @Command(name = "daemon", mixinStandardHelpOptions = true)
  private static final class Daemon {
    @Option(names = "--work-dir", defaultValue = "from-default")
    private String workDir = "";
  }

  private static final Map<String, String> ENVIRONMENT =
      Map.of("PROFFER_WORK_DIR", "from-environment");
  private static final ConfigFile FILE =
      new ConfigFile(
          Path.of("daemon.yaml"), Map.of("work_dir", new ConfigFile.Entry("from-file", 1)));

  private static String workDir(
      Map<String, String> environment, Optional<ConfigFile> file, String... args) {
    Daemon daemon = new Daemon();
    new CommandLine(daemon)
        .setDefaultValueProvider(new LayeredDefaults(environment, file, Optional.empty()))
        .parseArgs(args);
    return daemon.workDir;
  }

  @Test
  void theFlagBeatsAll() {
    assertThat(workDir(ENVIRONMENT, Optional.of(FILE), "--work-dir", "from-flag"))
        .isEqualTo("from-flag");
  }

  @Test
  void theEnvironmentBeatsTheFile() {
    assertThat(workDir(ENVIRONMENT, Optional.of(FILE))).isEqualTo("from-environment");
  }

  @Test
  void theFileBeatsTheDefault() {
    assertThat(workDir(Map.of(), Optional.of(FILE))).isEqualTo("from-file");
  }

  @Test
  void theDefaultIsLast() {
    assertThat(workDir(Map.of(), Optional.empty())).isEqualTo("from-default");
  }

  @Test
  void theKeysAreTheFlagsButForHelpAndTheFileItself() {
    CommandSpec daemon = new CommandLine(new Daemon()).getCommandSpec();
    daemon.addOption(OptionSpec.builder(LayeredDefaults.CONFIG_FLAG).type(Path.class).build());
    assertThat(LayeredDefaults.keys(daemon)).containsExactly("work_dir");
  }
}
