package io.proffer.core.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.mesos.v1.Protos;

/**
 * An immutable set of unsigned 64-bit integers, kept as sorted, coalesced, inclusive ranges: the
 * value of {@code ports} and of any other {@code RANGES} resource. Bounds are unsigned longs.
 */
public final class Ranges {

  private static final Ranges EMPTY = new Ranges(new long[0]);

  /** Begin and end of each range in turn; ranges ascend and neither overlap nor touch. */
  private final long[] bounds;

  private Ranges(long[] bounds) {
    this.bounds = bounds;
  }

  /**
   * The integers from {@code begin} to {@code end}, both included, as unsigned longs.
   *
   * @param begin the smallest member
   * @param end the largest member; at least {@code begin}
   */
  public record Range(long begin, long end) {
    public Range {
      if (Long.compareUnsigned(begin, end) > 0) {
        throw new IllegalArgumentException(
            "Range begins at "
                + Long.toUnsignedString(begin)
                + " after its end "
                + Long.toUnsignedString(end));
      }
    }

    @Override
    public String toString() {
      return Long.toUnsignedString(begin) + "-" + Long.toUnsignedString(end);
    }
  }

  /** No members. */
  public static Ranges empty() {
    return EMPTY;
  }

  /** The members of one range, {@code begin} and {@code end} included. */
  public static Ranges of(long begin, long end) {
    return of(List.of(new Range(begin, end)));
  }

  /** The union of {@code ranges}, which may be in any order and may overlap. */
  public static Ranges of(Iterable<Range> ranges) {
    List<Range> sorted = new ArrayList<>();
    ranges.forEach(sorted::add);
    if (sorted.isEmpty()) {
      return EMPTY;
    }
    sorted.sort((a, b) -> Long.compareUnsigned(a.begin, b.begin));
    Bounds out = new Bounds(sorted.size());
    for (Range range : sorted) {
      out.append(range.begin, range.end);
    }
    return out.toRanges();
  }

  /**
   * The union of the protobuf's ranges.
   *
   * @throws IllegalArgumentException if a range begins after its end
   */
  public static Ranges of(Protos.Value.Ranges proto) {
    if (proto.getRangeCount() == 1) {
      Protos.Value.Range only = proto.getRange(0);
      return of(only.getBegin(), only.getEnd());
    }
    List<Range> ranges = new ArrayList<>(proto.getRangeCount());
    for (Protos.Value.Range range : proto.getRangeList()) {
      ranges.add(new Range(range.getBegin(), range.getEnd()));
    }
    return of(ranges);
  }

  public Protos.Value.Ranges toProto() {
    Protos.Value.Ranges.Builder proto = Protos.Value.Ranges.newBuilder();
    for (int i = 0; i < bounds.length; i += 2) {
      proto.addRange(
          Protos.Value.Range.newBuilder().setBegin(bounds[i]).setEnd(bounds[i + 1]).build());
    }
    return proto.build();
  }

  /** The maximal ranges, ascending. */
  public List<Range> ranges() {
    List<Range> ranges = new ArrayList<>(bounds.length / 2);
    for (int i = 0; i < bounds.length; i += 2) {
      ranges.add(new Range(bounds[i], bounds[i + 1]));
    }
    return List.copyOf(ranges);
  }

  /** The number of members; {@link Long#MAX_VALUE} where it is that or more. */
  public long size() {
    long size = 0;
    for (int i = 0; i < bounds.length; i += 2) {
      long span = bounds[i + 1] - bounds[i];
      size += span + 1;
      if (span < 0 || size <= 0) {
        return Long.MAX_VALUE;
      }
    }
    return size;
  }

  public boolean isEmpty() {
    return bounds.length == 0;
  }

  /** The members of either. */
  public Ranges plus(Ranges other) {
    long[] a = bounds;
    long[] b = other.bounds;
    if (a.length == 0 || b.length == 0) {
      return a.length == 0 ? other : this;
    }
    Bounds out = new Bounds((a.length + b.length) / 2);
    int i = 0;
    int j = 0;
    while (i < a.length || j < b.length) {
      if (j >= b.length || (i < a.length && Long.compareUnsigned(a[i], b[j]) <= 0)) {
        out.append(a[i], a[i + 1]);
        i += 2;
      } else {
        out.append(b[j], b[j + 1]);
        j += 2;
      }
    }
    return out.toRanges();
  }

