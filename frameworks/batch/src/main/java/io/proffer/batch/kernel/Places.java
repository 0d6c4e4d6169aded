package io.proffer.batch.kernel;

import io.proffer.batch.kernel.IndexPlace.Place;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where the indexes of an array ran last, in four bytes each. Not thread-safe. */
public final class Places {

  private static final int ATTEMPT_BITS = 15;
  private static final int MAX_ATTEMPT = (1 << ATTEMPT_BITS) - 1;
  private static final int MAX_PLACES = 60_000;
  private static final int FIRST_SIZE = 64;

  private final List<Place> places = new ArrayList<>();
  private final Map<Place, Integer> numbers = new HashMap<>();

  /** The number of the place plus one, and the attempt; 0 where nothing is known. */
  private int[] at = {};

  /**
   * A part, for a store.
   *
   * @param places those that are named in it
   * @param codes four bytes for each index: the number of the place from 1, and the attempt; what
   *     is missing at the end is not known
   */
  @SuppressWarnings("ArrayRecordComponent") // Written and read at once, and never compared.
  public record Chunk(List<Place> places, byte[] codes) {
    public Chunk {
      places = List.copyOf(places);
    }
  }

  Chunk chunk(int from, int to) {
    int end = Math.min(to, at.length);
    while (end > from && at[end - 1] == 0) {
      end--;
    }
    List<Place> named = new ArrayList<>();
    int[] numberHere = new int[places.size()];
    ByteBuffer codes = ByteBuffer.allocate(Math.max(0, end - from) * Integer.BYTES);
    for (int index = from; index < end; index++) {
      int number = (at[index] >>> ATTEMPT_BITS) - 1;
      if (number >= 0 && numberHere[number] == 0) {
        named.add(places.get(number));
        numberHere[number] = named.size();
      }
      codes.putInt(number < 0 ? 0 : code(numberHere[number], at[index] & MAX_ATTEMPT));
    }
    return new Chunk(named, codes.array());
  }

  private static int code(int place, int attempt) {
    return (place << ATTEMPT_BITS) | attempt;
  }

  void setChunk(int from, Chunk chunk) {
    ByteBuffer codes = ByteBuffer.wrap(chunk.codes());
    for (int index = from; codes.remaining() >= Integer.BYTES; index++) {
      int code = codes.getInt();
      if (code != 0) {
        Place place = chunk.places().get((code >>> ATTEMPT_BITS) - 1);
        set(new IndexPlace(index, place, code & MAX_ATTEMPT));
      }
    }
  }

  void set(IndexPlace last) {
    if (last.index() >= at.length) {
      at = Arrays.copyOf(at, Math.max(FIRST_SIZE, Math.max(last.index() + 1, at.length * 2)));
    }
    Integer known = numbers.get(last.place());
    if (known == null && places.size() >= MAX_PLACES) {
      at[last.index()] = 0;
      return;
    }
    int number = known == null ? places.size() : known;
    if (known == null) {
      places.add(last.place());
      numbers.put(last.place(), number);
    }
    at[last.index()] = code(number + 1, Math.min(last.attempt(), MAX_ATTEMPT));
  }

  Optional<IndexPlace> find(int index) {
    if (index < 0 || index >= at.length || at[index] == 0) {
      return Optional.empty();
    }
    Place place = places.get((at[index] >>> ATTEMPT_BITS) - 1);
    return Optional.of(new IndexPlace(index, place, at[index] & MAX_ATTEMPT));
  }
}
