package io.proffer.agent.runtime.docker;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * A program that does nothing for ever, for the first process of a container that only holds
 * namespaces. It needs no libraries, no image of a registry and no compiler: it is some twenty
 * instructions, put after the headers that the kernel wants to see.
 *
 * <p>First it ignores SIGCHLD, so that the kernel reaps the orphans of whoever shares its process
 * tree; then it waits, again and again.
 */
enum PauseProgram {
  AMD64(
      62,
      // rt_sigaction(SIGCHLD, &ignore, 0, 8); do pause() while true
      "b80d000000 bf11000000 488d3513000000 31d2 41ba08000000 0f05 b822000000 0f05 ebf7"),
  ARM64(
      183,
      // the same; there is no pause, but ppoll(0, 0, 0, 0, 0)
      "200280d2 a1010010 020080d2 030180d2 c81080d2 010000d4"
          + " 000080d2 010080d2 020080d2 030080d2 040080d2 280980d2 010000d4 f9ffff17");

  private static final int HEADER_BYTES = 64;
  private static final int SEGMENT_BYTES = 56;
  private static final int CODE_AT = HEADER_BYTES + SEGMENT_BYTES;
  private static final long LOADED_AT = 0x400000;
  private static final int READ_AND_EXECUTE = 5;
  private static final int LOAD = 1;
  private static final int EXECUTABLE = 2;

  /** {@code struct sigaction} with SIG_IGN, right behind the code. */
  private static final int ACTION_BYTES = 32;

  private static final byte IGNORE = 1;

  private final int machine;
  private final String code;

  PauseProgram(int machine, String code) {
    this.machine = machine;
    this.code = code;
  }

  /**
   * The one for an engine.
   *
   * @param architecture as the engine, or Java, calls it
   */
  static Optional<PauseProgram> of(String architecture) {
    return switch (architecture.toLowerCase(Locale.ROOT)) {
      case "x86_64", "amd64" -> Optional.of(AMD64);
      case "aarch64", "arm64" -> Optional.of(ARM64);
      default -> Optional.empty();
    };
  }

  /** What Docker calls its architecture. */
  String architecture() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The executable file, in ELF's format. */
  byte[] file() {
    byte[] instructions = HexFormat.of().parseHex(code.replace(" ", ""));
    int size = CODE_AT + instructions.length + ACTION_BYTES;
    ByteBuffer file = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    file.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1}).position(16);
    file.putShort((short) EXECUTABLE).putShort((short) machine).putInt(1);
    file.putLong(LOADED_AT + CODE_AT).putLong(HEADER_BYTES).putLong(0).putInt(0);
    file.putShort((short) HEADER_BYTES).putShort((short) SEGMENT_BYTES).putShort((short) 1);
    file.position(HEADER_BYTES);
    file.putInt(LOAD).putInt(READ_AND_EXECUTE).putLong(0).putLong(LOADED_AT).putLong(LOADED_AT);
    file.putLong(size).putLong(size).putLong(0x1000);
    file.put(instructions).put(IGNORE);
    return file.array();
  }
}
