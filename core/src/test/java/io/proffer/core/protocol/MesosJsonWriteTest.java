package io.proffer.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.apache.mesos.v1.Protos.AgentInfo;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.Protos.Value;
import org.apache.mesos.v1.master.Protos.Response;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The text a Mesos client gets. */
class MesosJsonWriteTest {

  private final ObjectMapper trees = new ObjectMapper();

  @ParameterizedTest
  @ValueSource(strings = {"event-subscribed", "event-offers", "event-update"})
  void schedulerEventsAreWrittenAsMesosDoes(String name) throws Exception {
    assertKept(name, Event.getDefaultInstance());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "master-get-state-empty",
        "master-get-agents",
        "master-get-operations-empty",
        "master-get-metrics"
      })
  void answersOfTheMasterAreWrittenAsMesosDoes(String name) throws Exception {
    assertKept(name, Response.getDefaultInstance());
  }

  @Test
  void answersOfTheAgentAreWrittenAsMesosDoes() throws Exception {
    assertKept(
        "agent-get-state-empty", org.apache.mesos.v1.agent.Protos.Response.getDefaultInstance());
  }

  private void assertKept(String name, Message prototype) throws Exception {
    byte[] golden = resource(name + ".json");

    byte[] written = MesosJson.write(MesosJson.read(golden, prototype));

    assertThat(trees.readTree(written)).isEqualTo(trees.readTree(golden));
  }

  @Test
  void aFieldThatIsNotSetButHasADefaultIsWritten() {
    FrameworkInfo framework = FrameworkInfo.newBuilder().setUser("root").setName("f").build();

    assertThat(text(framework))
        .isEqualTo(
            "{\"user\":\"root\",\"name\":\"f\",\"failover_timeout\":0.0,\"checkpoint\":false}");
  }

  @Test
  @SuppressWarnings("deprecation")
  void aDeprecatedFieldIsWrittenOnlyWhenSet() {
    FrameworkInfo.Builder framework = FrameworkInfo.newBuilder().setUser("root").setName("f");

    assertThat(text(framework.build())).doesNotContain("\"role\"");
    assertThat(text(framework.setRole("*").build())).contains("\"role\":\"*\"");
  }

  @Test
  void defaultsOfEveryKindAreWritten() {
    assertThat(text(CommandInfo.getDefaultInstance())).isEqualTo("{\"shell\":true}");
    assertThat(text(AgentInfo.newBuilder().setHostname("h").build()))
        .isEqualTo("{\"hostname\":\"h\",\"port\":5051}");
  }

  @Test
  void emptyListsAreLeftOutElsewhere() {
    assertThat(text(Offer.Operation.Launch.getDefaultInstance())).isEqualTo("{}");
  }

  @Test
  void bytesAreBase64() {
    TaskStatus status =
        TaskStatus.newBuilder()
            .setTaskId(TaskID.newBuilder().setValue("t"))
            .setState(org.apache.mesos.v1.Protos.TaskState.TASK_RUNNING)
            .setUuid(ByteString.copyFrom(new byte[] {(byte) 0xfb, (byte) 0xff, 0, 1}))
            .build();

    assertThat(text(status)).contains("\"uuid\":\"+/8AAQ==\"");
  }

  @Test
  void sixtyFourBitNumbersStayNumbers() {
    Value.Range range =
        Value.Range.newBuilder().setBegin(1L << 60).setEnd(-1L /* 2^64-1, unsigned */).build();

    assertThat(text(range))
        .isEqualTo("{\"begin\":1152921504606846976,\"end\":18446744073709551615}");
  }

  @Test
  void aMapIsAnObjectWithItsKeysAsNames() {
    TaskInfo task =
        TaskInfo.newBuilder()
            .setName("t")
            .setTaskId(TaskID.newBuilder().setValue("t"))
            .setAgentId(org.apache.mesos.v1.Protos.AgentID.newBuilder().setValue("s"))
            .putLimits("cpus", Value.Scalar.newBuilder().setValue(2).build())
            .build();

    assertThat(text(task)).contains("\"limits\":{\"cpus\":{\"value\":2.0}}");
  }

  @ParameterizedTest
  @CsvSource({
    "2.0, 2.0",
    "0.1, 0.1",
    "0.0, 0.0",
    "-0.0, -0.0",
    "-12.5, -12.5",
    "31536000, 31536000.0",
    "1795227182.417509, 1795227182.417509",
    "123456789012.25, 123456789012.25",
    "9007199254740993e3, 9007199254740993000.0",
    "1e20, 100000000000000000000.0",
    "1e21, 1e21",
    "-1.5e300, -1.5e300",
    "0.000123, 0.000123",
    "0.00000125, 0.00000125",
    "0.000000125, 1.25e-7",
    "4.9e-324, 4.9e-324",
  })
  void doublesAreShortAndAlwaysShowThatTheyAre(double value, String expected) {
    assertThat(JsonDouble.text(value)).isEqualTo(expected);
    assertThat(Double.parseDouble(JsonDouble.text(value))).isEqualTo(value);
  }

  @Test
  void infinityIsAString() {
    assertThat(text(Value.Scalar.newBuilder().setValue(Double.NEGATIVE_INFINITY).build()))
        .isEqualTo("{\"value\":\"-Infinity\"}");
  }

  @Test
  void textIsUtf8AndNeverBreaksTheJson() throws Exception {
    String text = "ä ✓ 😀 \" \\ \n \u0001";

    String written = text(TaskID.newBuilder().setValue(text).build());

    assertThat(written).contains("ä ✓ 😀");
    assertThat(trees.readTree(written).get("value").textValue()).isEqualTo(text);
  }

  @Test
  void textThatIsNoUtf8IsMended() throws Exception {
    TaskID notUtf8 =
        TaskID.newBuilder()
            .setValueBytes(ByteString.copyFrom(new byte[] {'a', (byte) 0xc3}))
            .build();

    assertThat(trees.readTree(MesosJson.write(notUtf8)).get("value").textValue())
        .isEqualTo("a\ufffd");
  }

  @Test
  void whatAnotherVersionAddedIsLeftOut() throws Exception {
    TaskID newer =
        TaskID.newBuilder()
            .setValue("t")
            .setUnknownFields(UnknownFieldSet.newBuilder().mergeVarintField(99, 7).build())
            .build();
    Resource newerEnum =
        Resource.newBuilder()
            .setName("r")
            .setType(Value.Type.SCALAR)
            .setProviderId(org.apache.mesos.v1.Protos.ResourceProviderID.newBuilder().setValue("p"))
            .build();
    Event unknownType =
        Event.parseFrom(new byte[] {8, 120}); // Field 1, the type, with a number nobody knows.

    assertThat(text(newer)).isEqualTo("{\"value\":\"t\"}");
    assertThat(text(newerEnum)).contains("\"type\":\"SCALAR\"");
    assertThat(text(unknownType)).isEqualTo("{}");
  }

  @Test
  void whatTheClassesLackIsWrittenByName() {
    AgentInfo agent = AgentInfo.newBuilder().setHostname("h").build();

    assertThat(text(V1Additions.quotaV2())).isEqualTo("{\"type\":\"QUOTA_V2\"}");
    assertThat(text(V1Additions.checkpointing(agent)))
        .isEqualTo("{\"hostname\":\"h\",\"checkpoint\":true,\"port\":5051}");
  }

  @Test
  void aBuilderIsWrittenAsTheMessageItWouldBuild() {
    assertThat(new String(MesosJson.write(TaskID.newBuilder()), StandardCharsets.UTF_8))
        .isEqualTo("{}");
  }

  private static String text(Message message) {
    return new String(MesosJson.write(message), StandardCharsets.UTF_8);
  }

  private byte[] resource(String name) throws IOException {
    try (InputStream in = getClass().getResourceAsStream(name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }
}
