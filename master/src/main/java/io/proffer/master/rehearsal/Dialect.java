package io.proffer.master.rehearsal;

import com.google.protobuf.Message;
import io.proffer.core.protocol.MediaType;
import java.io.ByteArrayOutputStream;

/** How a client writes what it says: the same JSON takes its reader other ways with spaces. */
enum Dialect {
  JSON(MediaType.JSON) {
    @Override
    byte[] write(Message message) {
      return speaks().write(message);
    }
  },
  /** As many languages write it by themselves: a space behind each colon and comma. */
  SPACED_JSON(MediaType.JSON) {
    @Override
    byte[] write(Message message) {
      return spaced(speaks().write(message));
    }
  },
  PROTOBUF(MediaType.PROTOBUF) {
    @Override
    byte[] write(Message message) {
      return speaks().write(message);
    }
  };

  private final MediaType speaks;

  Dialect(MediaType speaks) {
    this.speaks = speaks;
  }

  /** What it is called in the headers. */
  MediaType speaks() {
    return speaks;
  }

  abstract byte[] write(Message message);

  private static byte[] spaced(byte[] json) {
    ByteArrayOutputStream spaced = new ByteArrayOutputStream(json.length * 2);
    boolean quoted = false;
    boolean escaped = false;
    for (byte b : json) {
      spaced.write(b);
      if (!quoted && (b == ':' || b == ',')) {
        spaced.write(' ');
      }
      quoted ^= b == '"' && !escaped;
      escaped = b == '\\' && !escaped;
    }
    return spaced.toByteArray();
  }
}
