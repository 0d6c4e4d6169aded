package io.proffer.batch.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.batch.model.ArraySpec;
import io.proffer.batch.model.Copies;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads and writes what {@code batch} of a job says of an array. */
final class ArrayReader {

  private static final Pattern RANGE = Pattern.compile("0-([0-9]{1,12})(?:%([0-9]{1,12}))?");
  private static final Pattern PART = Pattern.compile("([0-9]{1,7})(?:-([0-9]{1,7}))?");
  private static final int MAX_NAMED = 10_000;

  private ArrayReader() {}

  static Optional<ArraySpec> read(Fields batch) {
    Optional<Shape> shape = batch.object("array", ArrayReader::shape);
    Optional<ArraySpec.Success> success =
        batch.object("successPolicy", s -> success(s, shape.map(Shape::size).orElse(0)));
    if (shape.isEmpty() && success.isPresent()) {
      batch.broken("successPolicy", "only an array has one");
    }
    return shape.map(
        s ->
            new ArraySpec(
                s.size(),
                s.throttle(),
                s.maxFailed(),
                success.orElse(ArraySpec.Success.ALL),
                s.copies()));
  }

  private record Shape(int size, int throttle, int maxFailed, Optional<Copies> copies) {}

  private static Copies copies(Fields f) {
    Optional<Integer> max = f.integer("max", 1, Copies.MOST);
    if (max.isEmpty()) {
      f.broken("max", "is missing: how many indexes have a second task at a time");
    }
    double slowerThan = f.number("slowerThan", Copies.USUAL_SLOWER_THAN, 1);
    Duration after =
        f.seconds("afterSeconds", 0).orElse(Duration.ofSeconds(Copies.USUAL_AFTER_SECONDS));
    return new Copies(max.orElse(1), slowerThan, after);
  }

  private static Shape shape(Fields f) {
    String text = f.requiredText("indexes");
    Matcher range = RANGE.matcher(text);
    int maxFailed = f.integer("maxFailedIndexes", 0, ArraySpec.MAX_SIZE).orElse(0);
    Optional<Copies> copies = f.object("copies", ArrayReader::copies);
    if (!range.matches()) {
      if (!text.isEmpty()) {
        f.broken("indexes", "must be 0-N, or 0-N%K for K tasks at a time");
      }
      return new Shape(1, 1, maxFailed, copies);
    }
    long last = Long.parseLong(range.group(1));
    if (last >= ArraySpec.MAX_SIZE) {
      f.broken("indexes", "must end at " + (ArraySpec.MAX_SIZE - 1) + " at most");
      return new Shape(1, 1, maxFailed, copies);
    }
    int size = (int) last + 1;
    long throttle =
        range.group(2) == null
            ? Math.min(size, ArraySpec.USUAL_THROTTLE)
            : Long.parseLong(range.group(2));
    if (throttle < 1 || throttle > ArraySpec.MAX_THROTTLE) {
      f.broken("indexes", "at least 1 and at most " + ArraySpec.MAX_THROTTLE + " at a time");
      throttle = 1;
    }
    return new Shape(size, (int) throttle, maxFailed, copies);
  }

  private static ArraySpec.Success success(Fields f, int size) {
    ArraySpec.Kind kind =
        f.choice("type", ArraySpec.Kind.ALL, ArrayReader::written, ArraySpec.Kind.values());
    Optional<Integer> count = f.integer("count", 1, Math.max(1, size));
    Optional<String> named = f.text("indexes");
    if (kind == ArraySpec.Kind.QUORUM && count.isEmpty()) {
      f.broken("count", "is missing: how many must end well");
    }
    if (kind == ArraySpec.Kind.INDEXES && named.isEmpty()) {
      f.broken("indexes", "is missing: which must end well");
    }
    return new ArraySpec.Success(
        kind,
        kind == ArraySpec.Kind.QUORUM ? count.orElse(1) : 0,
        kind == ArraySpec.Kind.INDEXES ? indexes(f, named.orElse(""), size) : List.of());
  }

  private static List<Integer> indexes(Fields f, String text, int size) {
    TreeSet<Integer> all = new TreeSet<>();
    for (String part : Arrays.asList(text.split(",", -1))) {
      Matcher matcher = PART.matcher(part.strip());
      if (!matcher.matches()) {
        f.broken("indexes", "must be as 0,3-5");
        return List.of();
      }
      int from = Integer.parseInt(matcher.group(1));
      int to = matcher.group(2) == null ? from : Integer.parseInt(matcher.group(2));
      if (to >= size || from > to || all.size() + (to - from) >= MAX_NAMED) {
        f.broken("indexes", "must be of the array, and " + MAX_NAMED + " at most");
        return List.of();
      }
      for (int index = from; index <= to; index++) {
        all.add(index);
      }
    }
    return new ArrayList<>(all);
  }

  private static String written(ArraySpec.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  static void write(ArraySpec array, ObjectNode batch) {
    ObjectNode out = batch.putObject("array");
    out.put("indexes", "0-%d%%%d".formatted(array.size() - 1, array.throttle()));
    if (array.maxFailed() > 0) {
      out.put("maxFailedIndexes", array.maxFailed());
    }
    array
        .copies()
        .ifPresent(
            copies ->
                out.putObject("copies")
                    .put("max", copies.max())
                    .put("slowerThan", copies.slowerThan())
                    .put("afterSeconds", copies.after().toSeconds()));
    ArraySpec.Success success = array.success();
    if (success.equals(ArraySpec.Success.ALL)) {
      return;
    }
    ObjectNode policy = batch.putObject("successPolicy").put("type", written(success.kind()));
    if (success.kind() == ArraySpec.Kind.QUORUM) {
      policy.put("count", success.count());
    }
    if (success.kind() == ArraySpec.Kind.INDEXES) {
      policy.put("indexes", ranges(success.indexes()));
    }
  }

  private static String ranges(List<Integer> indexes) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < indexes.size(); ) {
      int j = i;
      while (j + 1 < indexes.size() && indexes.get(j + 1) == indexes.get(j) + 1) {
        j++;
      }
      out.append(out.isEmpty() ? "" : ",").append(indexes.get(i));
      if (j > i) {
        out.append('-').append(indexes.get(j));
      }
      i = j + 1;
    }
    return out.toString();
  }
}
