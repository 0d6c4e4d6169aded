package io.proffer.service.http;

import io.proffer.service.model.App;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Reads {@code a, b==c, d!=e, f in (g,h), i notin (j)}: all must hold; {@code \} escapes. */
final class LabelSelector {

  private final String text;
  private int at;

  private LabelSelector(String text) {
    this.text = text;
  }

  static Predicate<App> of(String text) throws HttpProblem {
    LabelSelector selector = new LabelSelector(text);
    Predicate<App> all = selector.one();
    while (selector.at < text.length()) {
      selector.expect(",");
      all = all.and(selector.one());
    }
    return all;
  }

  private Predicate<App> one() throws HttpProblem {
    String key = word();
    if (takes("==")) {
      String value = word();
      return app -> value.equals(app.spec().labels().get(key));
    }
    if (takes("!=")) {
      String value = word();
      return app ->
          app.spec().labels().containsKey(key) && !value.equals(app.spec().labels().get(key));
    }
    if (takesSet("in")) {
      List<String> values = values();
      return app -> values.contains(app.spec().labels().getOrDefault(key, "\0"));
    }
    if (takesSet("notin")) {
      List<String> values = values();
      return app ->
          app.spec().labels().containsKey(key) && !values.contains(app.spec().labels().get(key));
    }
    return app -> app.spec().labels().containsKey(key);
  }

  private List<String> values() throws HttpProblem {
    List<String> values = new ArrayList<>();
    values.add(word());
    while (takes(",")) {
      values.add(word());
    }
    expect(")");
    skipBlanks();
    return values;
  }

  private String word() throws HttpProblem {
    skipBlanks();
    StringBuilder word = new StringBuilder();
    while (at < text.length() && " ,()=!".indexOf(text.charAt(at)) < 0) {
      if (text.charAt(at) == '\\' && at + 1 < text.length()) {
        at++;
      }
      word.append(text.charAt(at++));
    }
    skipBlanks();
    if (word.isEmpty()) {
      throw HttpProblem.of(400, "Label selector '" + text + "': a word is missing at " + at);
    }
    return word.toString();
  }

  /** An operator and the bracket that follows it. */
  private boolean takesSet(String operator) throws HttpProblem {
    boolean blank = text.startsWith(operator + " ", at) || text.startsWith(operator + "(", at);
    if (blank) {
      at += operator.length();
      expect("(");
    }
    return blank;
  }

  private boolean takes(String token) {
    if (text.startsWith(token, at)) {
      at += token.length();
      skipBlanks();
      return true;
    }
    return false;
  }

  private void expect(String token) throws HttpProblem {
    skipBlanks();
    if (!takes(token)) {
      throw HttpProblem.of(400, "Label selector '" + text + "': '" + token + "' expected at " + at);
    }
  }

  private void skipBlanks() {
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
  }
}
