package io.proffer.agent.http;

import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import akka.util.ByteString;
import io.proffer.agent.kernel.ProviderAnswer;
import io.proffer.core.model.ProviderId;
import io.proffer.core.protocol.MediaType;
import io.proffer.core.protocol.RecordIo;
import java.util.Optional;
import org.apache.mesos.v1.resource_provider.Protos.Call;

/**
 * {@code POST /api/v1/resource_provider}: the checks of a call, in Mesos' order, and the agent's
 * answer.
 */
public final class ProviderApi implements AgentRoutes.Endpoint {

  private static final String STREAM_ID = "Mesos-Stream-Id";

  private final ProviderStreams streams;

  public ProviderApi(ProviderStreams streams) {
    this.streams = streams;
  }

  @Override
  public boolean takesAnyMethod() {
    return true;
  }

  @Override
  public HttpResponse answer(Request request) throws RefusedException {
    if (!request.method().equals("POST")) {
      return Answers.methodNotAllowed("POST", request.method());
    }
    Call call = CallReader.read(request, Call.getDefaultInstance());
    Optional<String> problem = problem(call);
    if (problem.isPresent()) {
      throw new RefusedException(
          400, "Failed to validate resource_provider::Call: " + problem.get());
    }
    Optional<String> streamId = request.header(STREAM_ID);
    MediaType type = MediaType.JSON;
    if (call.getType() == Call.Type.SUBSCRIBE) {
      type = CallReader.negotiate(request);
      if (streamId.isPresent()) {
        throw new RefusedException(
            400, "Subscribe calls should not include the 'Mesos-Stream-Id' header");
      }
    }
    ProviderStreams.Answered answered = streams.call(call, streamId);
    if (answered.answer() instanceof ProviderAnswer.Streaming) {
      ClientConnection.whenClosed(request.http(), answered.left());
    }
    return rendered(answered, type);
  }

  /** MARK_RESOURCE_PROVIDER_GONE of the operator API. */
  HttpResponse gone(ProviderId provider) throws RefusedException {
    return rendered(streams.gone(provider));
  }

  private static HttpResponse rendered(ProviderStreams.Answered answered, MediaType type) {
    return answered.answer() instanceof ProviderAnswer.Streaming streaming
        ? HttpResponse.create()
            .addHeader(RawHeader.create(STREAM_ID, streaming.streamId()))
            .withEntity(
                HttpEntities.createChunked(
                    Answers.contentType(type),
                    answered
                        .events()
                        .map(e -> ByteString.fromArrayUnsafe(RecordIo.encode(type.write(e))))))
        : rendered(answered.answer());
  }

  private static HttpResponse rendered(ProviderAnswer answer) {
    return switch (answer) {
      case ProviderAnswer.Accepted a -> HttpResponse.create().withStatus(StatusCodes.ACCEPTED);
      case ProviderAnswer.Done a -> Answers.done();
      case ProviderAnswer.Refused a -> Answers.text(a.status(), a.message());
      case ProviderAnswer.Streaming a -> throw new IllegalStateException("no call for a stream");
    };
  }

  private static Optional<String> problem(Call call) {
    if (!call.hasType()) {
      return expecting("type");
    }
    return switch (call.getType()) {
      case SUBSCRIBE -> call.hasSubscribe() ? Optional.empty() : expecting("subscribe");
      case UPDATE_STATE -> ofOne(call, call.hasUpdateState(), "update_state");
      case UPDATE_OPERATION_STATUS ->
          ofOne(call, call.hasUpdateOperationStatus(), "update_operation_status");
      case UPDATE_PUBLISH_RESOURCES_STATUS ->
          ofOne(call, call.hasUpdatePublishResourcesStatus(), "update_publish_resources_status");
      case UNKNOWN -> Optional.empty();
    };
  }

  /** All but SUBSCRIBE say whose they are. */
  private static Optional<String> ofOne(Call call, boolean there, String field) {
    if (!call.hasResourceProviderId()) {
      return expecting("resource_provider_id");
    }
    return there ? Optional.empty() : expecting(field);
  }

  private static Optional<String> expecting(String field) {
    return Optional.of("Expecting '" + field + "' to be present");
  }
}
