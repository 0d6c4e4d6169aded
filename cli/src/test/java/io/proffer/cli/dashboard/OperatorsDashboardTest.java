package io.proffer.cli.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** What an operator settles at the dashboard: quotas, machines, volumes and schedules. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OperatorsDashboardTest {

  private static final String KEPT =
      "{\"id\": \"/shop/kept\", \"cmd\": \"sleep 600\", \"cpus\": 0.5, \"mem\": 256}";
  private static final double PATIENCE_MS = 20_000;

  /** Disk that is kept for a role, with a volume on it. */
  private static final String KEEP_DATA =
      """
      async () => {
        const agent = (await (await fetch('/dashboard/snapshot')).json()).agents.id[0];
        const call = async (type, body) => {
          const request = {type, [type.toLowerCase()]: {agent_id: {value: agent}, ...body}};
          const headers = {'Content-Type': 'application/json'};
          const answer = await fetch('/api/v1', {method: 'POST', headers, body: JSON.stringify(request)});
          if (!answer.ok) throw new Error(await answer.text());
        };
        const disk = {name: 'disk', type: 'SCALAR', scalar: {value: 1024},
          reservations: [{type: 'DYNAMIC', role: 'db', principal: 'ops'}]};
        const kept = {persistence: {id: 'orders', principal: 'ops'}, volume: {container_path: 'data', mode: 'RW'}};
        await call('RESERVE_RESOURCES', {resources: [disk]});
        await call('CREATE_VOLUMES', {volumes: [{...disk, disk: kept}]});
      }""";

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
    return page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name));
  }

  private static Locator button(String name) {
    return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
  }

  private static Locator inDialog(String button) {
    return page.getByRole(AriaRole.DIALOG)
        .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(button));
  }

  private static void answer(String question, String doIt) {
    button(question).click();
    inDialog(doIt).click();
  }

  @Test
  @Order(1)
  void whatAQuotaWouldDoIsToldBeforeItIsSet() {
    go("/roles");
    Locator row = page.locator("main tbody tr", new Page.LocatorOptions().setHasText("*")).first();
    row.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Quota … of")).click();
    Locator dialog = page.getByRole(AriaRole.DIALOG);
    dialog.getByLabel("CPUs guaranteed").fill("1000");
    assertThat(dialog).containsText("more than there is");
    assertThat(dialog.getByLabel("Do it all the same")).isVisible();
    Axe.findsNothing(page, "dialog", "the editor of a quota");

    dialog.getByLabel("CPUs guaranteed").fill("2");
    dialog.getByLabel("CPUs at most").fill("6");
    assertThat(dialog.getByLabel("Do it all the same")).isHidden();
    inDialog("Apply").click();

    assertThat(row).containsText("2 guaranteed, 6 at most");
    Axe.findsNothing(page, "main", "a role with a quota");
    row.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Quota … of")).click();
    dialog.getByLabel("CPUs guaranteed").fill("");
    dialog.getByLabel("CPUs at most").fill("");
    inDialog("Apply").click();
    assertThat(row).not().containsText("at most");
  }

  /** Of the role that everything is in. */
  private static void limitCpus(String most) {
    go("/roles");
    page.locator("main tbody tr", new Page.LocatorOptions().setHasText("*"))
        .first()
        .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Quota … of"))
        .click();
    Locator dialog = page.getByRole(AriaRole.DIALOG);
    dialog.getByLabel("CPUs at most").fill(most);
    inDialog("Apply").click();
    assertThat(dialog).isHidden();
  }

  @Test
  @Order(2)
  void aFrameworkWhoseRoleIsAtItsLimitSaysThatItIsWhyItGetsNoOffers() {
    limitCpus("0");
    go("/services");
    page.getByText("New service").click();
    page.getByLabel("App JSON").fill(KEPT);
    button("Deploy").click();
    assertThat(heading("/shop/kept")).isVisible();
    go("/frameworks");
    link("marathon").click();

    Locator why =
        page.locator(
            "section", new Page.LocatorOptions().setHasText("Why it is offered nothing now"));
    assertThat(why).containsText("is at the limit of its quota");
    Axe.findsNothing(page, "main", "a framework that gets no offers");
    limitCpus("");
    go("/services");
    link("/shop/kept").click();
    assertThat(page.getByText("1 of 1 running")).isVisible();
  }

  @Test
  @Order(3)
  void aVolumeIsDestroyedWhenItsNameIsTyped() {
    page.evaluate(KEEP_DATA);
    go("/volumes");
    assertThat(page.locator("main tbody")).containsText("orders");
    button("Destroy … orders").click();
    Locator dialog = page.getByRole(AriaRole.DIALOG);
    assertThat(dialog).containsText("1 GB on");
    assertThat(inDialog("Destroy")).isDisabled();
    Axe.findsNothing(page, "dialog[open]", "whether a volume is destroyed");
    dialog.getByRole(AriaRole.TEXTBOX).fill("orders");
    inDialog("Destroy").click();

    assertThat(page.getByText("No framework has made a persistent volume.")).isVisible();
  }

  @Test
  @Order(4)
  void aScheduleTellsItsNextTimesAndIsPaused() {
    go("/jobs");
    page.getByText("New job").click();
    page.getByLabel("Job JSON")
        .fill(
            """
            {"id": "yearly", "run": {"cmd": "true", "cpus": 0.1, "mem": 32, "disk": 0},
             "schedules": [{"id": "default", "cron": "0 12 1 1 *", "timezone": "UTC"}]}\
            """);
    button("Make it").click();
    Locator schedule =
        page.locator("section", new Page.LocatorOptions().setHasText("If one still runs"));
    assertThat(schedule.locator("dd", new Locator.LocatorOptions().setHasText("-01-01")).last())
        .containsText(Pattern.compile("(\\d{4}-01-01.*){4}"));
    button("Pause").click();
    assertThat(schedule).containsText("paused");
    button("Enable").click();
    assertThat(schedule).not().containsText("paused");
  }

  @Test
  @Order(5)
  void theKeyboardGoesThroughAList() {
    go("/agents");
    assertThat(page.locator("main tbody tr")).hasCount(ServedDashboard.AGENTS);
    String second = page.locator("main tbody a").nth(1).getAttribute("href");
    for (String key : new String[] {"j", "j", "k", "j"}) {
      page.keyboard().press(key);
    }
    page.keyboard().press("Enter");

    assertThat(page.getByText("With those that ended")).isVisible();
    assertThat(page.url()).endsWith(second);
  }

  @Test
  @Order(6)
  void aMachineIsScheduledWorkedOnAndPutBack() {
    go("/maintenance");
    assertThat(page.getByText("No machine is scheduled.")).isVisible();
    answer("Schedule …", "Schedule it");
    Locator row = page.locator("main tbody tr");
    assertThat(row).containsText("scheduled");
    Axe.findsNothing(page, "main", "a machine that is scheduled");
    answer("Cancel …", "Take it out of the schedule");
    assertThat(page.getByText("No machine is scheduled.")).isVisible();
    answer("Schedule …", "Schedule it");
    button("Begin …").click();
    Locator dialog = page.getByRole(AriaRole.DIALOG);
    assertThat(dialog).containsText("2 agents end");
    inDialog("down").click();

    assertThat(row.locator(".badge").first()).hasText("down");
    answer("End …", "End the maintenance");
    assertThat(page.getByText("No machine is scheduled.")).isVisible();
    assertThat(dashboard.browser().complaints()).isEmpty();
  }
}
