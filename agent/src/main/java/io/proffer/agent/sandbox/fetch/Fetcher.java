package io.proffer.agent.sandbox.fetch;

import io.proffer.agent.sandbox.IoTrouble;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings URIs into sandboxes. Thread-safe; a fetch blocks its thread. */
public final class Fetcher implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Fetcher.class);
  private static final int FILE_MODE = 0644;
  private static final int EXECUTABLE_MODE = 0755;

  private final FetchSettings settings;
  private final Transfer transfer;
  private final FetchCache cache;

  private Fetcher(FetchSettings settings, Transfer transfer, FetchCache cache) {
    this.settings = settings;
    this.transfer = transfer;
    this.cache = cache;
  }

  /**
   * Empties the cache and opens it.
   *
   * @throws IOException when its directory cannot be used
   */
  public static Fetcher open(FetchSettings settings) throws IOException {
    Transfer transfer = new Transfer(settings.maxDownloadBytes());
    return new Fetcher(
        settings, transfer, new FetchCache(settings.cacheDir(), settings.cacheBytes(), transfer));
  }

  /** How large the cache may become. */
  public long cacheCapacityBytes() {
    return cache.capacityBytes();
  }

  public long cacheUsedBytes() {
    return cache.usedBytes();
  }

  /** A URI that could not be fetched, and why, for the framework's author. */
  public static final class FailedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String uri;

    FailedException(String uri, String why, Throwable cause) {
      super(why, cause);
      this.uri = uri;
    }

    /** The URI, without its password. */
    public String uri() {
      return uri;
    }
  }

  /**
   * Fetches one after another, into a directory that nobody else writes to meanwhile.
   *
   * @param user whose the files become, and with whose permissions local ones are read; empty for
   *     the agent's own
   */
  public void fetch(
      List<CommandInfo.URI> uris, Path sandbox, Optional<Owner> user, FetchWatch watch)
      throws FailedException {
    for (CommandInfo.URI uri : uris) {
      String shown = FetchItem.shown(uri.getValue());
      try {
        watch.throwIfEnded();
        FetchItem item = FetchItem.of(uri, settings.frameworksHome());
        fetch(item, new ConfinedDirectory(sandbox, user), user, watch);
        LOG.debug("Fetched {} into {}", shown, sandbox);
      } catch (IOException e) {
        // An interrupted read fails with whatever it was doing; the watch knows better.
        String why = watch.trouble().orElseGet(() -> IoTrouble.describe(e));
        throw new FailedException(shown, why, e);
      } catch (RuntimeException e) {
        // The decoders of archives have ways of their own to complain of bad input.
        LOG.debug("fetching {} failed", shown, e);
        throw new FailedException(shown, "it cannot be unpacked: " + e, e);
      }
    }
  }

  private void fetch(
      FetchItem item, ConfinedDirectory sandbox, Optional<Owner> user, FetchWatch watch)
      throws IOException {
    if (item.cached() && cache.capacityBytes() > 0) {
      try (FetchCache.Use use = cache.get(item, user, watch)) {
        if (item.format().isPresent()) {
          extract(use.path(), item, sandbox, watch);
        } else {
          copy(use.path(), item, sandbox);
        }
        return;
      } catch (CacheFullException e) {
        LOG.info("{} is fetched without the cache, which has no room", item.shown());
      }
    }
    Path file = download(item, sandbox, user, watch);
    if (item.format().isPresent()) {
      extract(file, item, sandbox, watch);
    }
  }

  private Path download(
      FetchItem item, ConfinedDirectory sandbox, Optional<Owner> user, FetchWatch watch)
      throws IOException {
    Path file = sandbox.clear(item.file());
    Optional<MessageDigest> digest = item.checksum().map(Checksum::digest);
    DiskReserve disk = new DiskReserve(sandbox.root());
    try {
      transfer.run(
          item.source(),
          Optional.empty(),
          new Receiver() {
            @Override
            public void expect(long bytes) throws IOException {
              disk.look(bytes);
            }

            @Override
            public OutputStream open() throws IOException {
              OutputStream out = disk.guard(sandbox.create(file));
              return digest.<OutputStream>map(d -> new DigestOutputStream(out, d)).orElse(out);
            }
          },
          user,
          watch);
      if (item.checksum().isPresent()) {
        item.checksum().get().verify(digest.orElseThrow());
      }
    } catch (IOException e) {
      Files.deleteIfExists(file);
      throw e;
    }
    sandbox.finish(file, mode(item));
    return file;
  }

  private static int mode(FetchItem item) {
    return item.executable() ? EXECUTABLE_MODE : FILE_MODE;
  }

  private static void copy(Path cached, FetchItem item, ConfinedDirectory sandbox)
      throws IOException {
    Path file = sandbox.clear(item.file());
    new DiskReserve(sandbox.root()).look(Files.size(cached));
    try (InputStream in = Files.newInputStream(cached);
        OutputStream out = sandbox.create(file)) {
      in.transferTo(out);
    }
    sandbox.finish(file, mode(item));
  }

  private void extract(Path archive, FetchItem item, ConfinedDirectory sandbox, FetchWatch watch)
      throws IOException {
    ExtractionMeter meter =
        new ExtractionMeter(
            settings.extraction(), Files.size(archive), new DiskReserve(sandbox.root()), watch);
    new Extraction(sandbox, meter).extract(archive, item.format().orElseThrow(), item.file());
  }

  @Override
  public void close() {
    transfer.close();
  }
}
