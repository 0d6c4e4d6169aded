package io.proffer.sdk.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.core.model.FrameworkId;
import io.proffer.core.time.ManualTicker;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;

/** Feeds a driver kernel and remembers what it does; callbacks return at once unless told. */
final class DriverUnderTest {

  static final URI M1 = URI.create("http://m1:5050");
  static final URI M2 = URI.create("http://m2:5050");
  static final FrameworkId ID = new FrameworkId("m-0000");

  final ManualTicker clock = new ManualTicker(Instant.EPOCH);
  final Map<TimerKey, Instant> timers = new LinkedHashMap<>();

  private final DriverKernel kernel;
  private final List<DriverEffect> effects = new ArrayList<>();
  private long attempt;
  private boolean returning = true;
  private boolean wantsOffers = true;
  private List<Action> nextActions = List.of();

  private DriverUnderTest(Optional<FrameworkId> stored) {
    kernel = new DriverKernel(Samples.framework(), stored, DriverSettings.defaults(7));
  }

  /** A driver of a framework that never ran. */
  static DriverUnderTest fresh() {
    return new DriverUnderTest(Optional.empty()).when(new DriverInput.Started(true));
  }

  /** A driver of a framework whose id was saved by a former process. */
  static DriverUnderTest restarted() {
    return new DriverUnderTest(Optional.of(ID)).when(new DriverInput.Started(true));
  }

  /** A driver that is subscribed at M1; what led there is forgotten. */
  static DriverUnderTest subscribed() {
    return fresh().leader(M1).open().event(Samples.subscribed(ID)).answered(202, "").forget();
  }

  DriverUnderTest when(DriverInput input) {
    perform(kernel.handle(clock.now(), input));
    return this;
  }

  DriverUnderTest leader(URI master) {
    return when(new DriverInput.LeaderChanged(Optional.of(master)));
  }

  DriverUnderTest open() {
    return when(new DriverInput.StreamOpened(attempt, "stream-" + attempt));
  }

  DriverUnderTest event(Event event) {
    return when(new DriverInput.EventReceived(attempt, event));
  }

  DriverUnderTest streamLost() {
    return when(new DriverInput.StreamLost(attempt, "reset"));
  }

  /** The present subscription is lost and the next one is taken, by the same master. */
  DriverUnderTest resubscribed() {
    return streamLost().passing(Duration.ofSeconds(1)).open().event(Samples.subscribed(ID));
  }

  DriverUnderTest acted(Action... actions) {
    return when(new DriverInput.Acted(List.of(actions)));
  }

  /** All calls that are under way are answered with this status. */
  DriverUnderTest answered(int status, String message) {
    List<DriverEffect.Send> sent = of(DriverEffect.Send.class);
    sent.forEach(send -> when(new DriverInput.CallAnswered(send.number(), status, message)));
    return this;
  }

  /** Lets time pass, with the timers that come due. */
  DriverUnderTest passing(Duration span) {
    Instant end = clock.now().plus(span);
    while (true) {
      Optional<Map.Entry<TimerKey, Instant>> due =
          timers.entrySet().stream()
              .filter(timer -> !timer.getValue().isAfter(end))
              .min(Map.Entry.comparingByValue());
      if (due.isEmpty()) {
        break;
      }
      clock.advanceTo(due.get().getValue());
      timers.remove(due.get().getKey());
      when(new DriverInput.TimerFired(due.get().getKey()));
    }
    clock.advanceTo(end);
    return this;
  }

  /** The next callback asks for this before it returns. */
  DriverUnderTest nextCallbackAsks(Action... actions) {
    nextActions = List.of(actions);
    return this;
  }

  DriverUnderTest schedulerWantsOffers(boolean wants) {
    wantsOffers = wants;
    return this;
  }

  /** From now on callbacks return only when told to. */
  DriverUnderTest slowCallbacks() {
    returning = false;
    return this;
  }

  DriverUnderTest returned(Delivery delivery, Action... actions) {
    return when(new DriverInput.Handled(delivery, List.of(actions), wantsOffers));
  }

  DriverUnderTest forget() {
    effects.clear();
    return this;
  }

  boolean isEnding() {
    return kernel.isEnding();
  }

  List<DriverEffect> effects() {
    return effects;
  }

  <E extends DriverEffect> List<E> of(Class<E> type) {
    return effects.stream().filter(type::isInstance).map(type::cast).toList();
  }

  List<Call> calls() {
    return of(DriverEffect.Send.class).stream().map(DriverEffect.Send::call).toList();
  }

  List<Call.Type> callTypes() {
    return calls().stream().map(Call::getType).toList();
  }

  Call call(Call.Type type) {
    List<Call> found = calls().stream().filter(call -> call.getType() == type).toList();
    assertThat(found).as("%s calls among %s", type, callTypes()).hasSize(1);
    return found.get(0);
  }

  List<Delivery> deliveries() {
    return of(DriverEffect.Deliver.class).stream().map(DriverEffect.Deliver::delivery).toList();
  }

  <D extends Delivery> List<D> deliveries(Class<D> type) {
    return deliveries().stream().filter(type::isInstance).map(type::cast).toList();
  }

  DriverEffect.OpenStream lastOpened() {
    List<DriverEffect.OpenStream> opened = of(DriverEffect.OpenStream.class);
    assertThat(opened).as("streams opened").isNotEmpty();
    return opened.get(opened.size() - 1);
  }

  private void perform(DriverDecision decision) {
    for (DriverEffect effect : decision.effects()) {
      effects.add(effect);
      switch (effect) {
        case DriverEffect.StartTimer start ->
            timers.put(start.key(), clock.now().plus(start.delay()));
        case DriverEffect.CancelTimer cancel -> timers.remove(cancel.key());
        case DriverEffect.OpenStream open -> attempt = open.attempt();
        case DriverEffect.Deliver deliver -> callBack(deliver.delivery());
        case DriverEffect.Finish finish -> timers.clear();
        case DriverEffect.CloseStream close -> {}
        case DriverEffect.Send send -> {}
        case DriverEffect.SaveFrameworkId save -> {}
        case DriverEffect.ForgetFrameworkId forget -> {}
      }
    }
  }

  private void callBack(Delivery delivery) {
    if (returning) {
      List<Action> actions = nextActions;
      nextActions = List.of();
      when(new DriverInput.Handled(delivery, actions, wantsOffers));
    }
  }
}
