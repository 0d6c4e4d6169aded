package io.proffer.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.proffer.cli.output.OutputFormat;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.OptionSpec;

/** What holds for every command there is. */
class CommandTreeTest {

  private static Stream<CommandLine> commands(CommandLine command) {
    List<CommandLine> below = command.getSubcommands().values().stream().distinct().toList();
    return command.getCommandSpec().usageMessage().hidden()
        ? Stream.empty()
        : Stream.concat(Stream.of(command), below.stream().flatMap(CommandTreeTest::commands));
  }

  private static Stream<CommandLine> all() {
    return commands(new ProfferCommandLine(new CapturedTerminal().terminal()).tree());
  }

  @TestFactory
  Stream<DynamicTest> eachSaysWhatItDoesWithAnExampleOfItself() {
    return all()
        .map(
            command -> {
              String name = command.getCommandSpec().qualifiedName();
              return DynamicTest.dynamicTest(
                  name,
                  () -> {
                    assertThat(command.getCommandSpec().usageMessage().description()).isNotEmpty();
                    assertThat(command.getUsageMessage(Ansi.OFF))
                        .containsPattern("(?s)\nExamples?:.*\\b" + name + "\\b");
                  });
            });
  }

  /** Help is a format: a percent sign that stands for itself is written twice. */
  @Test
  void noHelpIsABrokenFormat() {
    assertThat(all())
        .allSatisfy(
            command -> {
              var spec = command.getCommandSpec();
              Stream.of(
                      Stream.of(spec.usageMessage().description()),
                      Stream.of(spec.usageMessage().footer()),
                      spec.args().stream().flatMap(arg -> Stream.of(arg.description())))
                  .flatMap(lines -> lines)
                  .forEach(
                      line ->
                          assertThatCode(() -> line.formatted())
                              .as("%s: %s", spec.qualifiedName(), line)
                              .doesNotThrowAnyException());
            });
  }

  @TestFactory
  Stream<DynamicTest> whoeverPrintsThingsPrintsThemInEveryFormat() {
    String[] formats =
        Arrays.stream(OutputFormat.values()).map(OutputFormat::name).toArray(String[]::new);
    return all()
        .filter(command -> command.getCommandSpec().findOption("-o") != null)
        .map(
            command ->
                DynamicTest.dynamicTest(
                    command.getCommandSpec().qualifiedName(),
                    () -> {
                      OptionSpec output = command.getCommandSpec().findOption("-o");
                      assertThat(output.completionCandidates()).containsExactly(formats);
                    }));
  }

  @Test
  void listsAndTheirLikeHaveAnOutputFlag() {
    assertThat(
            all()
                .filter(command -> command.getCommandName().matches("list|show|status|history|why"))
                .filter(command -> command.getCommandSpec().findOption("-o") == null)
                .map(command -> command.getCommandSpec().qualifiedName()))
        .isEmpty();
  }

  @Test
  void everyShellGetsItsCompletion() {
    for (String shell : List.of("bash", "zsh", "fish")) {
      CapturedTerminal terminal = new CapturedTerminal();
      assertThat(terminal.run("completion", shell)).isEqualTo(ExitCode.DONE);
      assertThat(terminal.out()).contains("framework").contains("output");
    }
    CapturedTerminal terminal = new CapturedTerminal();
    assertThat(terminal.run("completion", "tcsh")).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void whoAsksNobodyIsToldThatNobodyAnswers() {
    for (String command : List.of("status", "top", "events")) {
      CapturedTerminal terminal = new CapturedTerminal();
      assertThat(terminal.run(command, "--master", "127.0.0.1:1"))
          .as(command)
          .isEqualTo(ExitCode.UNREACHABLE);
      assertThat(terminal.out()).isEmpty();
    }
  }
}
