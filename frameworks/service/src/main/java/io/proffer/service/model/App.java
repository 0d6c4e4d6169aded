package io.proffer.service.model;

/**
 * A version of an app: what its instances are, and how many there shall be.
 *
 * @param instances 0 and more
 */
public record App(PathId id, AppSpec spec, int instances, VersionInfo versions) {

  /** Whether instances of the other version need not be replaced by instances of this one. */
  public boolean runsSameAs(App other) {
    return versions.lastConfigChangeAt().equals(other.versions.lastConfigChangeAt());
  }

  /** Whether it is a pod: containers that make one instance. */
  public boolean isPod() {
    return spec.pod().isPresent();
  }

  public App withInstances(int count) {
    return new App(id, spec, count, versions);
  }

  public App withVersions(VersionInfo changed) {
    return new App(id, spec, instances, changed);
  }

  public App withSpec(AppSpec changed) {
    return new App(id, changed, instances, versions);
  }
}
