package io.proffer.agent.runtime.docker;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Which images are to go when room is wanted. */
final class ImageCollection {

  /**
   * An image that may go.
   *
   * @param name as tasks call it
   * @param id the engine's; two names may have the same
   * @param bytes what it takes of the disk, at most
   * @param usedAt when a task last wanted it
   */
  record Candidate(String name, String id, long bytes, Instant usedAt) {}

  private ImageCollection() {}

  /**
   * The images to remove, those first that were not wanted for longest. Never one that is in use or
   * kept; no more than are needed.
   *
   * @param usedIds the ids of images that containers have, running or not
   * @param kept names of images that stay, whatever happens
   * @param bytesToFree how much room is wanted
   */
  static List<Candidate> choose(
      List<Candidate> pulled, Set<String> usedIds, Set<String> kept, long bytesToFree) {
    List<Candidate> oldestFirst =
        pulled.stream()
            .filter(i -> !usedIds.contains(i.id()) && !kept.contains(i.name()))
            .sorted(Comparator.comparing(Candidate::usedAt).thenComparing(Candidate::name))
            .toList();
    List<Candidate> chosen = new ArrayList<>();
    long freed = 0;
    for (Candidate image : oldestFirst) {
      if (freed >= bytesToFree) {
        break;
      }
      chosen.add(image);
      freed += image.bytes();
    }
    return chosen;
  }
}
