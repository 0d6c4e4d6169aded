package io.proffer.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.core.protocol.MalformedMessageException;
import io.proffer.core.protocol.MalformedRecordException;
import io.proffer.core.protocol.MediaType;
import io.proffer.core.protocol.RecordIo;
import io.proffer.core.protocol.RecordIoDecoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.ContainerID;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.TTYInfo;
import org.apache.mesos.v1.agent.Protos.Call;
import org.apache.mesos.v1.agent.Protos.Call.AttachContainerInput;
import org.apache.mesos.v1.agent.Protos.ProcessIO;
import org.apache.mesos.v1.agent.Protos.Response;
import org.awaitility.Awaitility;

/** Talks with an agent about nested containers, as a client of Mesos does. */
final class SessionClient implements AutoCloseable {

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI api;
  private final MediaType type;

  SessionClient(AgentServer agent, MediaType type) {
    this.api = URI.create(agent.url() + "/api/v1");
    this.type = type;
  }

  HttpResponse<byte[]> call(Call call) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(api)
            .header("Content-Type", type.contentType())
            .header("Accept", type.contentType())
            .timeout(Duration.ofSeconds(30))
            .POST(HttpRequest.BodyPublishers.ofByteArray(type.write(call)))
            .build(),
        HttpResponse.BodyHandlers.ofByteArray());
  }

  int waitFor(ContainerID id) throws Exception {
    HttpResponse<byte[]> response =
        call(
            Call.newBuilder()
                .setType(Call.Type.WAIT_CONTAINER)
                .setWaitContainer(Call.WaitContainer.newBuilder().setContainerId(id))
                .build());
    assertThat(response.statusCode()).isEqualTo(200);
    return type.read(response.body(), Response.getDefaultInstance())
        .getWaitContainer()
        .getExitStatus();
  }

  Session session(ContainerID id, CommandInfo command, boolean terminal) throws Exception {
    Call.LaunchNestedContainerSession.Builder launch =
        Call.LaunchNestedContainerSession.newBuilder().setContainerId(id).setCommand(command);
    if (terminal) {
      launch.setContainer(
          ContainerInfo.newBuilder()
              .setType(ContainerInfo.Type.MESOS)
              .setTtyInfo(
                  TTYInfo.newBuilder()
                      .setWindowSize(TTYInfo.WindowSize.newBuilder().setRows(33).setColumns(111))));
    }
    return stream(
        Call.newBuilder()
            .setType(Call.Type.LAUNCH_NESTED_CONTAINER_SESSION)
            .setLaunchNestedContainerSession(launch)
            .build());
  }

  Session stream(Call call) throws Exception {
    HttpResponse<InputStream> response =
        http.send(
            HttpRequest.newBuilder(api)
                .header("Content-Type", type.contentType())
                .header("Accept", "application/recordio")
                .header("Message-Accept", type.contentType())
                .POST(HttpRequest.BodyPublishers.ofByteArray(type.write(call)))
                .build(),
            HttpResponse.BodyHandlers.ofInputStream());
    if (response.statusCode() == 200) {
      assertThat(response.headers().firstValue("Content-Type")).contains("application/recordio");
      assertThat(response.headers().firstValue("Message-Content-Type"))
          .contains(type.contentType());
    }
    return new Session(response, type);
  }

  Input input(ContainerID id) {
    return new Input(id);
  }

  /** Hangs up, whatever is going on. */
  @Override
  public void close() {
    http.shutdownNow();
  }

  /** What a nested container says. */
  static final class Session {

    private final HttpResponse<InputStream> response;
    private final ByteArrayOutputStream stdout = new ByteArrayOutputStream();
    private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();
    private final CompletableFuture<Void> end = new CompletableFuture<>();

    private Session(HttpResponse<InputStream> response, MediaType type) {
      this.response = response;
      if (response.statusCode() != 200) {
        end.completeExceptionally(new IOException("answered " + response.statusCode()));
      } else {
        Thread.ofVirtual().start(() -> read(type));
      }
    }

    int status() {
      return response.statusCode();
    }

    String refusal() throws IOException {
      return new String(response.body().readAllBytes(), StandardCharsets.UTF_8);
    }

    private void read(MediaType type) {
      RecordIoDecoder decoder = new RecordIoDecoder(1 << 20);
      byte[] chunk = new byte[8192];
      try (InputStream in = response.body()) {
        int n = in.read(chunk);
        while (n >= 0) {
          for (byte[] record : decoder.feed(Arrays.copyOf(chunk, n))) {
            ProcessIO.Data data = type.read(record, ProcessIO.getDefaultInstance()).getData();
            (data.getType() == ProcessIO.Data.Type.STDERR ? stderr : stdout)
                .write(data.getData().toByteArray());
          }
          n = in.read(chunk);
        }
        end.complete(null);
      } catch (IOException | MalformedRecordException | MalformedMessageException e) {
        end.completeExceptionally(e);
      }
    }

    String stdout() {
      return stdout.toString(StandardCharsets.UTF_8);
    }

    String stderr() {
      return stderr.toString(StandardCharsets.UTF_8);
    }

    Session awaitEnd() throws Exception {
      end.get(20, TimeUnit.SECONDS);
      return this;
    }

    void awaitStdout(String text) {
      Awaitility.await()
          .atMost(Duration.ofSeconds(15))
          .untilAsserted(() -> assertThat(stdout()).contains(text));
    }
  }

  /** What is said to a nested container. */
  final class Input implements AutoCloseable {

    private final SubmissionPublisher<ByteBuffer> body = new SubmissionPublisher<>();
    private final CompletableFuture<HttpResponse<String>> response;

    private Input(ContainerID id) {
      response =
          http.sendAsync(
              HttpRequest.newBuilder(api)
                  .header("Content-Type", "application/recordio")
                  .header("Message-Content-Type", type.contentType())
                  .header("Accept", type.contentType())
                  .POST(HttpRequest.BodyPublishers.fromPublisher(body))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      Awaitility.await().until(body::hasSubscribers); // what is said before is lost
      send(
          AttachContainerInput.newBuilder()
              .setType(AttachContainerInput.Type.CONTAINER_ID)
              .setContainerId(id));
    }

    private void send(AttachContainerInput.Builder input) {
      Call call =
          Call.newBuilder()
              .setType(Call.Type.ATTACH_CONTAINER_INPUT)
              .setAttachContainerInput(input)
              .build();
      body.submit(ByteBuffer.wrap(RecordIo.encode(type.write(call))));
    }

    Input send(ProcessIO.Builder message) {
      send(
          AttachContainerInput.newBuilder()
              .setType(AttachContainerInput.Type.PROCESS_IO)
              .setProcessIo(message));
      return this;
    }

    Input say(String text) {
      return send(
          ProcessIO.newBuilder()
              .setType(ProcessIO.Type.DATA)
              .setData(
                  ProcessIO.Data.newBuilder()
                      .setType(ProcessIO.Data.Type.STDIN)
                      .setData(com.google.protobuf.ByteString.copyFromUtf8(text))));
    }

    Input resize(int rows, int columns) {
      return send(
          ProcessIO.newBuilder()
              .setType(ProcessIO.Type.CONTROL)
              .setControl(
                  ProcessIO.Control.newBuilder()
                      .setType(ProcessIO.Control.Type.TTY_INFO)
                      .setTtyInfo(
                          TTYInfo.newBuilder()
                              .setWindowSize(
                                  TTYInfo.WindowSize.newBuilder()
                                      .setRows(rows)
                                      .setColumns(columns)))));
    }

    /** Ends the request: this client reads no answer before that. */
    HttpResponse<String> response() throws Exception {
      body.close();
      return response.get(20, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
      body.close();
    }
  }
}
