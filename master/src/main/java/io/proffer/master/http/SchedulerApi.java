package io.proffer.master.http;

import akka.util.ByteString;
import io.proffer.core.protocol.MediaType;
import io.proffer.core.protocol.RecordIo;
import io.proffer.core.security.ProxyKey;
import io.proffer.master.actor.LeadingMaster;
import io.proffer.master.actor.Outbox;
import io.proffer.master.actor.OutboxReader;
import io.proffer.master.http.server.Request;
import io.proffer.master.http.server.Response;
import io.proffer.master.kernel.CallOutcome;
import io.proffer.master.state.StreamId;
import io.proffer.master.validation.CallValidation;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;

/**
 * {@code POST /api/v1/scheduler}: the checks that need no state, in Mesos' order, then the kernel.
 */
final class SchedulerApi implements Endpoint.OfLeader {

  private static final String STREAM_ID = "Mesos-Stream-Id";

  /** They are all alike, and every stream begins with one. */
  private static final Event HEARTBEAT = Event.newBuilder().setType(Event.Type.HEARTBEAT).build();

  private static final ByteString HEARTBEAT_JSON = encoded(MediaType.JSON, HEARTBEAT);
  private static final ByteString HEARTBEAT_PROTOBUF = encoded(MediaType.PROTOBUF, HEARTBEAT);

  private final StreamIds ids = new StreamIds();

  @Override
  public CompletionStage<Response> answer(Request request, Term term) throws RefusedException {
    LeadingMaster master = term.master();
    Call call = CallReader.read(request, Call.getDefaultInstance());
    Optional<String> problem = CallValidation.problem(call, request.principal());
    if (problem.isPresent()) {
      throw new RefusedException(400, "Failed to validate scheduler::Call: " + problem.get());
    }
    Optional<StreamId> stream = request.header(STREAM_ID).map(StreamId::new);
    return switch (call.getType()) {
      case SUBSCRIBE -> subscribe(request, call, stream, master);
      case UNKNOWN ->
          throw new RefusedException(501, "The type of the call is none of those there are");
      case RECONCILE_OPERATIONS -> {
        CallReader.negotiate(request);
        yield master.call(stream, call, request.principal()).thenApply(Answers::of);
      }
      case TEARDOWN,
          ACCEPT,
          DECLINE,
          ACCEPT_INVERSE_OFFERS,
          DECLINE_INVERSE_OFFERS,
          REVIVE,
          KILL,
          SHUTDOWN,
          ACKNOWLEDGE,
          ACKNOWLEDGE_OPERATION_STATUS,
          RECONCILE,
          MESSAGE,
          REQUEST,
          SUPPRESS,
          UPDATE_FRAMEWORK ->
          master.call(stream, call, request.principal()).thenApply(Answers::of);
    };
  }

  private CompletionStage<Response> subscribe(
      Request request, Call call, Optional<StreamId> given, LeadingMaster master)
      throws RefusedException {
    MediaType type = CallReader.negotiate(request);
    if (given.isPresent()) {
      throw new RefusedException(
          400, "Subscribe calls should not include the '" + STREAM_ID + "' header");
    }
    StreamId stream = ids.next();
    Optional<ProxyKey> key = request.header(ProxyKey.HEADER).flatMap(ProxyKey::parse);
    Outbox<Event> events = master.streamOutbox(stream);
    return master
        .subscribe(stream, call, request.principal(), key, events)
        .thenApply(
            outcome ->
                outcome instanceof CallOutcome.Subscribed
                    ? opened(stream, type, events)
                    : Answers.of(outcome));
  }

  private static Response opened(StreamId stream, MediaType type, Outbox<Event> events) {
    OutboxReader<Event, ByteString> records =
        new OutboxReader<>(events, (event, more) -> record(type, event));
    return Response.stream(Answers.contentType(type), new OutboxPieces(records))
        .with(STREAM_ID, stream.value());
  }

  /** One chunk holds exactly one record: some clients depend on it. */
  private static ByteString record(MediaType type, Event event) {
    return event.equals(HEARTBEAT) ? heartbeat(type) : encoded(type, event);
  }

  private static ByteString heartbeat(MediaType type) {
    return switch (type) {
      case JSON -> HEARTBEAT_JSON;
      case PROTOBUF -> HEARTBEAT_PROTOBUF;
    };
  }

  private static ByteString encoded(MediaType type, Event event) {
    return ByteString.fromArrayUnsafe(RecordIo.encode(type.write(event)));
  }
}
