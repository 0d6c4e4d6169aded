package io.proffer.core.history;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;

/** The samples of a ring as JSON: one array for each column, all of one length. */
public final class SampleRingJson {

  private static final double THOUSAND = 1000;

  private SampleRingJson() {}

  /**
   * Writes the fields of an object that has begun: {@code at} in seconds since 1970, and the others
   * under their names, to the nearest thousandth; {@code null} is what was not known.
   *
   * @param names of the columns, in their order
   */
  public static void write(JsonGenerator out, SampleRing ring, List<String> names)
      throws IOException {
    out.writeArrayFieldStart("at");
    for (int i = 0; i < ring.size(); i++) {
      out.writeNumber(ring.secondAt(i));
    }
    out.writeEndArray();
    for (int column = 0; column < names.size(); column++) {
      out.writeArrayFieldStart(names.get(column));
      for (int i = 0; i < ring.size(); i++) {
        number(out, ring.valueAt(i, column));
      }
      out.writeEndArray();
    }
  }

  private static void number(JsonGenerator out, double value) throws IOException {
    double rounded = Math.rint(value * THOUSAND) / THOUSAND;
    if (Double.isNaN(value)) {
      out.writeNull();
    } else if (rounded == Math.rint(rounded)) {
      out.writeNumber((long) rounded);
    } else {
      out.writeNumber(rounded);
    }
  }
}
