package io.proffer.master.registry;

import com.google.protobuf.ByteString;
import io.proffer.master.state.DurableFacts;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;

/**
 * A copy of what outlives a master, in a file: as the registry writes it, with a version and a
 * checksum.
 *
 * @param savedAt when it was made
 * @param cluster the name of the cluster it was made of
 * @param master the id of the master that made it
 * @param version of Proffer that made it
 */
public record SnapshotFile(
    Instant savedAt, String cluster, String master, String version, DurableFacts facts) {

  private static final String SAVED_AT = "saved_at";
  private static final String CLUSTER = "cluster";
  private static final String MASTER = "master";
  private static final String BY = "version";

  /** The content of the file. */
  public byte[] write() {
    List<Change> content = new ArrayList<>();
    content.add(about(SAVED_AT, savedAt.toString()));
    content.add(about(CLUSTER, cluster));
    content.add(about(MASTER, master));
    content.add(about(BY, version));
    content.addAll(FactsCodec.write(facts).changes());
    return ChangesCodec.write(content);
  }

  private static Change about(String key, String value) {
    return Change.put(Section.ABOUT, key, ByteString.copyFromUtf8(value));
  }

  /**
   * Reads one.
   *
   * @param name of the file, for people
   * @throws RegistryException when it is damaged, of a newer version, or none; the message says
   *     what to do
   */
  public static SnapshotFile read(byte[] content, String name) {
    Place place = Place.file(name);
    FactTable table = new FactTable();
    ChangesCodec.read(content, place).forEach(table::apply);
    try {
      return new SnapshotFile(
          Instant.parse(text(table, SAVED_AT)),
          text(table, CLUSTER),
          text(table, MASTER),
          text(table, BY),
          FactsCodec.read(table, place));
    } catch (DateTimeParseException e) {
      throw place.damaged("it does not say when it was saved");
    }
  }

  private static String text(FactTable table, String key) {
    return table.get(Section.ABOUT, key).map(ByteString::toStringUtf8).orElse("");
  }
}
