package io.proffer.cli.session;

/** Ctrl-P Ctrl-Q, the keys that leave a task to itself. Not safe for use by several threads. */
final class DetachKeys {

  private static final byte CTRL_P = 16;
  private static final byte CTRL_Q = 17;

  private boolean begun;

  /** Whether they are all there, at the end of what was typed before or in this. */
  boolean in(byte[] typed) {
    for (byte key : typed) {
      if (begun && key == CTRL_Q) {
        return true;
      }
      begun = key == CTRL_P;
    }
    return false;
  }
}
