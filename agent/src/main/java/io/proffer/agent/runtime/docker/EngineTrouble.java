package io.proffer.agent.runtime.docker;

import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import io.proffer.agent.container.LaunchFailure;
import io.proffer.agent.runtime.LaunchException;
import java.util.concurrent.CompletionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says in words what the engine did not like. */
final class EngineTrouble {

  private static final Pattern MESSAGE =
      Pattern.compile("\\{\"message\":\"(.*)\"\\}", Pattern.DOTALL);
  private static final Pattern RUNC_PREFIX =
      Pattern.compile("^.*?OCI runtime create failed:.*?: exec: ", Pattern.DOTALL);

  private EngineTrouble() {}

  /** The engine's own words, without the protocol around them. */
  static String describe(Throwable trouble) {
    Throwable cause =
        trouble instanceof CompletionException && trouble.getCause() != null
            ? trouble.getCause()
            : trouble;
    String text = String.valueOf(cause.getMessage());
    Matcher message = MESSAGE.matcher(text);
    String words = message.find() ? message.group(1).replace("\\\"", "\"") : text;
    return words.replace("\\n", " ").strip();
  }

  static boolean isMissingImage(Throwable trouble) {
    return trouble instanceof NotFoundException
        && describe(trouble).toLowerCase(java.util.Locale.ROOT).contains("no such image");
  }

  /** What it means for a launch that the engine refused it, or did not answer. */
  static LaunchException launch(RuntimeException trouble, Engine engine) {
    if (!(trouble instanceof DockerException)) {
      return new LaunchException(
          LaunchFailure.Kind.RUNTIME,
          "the Docker engine at " + engine.host() + " does not answer: " + describe(trouble));
    }
    String words = describe(trouble);
    Matcher runc = RUNC_PREFIX.matcher(words);
    return new LaunchException(
        LaunchFailure.Kind.COMMAND,
        runc.find()
            ? "the command cannot be run: " + words.substring(runc.end())
            : "the Docker engine refused it: " + words);
  }
}
