package io.proffer.master.actor;

/** What was asked is not known any more: the term of this master is over. */
public final class TermOverException extends RuntimeException {

  private static final long serialVersionUID = 1;

  TermOverException() {
    super(LeadingMaster.NOT_LEADING_ANY_MORE);
  }
}
