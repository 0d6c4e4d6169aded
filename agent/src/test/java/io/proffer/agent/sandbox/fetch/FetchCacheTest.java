package io.proffer.agent.sandbox.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class FetchCacheTest extends FetchScenario {

  /** What the server has now; its ETag is its text. */
  private volatile String content = "first";

  private CommandInfo.URI.Builder versioned() {
    web.on(
        "/versioned",
        e -> {
          String now = content;
          e.getResponseHeaders().set("ETag", now);
          if (now.equals(e.getRequestHeaders().getFirst("If-None-Match"))) {
            e.sendResponseHeaders(304, -1);
          } else {
            WebServer.answer(e, now.getBytes(StandardCharsets.UTF_8));
          }
        });
    return uri(web.url("/versioned")).setCache(true);
  }

  private List<Integer> answers() {
    return web.requests().stream().map(e -> e.getResponseCode()).toList();
  }

  @Test
  void whatIsCachedIsNotSentAgain() throws Exception {
    CommandInfo.URI.Builder uri = versioned();

    fetches(uri.clone().setOutputFile("one"));
    fetches(uri.clone().setOutputFile("two").setExecutable(true));

    assertThat(answers()).containsExactly(200, 304);
    assertThat(sandbox.resolve("one")).hasContent("first");
    assertThat(sandbox.resolve("two")).hasContent("first").isExecutable();
    assertThat(jobs().fetcher().cacheUsedBytes()).isEqualTo(5);
  }

  @Test
  void whatHasChangedIsFetchedAgain() throws Exception {
    CommandInfo.URI.Builder uri = versioned();
    fetches(uri.clone().setOutputFile("one"));

    content = "second";
    fetches(uri.clone().setOutputFile("two"));

    assertThat(sandbox.resolve("one")).hasContent("first");
    assertThat(sandbox.resolve("two")).hasContent("second");
    assertThat(jobs().fetcher().cacheUsedBytes()).isEqualTo(6);
    assertThat(cachedFiles()).isEqualTo(1);
  }

  private long cachedFiles() throws Exception {
    try (Stream<Path> files = Files.list(work.resolve("cache"))) {
      return files.count();
    }
  }

  @Test
  void aServerThatIsAwayIsNotNeeded() throws Exception {
    CommandInfo.URI.Builder uri = versioned();
    fetches(uri.clone().setOutputFile("one"));

    web.close();
    fetches(uri.clone().setOutputFile("two"));

    assertThat(sandbox.resolve("two")).hasContent("first");
  }

  @Test
  void withAChecksumNobodyNeedsToBeAsked() throws Exception {
    web.serve("/data", "hello");
    CommandInfo.URI.Builder uri =
        uri(web.url(
                "/data#sha256="
                    + "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"))
            .setCache(true);

    fetches(uri.clone().setOutputFile("one"));
    fetches(uri.clone().setOutputFile("two"));

    assertThat(answers()).containsExactly(200);
    assertThat(sandbox.resolve("two")).hasContent("hello");
  }

  @Test
  void anArchiveIsUnpackedFromTheCacheAndNotCopied() throws Exception {
    web.serve("/a.tar", Archives.harmless());

    fetches(uri(web.url("/a.tar")).setCache(true));

    assertThat(sandbox.resolve("app/run")).exists();
    assertThat(sandbox.resolve("a.tar")).doesNotExist();
  }

  @Test
  void whatWasUsedLongestAgoMakesRoom() throws Exception {
    open(s -> s.withCacheBytes(25));
    for (String name : List.of("a", "b", "c")) {
      web.serve("/" + name, name.repeat(10));
    }

    fetches(cached("a"), cached("b"));
    fetches(cached("a"));
    fetches(cached("c"));
    int before = web.requests().size();
    fetches(cached("a"));
    fetches(cached("b"));

    assertThat(jobs().fetcher().cacheUsedBytes()).isEqualTo(20);
    // Both are asked for; only b is sent.
    assertThat(web.requests()).hasSize(before + 2);
    assertThat(cachedFiles()).isEqualTo(2);
    assertThat(sandbox.resolve("b")).hasContent("b".repeat(10));
  }

  private CommandInfo.URI.Builder cached(String name) {
    return uri(web.url("/" + name)).setCache(true);
  }

  @Test
  void whatDoesNotFitIsFetchedWithoutTheCache() throws Exception {
    open(s -> s.withCacheBytes(10));
    web.serve("/large", "x".repeat(100));
    web.on(
        "/unknown-length",
        e -> {
          e.sendResponseHeaders(200, 0);
          e.getResponseBody().write(new byte[100]);
        });

    fetches(cached("large"), cached("unknown-length"));

    assertThat(sandbox.resolve("large")).hasSize(100);
    assertThat(sandbox.resolve("unknown-length")).hasSize(100);
    assertThat(jobs().fetcher().cacheUsedBytes()).isZero();
    assertThat(cachedFiles()).isZero();
  }

  @Test
  void aFailedDownloadLeavesNothing() throws Exception {
    web.on("/bad", e -> e.sendResponseHeaders(500, -1));

    assertThat(refuses(cached("bad"))).contains("status 500");

    assertThat(jobs().fetcher().cacheUsedBytes()).isZero();
    assertThat(cachedFiles()).isZero();
  }

  @Test
  void manyThatWantTheSameGetItWithOneDownload() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    web.on(
        "/slow",
        e -> {
          await(go);
          WebServer.answer(e, "slow".getBytes(StandardCharsets.UTF_8));
        });
    List<Begun> begun = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Path own = Files.createDirectory(work.resolve("sandbox-" + i));
      begun.add(begin(own, Optional.empty(), cached("slow")));
    }
    Awaitility.await().until(() -> web.requests().size() == 1);

    go.countDown();
    for (Begun b : begun) {
      assertThat(await(b.result())).isEqualTo(new FetchJobs.Result.Fetched());
    }

    long bodies = web.requests().size();
    assertThat(bodies).as("downloads and looks").isLessThanOrEqualTo(8);
    for (int i = 0; i < 8; i++) {
      assertThat(work.resolve("sandbox-" + i).resolve("slow")).hasContent("slow");
    }
    assertThat(cachedFiles()).isEqualTo(1);
  }

  @Test
  void whoeverWaitsTakesOverFromOneThatWasKilled() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    web.on(
        "/slow",
        e -> {
          await(go);
          WebServer.answer(e, "slow".getBytes(StandardCharsets.UTF_8));
        });
    Begun first =
        begin(Files.createDirectory(work.resolve("s1")), Optional.empty(), cached("slow"));
    Awaitility.await().until(() -> web.requests().size() == 1);
    Begun second = begin(sandbox, Optional.empty(), cached("slow"));

    first.watch().cancel();
    assertThat(await(first.result())).isEqualTo(new FetchJobs.Result.Cancelled());
    go.countDown();

    assertThat(await(second.result())).isEqualTo(new FetchJobs.Result.Fetched());
    assertThat(sandbox.resolve("slow")).hasContent("slow");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void oneUsersCopyIsNotForAnother() throws Exception {
    assumeThat(System.getProperty("user.name")).isEqualTo("root");
    CommandInfo.URI.Builder uri = versioned();

    fetches(uri);
    await(begin(sandbox, Optional.of(new Owner("nobody", 65534, 65534)), uri).result());

    assertThat(answers()).containsExactly(200, 200);
  }

  @Test
  void whatAnEarlierAgentLeftIsRemoved() throws Exception {
    Files.createDirectories(work.resolve("cache/old/deep"));
    Files.createSymbolicLink(work.resolve("cache/link"), work.resolve("outside"));

    open(s -> s);

    assertThat(work.resolve("cache")).isEmptyDirectory();
  }
}
