package io.proffer.cli.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.proffer.core.security.Authentication;
import io.proffer.core.security.Credential;
import io.proffer.core.security.Credentials;
import io.proffer.core.security.Realm;
import io.proffer.core.security.Tokens;
import io.proffer.master.MasterOptions;
import io.proffer.master.MasterServer;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dashboard of a master that wants to know who looks. */
class LoginPageTest {

  private static final Credential ADA = new Credential("ada", "lovelace");

  @Test
  void whoLogsInSeesTheClusterUntilTheLogout(@TempDir Path work) throws Exception {
    Authentication everywhere =
        new Authentication(
            new Credentials(List.of(ADA)),
            new Tokens(new byte[Tokens.KEY_BYTES], "proffer"),
            EnumSet.allOf(Realm.class));
    MasterOptions options = MasterOptions.standalone(work).withAuthentication(everywhere);
    try (Chromium browser = Chromium.start();
        MasterServer master = MasterServer.start(options)) {
      master.leading().toCompletableFuture().get(30, TimeUnit.SECONDS);
      visit(browser.open(ColorScheme.LIGHT, 1280, 900), master.url());
      assertThat(browser.complaints()).isEmpty();
    }
  }

  private static void visit(Page page, String url) {
    page.navigate(url + "/#/agents");
    assertThat(page.locator("h1")).hasText("Log in");
    Axe.findsNothing(page, "html", "login");

    logIn(page, "love");
    assertThat(page.locator("[role=alert]")).containsText("does not know this user");
    logIn(page, "lovelace");
    assertThat(page.locator("h1")).containsText("Agents");
    assertThat(page.evaluate("() => document.cookie")).isEqualTo("");

    page.locator("nav button", new Page.LocatorOptions().setHasText("Log out")).click();
    assertThat(page.locator("h1")).hasText("Log in");
  }

  private static void logIn(Page page, String password) {
    page.fill("input[name=user]", "ada");
    page.fill("input[name=password]", password);
    page.click("main.login button");
  }
}
