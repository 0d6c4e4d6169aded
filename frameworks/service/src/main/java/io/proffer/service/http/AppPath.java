package io.proffer.service.http;

import io.proffer.service.model.PathId;
import java.util.List;
import java.util.Optional;

/**
 * What a path below {@code /v2/apps} names.
 *
 * @param id the app, or for {@code all} the group
 * @param all whether all apps in the group are meant: {@code group/*}
 * @param part {@code restart}, {@code tasks}, {@code versions}, or empty for the app itself
 * @param item the task or the version
 */
record AppPath(PathId id, boolean all, String part, Optional<String> item) {

  private static final List<String> PARTS = List.of("restart", "tasks", "versions");

  static AppPath of(List<String> segments) {
    int size = segments.size();
    if (size >= 2 && PARTS.contains(segments.get(size - 1))) {
      return of(segments.subList(0, size - 1), segments.get(size - 1), Optional.empty());
    }
    boolean item = size >= 3 && PARTS.subList(1, 3).contains(segments.get(size - 2));
    return item
        ? of(
            segments.subList(0, size - 2),
            segments.get(size - 2),
            Optional.of(segments.get(size - 1)))
        : of(segments, "", Optional.empty());
  }

  private static AppPath of(List<String> id, String part, Optional<String> item) {
    boolean all = !id.isEmpty() && id.getLast().equals("*");
    List<String> named = all ? id.subList(0, id.size() - 1) : id;
    return new AppPath(PathId.of("/" + String.join("/", named)), all, part, item);
  }
}
