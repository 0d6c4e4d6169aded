package io.proffer.batch.json;

import io.proffer.frameworks.common.json.JsonType;
import io.proffer.frameworks.common.json.NamedFields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is wrong with a document, by path, as {@code /run/cpus} or {@code /run/volumes(0)/mode}. */
public class Problems implements NamedFields.Report {

  private static final int MAX_PROBLEMS = 100;

  private final Map<String, List<String>> found = new LinkedHashMap<>();

  @Override
  public void wrongType(String path, JsonType expected) {
    broken(path, "must be " + expected.words());
  }

  @Override
  public void broken(String path, String rule) {
    if (found.size() < MAX_PROBLEMS || found.containsKey(path)) {
      List<String> known = found.computeIfAbsent(path, p -> new ArrayList<>());
      if (!known.contains(rule)) {
        known.add(rule);
      }
    }
  }

  /** Ends the reading of a document. */
  void orThrow() throws InvalidObjectException {
    if (!found.isEmpty()) {
      throw new InvalidObjectException(found);
    }
  }
}
