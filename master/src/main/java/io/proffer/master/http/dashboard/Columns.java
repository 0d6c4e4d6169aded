package io.proffer.master.http.dashboard;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * Writes rows as columns: one array for each field, which compresses to a fraction of what an
 * object for each row would. All columns grow in one walk over the rows: those are all over the
 * memory, and looking at each once is most of what it costs.
 *
 * <p>A column of numbers that are all the same has one of them.
 *
 * @param <R> a row
 */
final class Columns<R> {

  private final List<Column<R>> columns = new ArrayList<>();

  private interface Column<R> {
    void add(R row);

    /** Fields of an object, a comma behind each. */
    void write(JsonBytes out);
  }

  /** Texts that differ, by and large. */
  Columns<R> text(String name, Function<R, String> value) {
    columns.add(new Texts<>(name, (row, out) -> out.text(value.apply(row))));
    return this;
  }

  /** Several texts for each row. */
  Columns<R> texts(String name, Function<R, ? extends Iterable<String>> values) {
    columns.add(
        new Texts<>(
            name,
            (row, out) -> {
              out.raw('[');
              boolean first = true;
              for (String value : values.apply(row)) {
                (first ? out : out.raw(',')).text(value);
                first = false;
              }
              out.raw(']');
            }));
    return this;
  }

  /** Few different texts: each once, in the order of their numbers, and a number for each row. */
  Columns<R> few(String name, Function<R, String> value) {
    columns.add(new Few<>(name, value));
    return this;
  }

  Columns<R> number(String name, ToLongFunction<R> value) {
    columns.add(new Count<>(new Numbers(name, false), value));
    return this;
  }

  /** A column for each of {@link Sums#SCALARS}. */
  Columns<R> amounts(String prefix, Amounts<R> amounts) {
    columns.add(new Scalars<>(prefix, amounts));
    return this;
  }

  /**
   * Reads amounts of a row.
   *
   * @param <R> a row
   */
  interface Amounts<R> {
    /** Adds thousandths to each of {@link Sums#SCALARS}. */
    void add(R row, long[] millis);
  }

  /** All of them as one field, with a comma behind; nothing where there is no row. */
  void write(String name, Iterable<R> rows, JsonBytes out) {
    boolean any = false;
    for (R row : rows) {
      any = true;
      for (Column<R> column : columns) {
        column.add(row);
      }
    }
    if (any) {
      out.name(name).raw('{');
      columns.forEach(column -> column.write(out));
      out.dropComma().raw('}').raw(',');
    }
  }

  private interface Cell<R> {
    void write(R row, JsonBytes out);
  }

  private record Texts<R>(String name, Cell<R> cell, JsonBytes cells) implements Column<R> {

    Texts(String name, Cell<R> cell) {
      this(name, cell, new JsonBytes());
    }

    @Override
    public void add(R row) {
      cell.write(row, cells);
      cells.raw(',');
    }

    @Override
    public void write(JsonBytes out) {
      out.name(name).raw('[').append(cells).dropComma().raw(']').raw(',');
    }
  }

  /** Cells of a column of numbers. */
  private static final class Numbers {

    private final String name;
    private final boolean thousandths;
    private final JsonBytes cells = new JsonBytes();
    private long count;
    private long first;
    private boolean same = true;

    Numbers(String name, boolean thousandths) {
      this.name = name;
      this.thousandths = thousandths;
    }

    void add(long number) {
      if (count++ == 0) {
        first = number;
      } else if (same && number != first) {
        same = false;
        for (long i = 1; i < count; i++) {
          append(first);
        }
      }
      if (!same) {
        append(number);
      }
    }

    private void append(long number) {
      (thousandths ? cells.millis(number) : cells.number(number)).raw(',');
    }

    void write(JsonBytes out) {
      if (same) {
        append(first);
      }
      out.name(name).raw('[').append(cells).dropComma().raw(']').raw(',');
    }
  }

  private record Count<R>(Numbers cells, ToLongFunction<R> value) implements Column<R> {

    @Override
    public void add(R row) {
      cells.add(value.applyAsLong(row));
    }

    @Override
    public void write(JsonBytes out) {
      cells.write(out);
    }
  }

  private static final class Few<R> implements Column<R> {

    private final String name;
    private final Function<R, String> value;
    private final Numbers cells;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final JsonBytes texts = new JsonBytes();
    private String last = "";
    private int lastNumber = -1;

    Few(String name, Function<R, String> value) {
      this.name = name;
      this.value = value;
      this.cells = new Numbers(name, false);
    }

    @Override
    public void add(R row) {
      String text = value.apply(row);
      if (lastNumber < 0 || !text.equals(last)) {
        last = text;
        lastNumber = numbers.computeIfAbsent(text, this::numbered);
      }
      cells.add(lastNumber);
    }

    private int numbered(String text) {
      texts.text(text).raw(',');
      return numbers.size();
    }

    @Override
    public void write(JsonBytes out) {
      cells.write(out);
      out.name(name + "_").raw('[').append(texts).dropComma().raw(']').raw(',');
    }
  }

  private static final class Scalars<R> implements Column<R> {

    private final Amounts<R> amounts;
    private final List<Numbers> cells;
    private final long[] millis = new long[Sums.SCALARS.size()];

    Scalars(String prefix, Amounts<R> amounts) {
      this.amounts = amounts;
      this.cells = Sums.SCALARS.stream().map(name -> new Numbers(prefix + name, true)).toList();
    }

    @Override
    public void add(R row) {
      Arrays.fill(millis, 0);
      amounts.add(row, millis);
      for (int i = 0; i < millis.length; i++) {
        cells.get(i).add(millis[i]);
      }
    }

    @Override
    public void write(JsonBytes out) {
      cells.forEach(column -> column.write(out));
    }
  }
}
