package io.proffer.cli.client;

import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import io.proffer.master.registry.RegistryException;
import io.proffer.master.registry.SnapshotFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** What outlives a master, at a master and in files. */
public final class Snapshots {

  private static final String PATH = "/registry/snapshot";

  private Snapshots() {}

  /** The content of a file that says what a master knows. */
  public static byte[] fetch(MasterClient master) {
    return master.download(PATH);
  }

  /**
   * Has a master know what is in a file.
   *
   * @param replacing whether what it knows is to be forgotten; otherwise it has to know nothing
   * @throws CommandFailure when it refuses
   */
  public static void restore(MasterClient master, byte[] content, boolean replacing) {
    master.upload(PATH + (replacing ? "?replace=true" : ""), content);
  }

  /** Reads what a master, or a file, has said. */
  public static SnapshotFile parse(byte[] content, String name) {
    try {
      return SnapshotFile.read(content, name);
    } catch (RegistryException unreadable) {
      throw CommandFailure.of(ExitCode.FAILED, String.valueOf(unreadable.getMessage()));
    }
  }

  /** The content of a file. */
  public static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException missing) {
      throw CommandFailure.of(ExitCode.USAGE, "there is no file " + file);
    } catch (IOException unreadable) {
      throw CommandFailure.of(
          ExitCode.FAILED, file + " cannot be read (" + unreadable.getMessage() + ")");
    }
  }

  /** Writes a file whole, and to the disk, or leaves what was there. */
  public static void write(Path file, byte[] content) {
    Path directory = file.toAbsolutePath().getParent();
    Path partial = Path.of(file.toAbsolutePath() + ".partial");
    try {
      try (FileChannel out =
          FileChannel.open(
              partial,
              Set.of(
                  StandardOpenOption.CREATE,
                  StandardOpenOption.TRUNCATE_EXISTING,
                  StandardOpenOption.WRITE))) {
        ByteBuffer bytes = ByteBuffer.wrap(content);
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
        out.force(true);
      }
      Files.move(
          partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      try (FileChannel names = FileChannel.open(directory)) {
        names.force(true);
      }
    } catch (IOException unwritable) {
      throw CommandFailure.of(
          ExitCode.FAILED, file + " cannot be written (" + unwritable + "); what was there stays");
    } finally {
      deletePartial(partial);
    }
  }

  private static void deletePartial(Path partial) {
    try {
      Files.deleteIfExists(partial);
    } catch (IOException stays) {
      // Nobody takes it for a snapshot: its name says what it is.
    }
  }
}
