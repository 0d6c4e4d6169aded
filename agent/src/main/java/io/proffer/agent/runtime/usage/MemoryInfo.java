package io.proffer.agent.runtime.usage;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code /proc/meminfo}: lines like {@code MemTotal: 24597796 kB}. */
final class MemoryInfo {

  private static final Pattern LINE = Pattern.compile("(?m)^(\\w+):\\s+(\\d{1,15}) kB$");
  private static final int KB = 1024;

  private MemoryInfo() {}

  /** In bytes, by name. */
  static Map<String, Long> parse(String text) {
    Map<String, Long> bytes = new HashMap<>();
    Matcher line = LINE.matcher(text);
    while (line.find()) {
      bytes.put(line.group(1), Long.parseLong(line.group(2)) * KB);
    }
    return bytes;
  }
}
