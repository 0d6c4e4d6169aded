package io.proffer.core.model;

import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/** An immutable set of strings, sorted: the value of a {@code SET} resource. */
final class Items {

  private static final Items EMPTY = new Items(new String[0]);

  /** Ascending, without duplicates. */
  private final String[] sorted;

  private Items(String[] sorted) {
    this.sorted = sorted;
  }

  static Items empty() {
    return EMPTY;
  }

  static Items of(Iterable<String> items) {
    TreeSet<String> set = new TreeSet<>();
    items.forEach(set::add);
    return set.isEmpty() ? EMPTY : new Items(set.toArray(new String[0]));
  }

  List<String> list() {
    return List.of(sorted);
  }

  boolean isEmpty() {
    return sorted.length == 0;
  }

  Items plus(Items other) {
    return merge(other, true, true, true);
  }

  Items minus(Items other) {
    return merge(other, true, false, false);
  }

  Items intersect(Items other) {
    return merge(other, false, true, false);
  }

  boolean contains(Items other) {
    int i = 0;
    for (String item : other.sorted) {
      while (i < sorted.length && sorted[i].compareTo(item) < 0) {
        i++;
      }
      if (i == sorted.length || !sorted[i].equals(item)) {
        return false;
      }
    }
    return true;
  }

  private Items merge(Items other, boolean keepLeft, boolean keepBoth, boolean keepRight) {
    String[] a = sorted;
    String[] b = other.sorted;
    String[] out = new String[a.length + b.length];
    int n = 0;
    int i = 0;
    int j = 0;
    while (i < a.length || j < b.length) {
      int order = j == b.length ? -1 : i == a.length ? 1 : a[i].compareTo(b[j]);
      if (order < 0 ? keepLeft : order > 0 ? keepRight : keepBoth) {
        out[n++] = order <= 0 ? a[i] : b[j];
      }
      i += order <= 0 ? 1 : 0;
      j += order >= 0 ? 1 : 0;
    }
    return n == 0 ? EMPTY : new Items(Arrays.copyOf(out, n));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Items that && Arrays.equals(sorted, that.sorted);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(sorted);
  }

  /** Mesos' text, such as <code>{a, b}</code>. */
  @Override
  public String toString() {
    return "{" + String.join(", ", sorted) + "}";
  }
}
