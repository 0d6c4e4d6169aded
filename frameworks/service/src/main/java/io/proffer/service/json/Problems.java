package io.proffer.service.json;

import io.proffer.frameworks.common.json.JsonType;
import io.proffer.frameworks.common.json.NamedFields;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What is wrong with a document, by path, as {@code /container/docker/image} or {@code
 * /apps(0)/id}.
 */
public class Problems implements NamedFields.Report {

  private final Map<String, List<String>> types = new LinkedHashMap<>();
  private final Map<String, List<String>> rules = new LinkedHashMap<>();

  /** Something is not of the type it must be; {@code error} as {@code error.expected.jsstring}. */
  void wrongType(String path, String error) {
    types.computeIfAbsent(path, p -> new ArrayList<>()).add(error);
  }

  @Override
  public void wrongType(String path, JsonType expected) {
    wrongType(path, "error.expected.js" + expected.name().toLowerCase(Locale.ROOT));
  }

  @Override
  public void broken(String path, String rule) {
    List<String> known = rules.computeIfAbsent(path.isEmpty() ? "/" : path, p -> new ArrayList<>());
    if (!known.contains(rule)) {
      known.add(rule);
    }
  }

  /** Whether nothing is wrong so far. */
  public boolean none() {
    return types.isEmpty() && rules.isEmpty();
  }

  /**
   * Ends the reading of a document.
   *
   * @throws InvalidObjectException when anything is wrong with it
   */
  public void orThrow() throws InvalidObjectException {
    if (!types.isEmpty()) {
      throw new InvalidObjectException("Invalid JSON", types);
    }
    if (!rules.isEmpty()) {
      throw new InvalidObjectException("Object is not valid", rules);
    }
  }

  /** A document that breaks one rule. */
  public static InvalidObjectException one(String path, String rule) {
    return new InvalidObjectException(
        "Object is not valid", Collections.singletonMap(path, List.of(rule)));
  }
}
