package io.proffer.cli.dashboard;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.util.List;

/** Every page there is, as a cluster with a service and its tasks has them. */
final class Tour {

  private static final String ONE_OF_EACH =
      """
      async () => {
        const all = await (await fetch('/dashboard/snapshot')).json();
        const named = name => all.frameworks.id[all.frameworks.name.indexOf(name)];
        const task = all.tasks.id.findLast(id => id.startsWith('shop_web'));
        const batch = named('metronome');
        const history = await (await fetch(`/service/${batch}/v1/jobs/report/history`)).json();
        return [all.agents.id[0], named('marathon'), task, batch, history.runs[0].id];
      }""";

  /**
   * What there is to read or to press, and is neither in the window, as wide as it is, nor to be
   * scrolled to within a part of the page.
   */
  private static final String CUT_OFF =
      """
      () => {
        const width = document.documentElement.clientWidth;
        const scrolls = e => e && e !== document.documentElement
          && (/auto|scroll/.test(getComputedStyle(e).overflowX) || scrolls(e.parentElement));
        const found = document.documentElement.scrollWidth > width ? ['the page is wider than its window'] : [];
        for (const e of document.querySelectorAll('main h1, main h2, main a, main button, main input, main dt, main dd, main p, .top button')) {
          const box = e.getBoundingClientRect();
          if (box.width > 1 && (box.right > width + 1 || box.left < -1) && !scrolls(e.parentElement)) found.push(e.outerHTML.slice(0, 160));
        }
        return found;
      }""";

  private Tour() {}

  /** What nobody could read in a window of this size. */
  static List<?> cutOff(Page page) {
    return (List<?>) page.evaluate(CUT_OFF);
  }

  /** The pages' addresses, with one of each kind of thing. */
  static List<String> paths(Page page) {
    @SuppressWarnings("unchecked")
    List<String> ids = (List<String>) page.evaluate(ONE_OF_EACH);
    String agent = ids.get(0);
    String framework = ids.get(1);
    String jobs = "/jobs/" + ids.get(3);
    return List.of(
        "/",
        "/topology",
        "/agents",
        "/agents/" + agent,
        "/frameworks",
        "/frameworks/" + framework,
        "/services",
        "/services/" + framework,
        "/services/" + framework + "/%2Fshop%2Fweb",
        "/jobs",
        jobs,
        jobs + "/report",
        jobs + "/extract",
        jobs + "/report/" + ids.get(4),
        "/tasks",
        "/tasks/" + framework + "/" + ids.get(2),
        "/offers",
        "/roles",
        "/volumes",
        "/maintenance",
        "/events",
        "/masters");
  }

  /** Opens a page and waits until what it shows has come. */
  static void visit(Page page, String master, String path) {
    page.navigate(master + "/#" + path);
    page.locator("main h1").first().waitFor();
    if (path.startsWith("/tasks/")) {
      page.locator(".log pre").waitFor();
    }
    page.getByText("Asking …")
        .first()
        .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.HIDDEN));
  }
}
