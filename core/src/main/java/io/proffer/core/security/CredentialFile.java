package io.proffer.core.security;

import io.proffer.core.protocol.MalformedMessageException;
import io.proffer.core.protocol.MediaType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.mesos.v1.Protos;

/**
 * Reads credentials as Mesos writes them: JSON, {@code {"credentials":[{"principal":"a",
 * "secret":"b"}]}} or, for a single one, {@code {"principal":"a","secret":"b"}}; or text, a
 * principal and its secret on each line. What is wrong with a file is said without what is in it.
 */
public final class CredentialFile {

  private static final long MAX_BYTES = 1 << 20;

  private CredentialFile() {}

  /**
   * All that are in a file.
   *
   * @throws IOException when it cannot be read, others may read it, or it is not of this form; the
   *     message names the file and says what to do
   */
  public static Credentials many(Path file) throws IOException {
    String text = read(file);
    try {
      return new Credentials(text.startsWith("{") ? ofJson(text) : ofLines(text));
    } catch (IllegalArgumentException wrong) {
      throw new IOException(file + ": " + wrong.getMessage());
    }
  }

  /**
   * The single one in a file.
   *
   * @throws IOException as {@link #many} does
   */
  public static Credential one(Path file) throws IOException {
    String text = read(file);
    try {
      List<Credential> all =
          !text.startsWith("{")
              ? ofLines(text)
              : text.contains("\"credentials\"") ? ofJson(text) : List.of(ofObject(text));
      if (all.size() != 1) {
        throw new IllegalArgumentException(
            "expecting one principal and its secret, found " + all.size());
      }
      return all.getFirst();
    } catch (IllegalArgumentException wrong) {
      throw new IOException(file + ": " + wrong.getMessage());
    }
  }

  private static String read(Path file) throws IOException {
    try {
      refuseOpenToOthers(file);
      if (Files.size(file) > MAX_BYTES) {
        throw new IOException(file + " is too large for a file of credentials");
      }
      return Files.readString(file, StandardCharsets.UTF_8).strip();
    } catch (NoSuchFileException e) {
      throw new IOException(file + ": there is no such file");
    } catch (java.nio.charset.CharacterCodingException e) {
      throw new IOException(file + ": it is not text in UTF-8");
    }
  }

  private static void refuseOpenToOthers(Path file) throws IOException {
    Set<PosixFilePermission> allowed = Files.getPosixFilePermissions(file, new LinkOption[0]);
    if (allowed.contains(PosixFilePermission.OTHERS_READ)
        || allowed.contains(PosixFilePermission.OTHERS_WRITE)) {
      throw new IOException(
          file + ": others can read or change it; secrets need 'chmod o-rw " + file + "'");
    }
  }

  private static List<Credential> ofJson(String text) {
    List<Credential> read = new ArrayList<>();
    for (Protos.Credential one :
        json(text, Protos.Credentials.getDefaultInstance()).getCredentialsList()) {
      read.add(of(one));
    }
    return read;
  }

  private static Credential ofObject(String text) {
    return of(json(text, Protos.Credential.getDefaultInstance()));
  }

  private static Credential of(Protos.Credential read) {
    return new Credential(read.getPrincipal(), read.getSecret());
  }

  private static <M extends com.google.protobuf.Message> M json(String text, M type) {
    try {
      return MediaType.JSON.read(text.getBytes(StandardCharsets.UTF_8), type);
    } catch (MalformedMessageException e) {
      // Not what the parser says: that may quote a secret.
      throw new IllegalArgumentException(
          "it begins like JSON and is none of the form"
              + " {\"credentials\":[{\"principal\":\"...\",\"secret\":\"...\"}]}");
    }
  }

  private static List<Credential> ofLines(String text) {
    List<Credential> read = new ArrayList<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      if (!line.isBlank()) {
        String[] words = line.strip().split("\\s+", 2);
        if (words.length != 2) {
          throw new IllegalArgumentException(
              "line " + number + ": expecting a principal, a space and its secret");
        }
        read.add(new Credential(words[0], words[1]));
      }
    }
    return read;
  }
}
