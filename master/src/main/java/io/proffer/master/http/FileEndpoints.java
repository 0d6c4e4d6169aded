package io.proffer.master.http;

import akka.util.ByteString;
import io.proffer.core.protocol.legacy.FilePage;
import io.proffer.core.protocol.legacy.LegacyWriter;
import io.proffer.master.http.server.Request;
import io.proffer.master.http.server.Response;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import org.apache.mesos.v1.master.Protos.Call;

/** {@code /files/...}: the log, as Mesos' web UI and command line read it. */
final class FileEndpoints {

  private static final byte[] EMPTY_LIST = "[]".getBytes(StandardCharsets.UTF_8);

  private final MasterLog log;

  FileEndpoints(MasterLog log) {
    this.log = log;
  }

  void addTo(Routes routes) {
    routes.addReadable("/files/browse", this::browse);
    routes.addReadable("/files/read", this::read);
    routes.addReadable("/files/download", this::download);
    routes.addReadable("/files/debug", this::debug);
  }

  /** It is no directory: nothing is in it. */
  private CompletionStage<Response> browse(Request request) throws RefusedException {
    log.at(path(request));
    return Answers.now(new Rendered(EMPTY_LIST).json(request));
  }

  /** An offset of -1 asks for nothing but the size, which then is the answer's offset. */
  private CompletionStage<Response> read(Request request) throws RefusedException {
    long offset = number(request, "offset").orElse(-1);
    OptionalLong length = number(request, "length");
    boolean size = offset < 0;
    return log.read(
            path(request),
            Math.max(0, offset),
            size ? OptionalLong.of(0) : length.orElse(-1) < 0 ? OptionalLong.empty() : length)
        .thenApply(part -> size ? FilePage.ofSize(part.size()) : page(part, offset))
        .thenApply(page -> new Rendered(page.toJson()).json(request));
  }

  private static FilePage page(MasterLog.Part part, long offset) {
    boolean last = part.data().size() >= part.size() - offset;
    return FilePage.of(part.data().toByteArray(), offset, last);
  }

  private CompletionStage<Response> download(Request request) throws RefusedException {
    return log.whole(path(request))
        .thenApply(
            bytes ->
                Response.ok(
                        "application/octet-stream", ByteString.fromArrayUnsafe(bytes.toByteArray()))
                    .with("Content-Disposition", "attachment; filename=log"));
  }

  /** The paths that can be read, and where they lead. */
  private CompletionStage<Response> debug(Request request) {
    byte[] json =
        LegacyWriter.object(
            out -> {
              if (log.file().isPresent()) {
                out.string(MasterLog.PATH, log.file().get().toString());
              }
            });
    return Answers.now(new Rendered(json).json(request));
  }

  /** {@code READ_FILE}: how much at most, if it says; more than 2^63 is no limit. */
  static OptionalLong length(Call.ReadFile asked) {
    return asked.hasLength() && asked.getLength() >= 0
        ? OptionalLong.of(asked.getLength())
        : OptionalLong.empty();
  }

  private static String path(Request request) throws RefusedException {
    return request
        .parameter("path")
        .filter(path -> !path.isEmpty())
        .orElseThrow(() -> new RefusedException(400, "Expecting 'path=value' in query.\n"));
  }

  private static OptionalLong number(Request request, String name) throws RefusedException {
    Optional<String> text = request.parameter(name);
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    try {
      long number = Long.parseLong(text.get());
      if (number >= -1) {
        return OptionalLong.of(number);
      }
      throw new RefusedException(400, "Negative " + name + " provided: " + number + ".\n");
    } catch (NumberFormatException e) {
      throw new RefusedException(
          400, "Failed to parse " + name + ": '" + text.get() + "' is no number.\n");
    }
  }
}
