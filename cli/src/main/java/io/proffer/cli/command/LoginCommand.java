package io.proffer.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import io.proffer.cli.Terminal;
import io.proffer.cli.client.MasterClient;
import io.proffer.cli.config.LoginTokens;
import io.proffer.cli.output.Document;
import io.proffer.core.security.Credential;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code proffer login}. */
@Command(
    name = "login",
    description = {
      "Tell a master who you are, once. It gives a token, good for 12 hours, which commands show",
      "it from then on. The token is kept in ~/.config/proffer, where only you can read it."
    },
    mixinStandardHelpOptions = true)
public final class LoginCommand implements Runnable {

  private final Terminal terminal;

  @Mixin private final MasterOption master = new MasterOption();
  @Mixin private final OutputOption output = new OutputOption();

  @Option(
      names = {"-u", "--user"},
      paramLabel = "USER",
      description = "Who you are. Default: asked for")
  private Optional<String> user = Optional.empty();

  @Option(
      names = "--password-stdin",
      description = "Read the password from standard input, and ask for nothing.")
  private boolean passwordFromInput;

  @Option(
      names = "--status",
      description = {
        "Only say who you are to the master. Exits with 6 if it wants to know and does not."
      })
  private boolean status;

  /** Prints to a terminal. */
  public LoginCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    MasterClient client = master.client();
    JsonNode said = client.get("/login");
    if (status) {
      tell(client, said);
    } else if (!isAsked(said)) {
      terminal.progress("The master at " + client.address() + " asks nobody who they are.");
    } else {
      logIn(client);
    }
  }

  /** Whether the master wants to know anywhere. */
  private static boolean isAsked(JsonNode said) {
    return !said.path("realms").isEmpty();
  }

  private void tell(MasterClient client, JsonNode said) {
    String principal = said.path("principal").asText();
    if (principal.isEmpty() && isAsked(said)) {
      throw CommandFailure.of(
          ExitCode.DENIED,
          "the master at " + client.address() + " does not know who you are",
          "Log in with 'proffer login'.");
    }
    ObjectNode content = said.deepCopy();
    content.put("master", client.address().toString());
    new Document(principal, content)
        .print(terminal, output.format(), people -> people.print(sentence(client, said)));
  }

  private static String sentence(MasterClient client, JsonNode said) {
    String principal = said.path("principal").asText();
    if (principal.isEmpty()) {
      return "The master at " + client.address() + " asks nobody who they are.";
    }
    String until = said.path("expires_at").asText();
    return "You are '%s' to the master at %s%s."
        .formatted(principal, client.address(), until.isEmpty() ? "" : " until " + until);
  }

  private void logIn(MasterClient client) {
    Credential credential = credential(client);
    JsonNode given;
    try {
      given = client.showing(Optional.of(credential.authorization())).post("/login");
    } catch (CommandFailure refused) {
      if (refused.exitCode() == ExitCode.DENIED) {
        throw CommandFailure.of(
            ExitCode.DENIED,
            "the master at %s does not know '%s' with that password"
                .formatted(client.address(), credential.principal()));
      }
      throw refused;
    }
    Path file =
        LoginTokens.of(terminal.environment())
            .keep(
                given.path("token").asText(), master.text(), client.address().uri().getAuthority());
    terminal.progress(
        "You are '%s' to the master at %s until %s; %s has the token."
            .formatted(
                given.path("principal").asText(),
                client.address(),
                given.path("expires_at").asText(),
                file));
  }

  private Credential credential(MasterClient client) {
    Prompt prompt = new Prompt(terminal);
    String name =
        user.orElseGet(() -> prompt.line("User of the master at " + client.address() + ": "));
    String password =
        passwordFromInput ? prompt.fromInput() : prompt.secret("Password of '" + name + "': ");
    try {
      return new Credential(name, password);
    } catch (IllegalArgumentException wrong) {
      throw CommandFailure.of(ExitCode.USAGE, String.valueOf(wrong.getMessage()));
    }
  }
}
