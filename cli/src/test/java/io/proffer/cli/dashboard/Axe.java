package io.proffer.cli.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;

/** Whether everybody can use a part of a page: the rules of WCAG 2.2 AA, in the light and dark. */
final class Axe {

  private static final List<String> TAGS =
      List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa");
  private static final String RUN =
      """
      ([selector, only, colours]) => axe.run(document.querySelector(selector),
        {runOnly: only, resultTypes: ['violations'], preload: false, rules: {'color-contrast': {enabled: colours}}})
        .then(r => r.violations.flatMap(v => v.nodes.map(n => v.id + ': ' + n.html)))""";

  private Axe() {}

  /**
   * Asserts that nothing is wrong.
   *
   * @param selector of the part
   */
  static void findsNothing(Page page, String selector, String what) {
    load(page);
    assertThat(found(page, selector, Map.of("type", "tag", "values", TAGS), true))
        .as(what)
        .isEmpty();
    inTheDark(page);
    Map<String, ?> contrast = Map.of("type", "rule", "values", List.of("color-contrast"));
    assertThat(found(page, selector, contrast, true)).as("%s in the dark", what).isEmpty();
    inTheLight(page);
  }

  /** The same, where the colours were looked at already. */
  static void findsNothingButForColours(Page page, String selector, String what) {
    load(page);
    assertThat(found(page, selector, Map.of("type", "tag", "values", TAGS), false))
        .as(what)
        .isEmpty();
  }

  private static List<?> found(Page page, String selector, Map<String, ?> only, boolean colours) {
    return (List<?>) page.evaluate(RUN, List.of(selector, only, colours));
  }

  private static void load(Page page) {
    if (!(Boolean) page.evaluate("'axe' in window")) {
      try {
        page.evaluate(
            Files.readString(
                Repository.root().resolve("dashboard/node_modules/axe-core/axe.min.js")));
      } catch (IOException missing) {
        throw new UncheckedIOException("the dashboard's build has brought no axe", missing);
      }
    }
  }

  static void inTheLight(Page page) {
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
  }

  private static void inTheDark(Page page) {
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
  }
}
