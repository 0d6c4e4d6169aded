package io.proffer.cli.top;

import com.fasterxml.jackson.databind.JsonNode;
import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import io.proffer.cli.client.MasterClient;
import io.proffer.cli.session.LocalTty;
import java.io.IOException;
import java.io.PrintStream;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * Shows what a master tells, as soon as it tells it, on a terminal that is given back as it was. A
 * master that is lost is said so and looked for again.
 */
public final class LiveScreen {

  private static final String ENTER = "\u001b[?1049h\u001b[?25l";
  private static final String LEAVE = "\u001b[?25h\u001b[?1049l";
  private static final String HOME = "\u001b[H";
  private static final String END_OF_LINE = "\u001b[K";
  private static final String REST_OF_SCREEN = "\u001b[J";
  private static final LocalTty.Size USUAL = new LocalTty.Size(24, 80);

  private final MasterClient master;
  private final PrintStream out;
  private final int againSeconds;

  /**
   * @param againSeconds after how long a master that is lost is looked for again
   */
  public LiveScreen(MasterClient master, PrintStream out, int againSeconds) {
    this.master = master;
    this.out = out;
    this.againSeconds = againSeconds;
  }

  /** Until this process is ended. */
  public void show() throws InterruptedException {
    Summaries first = open(); // whoever names no master is told so before anything is drawn
    Runtime.getRuntime().addShutdownHook(new Thread(() -> out.print(LEAVE), "give-back-screen"));
    out.print(ENTER);
    Optional<Summaries> summaries = Optional.of(first);
    while (true) {
      String trouble = summaries.map(this::follow).orElse("no master answers");
      out.print(HOME + "Not live: " + trouble + "; looked for again." + END_OF_LINE);
      out.flush();
      Thread.sleep(1000L * againSeconds);
      summaries = again();
    }
  }

  private Summaries open() {
    return new Summaries(master.stream("/dashboard/stream"));
  }

  private Optional<Summaries> again() {
    try {
      return Optional.of(open());
    } catch (CommandFailure failure) {
      if (failure.exitCode() != ExitCode.UNREACHABLE) {
        throw failure;
      }
      return Optional.empty();
    }
  }

  /** Until it is lost; why. */
  private String follow(Summaries told) {
    try (told) {
      for (Optional<JsonNode> next = told.next(); next.isPresent(); next = told.next()) {
        draw(next.get());
      }
      return "the master has ended the connection";
    } catch (IOException lost) {
      return "the connection is lost";
    }
  }

  private void draw(JsonNode summary) {
    LocalTty.Size size = LocalTty.ofStandardInput().flatMap(LocalTty::size).orElse(USUAL);
    List<String> lines = Screen.of(summary, size.rows(), size.columns(), ZoneId.systemDefault());
    out.print(HOME + String.join(END_OF_LINE + "\r\n", lines) + END_OF_LINE + REST_OF_SCREEN);
    out.flush();
  }
}
