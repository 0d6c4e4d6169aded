package io.proffer.master.allocator;

import io.proffer.core.model.Resources;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Numbers the names of scalar resources, so that quantities are short arrays of thousandths instead
 * of maps. A name keeps its number; arrays made earlier may be shorter than later ones.
 */
final class ScalarNames {
  private final Map<String, Integer> slots = new HashMap<>();
  private final List<String> names = new ArrayList<>();

  /** The thousandths of each scalar, over all metadata. */
  long[] quantities(Resources resources) {
    Sum sum = new Sum();
    resources.forEachScalar(sum::add);
    return sum.quantities;
  }

  int slot(String name) {
    Integer known = slots.get(name);
    if (known == null) {
      known = names.size();
      slots.put(name, known);
      names.add(name);
    }
    return known;
  }

  /** {@code to} plus {@code sign} times {@code what}: in place where it is long enough. */
  static long[] plus(long[] to, long[] what, int sign) {
    long[] sum = to.length >= what.length ? to : Arrays.copyOf(to, what.length);
    for (int i = 0; i < what.length; i++) {
      sum[i] += sign * what[i];
    }
    return sum;
  }

  /** The names that have a number. */
  List<String> all() {
    return names;
  }

  /** 0 of what an array is too short for. */
  static long at(long[] quantities, int slot) {
    return slot < quantities.length ? quantities[slot] : 0;
  }

  static boolean isZero(long[] quantities) {
    for (long quantity : quantities) {
      if (quantity != 0) {
        return false;
      }
    }
    return true;
  }

  private final class Sum {
    private long[] quantities = new long[names.size()];

    private void add(String name, long millis) {
      int slot = slot(name);
      if (slot >= quantities.length) {
        quantities = Arrays.copyOf(quantities, slot + 1);
      }
      quantities[slot] += millis;
    }
  }
}
