package io.proffer.agent.http;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.ResponseEntity;
import akka.http.javadsl.model.headers.RawHeader;
import akka.stream.javadsl.StreamConverters;
import akka.util.ByteString;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.proffer.agent.sandbox.IoTrouble;
import io.proffer.agent.sandbox.SandboxFiles;
import io.proffer.agent.sandbox.SandboxLayout;
import io.proffer.agent.view.AgentSnapshot;
import io.proffer.core.protocol.legacy.FilePage;
import io.proffer.core.protocol.legacy.LegacyWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code /files/...}: the sandboxes, as Mesos' web UI and command line read them. */
final class FileEndpoints {

  private static final JsonFactory JSON = new JsonFactory();

  private final SandboxFiles files;
  private final SandboxLayout layout;
  private final Optional<Path> log;

  FileEndpoints(SandboxFiles files, SandboxLayout layout, Optional<Path> log) {
    this.files = files;
    this.layout = layout;
    this.log = log;
  }

  /** Reads sandboxes; what goes wrong becomes an answer. */
  interface Reading<T> {
    T read() throws IOException, SandboxFiles.InaccessibleException, SandboxFiles.DeniedException;
  }

  static <T> T reading(Reading<T> reading) throws RefusedException {
    try {
      return reading.read();
    } catch (SandboxFiles.InaccessibleException e) {
      throw new RefusedException(400, e.getMessage() + ".\n");
    } catch (SandboxFiles.DeniedException e) {
      throw new RefusedException(403, e.getMessage() + ".\n");
    } catch (NoSuchFileException e) {
      throw new RefusedException(404, "There is no such file in a sandbox.\n");
    } catch (IOException e) {
      throw new RefusedException(500, "The file cannot be read: " + IoTrouble.describe(e) + ".\n");
    }
  }

  HttpResponse browse(Request request) throws RefusedException {
    String path = path(request);
    var entries = reading(() -> files.list(request.principal(), path));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      out.writeStartArray();
      for (SandboxFiles.Entry entry : entries) {
        write(out, entry);
      }
      out.writeEndArray();
    } catch (IOException e) {
      throw new UncheckedIOException("a byte array cannot fail", e);
    }
    return Answers.json(request, bytes.toByteArray());
  }

  private static void write(JsonGenerator out, SandboxFiles.Entry entry) throws IOException {
    out.writeStartObject();
    out.writeStringField("gid", entry.group());
    out.writeStringField("mode", entry.permissions());
    out.writeFieldName("mtime");
    out.writeNumber(entry.modifiedAt().toMillis() / 1000 + ".0");
    out.writeNumberField("nlink", entry.links());
    out.writeStringField("path", entry.path());
    out.writeNumberField("size", entry.size());
    out.writeStringField("uid", entry.user());
    out.writeEndObject();
  }

  /** An offset of -1 asks for nothing but the size, which then is the answer's offset. */
  HttpResponse read(Request request) throws RefusedException {
    String path = path(request);
    long offset = number(request, "offset").orElse(-1L);
    Optional<Long> length = number(request, "length").filter(l -> l >= 0);
    SandboxFiles.Part part =
        reading(
            () ->
                offset < 0
                    ? files.read(request.principal(), path, 0, Optional.of(0L))
                    : files.read(request.principal(), path, offset, length));
    return Answers.json(request, page(part, offset).toJson());
  }

  private static FilePage page(SandboxFiles.Part part, long offset) {
    if (offset < 0) {
      return FilePage.ofSize(part.size());
    }
    byte[] bytes = part.data().toByteArray();
    return FilePage.of(bytes, offset, bytes.length >= part.size() - offset);
  }

  HttpResponse download(Request request) throws RefusedException {
    String path = path(request);
    try (SeekableByteChannel found =
        reading(() -> files.open(request.principal(), path, "download"))) {
      return HttpResponse.create()
          .withEntity(content(request, path, found.size()))
          .addHeader(
              RawHeader.create("Content-Disposition", "attachment; filename=" + fileName(path)));
    } catch (IOException e) {
      throw new RefusedException(500, "The file cannot be read: " + IoTrouble.describe(e) + ".\n");
    }
  }

  /** As much as there is now: a file that grows faster than it is read has no end. */
  private ResponseEntity content(Request request, String path, long size) {
    if (size == 0) {
      return HttpEntities.create(
          ContentTypes.APPLICATION_OCTET_STREAM, ByteString.emptyByteString());
    }
    // Opened when it is sent, which is never for the answer to a HEAD.
    return HttpEntities.create(
        ContentTypes.APPLICATION_OCTET_STREAM,
        size,
        StreamConverters.fromInputStream(
            () -> {
              SeekableByteChannel file = files.open(request.principal(), path, "download");
              return new FirstBytesInputStream(Channels.newInputStream(file), size);
            }));
  }

  /** A task chooses the names of its files: none may end a header or begin another parameter. */
  private static String fileName(String path) {
    return path.substring(path.lastIndexOf('/') + 1).replaceAll("[^A-Za-z0-9._+-]", "_");
  }

  /** The paths that can be browsed, and where they lead. */
  HttpResponse debug(Request request, AgentSnapshot snapshot) {
    return Answers.json(
        request,
        LegacyWriter.object(
            out -> {
              if (log.isPresent()) {
                out.string(SandboxFiles.LOG, log.get().toString());
              }
              for (var executor :
                  snapshot
                      .allFrameworks()
                      .flatMap(
                          f ->
                              Stream.concat(
                                  f.executors().stream(), f.completedExecutors().stream()))
                      .toList()) {
                Path run =
                    layout.run(
                        executor.agent(),
                        executor.framework(),
                        executor.id(),
                        executor.container());
                out.string(run.toString(), run.toString());
                out.string(run.resolveSibling("latest").toString(), run.toString());
                out.string(
                    "/frameworks/"
                        + executor.framework()
                        + "/executors/"
                        + executor.id()
                        + "/runs/latest",
                    run.toString());
              }
            }));
  }

  private static String path(Request request) throws RefusedException {
    return request
        .parameter("path")
        .filter(p -> !p.isEmpty())
        .orElseThrow(() -> new RefusedException(400, "Expecting 'path=value' in query.\n"));
  }

  private static Optional<Long> number(Request request, String name) throws RefusedException {
    Optional<String> text = request.parameter(name);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      long number = Long.parseLong(text.get());
      if (number >= -1) {
        return Optional.of(number);
      }
      throw new RefusedException(400, "Negative " + name + " provided: " + number + ".\n");
    } catch (NumberFormatException e) {
      throw new RefusedException(
          400, "Failed to parse " + name + ": '" + text.get() + "' is no number.\n");
    }
  }
}
