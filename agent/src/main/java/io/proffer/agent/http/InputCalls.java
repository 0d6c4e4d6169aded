package io.proffer.agent.http;

import akka.http.javadsl.model.HttpResponse;
import io.proffer.agent.runtime.exec.TerminalSize;
import io.proffer.agent.session.ContainerAccess.Action;
import io.proffer.agent.session.Conversation;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.mesos.v1.agent.Protos.Call;
import org.apache.mesos.v1.agent.Protos.Call.AttachContainerInput;
import org.apache.mesos.v1.agent.Protos.ProcessIO;

/** {@code ATTACH_CONTAINER_INPUT}: a request whose body goes on for as long as there is input. */
final class InputCalls {

  /** Each has a thread. */
  private static final int MAX_STREAMS = 200;

  /** How long the end of a container waits for the end of its input. */
  private static final Executor AFTERWARDS = CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS);

  private final Attachments attachments;
  private final ContainerPermits permits;
  private final Semaphore places = new Semaphore(MAX_STREAMS);

  InputCalls(Attachments attachments, ContainerPermits permits) {
    this.attachments = attachments;
    this.permits = permits;
  }

  /** Takes the body on a thread of its own: writing to a container may block in the kernel. */
  CompletionStage<HttpResponse> answer(Request request, StreamedBody body) {
    if (!places.tryAcquire()) {
      body.end().run();
      return CompletableFuture.completedFuture(
          Answers.text(503, "Too many requests write to containers"));
    }
    CompletableFuture<HttpResponse> answer = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .name("container-input")
        .start(
            () -> {
              try (body) {
                answer.complete(take(request, body, answer));
              } catch (RefusedException e) {
                answer.complete(Answers.text(e.status(), String.valueOf(e.getMessage())));
              } catch (IOException | RuntimeException e) {
                answer.complete(Answers.text(400, "The body breaks off: " + e.getMessage()));
              } finally {
                places.release();
              }
            });
    return answer;
  }

  private HttpResponse take(
      Request request, StreamedBody body, CompletableFuture<HttpResponse> answer)
      throws RefusedException, IOException {
    if (!request.method().equals("POST")) {
      return Answers.methodNotAllowed("POST", request.method());
    }
    MessageTypes types = MessageTypes.of(request);
    CallStream calls = new CallStream(body.bytes(), types.content());
    Call first =
        calls
            .next()
            .orElseThrow(
                () -> new RefusedException(400, "Received EOF while reading request body"));
    Conversation conversation = conversation(request, first, types);
    if (!conversation.takeInput()) {
      throw new RefusedException(409, "Multiple input connections are not allowed");
    }
    try {
      var unused =
          conversation
              .ended()
              .thenRunAsync(() -> answer.complete(Answers.done()), AFTERWARDS)
              .thenRunAsync(body.end(), AFTERWARDS);
      Optional<Call> call = calls.next();
      while (call.isPresent()) {
        give(conversation, input(call.get()));
        call = calls.next();
      }
      return Answers.done();
    } finally {
      conversation.giveInputBack();
    }
  }

  private Conversation conversation(Request request, Call call, MessageTypes types)
      throws RefusedException {
    if (call.getType() != Call.Type.ATTACH_CONTAINER_INPUT) {
      throw new RefusedException(
          415,
          "Streaming 'Content-Type' application/recordio is not supported for %s call"
              .formatted(call.getType()));
    }
    if (types.acceptStreamed()) {
      throw new RefusedException(
          406, "Streaming response is not supported for ATTACH_CONTAINER_INPUT call");
    }
    AttachContainerInput input = call.getAttachContainerInput();
    if (input.getType() != AttachContainerInput.Type.CONTAINER_ID) {
      throw new RefusedException(400, "Expecting 'attach_container_input.type' to be CONTAINER_ID");
    }
    ContainerIds.require("attach_container_input.container_id", input.getContainerId());
    permits.require(request, Action.ATTACH_INPUT, input.getContainerId());
    return attachments.find(input.getContainerId());
  }

  private static ProcessIO input(Call call) throws RefusedException {
    AttachContainerInput input = call.getAttachContainerInput();
    if (input.getType() != AttachContainerInput.Type.PROCESS_IO) {
      throw new RefusedException(
          400,
          "Expecting 'attach_container_input.type' to be 'PROCESS_IO' instead of: '%s'"
              .formatted(input.getType()));
    }
    if (!input.hasProcessIo()) {
      throw new RefusedException(
          400, "Expecting 'attach_container_input.process_io' to be present");
    }
    return input.getProcessIo();
  }

  private static void give(Conversation conversation, ProcessIO message) throws RefusedException {
    try {
      switch (message.getType()) {
        case DATA -> write(conversation, message.getData());
        case CONTROL -> control(conversation, message.getControl());
        case UNKNOWN -> throw new RefusedException(400, "'process_io.type' is unknown");
      }
    } catch (IOException e) {
      if (conversation.runs()) {
        throw new RefusedException(500, "Failed writing to stdin: " + e.getMessage());
      }
    }
  }

  /** Nothing, as data, is the end of the input. */
  private static void write(Conversation conversation, ProcessIO.Data data)
      throws RefusedException, IOException {
    if (data.getType() != ProcessIO.Data.Type.STDIN) {
      throw new RefusedException(400, "Expecting 'process_io.data.type' to be 'STDIN'");
    }
    if (!data.hasData()) {
      throw new RefusedException(400, "Expecting 'process_io.data.data' to be present");
    }
    if (data.getData().isEmpty()) {
      conversation.execution().endInput();
    } else {
      conversation.execution().write(data.getData().toByteArray());
    }
  }

  private static void control(Conversation conversation, ProcessIO.Control control)
      throws RefusedException, IOException {
    switch (control.getType()) {
      case TTY_INFO -> {
        if (!control.getTtyInfo().hasWindowSize()) {
          throw new RefusedException(400, "Expecting 'tty_info.window_size' to be present");
        }
        if (!conversation.hasTerminal()) {
          throw new RefusedException(
              400, "Unable to set the window size: the container has no terminal");
        }
        conversation
            .execution()
            .resize(
                new TerminalSize(
                    control.getTtyInfo().getWindowSize().getRows(),
                    control.getTtyInfo().getWindowSize().getColumns()));
      }
      case HEARTBEAT -> {}
      case UNKNOWN -> throw new RefusedException(400, "'process_io.control.type' is unknown");
    }
  }
}
