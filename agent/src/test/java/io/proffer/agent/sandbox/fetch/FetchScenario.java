package io.proffer.agent.sandbox.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A fetcher, a web server, and a sandbox. */
abstract class FetchScenario {

  @TempDir Path work;

  final WebServer web = new WebServer();
  Path sandbox;
  private Optional<FetchJobs> jobs = Optional.empty();

  @BeforeEach
  void makeSandbox() throws IOException {
    sandbox = Files.createDirectory(work.resolve("sandbox"));
    Files.writeString(work.resolve("outside"), "untouched");
  }

  @AfterEach
  void close() {
    jobs.ifPresent(FetchJobs::close);
    web.close();
    assertThat(work.resolve("outside")).hasContent("untouched");
  }

  FetchSettings settings() {
    return FetchSettings.defaults(work.resolve("cache"));
  }

  void open(UnaryOperator<FetchSettings> change) throws IOException {
    FetchSettings settings = change.apply(settings());
    jobs = Optional.of(new FetchJobs(Fetcher.open(settings), settings));
  }

  FetchJobs jobs() throws IOException {
    if (jobs.isEmpty()) {
      open(s -> s);
    }
    return jobs.orElseThrow();
  }

  static CommandInfo.URI.Builder uri(String value) {
    return CommandInfo.URI.newBuilder().setValue(value);
  }

  FetchJobs.Result fetch(CommandInfo.URI.Builder... uris) throws Exception {
    return await(begin(sandbox, Optional.empty(), uris).result());
  }

  /** A fetch that is under way. */
  record Begun(FetchWatch watch, CompletableFuture<FetchJobs.Result> result) {}

  Begun begin(Path into, Optional<Owner> user, CommandInfo.URI.Builder... uris) throws IOException {
    CompletableFuture<FetchJobs.Result> result = new CompletableFuture<>();
    List<CommandInfo.URI> built =
        java.util.Arrays.stream(uris).map(CommandInfo.URI.Builder::build).toList();
    FetchWatch watch =
        jobs()
            .start(
                "test",
                () -> new FetchJobs.Order(built, into, user),
                result::complete,
                result::completeExceptionally);
    return new Begun(watch, result);
  }

  static FetchJobs.Result await(CompletableFuture<FetchJobs.Result> result)
      throws ExecutionException, InterruptedException, TimeoutException {
    return result.get(20, TimeUnit.SECONDS);
  }

  void fetches(CommandInfo.URI.Builder... uris) throws Exception {
    assertThat(fetch(uris)).isEqualTo(new FetchJobs.Result.Fetched());
  }

  /** Why it cannot be fetched. */
  String refuses(CommandInfo.URI.Builder uri) throws Exception {
    FetchJobs.Result result = fetch(uri);
    assertThat(result).isInstanceOf(FetchJobs.Result.Failed.class);
    return ((FetchJobs.Result.Failed) result).why();
  }
}
