package io.proffer.master.registry;

/**
 * Where something is read, and what is to be done when that cannot be.
 *
 * @param name for people
 */
record Place(String name, String ifDamaged, String ifNewer) {

  static Place inZooKeeper(String name) {
    return new Place(
        name,
        "Restore ZooKeeper's data; or remove that node with all below it, and restore a snapshot"
            + " with 'proffer snapshot restore'",
        "Start masters of that version");
  }

  static Place file(String name) {
    return new Place(name, "Take another copy of it", "Use 'proffer' of that version");
  }

  /** A part of it. */
  Place part(String part) {
    return new Place(name + ", " + part + ",", ifDamaged, ifNewer);
  }

  RegistryException damaged(String why) {
    return new RegistryException("%s is damaged: %s. %s".formatted(name, why, ifDamaged));
  }

  RegistryException newer(String what) {
    return new RegistryException(
        "%s was written by a newer Proffer: %s. %s".formatted(name, what, ifNewer));
  }
}
