package io.proffer.cli.cluster;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;

/**
 * Loads everything as its parent does, but finds no manifests. Each actor system reads the manifest
 * of every jar there is, verifying the signatures of those that are signed, only to compare the
 * versions of Akka's own modules, which the build has fixed: more than a quarter of the work of a
 * start.
 */
public final class ManifestBlindLoader extends ClassLoader {

  private static final String MANIFEST = "META-INF/MANIFEST.MF";

  private ManifestBlindLoader(ClassLoader parent) {
    super("manifest-blind", parent);
  }

  /** Makes the calling thread, and those that it starts from now on, find no manifests. */
  public static void install() {
    Thread thread = Thread.currentThread();
    thread.setContextClassLoader(
        new ManifestBlindLoader(ManifestBlindLoader.class.getClassLoader()));
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    return name.equals(MANIFEST) ? Collections.emptyEnumeration() : super.getResources(name);
  }
}
