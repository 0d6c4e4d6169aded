package io.proffer.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.proffer.cli.CapturedTerminal;
import io.proffer.cli.ProfferCommandLine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds what the pages say to what is there. */
class PagesTest {

  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.*)$");

  static List<Path> pages() {
    return Repository.here().pages();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyCommandCanBeTyped(Path page) {
    for (QuotedCommand command : QuotedCommand.in(Repository.read(page))) {
      assertThatCode(
              () ->
                  new ProfferCommandLine(new CapturedTerminal().terminal())
                      .tree()
                      .parseArgs(command.arguments().toArray(String[]::new)))
          .as("%s says '%s'", page.getFileName(), command.text())
          .doesNotThrowAnyException();
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyLinkLeadsSomewhere(Path page) {
    List<String> links =
        LINK.matcher(Repository.read(page)).results().map(match -> match.group(1)).toList();
    for (String link : links) {
      if (link.startsWith("https://") || link.startsWith("http://")) {
        continue;
      }
      String[] parts = link.split("#", 2);
      Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]);
      assertThat(Files.exists(target)).as("%s links to %s", page.getFileName(), link).isTrue();
      if (parts.length == 2) {
        assertThat(anchors(target)).as("headings of %s", target).contains(parts[1]);
      }
    }
  }

  /** As GitHub makes them of headings. */
  private static List<String> anchors(Path page) {
    return HEADING
        .matcher(Repository.read(page))
        .results()
        .map(match -> match.group(1).toLowerCase(java.util.Locale.ROOT))
        .map(heading -> heading.replaceAll("[^a-z0-9 _-]", "").strip().replace(' ', '-'))
        .toList();
  }

  @Test
  void theReadmeShowsTheCommandsThatOneBeginsWith() {
    List<String> shown =
        QuotedCommand.in(Repository.read(Repository.here().resolve("README.md"))).stream()
            .map(command -> command.arguments().getFirst())
            .toList();
    assertThat(shown).contains("demo", "dev", "status", "master", "agent", "bench");
  }
}
