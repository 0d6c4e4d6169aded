package io.proffer.batch.model;

/**
 * That a job comes after another one of its workflow.
 *
 * @param on the end of the other one that is waited for
 */
public record Dependency(JobId job, Edge on) {

  /** The ends that can be waited for. */
  public enum Edge {
    /** It ended well. */
    OK("ok"),
    /** It failed. */
    NOTOK("notok"),
    /** It ended, or was left out: for what comes last whatever happens. */
    ANY("any");

    private final String written;

    Edge(String written) {
      this.written = written;
    }

    /** As in JSON. */
    public String written() {
      return written;
    }
  }
}
