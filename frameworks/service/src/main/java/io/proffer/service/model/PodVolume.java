package io.proffer.service.model;

/** What containers of a pod may share. */
public sealed interface PodVolume {

  String name();

  /** A directory that lives as long as the instance. */
  record Ephemeral(String name) implements PodVolume {}

  /** A directory of the machine, or a relative one of the instance's sandbox. */
  record Host(String name, String path) implements PodVolume {}

  /**
   * A directory on one agent that outlives the instance, and belongs to it.
   *
   * @param volume at a path of the same name
   */
  record Persistent(String name, Volume.Persistent volume) implements PodVolume {}

  /** A file with a secret. */
  record Secret(String name, String secret) implements PodVolume {}
}
