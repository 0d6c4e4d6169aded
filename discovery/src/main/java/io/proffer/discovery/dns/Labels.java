package io.proffer.discovery.dns;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;

/** Labels of names, made of other things as mesos-dns makes them. */
final class Labels {

  static final int MAX_LABEL = 63;

  private static final String ZBASE32 = "ybndrfg8ejkmcpqxot1uwisza345h769";
  private static final int HASH_CHARACTERS = 5;
  private static final int BITS = 5;

  private Labels() {}

  /**
   * One label, as RFC 1123 has them: dots and underscores are hyphens, what is neither letter nor
   * digit is left out, and no hyphen is at either end.
   */
  static String rfc1123(String text) {
    String label =
        text.toLowerCase(Locale.ROOT)
            .replace('.', '-')
            .replace('_', '-')
            .replaceAll("[^a-z0-9-]", "")
            .replaceFirst("^-+", "");
    return label.substring(0, Math.min(label.length(), MAX_LABEL)).replaceFirst("-+$", "");
  }

  /** Several labels, each made so. */
  static String fragment(String text) {
    StringBuilder labels = new StringBuilder();
    for (String part : text.split("\\.", -1)) {
      String label = rfc1123(part);
      if (!label.isEmpty()) {
        labels.append(labels.isEmpty() ? "" : ".").append(label);
      }
    }
    return labels.toString();
  }

  /** Five characters that stand for a task's id. */
  static String hash(String taskId) {
    byte[] digest = sha1(taskId);
    long bits = 0;
    for (int i = 0; i < Integer.BYTES; i++) {
      bits = (bits << Byte.SIZE) | (digest[i] & 0xFF);
    }
    StringBuilder hash = new StringBuilder();
    for (int i = 1; i <= HASH_CHARACTERS; i++) {
      int index = (int) (bits >> (Integer.SIZE - BITS * i)) & (ZBASE32.length() - 1);
      hash.append(ZBASE32.charAt(index));
    }
    return hash.toString();
  }

  /** What is after the last hyphen of an agent's id: {@code s0}. */
  static String agentTail(String agentId) {
    return agentId.substring(agentId.lastIndexOf('-') + 1).toLowerCase(Locale.ROOT);
  }

  private static byte[] sha1(String text) {
    try {
      return MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-1", impossible);
    }
  }
}