  /** The members of this that are not in {@code other}, which need not be contained. */
  public Ranges minus(Ranges other) {
    long[] b = other.bounds;
    if (bounds.length == 0 || b.length == 0) {
      return this;
    }
    Bounds out = new Bounds((bounds.length + b.length) / 2);
    int j = 0;
    for (int i = 0; i < bounds.length; i += 2) {
      long begin = bounds[i];
      long end = bounds[i + 1];
      while (j < b.length && Long.compareUnsigned(b[j + 1], begin) < 0) {
        j += 2;
      }
      boolean remains = true;
      for (int k = j; remains && k < b.length && Long.compareUnsigned(b[k], end) <= 0; k += 2) {
        if (Long.compareUnsigned(b[k], begin) > 0) {
          out.append(begin, b[k] - 1);
        }
        remains = Long.compareUnsigned(b[k + 1], end) < 0;
        begin = b[k + 1] + 1;
      }
      if (remains) {
        out.append(begin, end);
      }
    }
    return out.toRanges();
  }

  /** The members of both. */
  public Ranges intersect(Ranges other) {
    long[] a = bounds;
    long[] b = other.bounds;
    if (a.length == 0 || b.length == 0) {
      return EMPTY;
    }
    Bounds out = new Bounds((a.length + b.length) / 2);
    int i = 0;
    int j = 0;
    while (i < a.length && j < b.length) {
      long begin = Long.compareUnsigned(a[i], b[j]) >= 0 ? a[i] : b[j];
      long end = Long.compareUnsigned(a[i + 1], b[j + 1]) <= 0 ? a[i + 1] : b[j + 1];
      if (Long.compareUnsigned(begin, end) <= 0) {
        out.append(begin, end);
      }
      if (end == a[i + 1]) {
        i += 2;
      } else {
        j += 2;
      }
    }
    return out.toRanges();
  }

  /** Whether every member of {@code other} is a member of this. */
  public boolean contains(Ranges other) {
    long[] a = bounds;
    long[] b = other.bounds;
    int i = 0;
    for (int j = 0; j < b.length; j += 2) {
      while (i < a.length && Long.compareUnsigned(a[i + 1], b[j]) < 0) {
        i += 2;
      }
      if (i >= a.length
          || Long.compareUnsigned(a[i], b[j]) > 0
          || Long.compareUnsigned(b[j + 1], a[i + 1]) > 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether {@code member} is in one of the ranges. */
  public boolean contains(long member) {
    for (int i = 0; i < bounds.length; i += 2) {
      if (Long.compareUnsigned(member, bounds[i + 1]) <= 0) {
        return Long.compareUnsigned(bounds[i], member) <= 0;
      }
    }
    return false;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Ranges that && Arrays.equals(bounds, that.bounds);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bounds);
  }

  /** Mesos' text, such as {@code [31000-31001, 31005-31005]}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("[");
    for (int i = 0; i < bounds.length; i += 2) {
      text.append(i == 0 ? "" : ", ")
          .append(Long.toUnsignedString(bounds[i]))
          .append('-')
          .append(Long.toUnsignedString(bounds[i + 1]));
    }
    return text.append(']').toString();
  }

  /** Collects ranges that arrive by ascending begin and coalesces those that overlap or touch. */
  private static final class Bounds {
    private final long[] bounds;
    private int length;

    Bounds(int mostRanges) {
      bounds = new long[2 * mostRanges];
    }

    void append(long begin, long end) {
      if (length > 0 && reaches(bounds[length - 1], begin)) {
        if (Long.compareUnsigned(end, bounds[length - 1]) > 0) {
          bounds[length - 1] = end;
        }
        return;
      }
      bounds[length++] = begin;
      bounds[length++] = end;
    }

    private static boolean reaches(long end, long nextBegin) {
      return nextBegin == 0 || Long.compareUnsigned(nextBegin - 1, end) <= 0;
    }

    Ranges toRanges() {
      if (length == 0) {
        return EMPTY;
      }
      return new Ranges(length == bounds.length ? bounds : Arrays.copyOf(bounds, length));
    }
  }
}
