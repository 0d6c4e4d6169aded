package io.proffer.service.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The absolute id of an app or a group, written {@code /a/b}; the root is {@code /}.
 *
 * @param segments from the top down; none is empty, {@code .} or {@code ..}
 */
public record PathId(List<String> segments) implements Comparable<PathId> {

  /** The group everything is in. */
  public static final PathId ROOT = new PathId(List.of());

  private static final String LABEL = "([a-z0-9]|[a-z0-9][a-z0-9\\-]*[a-z0-9])";

  /** A segment, as Marathon words the rule in its errors. */
  private static final Pattern SEGMENT =
      Pattern.compile("^(" + LABEL + "\\.)*" + LABEL + "|(\\.|\\.\\.)$");

  /** What stands for something else at the end of a URI. */
  private static final List<String> RESERVED = List.of("restart", "tasks", "versions", ".", "..");

  public PathId {
    segments = List.copyOf(segments);
  }

  /** Reads an id; one without a slash at its start is taken from the root. */
  public static PathId of(String text) {
    return resolve(text, ROOT);
  }

  /**
   * Reads an id as it stands inside a group: {@code x}, {@code ../x} or {@code /a/x}. Empty
   * segments are left out, and {@code ..} at the root stays there.
   */
  public static PathId resolve(String text, PathId base) {
    List<String> path = new ArrayList<>(text.startsWith("/") ? List.of() : base.segments);
    for (String segment : text.split("/", -1)) {
      switch (segment) {
        case "", "." -> {}
        case ".." -> {
          if (!path.isEmpty()) {
            path.removeLast();
          }
        }
        default -> path.add(segment);
      }
    }
    return new PathId(path);
  }

  /** What is wrong with the text as an id, in Marathon's words; empty if nothing is. */
  public static Optional<String> problem(String text) {
    List<String> written =
        List.of(text.split("/", -1)).stream().filter(part -> !part.isEmpty()).toList();
    if (!written.stream().allMatch(part -> SEGMENT.matcher(part).matches())) {
      return Optional.of("must fully match regular expression '" + SEGMENT.pattern() + "'");
    }
    if (!written.isEmpty() && RESERVED.contains(written.getLast())) {
      return Optional.of(
          "must not end with any of the following reserved keywords: "
              + String.join(", ", RESERVED));
    }
    return Optional.empty();
  }

  public boolean isRoot() {
    return segments.isEmpty();
  }

  /** The group it is in; the root's is the root. */
  public PathId parent() {
    return isRoot() ? ROOT : new PathId(segments.subList(0, segments.size() - 1));
  }

  /** The group below the root that it is, or is in; the root's is the root. */
  public PathId topLevel() {
    return isRoot() ? ROOT : new PathId(segments.subList(0, 1));
  }

  /** Whether it is this group or anywhere in it. */
  public boolean isWithin(PathId group) {
    int depth = group.segments.size();
    return segments.size() >= depth && segments.subList(0, depth).equals(group.segments);
  }

  /** {@code a_b}, as task ids begin. */
  public String safe() {
    return String.join("_", segments);
  }

  /** {@code b.a}, as names of tasks and of service discovery are. */
  public String reversed() {
    return String.join(".", segments.reversed());
  }

  @Override
  public int compareTo(PathId other) {
    int common = Math.min(segments.size(), other.segments.size());
    for (int i = 0; i < common; i++) {
      int order = segments.get(i).compareTo(other.segments.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(segments.size(), other.segments.size());
  }

  @Override
  public String toString() {
    return "/" + String.join("/", segments);
  }
}
