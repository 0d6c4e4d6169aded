package io.proffer.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.Message;
import io.proffer.core.protocol.MalformedMessageException;
import io.proffer.core.protocol.MesosJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.awaitility.Awaitility;

/** The mixes of JSON and protobuf that were recorded. */
final class MediaTypeMixes {

  private static final String PROTOBUF = "application/x-protobuf";
  private static final String OPERATOR = "/api/v1";
  private static final byte[] SUBSCRIBE =
      RecordedScheduler.json(
          "{'type':'SUBSCRIBE','subscribe':{'framework_info':{'user':'root','name':'oracle-PB2',"
              + "'roles':['rpb'],'capabilities':[{'type':'MULTI_ROLE'}]}}}");

  private final String address;
  private final Transcript transcript;

  MediaTypeMixes(String address, Transcript transcript) {
    this.address = address;
    this.transcript = transcript;
  }

  void play() throws IOException, InterruptedException {
    byte[] protobuf = protobuf(SUBSCRIBE, Call.getDefaultInstance());
    subscribe("SUBSCRIBE_pb_in_pb_out", PROTOBUF, PROTOBUF, protobuf);
    subscribe("SUBSCRIBE_pb_in_json_out", PROTOBUF, "application/json", protobuf);
    subscribe("SUBSCRIBE_json_in_pb_out", "application/json", PROTOBUF, SUBSCRIBE);
    subscribe("SUBSCRIBE_no_accept", "application/json", "", SUBSCRIBE);
    subscribe(
        "SUBSCRIBE_accept_q",
        "application/json",
        "application/json;q=0.5, application/x-protobuf;q=0.9",
        SUBSCRIBE);
    awaitNobodySubscribed();
    operatorSubscribes();
    for (String type : List.of("GET_STATE", "GET_AGENTS", "GET_FLAGS", "GET_MASTER")) {
      byte[] call = operatorCall(type);
      transcript.answered(
          "op_" + type + "_pb",
          Http.ask(address, "POST", OPERATOR, headers(PROTOBUF, PROTOBUF), call),
          EventStream.Records.protobuf(
              org.apache.mesos.v1.master.Protos.Response.getDefaultInstance()));
    }
  }

  private void subscribe(String name, String contentType, String accept, byte[] call)
      throws IOException, InterruptedException {
    EventStream.Records records =
        accept.equals(PROTOBUF)
            ? EventStream.Records.protobuf(
                org.apache.mesos.v1.scheduler.Protos.Event.getDefaultInstance())
            : EventStream.Records.JSON;
    stream(
        name,
        EventStream.open(
            address, RecordedScheduler.PATH, headers(contentType, accept), call, records));
  }

  /** The end of a stream is noticed a little later; an operator would be told of it. */
  private void awaitNobodySubscribed() {
    Awaitility.await()
        .atMost(RecordedScheduler.PATIENCE)
        .until(
            () -> frameworks().findValuesAsText("name").stream().noneMatch("oracle-PB2"::equals));
  }

  private JsonNode frameworks() throws IOException {
    byte[] call = RecordedScheduler.json("{'type':'GET_FRAMEWORKS'}");
    Http.Answer answer = Http.ask(address, "POST", OPERATOR, Http.JSON, call);
    return new ObjectMapper().readTree(answer.text()).at("/get_frameworks/frameworks");
  }

  private void operatorSubscribes() throws IOException, InterruptedException {
    stream(
        "operator_SUBSCRIBE_pb",
        EventStream.open(
            address,
            OPERATOR,
            headers(PROTOBUF, PROTOBUF),
            operatorCall("SUBSCRIBE"),
            EventStream.Records.protobuf(
                org.apache.mesos.v1.master.Protos.Event.getDefaultInstance())));
    List<String> recordio = new ArrayList<>(headers("application/json", "application/recordio"));
    recordio.add("Message-Accept: application/json");
    transcript.answered(
        "operator_SUBSCRIBE_recordio_stream",
        Http.ask(
            address, "POST", OPERATOR, recordio, RecordedScheduler.json("{'type':'SUBSCRIBE'}")));
  }

  /** Notes how the stream opened and its first two events. */
  private void stream(String name, EventStream opened) throws IOException, InterruptedException {
    try (EventStream stream = opened) {
      transcript.opened(name + "_stream", stream);
      stream.find(1, event -> true, RecordedScheduler.PATIENCE);
      List<JsonNode> events = stream.events();
      transcript.streamed(name, events.subList(0, Math.min(2, events.size())));
    }
  }

  private static List<String> headers(String contentType, String accept) {
    List<String> headers = new ArrayList<>(List.of("Content-Type: " + contentType));
    if (!accept.isEmpty()) {
      headers.add("Accept: " + accept);
    }
    return headers;
  }

  private static byte[] operatorCall(String type) throws IOException {
    return protobuf(
        RecordedScheduler.json("{'type':'%s'}".formatted(type)),
        org.apache.mesos.v1.master.Protos.Call.getDefaultInstance());
  }

  private static byte[] protobuf(byte[] json, Message prototype) throws IOException {
    try {
      return MesosJson.read(json, prototype).toByteArray();
    } catch (MalformedMessageException e) {
      throw new IOException(e);
    }
  }
}
