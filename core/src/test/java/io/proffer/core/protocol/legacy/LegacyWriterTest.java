package io.proffer.core.protocol.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.core.model.Resources;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LegacyWriterTest {

  @Test
  void numbersAreFloatsAsMesosWritesThem() {
    assertThat(
            json(
                out -> {
                  out.count("agents", 3);
                  out.millis("cpus", 300);
                  out.millis("mem", 4_096_000);
                  out.millis("tiny", 1);
                  out.millis("owed", -500);
                  out.integer("port", 5050);
                }))
        .isEqualTo(
            "{\"agents\":3.0,\"cpus\":0.3,\"mem\":4096.0,\"tiny\":0.001,\"owed\":-0.5,\"port\":5050}");
  }

  @Test
  void timesAreSecondsToTheMicrosecondWithoutAnExponent() {
    assertThat(
            json(
                out -> {
                  out.time("registered", Instant.parse("2026-11-21T02:12:54.788582Z"));
                  out.time("never", Instant.EPOCH);
                  out.seconds("told", 1795227174.788582);
                }))
        .isEqualTo("{\"registered\":1795227174.788582,\"never\":0.0,\"told\":1795227174.788582}");
  }

  @Test
  void resourcesAreSumsWithTheFourKnownNamesAlwaysThere() {
    assertThat(
            json(
                out ->
                    ResourcesJson.write(
                        out,
                        "resources",
                        Resources.parse(
                            "cpus:2;mem(r1):64;mem:32;ports:[31000-31001,31005-31005]"))))
        .isEqualTo(
            "{\"resources\":{\"disk\":0.0,\"mem\":96.0,\"gpus\":0.0,\"cpus\":2.0,"
                + "\"ports\":\"[31000-31001, 31005-31005]\"}}");
  }

  @Test
  void objectsRenderedBeforeStandAmongOthersAsIfWrittenNow() {
    List<byte[]> names =
        LegacyWriter.each(List.of("one", "tw\"o"), (out, name) -> out.string("name", name));

    assertThat(
            json(
                out -> {
                  out.integer("before", 1);
                  out.rendered("names", names, name -> name);
                  out.rendered("none", List.<byte[]>of(), name -> name);
                  out.integer("after", 2);
                }))
        .isEqualTo(
            "{\"before\":1,\"names\":[{\"name\":\"one\"},{\"name\":\"tw\\\"o\"}],"
                + "\"none\":[],\"after\":2}");
  }

  @Test
  void quantitiesCountTheMembersOfRanges() {
    assertThat(
            json(
                out ->
                    ResourcesJson.writeQuantities(
                        out, "offered", Resources.parse("cpus:1.5;ports:[31000-32000]"))))
        .isEqualTo("{\"offered\":{\"cpus\":1.5,\"ports\":1001.0}}");
  }

  @Test
  void textIsEscaped() {
    assertThat(json(out -> out.strings("names", List.of("a\"b\n", "é"), name -> name)))
        .isEqualTo("{\"names\":[\"a\\\"b\\n\",\"é\"]}");
  }

  private interface Body {
    void write(LegacyWriter out) throws IOException;
  }

  private static String json(Body body) {
    return new String(LegacyWriter.object(body::write), StandardCharsets.UTF_8);
  }
}
