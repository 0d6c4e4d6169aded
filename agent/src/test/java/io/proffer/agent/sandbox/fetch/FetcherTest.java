package io.proffer.agent.sandbox.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FetcherTest extends FetchScenario {

  private static final Owner NOBODY = new Owner("nobody", 65534, 65534);

  @Test
  void aFileIsNamedAfterTheEndOfItsUri() throws Exception {
    web.serve("/dir/data.txt", "hello");

    fetches(uri(web.url("/dir/data.txt")));

    assertThat(sandbox.resolve("data.txt")).hasContent("hello");
    assertThat(permissions("data.txt")).isEqualTo("rw-r--r--");
  }

  @Test
  void outputFileNamesIt() throws Exception {
    web.serve("/data", "hello");

    fetches(uri(web.url("/data")).setOutputFile("a/b/renamed"));

    assertThat(sandbox.resolve("a/b/renamed")).hasContent("hello");
    assertThat(sandbox.resolve("data")).doesNotExist();
  }

  @Test
  void anExecutableIsOneAndIsNotUnpacked() throws Exception {
    web.serve("/run.tar", Archives.harmless());

    fetches(uri(web.url("/run.tar")).setExecutable(true));

    assertThat(permissions("run.tar")).isEqualTo("rwxr-xr-x");
    assertThat(sandbox.resolve("app")).doesNotExist();
  }

  private String permissions(String file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(sandbox.resolve(file)));
  }

  @Test
  void whatIsNoArchiveIsLeftAsItIs() throws Exception {
    web.serve("/plain.txt", "hello");

    fetches(uri(web.url("/plain.txt")).setExtract(true));

    assertThat(sandbox.resolve("plain.txt")).hasContent("hello");
  }

  @Test
  void aFileOfTheMachineIsCopied() throws Exception {
    Path file = Files.writeString(work.resolve("local"), "mine");
    open(s -> s.withFrameworksHome(Optional.of(work)));

    fetches(
        uri(file.toString()).setOutputFile("by-path"),
        uri("file://" + file).setOutputFile("by-uri"),
        uri("file://localhost" + file).setOutputFile("by-host"),
        uri("local").setOutputFile("relative"));

    for (String copy : new String[] {"by-path", "by-uri", "by-host", "relative"}) {
      assertThat(sandbox.resolve(copy)).hasContent("mine");
    }
  }

  @Test
  void aFileIsReadAsTheTasksUser() throws Exception {
    assumeThat(System.getProperty("user.name")).isEqualTo("root");
    Files.setPosixFilePermissions(work, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path secret = Files.writeString(work.resolve("secret"), "not for you");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    Path open = Files.writeString(work.resolve("open"), "for all");

    FetchJobs.Result refused =
        await(begin(sandbox, Optional.of(NOBODY), uri(secret.toString())).result());
    FetchJobs.Result fetched =
        await(begin(sandbox, Optional.of(NOBODY), uri(open.toString())).result());

    assertThat(refused.toString()).contains("user 'nobody' cannot read it").contains("denied");
    assertThat(sandbox.resolve("secret")).doesNotExist();
    assertThat(fetched).isEqualTo(new FetchJobs.Result.Fetched());
    assertThat(sandbox.resolve("open")).hasContent("for all");
    assertThat(Files.getAttribute(sandbox.resolve("open"), "unix:uid")).isEqualTo(65534);
  }

  @Test
  void whatIsUnpackedBelongsToTheTasksUser() throws Exception {
    assumeThat(System.getProperty("user.name")).isEqualTo("root");
    web.serve("/app.tar", Archives.harmless());

    await(begin(sandbox, Optional.of(NOBODY), uri(web.url("/app.tar"))).result());

    assertThat(Files.getAttribute(sandbox.resolve("app"), "unix:uid")).isEqualTo(65534);
    assertThat(Files.getAttribute(sandbox.resolve("app/run"), "unix:gid")).isEqualTo(65534);
    assertThat(permissions("app/run")).isEqualTo("rwxr-xr-x");
  }

  @Test
  void aChecksumIsVerified() throws Exception {
    web.serve("/data", "hello");
    String sum = sha256("hello");

    fetches(uri(web.url("/data#sha256=" + sum)));
    String why = refuses(uri(web.url("/data#sha256=" + sha256("other"))).setOutputFile("second"));

    assertThat(sandbox.resolve("data")).hasContent("hello");
    assertThat(why).contains("checksum " + sum + ", not " + sha256("other"));
    assertThat(sandbox.resolve("second")).doesNotExist();
  }

  private static String sha256(String text) throws Exception {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  @Test
  void redirectsAreFollowedButNotForEver() throws Exception {
    web.serve("/end", "there");
    web.redirect("/begin", "/end");
    web.redirect("/circle", "/circle");
    web.redirect("/away", "file:///etc/passwd");

    fetches(uri(web.url("/begin")));

    assertThat(sandbox.resolve("begin")).hasContent("there");
    assertThat(refuses(uri(web.url("/circle")))).contains("redirects more than 10 times");
    assertThat(refuses(uri(web.url("/away")))).contains("file:///etc/passwd", "not on the web");
  }

  @Test
  void aPasswordIsSentAndNotShown() throws Exception {
    web.on(
        "/private",
        e -> {
          String auth = String.valueOf(e.getRequestHeaders().getFirst("Authorization"));
          String expected =
              Base64.getEncoder().encodeToString("me:pass".getBytes(StandardCharsets.UTF_8));
          e.sendResponseHeaders(auth.equals("Basic " + expected) ? 403 : 500, -1);
        });

    FetchJobs.Result result = fetch(uri(web.url("/private").replace("//", "//me:pass@")));

    assertThat(result.toString()).contains("status 403").doesNotContain("pass@").contains("***@");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hdfs://name/file | cannot fetch 'hdfs' URIs",
        "relative/file | --frameworks-home",
        "file://relative/file | absolute path",
        "/no/such/file | does not exist",
        "/tmp | no regular file",
        "http://host | no path",
        "http://127.0.0.1:1/file | nobody listens at http://127.0.0.1:1",
        "http://127.0.0.1:1/dir/ | output_file",
        "http://127.0.0.1:1/x#md5=00 | sha256=",
        "http://127.0.0.1:1/x#sha256=00 | 64 hexadecimal digits",
        "http://a\\b/x | backslash",
        "/dev/zero | no regular file",
      })
  void whatCannotBeFetchedIsRefusedWithAReason(String uri, String reason) throws Exception {
    assertThat(refuses(uri(uri))).contains(reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"../outside", "/etc/passwd", "a/../../outside", "stdout", "./stderr"})
  void outputFileStaysInTheSandbox(String file) throws Exception {
    web.serve("/data", "bad");

    assertThat(refuses(uri(web.url("/data")).setOutputFile(file))).contains("output");
  }

  @Test
  void aMissingFileIsToldByItsStatus() throws Exception {
    web.on("/gone", e -> e.sendResponseHeaders(404, -1));

    assertThat(refuses(uri(web.url("/gone")))).isEqualTo("the server answered with status 404");
    assertThat(sandbox).isEmptyDirectory();
  }

  @Test
  void anEndlessDownloadEndsAtTheLimit() throws Exception {
    web.endless("/endless");
    open(s -> s.withMaxDownloadBytes(1 << 20));

    assertThat(refuses(uri(web.url("/endless")))).contains("larger than 1048576 bytes");
    assertThat(sandbox).isEmptyDirectory();
  }

  @Test
  void whatIsKnownToBeTooLargeIsNotBegun() throws Exception {
    web.serve("/large", new byte[2 << 20]);
    open(s -> s.withMaxDownloadBytes(1 << 20));

    assertThat(refuses(uri(web.url("/large")))).contains("larger than 1048576 bytes");
  }

  @Test
  void aStalledServerIsGivenUp() throws Exception {
    web.stalled("/stalled");
    open(s -> s.withTimes(Duration.ofMillis(200), Duration.ofSeconds(10)));

    assertThat(refuses(uri(web.url("/stalled"))))
        .contains("--fetcher-stall-timeout")
        .contains("200 ms");
    assertThat(sandbox).isEmptyDirectory();
  }

  @Test
  void aServerThatNeverAnswersIsGivenUp() throws Exception {
    web.on("/silent", e -> Awaitility.await().forever().until(() -> Thread.interrupted()));
    open(s -> s.withTimes(Duration.ofMillis(200), Duration.ofSeconds(10)));

    assertThat(refuses(uri(web.url("/silent")))).contains("sent 0 bytes");
  }

  @Test
  void allUrisTogetherHaveATimeLimit() throws Exception {
    web.stalled("/stalled");
    open(s -> s.withTimes(Duration.ofSeconds(10), Duration.ofMillis(200)));

    assertThat(refuses(uri(web.url("/stalled")))).contains("--fetcher-time-limit");
  }

  @Test
  void aFetchThatIsNotWantedAnyMoreEndsAtOnce() throws Exception {
    web.stalled("/stalled");
    Begun begun = begin(sandbox, Optional.empty(), uri(web.url("/stalled")));
    Awaitility.await().until(() -> web.requests().size() == 1);

    begun.watch().cancel();

    assertThat(await(begun.result())).isEqualTo(new FetchJobs.Result.Cancelled());
    assertThat(sandbox).isEmptyDirectory();
    assertThat(jobs().failed()).isZero();
  }

  @Test
  void fetchesAreCounted() throws Exception {
    web.serve("/data", "hello");

    fetches(uri(web.url("/data")));
    refuses(uri("nothing"));

    assertThat(jobs().succeeded()).isEqualTo(1);
    assertThat(jobs().failed()).isEqualTo(1);
  }
}
