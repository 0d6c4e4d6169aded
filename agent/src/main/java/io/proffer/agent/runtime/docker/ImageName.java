package io.proffer.agent.runtime.docker;

/**
 * An image as a task names it.
 *
 * @param repository with its registry, if it names one
 * @param tag or digest; {@code latest} when the task names none
 */
record ImageName(String repository, String tag) {

  static final String DOCKER_HUB = "docker.io";

  /** The registry it comes from. */
  String registry() {
    int slash = repository.indexOf('/');
    String first = slash < 0 ? "" : repository.substring(0, slash);
    boolean names = first.contains(".") || first.contains(":") || first.equals("localhost");
    return names ? first : DOCKER_HUB;
  }

  /** With its tag or digest, as the engine lists it. */
  String full() {
    return repository + (tag.contains(":") ? "@" : ":") + tag;
  }

  static ImageName parse(String image) {
    int digest = image.indexOf('@');
    if (digest >= 0) {
      return new ImageName(image.substring(0, digest), image.substring(digest + 1));
    }
    int colon = image.lastIndexOf(':');
    // A colon before the last slash belongs to the registry's port.
    return colon > image.lastIndexOf('/')
        ? new ImageName(image.substring(0, colon), image.substring(colon + 1))
        : new ImageName(image, "latest");
  }
}
