package io.proffer.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.cli.CapturedTerminal;
import io.proffer.cli.ProfferCommandLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** {@code docs/commands.md} is what {@code --help} says, for those who are not at a terminal. */
class CommandReferenceTest {

  private static final String WRITE = "proffer.docs.write";
  private static final Path PAGE = Repository.here().resolve("docs/commands.md");

  @Test
  void thePageSaysWhatTheHelpSays() throws IOException {
    String page = page();
    if (Boolean.getBoolean(WRITE)) {
      Files.writeString(PAGE, page);
    }
    assertThat(Repository.read(PAGE))
        .as("docs/commands.md; -D%s=true of this test writes it anew", WRITE)
        .isEqualTo(page);
  }

  private static String page() {
    StringBuilder page = new StringBuilder("# Commands\n\nWhat `--help` says of each.\n");
    commands(new ProfferCommandLine(new CapturedTerminal().terminal()).tree())
        .forEach(command -> page.append(section(command)));
    return page.toString();
  }

  private static Stream<CommandLine> commands(CommandLine command) {
    List<CommandLine> below = command.getSubcommands().values().stream().distinct().toList();
    return command.getCommandSpec().usageMessage().hidden()
        ? Stream.empty()
        : Stream.concat(Stream.of(command), below.stream().flatMap(CommandReferenceTest::commands));
  }

  private static String section(CommandLine command) {
    String usage = command.getUsageMessage(Ansi.OFF).replaceAll("(?m)[ \\t]+$", "");
    String name = command.getCommandSpec().qualifiedName();
    return "\n## " + name + "\n\n```text\n" + usage.strip() + "\n```\n";
  }
}
