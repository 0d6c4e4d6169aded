package io.proffer.service.deployment;

/** Apps need each other in a circle, so none could be started first. */
public final class CyclicDependenciesException extends Exception {

  private static final long serialVersionUID = 1L;

  CyclicDependenciesException(String circle) {
    super("Dependency graph has cyclic dependencies: " + circle);
  }
}
