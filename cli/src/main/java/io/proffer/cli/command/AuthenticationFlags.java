package io.proffer.cli.command;

import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import io.proffer.core.security.Authentication;
import io.proffer.core.security.CredentialFile;
import io.proffer.core.security.Realm;
import io.proffer.core.security.TokenKeyFile;
import io.proffer.core.security.Tokens;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** Whom a master knows, and where it wants to know who asks. */
final class AuthenticationFlags {

  @Option(
      names = "--credentials",
      paramLabel = "FILE",
      description = {
        "Who may ask this master: Mesos' JSON, or a principal and its secret on each line, in a",
        "file that others cannot read. With it, everybody must prove who he is, but for what",
        "the flags below leave open."
      })
  private Optional<Path> credentials = Optional.empty();

  @Option(
      names = "--authenticate-http-readonly",
      paramLabel = "true|false",
      arity = "0..1",
      fallbackValue = "true",
      description = "Whether who only looks must. Default: true with --credentials")
  private Optional<Boolean> readOnly = Optional.empty();

  @Option(
      names = "--authenticate-http-readwrite",
      paramLabel = "true|false",
      arity = "0..1",
      fallbackValue = "true",
      description = "Whether who changes something must. Default: true with --credentials")
  private Optional<Boolean> readWrite = Optional.empty();

  @Option(
      names = "--authenticate-http-frameworks",
      paramLabel = "true|false",
      arity = "0..1",
      fallbackValue = "true",
      description = "Whether frameworks must. Default: true with --credentials")
  private Optional<Boolean> frameworks = Optional.empty();

  @Option(
      names = "--authenticate-agents",
      paramLabel = "true|false",
      arity = "0..1",
      fallbackValue = "true",
      description = "Whether agents must. Default: true with --credentials")
  private Optional<Boolean> agents = Optional.empty();

  @Option(
      names = "--token-key",
      paramLabel = "FILE",
      description = {
        "The key of the tokens that it gives, the same for all masters of a cluster: 32 random",
        "bytes; made if it is not there. Default: token.key in the work dir"
      })
  private Optional<Path> tokenKey = Optional.empty();

  /** Whether nobody gets in without saying who he is. */
  boolean coverAll() {
    return credentials.isPresent() && required().size() == Realm.values().length;
  }

  /** Whether no other master takes the tokens that this one gives. */
  boolean keepTokensApart() {
    return credentials.isPresent() && tokenKey.isEmpty();
  }

  /**
   * What the flags say.
   *
   * @throws CommandFailure (usage) if they make no sense together, or a file is wrong
   */
  Optional<Authentication> authentication(Path workDir, String cluster) {
    if (credentials.isEmpty()) {
      wishes().forEach(AuthenticationFlags::requireNone);
      return Optional.empty();
    }
    Path key = tokenKey.orElse(workDir.resolve("token.key"));
    try {
      return Optional.of(
          new Authentication(
              CredentialFile.many(credentials.get()),
              new Tokens(TokenKeyFile.readOrMake(key, new SecureRandom()), cluster),
              required()));
    } catch (IOException wrong) {
      throw CommandFailure.of(ExitCode.USAGE, String.valueOf(wrong.getMessage()));
    }
  }

  private static void requireNone(Realm realm, Optional<Boolean> wish) {
    if (wish.orElse(false)) {
      throw CommandFailure.of(
          ExitCode.USAGE,
          "to know who asks (" + realm.wireName() + ") a master must be told whom there is",
          "Give --credentials FILE.");
    }
  }

  private Set<Realm> required() {
    Set<Realm> required = EnumSet.noneOf(Realm.class);
    wishes()
        .forEach(
            (realm, wish) -> {
              if (wish.orElse(true)) {
                required.add(realm);
              }
            });
    return required;
  }

  private Map<Realm, Optional<Boolean>> wishes() {
    Map<Realm, Optional<Boolean>> wishes = new EnumMap<>(Realm.class);
    wishes.put(Realm.READONLY, readOnly);
    wishes.put(Realm.READWRITE, readWrite);
    wishes.put(Realm.SCHEDULER, frameworks);
    wishes.put(Realm.AGENT, agents);
    return wishes;
  }
}
