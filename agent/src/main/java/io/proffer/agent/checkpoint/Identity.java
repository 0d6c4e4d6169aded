package io.proffer.agent.checkpoint;

import io.proffer.core.model.AgentId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Who an agent is, kept apart from its journal, so that no damage of that makes it another agent
 * and orphans its volumes.
 *
 * @param agent its id
 * @param workDir where it was when it last started, as an absolute path
 * @param master where it then looked for the masters
 */
public record Identity(AgentId agent, String workDir, String master) {

  private static final String INTRODUCTION =
      "# Who the agent on this work directory is. Written by the agent; not to be edited.\n";

  byte[] toBytes() {
    String body =
        INTRODUCTION
            + line("agent", agent.value())
            + line("work_dir", workDir)
            + line("master", master);
    return (body + line("checksum", checksum(body))).getBytes(StandardCharsets.UTF_8);
  }

  private static String line(String key, String value) {
    return key + "=" + value.replaceAll("[\r\n]", " ") + "\n";
  }

  /** Empty when these are not the bytes of an identity. */
  static Optional<Identity> parse(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    int end = text.lastIndexOf("checksum=");
    if (end < 0
        || !text.substring(end).equals(line("checksum", checksum(text.substring(0, end))))) {
      return Optional.empty();
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (String line : text.substring(0, end).split("\n", -1)) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        values.put(line.substring(0, equals), line.substring(equals + 1));
      }
    }
    return Optional.of(
        new Identity(
            new AgentId(values.getOrDefault("agent", "")),
            values.getOrDefault("work_dir", ""),
            values.getOrDefault("master", "")));
  }

  private static String checksum(String text) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    return Long.toHexString(crc.getValue());
  }
}
