package io.proffer.core.protocol;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where in a JSON text the reader is, to be shown only in errors: cheap to follow, dear to show.
 */
final class JsonPath {

  static final int NO_INDEX = -1;

  private FieldPlan[] fields = new FieldPlan[8];
  private int[] indexes = new int[8];
  private @Nullable String[] keys = new @Nullable String[8];
  private int depth;

  int depth() {
    return depth;
  }

  void enter(FieldPlan field) {
    if (depth == fields.length) {
      fields = Arrays.copyOf(fields, 2 * depth);
      indexes = Arrays.copyOf(indexes, 2 * depth);
      keys = Arrays.copyOf(keys, 2 * depth);
    }
    fields[depth] = field;
    indexes[depth] = NO_INDEX;
    keys[depth] = null;
    depth++;
  }

  /**
   * Notes the element the reader is at, in the innermost field; {@link #NO_INDEX} after the last.
   */
  void element(int index) {
    indexes[depth - 1] = index;
  }

  /** Notes the map key the reader is at, within the innermost field; null after the last. */
  void key(@Nullable String key) {
    keys[depth - 1] = key;
  }

  void leave() {
    depth--;
  }

  /** As in {@code accept.operations[0].launch}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < depth; i++) {
      text.append(i == 0 ? "" : ".").append(fields[i].name().getValue());
      if (indexes[i] != NO_INDEX) {
        text.append('[').append(indexes[i]).append(']');
      }
      if (keys[i] != null) {
        text.append("[\"").append(keys[i]).append("\"]");
      }
    }
    return text.toString();
  }
}
