package io.proffer.service.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.service.logging.Loggers;
import io.proffer.service.logging.Loggers.Detail;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code /logging}: how much of what the leading process logs. */
final class LoggersEndpoint implements Endpoint {

  private static final Pattern NAME = Pattern.compile("[\\w.$-]{1,200}");
  private static final int MAX_SECONDS = 30 * 24 * 3600;

  private final Loggers loggers;

  LoggersEndpoint(Loggers loggers) {
    this.loggers = loggers;
  }

  @Override
  public Answer answer(Request request) throws HttpProblem {
    if (!loggers.isThere()) {
      throw HttpProblem.notYet("loggers of this process are");
    }
    return switch (request.method()) {
      case "GET", "HEAD" -> {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        loggers.levels().forEach(out::put);
        yield Answer.ok(out);
      }
      case "POST" -> change(request.object());
      default -> throw Routes.wrongMethod(request);
    };
  }

  private Answer change(ObjectNode json) throws HttpProblem {
    String logger = text(json, "logger");
    if (!NAME.matcher(logger).matches()) {
      throw HttpProblem.invalid("/logger", "must fully match regular expression '" + NAME + "'");
    }
    Detail detail = detail(text(json, "level"));
    if (!loggers.set(logger, detail, span(json))) {
      throw HttpProblem.of(403, "There are too many loggers to make another one");
    }
    return Answer.ok(json);
  }

  private static String text(ObjectNode json, String name) throws HttpProblem {
    JsonNode value = json.path(name);
    if (!value.isTextual()) {
      throw HttpProblem.wrongType(
          "/" + name, value.isMissingNode() ? "error.path.missing" : "error.expected.jsstring");
    }
    return value.asText();
  }

  private static Detail detail(String text) throws HttpProblem {
    Optional<Detail> detail =
        Arrays.stream(Detail.values()).filter(d -> d.name().equalsIgnoreCase(text)).findFirst();
    if (detail.isEmpty()) {
      throw HttpProblem.wrongType(
          "/level",
          "error.unknown.enum.literal: use one of "
              + String.join(
                  ", ",
                  Arrays.stream(Detail.values())
                      .map(d -> d.name().toLowerCase(Locale.ROOT))
                      .toList()));
    }
    return detail.get();
  }

  private static Optional<Duration> span(ObjectNode json) throws HttpProblem {
    JsonNode seconds = json.path("durationSeconds");
    if (seconds.isMissingNode() || seconds.isNull()) {
      return Optional.empty();
    }
    if (!seconds.isInt()) {
      throw HttpProblem.wrongType("/durationSeconds", "error.expected.jsnumber");
    }
    if (seconds.asInt() < 1 || seconds.asInt() > MAX_SECONDS) {
      throw HttpProblem.invalid("/durationSeconds", "must be from 1 to " + MAX_SECONDS);
    }
    return Optional.of(Duration.ofSeconds(seconds.asInt()));
  }
}
