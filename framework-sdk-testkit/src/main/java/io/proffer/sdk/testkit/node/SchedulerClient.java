package io.proffer.sdk.testkit.node;

import io.proffer.sdk.internal.DriverInput;
import io.proffer.sdk.testkit.engine.Network.Attempt;
import io.proffer.sdk.testkit.engine.Payload;
import io.proffer.sdk.testkit.engine.Socket;
import io.proffer.sdk.testkit.engine.Socket.Receiver;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.scheduler.Protos.Call;

/**
 * A driver's way to the scheduler API: one stream at a time, and calls of it on connections of
 * their own. Calls wait for each other, but acknowledgements go out at once.
 */
final class SchedulerClient {
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(30);

  /** The number of a call that the driver knows nothing of. */
  private static final long NOBODYS_CALL = -1;

  private final World world;
  private final String node;
  private final Consumer<DriverInput> driver;
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private Optional<Stream> stream = Optional.empty();
  private Optional<Accepted> lastAccept = Optional.empty();
  private long repetitions;
  private boolean underWay;
  private boolean alive = true;

  /** An ACCEPT call that was sent. */
  private record Accepted(long attempt, String master, String streamId, Call call) {}

  SchedulerClient(World world, String node, Consumer<DriverInput> driver) {
    this.world = world;
    this.node = node;
    this.driver = driver;
  }

  void end() {
    alive = false;
  }

  void open(long attempt, String master, Call subscribe) {
    close();
    Stream opening = new Stream(attempt, subscribe);
    stream = Optional.of(opening);
    world.network().connect(node, master, Doors.SCHEDULER, opening);
  }

  void close(long attempt) {
    if (stream.filter(s -> s.attempt == attempt).isPresent()) {
      close();
    }
  }

  void send(long number, long attempt, String master, String streamId, Call call) {
    if (stream.filter(s -> s.attempt == attempt).isEmpty()) {
      return;
    }
    if (call.getType() == Call.Type.ACCEPT) {
      lastAccept = Optional.of(new Accepted(attempt, master, streamId, call));
    }
    boolean ordered = call.getType() != Call.Type.ACKNOWLEDGE;
    Request request = new Request(number, attempt, streamId, call, ordered);
    Runnable connect = () -> world.network().connect(node, master, Doors.SCHEDULER, request);
    if (!ordered) {
      connect.run();
    } else if (underWay) {
      waiting.add(connect);
    } else {
      underWay = true;
      connect.run();
    }
  }

  /** Sends the last ACCEPT call of the open stream again, with new ids for its tasks. */
  boolean repeatAccept() {
    Optional<Accepted> accept = lastAccept.filter(a -> current(a.attempt()));
    accept.ifPresent(
        a -> {
          Call again = withOtherTasks(a.call(), "-again-" + ++repetitions);
          Request request = new Request(NOBODYS_CALL, a.attempt(), a.streamId(), again, false);
          world.network().connect(node, a.master(), Doors.SCHEDULER, request);
        });
    return accept.isPresent();
  }

  private static Call withOtherTasks(Call accept, String suffix) {
    Call.Builder again = accept.toBuilder();
    for (Offer.Operation.Builder operation : again.getAcceptBuilder().getOperationsBuilderList()) {
      for (TaskInfo.Builder task : operation.getLaunchBuilder().getTaskInfosBuilderList()) {
        task.getTaskIdBuilder().setValue(task.getTaskId().getValue() + suffix);
      }
    }
    return again.build();
  }

  private void close() {
    stream.flatMap(s -> s.socket).ifPresent(Socket::close);
    stream = Optional.empty();
    waiting.clear();
    underWay = false;
  }

  private void next() {
    underWay = false;
    if (!waiting.isEmpty()) {
      underWay = true;
      waiting.remove().run();
    }
  }

  private boolean current(long attempt) {
    return alive && stream.filter(s -> s.attempt == attempt).isPresent();
  }

  /** SUBSCRIBE and the events that answer it. */
  private final class Stream implements Attempt, Receiver {
    private final long attempt;
    private final Call subscribe;
    private Optional<Socket> socket = Optional.empty();

    private Stream(long attempt, Call subscribe) {
      this.attempt = attempt;
      this.subscribe = subscribe;
    }

    @Override
    public Receiver opened(Socket opened) {
      if (current(attempt)) {
        socket = Optional.of(opened);
        opened.send(new SchedulerMessage.Request(Optional.empty(), subscribe));
      } else {
        opened.close();
      }
      return this;
    }

    @Override
    public void failed() {
      lost("the master cannot be reached");
    }

    @Override
    public void received(Payload payload) {
      if (!current(attempt) || !(payload instanceof SchedulerMessage message)) {
        return;
      }
      switch (message) {
        case SchedulerMessage.Answer m ->
            driver.accept(
                m.streamId().isPresent()
                    ? new DriverInput.StreamOpened(attempt, m.streamId().get())
                    : new DriverInput.StreamRefused(
                        attempt, m.status(), m.message(), Optional.empty()));
        case SchedulerMessage.StreamEvent m ->
            driver.accept(new DriverInput.EventReceived(attempt, m.event()));
        case SchedulerMessage.Request m -> {}
      }
    }

    @Override
    public void closed() {
      lost("the stream has ended");
    }

    private void lost(String reason) {
      if (current(attempt)) {
        driver.accept(new DriverInput.StreamLost(attempt, reason));
      }
    }
  }

  /** One call and its answer. */
  private final class Request implements Attempt, Receiver {
    private final long number;
    private final long attempt;
    private final String streamId;
    private final Call call;
    private final boolean ordered;
    private Optional<Socket> socket = Optional.empty();
    private boolean done;

    private Request(long number, long attempt, String streamId, Call call, boolean ordered) {
      this.number = number;
      this.attempt = attempt;
      this.streamId = streamId;
      this.call = call;
      this.ordered = ordered;
      world.timeline().after(CALL_TIMEOUT, this::timedOut);
    }

    @Override
    public Receiver opened(Socket opened) {
      if (current(attempt) && !done) {
        socket = Optional.of(opened);
        opened.send(new SchedulerMessage.Request(Optional.of(streamId), call));
      } else {
        opened.close();
      }
      return this;
    }

    @Override
    public void received(Payload payload) {
      if (payload instanceof SchedulerMessage.Answer answer) {
        finish(new DriverInput.CallAnswered(number, answer.status(), answer.message()));
      }
    }

    @Override
    public void closed() {
      failed();
    }

    @Override
    public void failed() {
      finish(new DriverInput.CallFailed(number, "the connection broke before the answer"));
    }

    private void timedOut() {
      finish(new DriverInput.CallFailed(number, "no answer in time"));
    }

    private void finish(DriverInput result) {
      if (done) {
        return;
      }
      done = true;
      socket.ifPresent(Socket::close);
      if (current(attempt)) {
        if (ordered) {
          next();
        }
        driver.accept(result);
      }
    }
  }
}
