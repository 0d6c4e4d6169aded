package io.proffer.agent.container;

/**
 * Something that keeps tasks apart elsewhere, and cannot on this agent's machine.
 *
 * @param what the runtime and the limit, {@code process/pids}; a word of the agent's attribute
 *     {@value #ATTRIBUTE}
 * @param why what is missing, in a few words, for the operator
 */
public record Unenforced(String what, String why) {

  /** The agent's attribute that lists what is not enforced; not there when everything is. */
  public static final String ATTRIBUTE = "not_enforced";
}
