package io.proffer.sdk;

/**
 * Where a framework begins.
 *
 * {@snippet class="io.proffer.sdk.snippets.SmallestFramework" region="run"}
 */
public final class Proffer {

  private Proffer() {}

  /**
   * A framework of this name, to be described further and run.
   *
   * @param name what people see; not empty, and not unique
   */
  public static FrameworkBuilder framework(String name) {
    return new FrameworkBuilder(name);
  }

  /**
   * An executor, to be run in the process that an agent has started for it.
   *
   * {@snippet class="io.proffer.sdk.snippets.SmallestExecutor" region="run"}
   */
  public static ExecutorBuilder executor() {
    return new ExecutorBuilder();
  }
}
