package io.proffer.service.http;

import io.proffer.service.model.App;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** Which apps a list is asked for. */
final class AppFilter {

  private AppFilter() {}

  static Predicate<App> of(Request request) throws HttpProblem {
    Predicate<App> filter = app -> true;
    Optional<String> cmd = request.parameter("cmd");
    Optional<String> id = request.parameter("id");
    if (cmd.isPresent()) {
      filter = filter.and(app -> contains(app.spec().run().cmd().orElse(""), cmd.get()));
    }
    if (id.isPresent()) {
      filter = filter.and(app -> contains(app.id().toString(), id.get()));
    }
    for (String label : request.parameters("label")) {
      filter = filter.and(LabelSelector.of(label));
    }
    return filter;
  }

  private static boolean contains(String text, String part) {
    return text.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
  }
}
