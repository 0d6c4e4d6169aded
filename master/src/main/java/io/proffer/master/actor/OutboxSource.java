package io.proffer.master.actor;

import akka.stream.Attributes;
import akka.stream.Outlet;
import akka.stream.SourceShape;
import akka.stream.stage.AbstractOutHandler;
import akka.stream.stage.AsyncCallback;
import akka.stream.stage.GraphStage;
import akka.stream.stage.GraphStageLogic;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Drains an {@link Outbox} into a connection: one element at a time, as the client reads. When the
 * connection ends first, the outbox's client is lost.
 *
 * @param <T> what the outbox holds
 * @param <E> what the connection takes
 */
public final class OutboxSource<T, E> extends GraphStage<SourceShape<E>> {

  /** Makes the connection's next element. */
  @FunctionalInterface
  public interface Packing<T, E> {

    /**
     * @param first the message to begin with
     * @param more takes further messages into the same element; null when none waits
     */
    E pack(T first, More<T> more);
  }

  /** Further messages that wait. */
  @FunctionalInterface
  public interface More<T> {
    @Nullable T next();
  }

  private final Outlet<E> out = Outlet.create("Outbox.out");
  private final SourceShape<E> shape = SourceShape.of(out);
  private final Outbox<T> outbox;
  private final Packing<T, E> packing;

  public OutboxSource(Outbox<T> outbox, Packing<T, E> packing) {
    this.outbox = outbox;
    this.packing = packing;
  }

  @Override
  public SourceShape<E> shape() {
    return shape;
  }

  @Override
  public GraphStageLogic createLogic(Attributes attributes) {
    return new Logic();
  }

  private final class Logic extends GraphStageLogic {

    private final AsyncCallback<Outbox<T>> woken = createAsyncCallback(ignored -> proceed());

    Logic() {
      super(shape);
      setHandler(
          out,
          new AbstractOutHandler() {
            @Override
            public void onPull() {
              proceed();
            }
          });
    }

    @Override
    public void preStart() {
      outbox.open(() -> woken.invoke(outbox));
    }

    private void proceed() {
      Optional<String> lost = outbox.lossReason();
      if (lost.isPresent()) {
        failStage(new ClientLostException(lost.get()));
      } else if (isAvailable(out)) {
        T first = outbox.next();
        if (first != null) {
          push(out, packing.pack(first, outbox::next));
        }
      }
      if (outbox.over()) {
        completeStage();
      }
    }

    @Override
    public void postStop() {
      if (!outbox.over()) {
        outbox.gone();
      }
    }
  }
}
