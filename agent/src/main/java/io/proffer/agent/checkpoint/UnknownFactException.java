package io.proffer.agent.checkpoint;

/** The checkpoint holds a fact, or a part of one, that this version of the agent does not know. */
final class UnknownFactException extends Exception {

  private static final long serialVersionUID = 1L;

  private final String what;

  UnknownFactException(String what) {
    super(what);
    this.what = what;
  }

  String what() {
    return what;
  }
}
