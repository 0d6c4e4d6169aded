package io.proffer.master.actor;

/** Ends the stream to a client that is given up. Not a fault of ours, so it carries no stack. */
public final class ClientLostException extends RuntimeException {

  ClientLostException(String reason) {
    super(reason, null, false, false);
  }
}
