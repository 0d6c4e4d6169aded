package io.proffer.agent.sandbox.fetch;

import java.nio.file.Path;
import java.util.Optional;
import org.apache.mesos.v1.Protos.CommandInfo;

/**
 * One thing to fetch.
 *
 * @param shown the URI for people: without passwords
 * @param key what it is known by in the cache
 * @param file the path in the sandbox that it gets
 * @param format how to unpack it; empty when it is to be left as it is
 */
record FetchItem(
    String shown,
    String key,
    Source source,
    Optional<Checksum> checksum,
    String file,
    boolean executable,
    Optional<ArchiveFormat> format,
    boolean cached) {

  /**
   * Reads a URI as Mesos does: the file's name is what follows the last slash, unless {@code
   * output_file} names it; an executable is never unpacked.
   */
  static FetchItem of(CommandInfo.URI uri, Optional<Path> frameworksHome) throws FetchException {
    String value = uri.getValue().stripLeading();
    refuseUnsafe(value);
    Optional<Checksum> checksum = Optional.empty();
    int hash = value.contains("://") ? value.indexOf('#') : -1;
    if (hash >= 0) {
      checksum = Checksum.of(value.substring(hash + 1));
      value = value.substring(0, hash);
    }
    String file = uri.hasOutputFile() ? outputFile(uri.getOutputFile()) : baseName(value);
    boolean unpack = uri.getExtract() && !uri.getExecutable();
    return new FetchItem(
        shown(uri.getValue()),
        value,
        Source.of(value, frameworksHome),
        checksum,
        file,
        uri.getExecutable(),
        unpack ? ArchiveFormat.of(withoutQuery(file)) : Optional.empty(),
        uri.getCache());
  }

  /** A URI for messages: whoever reads the log need not know the password. */
  static String shown(String uri) {
    return uri.replaceFirst("://[^/@]*@", "://***@");
  }

  private static void refuseUnsafe(String value) throws FetchException {
    if (value.isEmpty()) {
      throw new FetchException("the URI is empty");
    }
    if (value.indexOf('\\') >= 0
        || value.indexOf('\'') >= 0
        || value.chars().anyMatch(c -> c < ' ')) {
      throw new FetchException(
          "the URI has a backslash, an apostrophe or a control character in it");
    }
  }

  private static String baseName(String value) throws FetchException {
    int authority = value.indexOf("://");
    String path = authority < 0 ? value : value.substring(authority + 3);
    if (authority >= 0 && path.indexOf('/') < 0) {
      throw new FetchException("the URI has no path, so there is nothing to name the file after");
    }
    String name = path.substring(path.lastIndexOf('/') + 1);
    if (name.isEmpty() || name.equals(".") || name.equals("..")) {
      throw new FetchException(
          "the URI does not end with the name of a file; name it with output_file");
    }
    return name;
  }

  private static String outputFile(String file) throws FetchException {
    if (file.isEmpty()) {
      throw new FetchException("output_file is empty");
    }
    if (file.startsWith("/") || Path.of(file).normalize().startsWith("..")) {
      throw new FetchException(
          "output_file '" + file + "' must be a relative path that stays in the sandbox");
    }
    return Path.of(file).normalize().toString();
  }

  private static String withoutQuery(String file) {
    int query = file.indexOf('?');
    return query < 0 ? file : file.substring(0, query);
  }
}
