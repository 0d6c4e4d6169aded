package io.proffer.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells how a value differs from a recorded one. What is new with each run has a word in angle
 * brackets in the recording: some stand for what this run knows ({@code <agent>}), others for
 * anything of their kind ({@code <time>}). Numbers are the same only if they are written alike,
 * {@code 1} or {@code 1.0}. Lists may be in any order, except the statuses of a task.
 */
final class Likeness {

  private static final Pattern WORD = Pattern.compile("<[a-z-]+>");
  private static final String UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

  private final Map<String, String> known;

  /**
   * @param known what words stand for in this run
   */
  Likeness(Map<String, String> known) {
    this.known = Map.copyOf(known);
  }

  /** One line for each difference, beginning with its path; none if they are alike. */
  List<String> differences(JsonNode recorded, JsonNode found) {
    List<String> differences = new ArrayList<>();
    compare("", recorded, found, differences);
    return differences;
  }

  private void compare(String path, JsonNode recorded, JsonNode found, List<String> out) {
    if (recorded.isTextual()) {
      if (!isLike(recorded.textValue(), found)) {
        out.add("%s: %s recorded, %s found".formatted(path, recorded, found));
      }
    } else if (recorded.isObject() && found.isObject()) {
      compareFields(path, recorded, found, out);
    } else if (recorded.isArray() && found.isArray()) {
      compareElements(path, recorded, found, out);
    } else if (!recorded.toString().equals(found.toString())) {
      out.add("%s: %s recorded, %s found".formatted(path, recorded, found));
    }
  }

  private void compareFields(String path, JsonNode recorded, JsonNode found, List<String> out) {
    for (Map.Entry<String, JsonNode> field : recorded.properties()) {
      String at = path + "." + field.getKey();
      JsonNode value = found.get(field.getKey());
      if (value == null) {
        out.add("%s: %s recorded, nothing found".formatted(at, field.getValue()));
      } else {
        compare(at, field.getValue(), value, out);
      }
    }
    for (Map.Entry<String, JsonNode> field : found.properties()) {
      if (!recorded.has(field.getKey())) {
        out.add(
            "%s.%s: nothing recorded, %s found".formatted(path, field.getKey(), field.getValue()));
      }
    }
  }

  private void compareElements(String path, JsonNode recorded, JsonNode found, List<String> out) {
    List<JsonNode> left = new ArrayList<>();
    found.forEach(left::add);
    List<JsonNode> unmatched = new ArrayList<>();
    boolean ordered = path.endsWith(".statuses");
    for (JsonNode element : recorded) {
      int place = ordered ? 0 : placeOfLike(element, left);
      if (place >= 0 && place < left.size() && differences(element, left.get(place)).isEmpty()) {
        left.remove(place);
      } else {
        unmatched.add(element);
      }
    }
    for (JsonNode element : unmatched) {
      if (left.isEmpty()) {
        out.add("%s[]: %s recorded, nothing found".formatted(path, element));
      } else {
        compare(path + "[]", element, left.remove(nearest(element, left)), out);
      }
    }
    left.forEach(more -> out.add("%s[]: nothing recorded, %s found".formatted(path, more)));
  }

  private int placeOfLike(JsonNode element, List<JsonNode> candidates) {
    for (int i = 0; i < candidates.size(); i++) {
      if (differences(element, candidates.get(i)).isEmpty()) {
        return i;
      }
    }
    return -1;
  }

  private int nearest(JsonNode element, List<JsonNode> candidates) {
    int nearest = 0;
    for (int i = 1; i < candidates.size(); i++) {
      if (differences(element, candidates.get(i)).size()
          < differences(element, candidates.get(nearest)).size()) {
        nearest = i;
      }
    }
    return nearest;
  }

  private boolean isLike(String recorded, JsonNode found) {
    return switch (recorded) {
      case "<time>", "<number>" -> found.isNumber() && found.doubleValue() > 0;
      case "<list>" -> found.isArray() && !found.isEmpty();
      case "<object>" -> found.isObject() && !found.isEmpty();
      case "<master-port>", "<agent-port>" ->
          found.isInt() && found.toString().equals(known.get(recorded));
      default -> found.isTextual() && pattern(recorded).matcher(found.textValue()).matches();
    };
  }

  /** What a text with words in it may be. */
  private Pattern pattern(String recorded) {
    StringBuilder regex = new StringBuilder();
    Matcher word = WORD.matcher(recorded);
    int end = 0;
    while (word.find()) {
      regex.append(Pattern.quote(recorded.substring(end, word.start())));
      regex.append(meaning(word.group()));
      end = word.end();
    }
    return Pattern.compile(regex.append(Pattern.quote(recorded.substring(end))).toString());
  }

  private String meaning(String word) {
    return switch (word) {
      case "<id>" -> UUID;
      case "<offer>" -> Pattern.quote(known.getOrDefault("<master>", word)) + "-O\\d+";
      case "<uuid>" -> "[A-Za-z0-9+/]{22}==";
      case "<host>" -> ".+";
      case "<text>" -> ".*";
      case "<some-framework>" -> Pattern.quote(known.getOrDefault("<master>", word)) + "-\\d{4}";
      case "<state>" -> "TASK_[A-Z]+";
      default -> Pattern.quote(known.getOrDefault(word, word));
    };
  }
}
