package io.proffer.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.Message;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What is written can be read, for every message of the v1 APIs. */
class MesosJsonRoundTripTest {

  private static final List<Message> PROTOTYPES =
      List.of(
          org.apache.mesos.v1.scheduler.Protos.Call.getDefaultInstance(),
          org.apache.mesos.v1.scheduler.Protos.Event.getDefaultInstance(),
          org.apache.mesos.v1.executor.Protos.Call.getDefaultInstance(),
          org.apache.mesos.v1.executor.Protos.Event.getDefaultInstance(),
          org.apache.mesos.v1.master.Protos.Call.getDefaultInstance(),
          org.apache.mesos.v1.master.Protos.Response.getDefaultInstance(),
          org.apache.mesos.v1.master.Protos.Event.getDefaultInstance(),
          org.apache.mesos.v1.agent.Protos.Call.getDefaultInstance(),
          org.apache.mesos.v1.agent.Protos.Response.getDefaultInstance(),
          org.apache.mesos.v1.agent.Protos.ProcessIO.getDefaultInstance(),
          org.apache.mesos.Protos.MasterInfo.getDefaultInstance());

  @Provide
  Arbitrary<Message> messages() {
    return Arbitraries.of(PROTOTYPES).flatMap(GeneratedMessages::like);
  }

  /**
   * Reading sets the fields whose defaults were written, so messages are compared by their text:
   * once read, a message writes the same text again.
   */
  @Property(tries = 150)
  void aMessageReadFromItsTextWritesTheSameText(@ForAll("messages") Message message)
      throws MalformedMessageException {
    byte[] text = MesosJson.write(message);

    Message read = MesosJson.read(text, message.getDefaultInstanceForType());

    assertThat(text(MesosJson.write(read))).isEqualTo(text(text));
  }

  /** Besides written defaults nothing is added, and nothing is lost. */
  @Property(tries = 150)
  void aMessageReadFromItsTextIsTheMessageWithItsDefaultsSet(@ForAll("messages") Message message)
      throws MalformedMessageException {
    Message read = MesosJson.read(MesosJson.write(message), message.getDefaultInstanceForType());

    assertThat(read).isEqualTo(Defaults.set(message));
  }

  @Property(tries = 100)
  void aWriterOfCharactersGetsTheSameText(@ForAll("messages") Message message) throws IOException {
    StringWriter characters = new StringWriter();
    try (JsonGenerator out = new JsonFactory().createGenerator(characters)) {
      MesosJson.write(message, out);
    }

    assertThat(characters.toString()).isEqualTo(text(MesosJson.write(message)));
  }

  @Property(tries = 100)
  void aListIsReadElementByElement(@ForAll("messages") Message message)
      throws MalformedMessageException {
    byte[] one = MesosJson.write(message);
    String list = "[" + text(one) + "," + text(one) + "]";

    List<Message> read =
        MesosJson.readList(
            list.getBytes(StandardCharsets.UTF_8), message.getDefaultInstanceForType());

    List<Message> expected = new ArrayList<>();
    expected.add(MesosJson.read(one, message.getDefaultInstanceForType()));
    expected.add(expected.getFirst());
    assertThat(read).isEqualTo(expected);
  }

  @Property(tries = 100)
  void bothMediaTypesCarryTheSameMessage(@ForAll("messages") Message message)
      throws MalformedMessageException {
    Message prototype = message.getDefaultInstanceForType();

    Message overProtobuf = MediaType.PROTOBUF.read(MediaType.PROTOBUF.write(message), prototype);
    Message overJson = MediaType.JSON.read(MediaType.JSON.write(message), prototype);

    assertThat(overProtobuf).isEqualTo(message);
    assertThat(overJson).isEqualTo(Defaults.set(message));
  }

  private static String text(byte[] json) {
    return new String(json, StandardCharsets.UTF_8);
  }
}
