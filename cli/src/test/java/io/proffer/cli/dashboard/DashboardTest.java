package io.proffer.cli.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.proffer.cli.dashboard.ServedDashboard.HEIGHT;
import static io.proffer.cli.dashboard.ServedDashboard.WIDTH;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * People at the dashboard of a real cluster, in a real browser. What one finds the next one uses.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DashboardTest {

  private static final int NARROW = 360;
  private static final double PATIENCE_MS = 20_000;

  private static ServedDashboard dashboard;
  private static Page page;

  @BeforeAll
  static void start(@TempDir Path work) throws Exception {
    dashboard = ServedDashboard.start(work);
    page = dashboard.page();
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MS);
  }

  @AfterAll
  static void stop() {
    if (dashboard != null) {
      dashboard.close();
    }
  }

  private static void go(String path) {
    page.navigate(dashboard.url() + "/#" + path);
  }

  private static Locator heading(String text) {
    return page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName(text).setLevel(1));
  }

  private static Locator link(String name) {
    return page.getByRole(AriaRole.LINK, named(name));
  }

  private static Locator button(String name) {
    return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
  }

  private static Locator inDialog(String button) {
    return page.getByRole(AriaRole.DIALOG)
        .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(button));
  }

  private static void destroy(String app) {
    button("Destroy …").click();
    page.getByRole(AriaRole.DIALOG).getByRole(AriaRole.TEXTBOX).fill(app);
    inDialog("Destroy").click();
    assertThat(heading("Services")).isVisible();
  }

  @Test
  @Order(1)
  void theOverviewShowsWhatThereIs() {
    go("/");

    assertThat(heading("proffer")).isVisible();
    assertThat(page.locator(".tile", new Page.LocatorOptions().setHasText("Agents")))
        .containsText(String.valueOf(ServedDashboard.AGENTS));
    assertThat(page.locator(".pulse")).containsText("Live");
    Locator past =
        page.locator("section", new Page.LocatorOptions().setHasText("In the last hour"));
    assertThat(past).containsText("measured by the leading master since");
    assertThat(past.locator("canvas")).hasCount(4);
    assertThat(capacity()).containsText("16 free");
    for (String list : List.of("#/tasks?state=live", "#/agents?up=connected")) {
      assertThat(capacity().locator("a[href='" + list + "']").first()).isVisible();
    }
  }

  private static Locator capacity() {
    return page.locator("section", new Page.LocatorOptions().setHasText("Capacity")).first();
  }

  @Test
  @Order(2)
  void aServiceIsDeployedFromTheEditorAndWatchedUntilItRuns() {
    go("/services");
    page.getByText("New service").click();
    Locator editor = page.getByLabel("App JSON");
    editor.fill("{ \"id\": \"/shop/web\", ");
    assertThat(button("Deploy")).isDisabled();
    editor.fill(app("/shop/web", "while :; do echo served a cart; sleep 1; done", 2));
    button("Deploy").click();

    assertThat(heading("/shop/web")).containsText("running");
    assertThat(page.getByText("2 of 2 running")).isVisible();
  }

  private static String app(String id, String command, int instances) {
    return "{\"id\": \"%s\", \"cmd\": \"%s\", \"instances\": %d, \"cpus\": 0.5, \"mem\": 256}"
        .formatted(id, command, instances);
  }

  @Test
  @Order(3)
  void anInstanceShowsItsLifeAndWhatItPrints() {
    go("/tasks?state=live");
    page.locator("main tbody a").first().click();

    assertThat(page.locator(".timeline")).containsText("running");
    assertThat(page.locator(".facts a[href$='%2Fshop%2Fweb']")).hasText("/shop/web");
    assertThat(page.locator(".log pre")).containsText("served a cart");
    page.getByLabel("Find in the file").fill("cart");
    assertThat(page.locator(".log mark").first()).containsText("cart");
    assertThat(page.locator(".chart canvas")).hasCount(3);
    assertThat(page.getByText("measured by the agent since")).isVisible();
    assertThat(page.getByText("Download").first())
        .hasAttribute("href", Pattern.compile("/agent/.*/files/download.*stdout"));
  }

  @Test
  @Order(3)
  void whatAnAgentUsedIsDrawnAtOnceFromWhatItRemembers() {
    go("/tasks?state=live");
    page.locator("main tbody a[href*='/agents/']").first().click();
    Locator use =
        page.locator("section", new Page.LocatorOptions().setHasText("Use in the last hour"));

    assertThat(use.locator("canvas")).hasCount(3);
    assertThat(use.locator("[aria-label^='CPUs: ']"))
        .hasAttribute("aria-label", Pattern.compile("CPUs: [0-9.]+, allocated [0-9.]+ of 8"));
  }

  @Test
  @Order(4)
  void aCommandInsideATaskIsTypedToAndItsOutputSeen() {
    go("/tasks?state=live");
    page.locator("main tbody a").first().click();
    button("Open a terminal").click();
    page.locator(".xterm-helper-textarea").focus();
    page.keyboard().type("echo $((6 * 7)) carts\n");

    assertThat(page.locator(".xterm-rows")).containsText("42 carts");
    Axe.findsNothing(page, "main", "a task with its terminal");
    page.locator(".xterm-helper-textarea").focus();
    page.keyboard().type("exit 3\n");
    assertThat(page.getByText("It exited with 3.")).isVisible();
    assertThat(dashboard.browser().complaints()).isEmpty();
  }

  @Test
  @Order(5)
  void mesosOwnPagesFindEveryFieldThatTheyRead() throws Exception {
    MesosPages pages = new MesosPages(java.net.URI.create(dashboard.url().toString()));

    assertThat(pages.missing()).isEmpty();
  }

  @Test
  @Order(6)
  void aListFollowsWhatHappensWithinASecond() throws Exception {
    go("/tasks?state=live");
    assertThat(page.locator("main tbody tr")).hasCount(2);
    dashboard.scale("/shop/web", 3);

    assertThat(page.locator("main tbody tr")).hasCount(3);
  }

  @Test
  @Order(6)
  void theTopologySaysWhatItsColoursMean() {
    go("/topology?color=name");
    assertThat(page.locator(".legend.cells")).containsText("web.shop");
    page.getByLabel("Colour by").selectOption("");

    assertThat(page.locator(".legend.cells")).containsText("running");
  }

  @Test
  @Order(7)
  void aChangeIsPlannedTriedPausedAndPromoted() {
    go("/services");
    link("/shop/web").click();
    assertThat(page.locator(".merged pre")).containsText("served a cart");
    page.getByText("App JSON").click();
    Locator editor = page.getByLabel("Configuration");
    editor.fill(
        app("/shop/web", "while :; do echo served two carts; sleep 1; done", 3)
            .replaceFirst("\\{", "{\"proffer\": {\"deployment\": {\"canaries\": 1}}, "));
    button("Change …").click();
    Locator dialog = page.getByRole(AriaRole.DIALOG);
    assertThat(dialog).containsText("3 instances are replaced");
    assertThat(dialog).containsText("/cmd");
    inDialog("Change").click();

    Locator rollout = page.locator(".rollout");
    assertThat(rollout).containsText("waits for promotion");
    button("Pause").first().click();
    assertThat(rollout).containsText("paused");
    button("Resume").click();
    button("Promote").click();
    assertThat(page.locator("h1")).containsText("running");
    assertThat(page.getByText("Last deployments")).isVisible();
    assertThat(page.locator(".merged pre")).containsText("served two carts");
  }

  @Test
  @Order(8)
  void aFrameworkShowsWhatItDoesNotWantToBeOffered() {
    go("/frameworks");
    link("marathon").click();

    Locator filters = page.locator("section", new Page.LocatorOptions().setHasText("Filters ("));
    assertThat(filters).containsText(Pattern.compile("Offered again in|wanted no offers"));
    assertThat(page.getByText("Offers a minute")).isVisible();
  }

  @Test
  @Order(8)
  void aServiceThatWaitsSaysWhyAndWhatWouldHelp() {
    go("/services");
    page.getByText("New service").click();
    page.getByLabel("App JSON").fill(app("/shop/large", "sleep 600", 1).replace("0.5", "64"));
    button("Deploy").click();

    assertThat(page.locator(".reasons")).containsText("needs 64 cpus");
    assertThat(page.locator(".reasons .help").first()).containsText("ask for less cpus");
    destroy("/shop/large");
  }

  /** Agents measure every 15 seconds, and say it when they are pinged, which is as often. */
  @Test
  @Order(8)
  void theOverviewSaysHowMuchABusyTaskReallyUses() {
    go("/services");
    page.getByText("New service").click();
    String busy = "while :; do i=0; while [ $i -lt 50000 ]; do i=$((i+1)); done; sleep 0.5; done";
    page.getByLabel("App JSON").fill(app("/shop/busy", busy, 1));
    button("Deploy").click();
    assertThat(heading("/shop/busy")).containsText("running");
    go("/");

    assertThat(capacity().locator("a[href='#/topology?color=cpus']"))
        .hasText(
            Pattern.compile("^0\\.(0[2-9]|[1-9])\\d* used$|^[1-9][0-9.]* used$"),
            new LocatorAssertions.HasTextOptions().setTimeout(60_000));
    assertThat(capacity().locator("[aria-label^='CPUs: ']"))
        .hasAttribute("aria-label", Pattern.compile("% used, \\d+ % allocated, \\d+ % offered"));
    assertThat(capacity()).not().containsText("agents say");
    go("/agents");
    assertThat(page.locator("main tbody [aria-label^='CPUs: '][aria-label*='% used']"))
        .hasCount(ServedDashboard.AGENTS);
    go("/services");
    link("/shop/busy").click();
    destroy("/shop/busy");
  }

  @Test
  @Order(9)
  void theAgentOfATaskIsDrainedAndComesBack() {
    go("/tasks?state=live");
    page.locator("main tbody a[href*='/agents/']").first().click();
    button("Drain …").click();
    Locator dialog = page.getByRole(AriaRole.DIALOG);
    assertThat(dialog).containsText("are killed");
    inDialog("Drain").click();

    assertThat(page.locator("h1")).containsText("drained");
    assertThat(page.getByText("Nothing runs on it any more")).isVisible();
    go("/agents?duty=drained");
    assertThat(page.locator("main tbody tr")).hasCount(1);
    page.locator("main tbody a").first().click();
    button("Reactivate").click();
    assertThat(page.locator("h1")).not().containsText("drained");
    go("/events?about=task");
    assertThat(page.locator(".news")).containsText("killed");
    go("/events?about=audit");
    Locator calls = page.getByRole(AriaRole.REGION, named("Audit")).locator("tbody");
    assertThat(calls).containsText("DRAIN_AGENT");
    assertThat(calls).containsText("/v2/apps/shop/web");
    assertThat(calls).containsText("done");
  }

  @Test
  @Order(10)
  void aJobIsMadeAndRunAndItsOutcomeSeen() {
    go("/jobs");
    page.getByText("New job").click();
    page.getByLabel("Job JSON")
        .fill(
            """
            {"id": "report", "run": {"cmd": "echo wrote the report; exit 3", "cpus": 0.1, "mem": 32, "disk": 0},
             "schedules": [{"id": "default", "cron": "0 3 1 1 *", "timezone": "UTC"}]}\
            """);
    button("Make it").click();
    assertThat(heading("report")).containsText("idle");
    assertThat(page.getByText("0 3 1 1 *").first()).isVisible();
    button("Run now").click();

    assertThat(page.locator("h1")).containsText("failed");
    assertThat(page.getByRole(AriaRole.REGION, named("Attempts"))).containsText("3");
    assertThat(page.locator(".log pre")).containsText("wrote the report");
    page.locator("main .sub a").click();
    assertThat(page.getByRole(AriaRole.REGION, named("Runs that ended"))).containsText("failed");
  }

  private static void makeJob(String json) {
    go("/jobs");
    page.getByText("New job").click();
    page.getByLabel("Job JSON").fill(json);
    button("Make it").click();
  }

  @Test
  @Order(11)
  void aWorkflowRunsAndItsGraphShowsHowItsJobsFare() {
    String run = "\"run\": {\"cmd\": \"%s\", \"cpus\": 0.1, \"mem\": 32, \"disk\": 0}";
    makeJob("{\"id\": \"extract\", %s}".formatted(run.formatted("echo extracted")));
    assertThat(heading("extract")).isVisible();
    makeJob(
        "{\"id\": \"load\", \"dependencies\": [{\"id\": \"extract\"}], %s}"
            .formatted(run.formatted("exit 4")));
    assertThat(heading("load")).isVisible();
    assertThat(page.getByText("extract succeeds")).isVisible();
    link("extract").click();
    button("Run now").click();
    page.locator("main .sub a").click();

    Locator jobs = page.getByRole(AriaRole.REGION, named("Jobs of the workflow"));
    assertThat(jobs).containsText("succeeded");
    assertThat(jobs).containsText("failed");
    assertThat(page.locator(".graph .edge")).hasCount(1);
    assertThat(page.locator(".graph .node")).hasCount(2);
    button("Take as done …").click();
    inDialog("Take as done").click();
    assertThat(jobs).not().containsText("failed");
  }

  @Test
  @Order(12)
  void anArrayShowsHowItsIndexesFare() {
    makeJob(
        """
        {"id": "render", "run": {"cmd": "test $PROFFER_ARRAY_INDEX != 3", "cpus": 0.1, "mem": 32, "disk": 0},
         "batch": {"array": {"indexes": "0-4", "maxFailedIndexes": 1}}}\
        """);
    assertThat(heading("render")).isVisible();
    dashboard.losesTheAnswerTo("**/v1/jobs/render/runs");
    button("Run now").click();

    Locator progress = page.locator("main p", new Page.LocatorOptions().setHasText("of 5 indexes"));
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("the answer was lost");
    assertThat(page.getByText("How the indexes of the last run fared")).isVisible();
    assertThat(progress).containsText("100 %");
    assertThat(page.getByText("Failed: 3")).isVisible();
    page.unroute("**/v1/jobs/render/runs");
    button("Try again").click();
    assertThat(page.locator("h1")).containsText("succeeded");
    assertThat(page.getByRole(AriaRole.ALERT)).hasCount(0);
    assertThat(progress).containsText("100 %");
    assertThat(page.getByText("Failed: 3")).isVisible();
    page.locator("main .sub a").click();
    assertThat(page.getByText("1 succeeded, 0 failed in all")).isVisible();
  }

  private static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name);
  }

  @Test
  @Order(13)
  void theKeyboardFindsAPage() {
    go("/");
    page.reload(); // now the page has not asked yet which services there are
    assertThat(heading("proffer")).isVisible();
    page.keyboard().press("Control+k");
    page.getByRole(AriaRole.COMBOBOX).fill("shop");
    assertThat(page.locator("#hits")).containsText("Service");
    page.getByRole(AriaRole.COMBOBOX).fill("masters");
    Axe.findsNothing(page, "dialog[open]", "the palette");
    page.keyboard().press("Enter");

    assertThat(heading("Masters")).isVisible();
    page.keyboard().press("g");
    page.keyboard().press("a");
    assertThat(heading("Agents")).isVisible();
  }

  @Test
  @Order(14)
  void everyPageIsForEverybody() {
    for (String path : Tour.paths(page)) {
      page.setViewportSize(WIDTH, HEIGHT);
      Tour.visit(page, dashboard.url(), path);
      // What is around a page is the same around each.
      Axe.findsNothing(page, path.equals("/") ? "html" : "main", path);

      // As at 200 %: half as many pixels of CSS.
      page.setViewportSize(WIDTH / 2, HEIGHT / 2);
      Axe.findsNothingButForColours(page, "main", path + " at 200 %");
      assertThat(Tour.cutOff(page)).as("what is cut off of %s at 200 %%", path).isEmpty();

      page.setViewportSize(NARROW, HEIGHT);
      assertThat(Tour.cutOff(page)).as("what is cut off of %s, narrow", path).isEmpty();
    }
    page.setViewportSize(WIDTH, HEIGHT);
  }

  @Test
  @Order(15)
  void destroyingSaysWhatItAffectsAndAsksForTheName() {
    go("/services");
    link("/shop/web").click();
    button("Destroy …").click();
    Locator dialog = page.getByRole(AriaRole.DIALOG);
    assertThat(dialog).containsText("3 instances are killed");
    Axe.findsNothing(page, "dialog[open]", "the question");
    Locator destroy = inDialog("Destroy");
    assertThat(destroy).isDisabled();
    dialog.getByRole(AriaRole.TEXTBOX).fill("/shop/web");
    destroy.click();

    assertThat(heading("Services")).isVisible();
    assertThat(page.getByText("There is no service yet.")).isVisible();
  }

  @Test
  @Order(16)
  void aLostMasterIsSaidSo() {
    go("/masters");
    assertThat(heading("Masters")).isVisible();
    dashboard.endCluster();

    assertThat(page.locator(".banner")).containsText("The connection to the master is lost.");
    assertThat(dashboard.browser().complaints()).isEmpty();
  }
}
