package io.proffer.agent.http;

import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import akka.util.ByteString;
import io.proffer.agent.executor.ExecutorTokens;
import io.proffer.agent.kernel.ExecutorAnswer;
import io.proffer.agent.kernel.ExecutorClaims;
import io.proffer.core.protocol.MediaType;
import io.proffer.core.protocol.RecordIo;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.executor.Protos.Call;

/** {@code POST /api/v1/executor}: the checks of a call, in Mesos' order, and the agent's answer. */
public final class ExecutorApi implements AgentRoutes.Endpoint {

  private static final String REALM = "Bearer realm=\"mesos-agent-executor\"";
  private static final String SCHEME = "bearer ";
  private static final int UUID_BYTES = 16;
  private static final long PATIENCE_SECONDS = 20;

  private final ExecutorStreams streams;
  private final ExecutorTokens tokens;
  private final boolean authenticate;

  /**
   * @param authenticate whether a call without a token is refused
   */
  public ExecutorApi(ExecutorStreams streams, ExecutorTokens tokens, boolean authenticate) {
    this.streams = streams;
    this.tokens = tokens;
    this.authenticate = authenticate;
  }

  @Override
  public boolean takesAnyMethod() {
    return true;
  }

  @Override
  public HttpResponse answer(Request request) throws RefusedException {
    Optional<String> authorization = request.header("authorization");
    Optional<ExecutorClaims> claims = authorization.flatMap(this::claims);
    if (claims.isEmpty() && (authenticate || authorization.isPresent())) {
      return unauthorized(authorization.isPresent());
    }
    if (!request.method().equals("POST")) {
      return Answers.methodNotAllowed("POST", request.method());
    }
    Call call = CallReader.read(request, Call.getDefaultInstance());
    Optional<String> problem = problem(call);
    if (problem.isPresent()) {
      throw new RefusedException(400, "Failed to validate Executor::Call: " + problem.get());
    }
    return switch (call.getType()) {
      case SUBSCRIBE -> subscribe(call, claims, CallReader.negotiate(request));
      case HEARTBEAT -> accepted();
      case UPDATE, MESSAGE -> plain(call, claims);
      case UNKNOWN -> Answers.text(501, "The type of the call is none of those there are");
    };
  }

  private Optional<ExecutorClaims> claims(String authorization) {
    boolean bearer = authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME);
    return bearer
        ? tokens.verify(authorization.substring(SCHEME.length()).strip())
        : Optional.empty();
  }

  private static HttpResponse unauthorized(boolean wrong) {
    String challenge =
        wrong ? REALM + ", error=\"invalid_token\", error_description=\"Invalid JWT\"" : REALM;
    return Answers.text(
            401,
            wrong
                ? "The token of the 'Authorization' header is none that this agent gave out"
                : "Expecting 'Authorization: Bearer' with the token of"
                    + " MESOS_EXECUTOR_AUTHENTICATION_TOKEN")
        .addHeader(RawHeader.create("WWW-Authenticate", challenge));
  }

  private HttpResponse plain(Call call, Optional<ExecutorClaims> claims) throws RefusedException {
    return switch (await(streams.ask(call, claims))) {
      case ExecutorAnswer.Accepted a -> accepted();
      case ExecutorAnswer.Refused a -> Answers.text(a.status(), a.message());
      case ExecutorAnswer.Streaming a ->
          throw new IllegalStateException(call.getType() + " opens no stream");
    };
  }

  private HttpResponse subscribe(Call call, Optional<ExecutorClaims> claims, MediaType type)
      throws RefusedException {
    ExecutorStreams.Asked asked = streams.ask(call, claims);
    return switch (await(asked)) {
      case ExecutorAnswer.Streaming a -> {
        ContentType contentType = Answers.contentType(type);
        yield HttpResponse.create()
            .withEntity(
                HttpEntities.createChunked(
                    contentType,
                    asked
                        .events()
                        .map(e -> ByteString.fromArrayUnsafe(RecordIo.encode(type.write(e))))));
      }
      case ExecutorAnswer.Refused a -> Answers.text(a.status(), a.message());
      case ExecutorAnswer.Accepted a -> throw new IllegalStateException("SUBSCRIBE opens a stream");
    };
  }

  private ExecutorAnswer await(ExecutorStreams.Asked asked) throws RefusedException {
    try {
      return asked.answer().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      streams.forget(asked.request());
      throw new RefusedException(503, "The agent is too busy to answer");
    } catch (InterruptedException e) {
      streams.forget(asked.request());
      Thread.currentThread().interrupt();
      throw new RefusedException(503, "The agent stops");
    }
  }

  private static HttpResponse accepted() {
    return HttpResponse.create().withStatus(StatusCodes.ACCEPTED);
  }

  private static Optional<String> problem(Call call) {
    if (!call.hasType()) {
      return expecting("type");
    }
    return switch (call.getType()) {
      case SUBSCRIBE -> call.hasSubscribe() ? Optional.empty() : expecting("subscribe");
      case UPDATE -> call.hasUpdate() ? problemOfUpdate(call) : expecting("update");
      case MESSAGE -> call.hasMessage() ? Optional.empty() : expecting("message");
      case HEARTBEAT, UNKNOWN -> Optional.empty();
    };
  }

  private static Optional<String> problemOfUpdate(Call call) {
    TaskStatus status = call.getUpdate().getStatus();
    String who =
        "executor "
            + call.getExecutorId().getValue()
            + " of framework "
            + call.getFrameworkId().getValue();
    if (!status.hasUuid()) {
      return expecting("uuid");
    }
    if (status.getUuid().size() != UUID_BYTES) {
      return Optional.of("Not a valid UUID: expecting 16 bytes, found " + status.getUuid().size());
    }
    if (status.hasExecutorId()
        && !status.getExecutorId().getValue().equals(call.getExecutorId().getValue())) {
      return Optional.of(
          "ExecutorID in Call: "
              + call.getExecutorId().getValue()
              + " does not match ExecutorID in TaskStatus: "
              + status.getExecutorId().getValue());
    }
    if (status.getSource() != TaskStatus.Source.SOURCE_EXECUTOR) {
      return Optional.of(
          "Received Call from " + who + " with invalid source, expecting 'SOURCE_EXECUTOR'");
    }
    if (status.getState() == TaskState.TASK_STAGING) {
      return Optional.of("Received TASK_STAGING from " + who + " which is not allowed");
    }
    return CheckStatuses.problem(status);
  }

  private static Optional<String> expecting(String field) {
    return Optional.of("Expecting '" + field + "' to be present");
  }
}
