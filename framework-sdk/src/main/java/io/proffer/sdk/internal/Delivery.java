package io.proffer.sdk.internal;

import com.google.protobuf.ByteString;
import io.proffer.core.model.AgentId;
import io.proffer.core.model.ExecutorId;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.OfferId;
import java.util.List;
import org.apache.mesos.v1.Protos.InverseOffer;
import org.apache.mesos.v1.Protos.MasterInfo;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.OperationStatus;
import org.apache.mesos.v1.Protos.TaskStatus;

/** A callback of the scheduler, as data. Each is followed by one {@link DriverInput.Handled}. */
public sealed interface Delivery {

  /** The master took the subscription; {@code again} when this framework was known before. */
  record Subscribed(FrameworkId framework, MasterInfo master, boolean again) implements Delivery {}

  /** The subscription is lost; the driver already works on the next one. */
  record Disconnected() implements Delivery {}

  /** Offers to use now: those the callback neither accepts nor declines are declined. */
  record Offered(List<Offer> offers) implements Delivery {
    public Offered {
      offers = List.copyOf(offers);
    }
  }

  /** A task's state the scheduler has not seen; acknowledged once handled, if it carries a uuid. */
  record Updated(TaskStatus status) implements Delivery {}

  /** What became of an operation; acknowledged once handled, if it carries a uuid. */
  record OperationUpdated(OperationStatus status) implements Delivery {}

  /** Whether the framework can do without these agents. */
  record InverseOffered(List<InverseOffer> offers) implements Delivery {
    public InverseOffered {
      offers = List.copyOf(offers);
    }
  }

  /** An inverse offer is taken back. */
  record InverseRescinded(OfferId offer) implements Delivery {}

  /** An agent is gone from the cluster. */
  record AgentLost(AgentId agent) implements Delivery {}

  /**
   * An executor has ended.
   *
   * @param waitStatus as {@code waitpid} reports it: {@code exit 7} is 1792
   */
  record ExecutorEnded(AgentId agent, ExecutorId executor, int waitStatus) implements Delivery {}

  /** Data from an executor. */
  record Message(AgentId agent, ExecutorId executor, ByteString data) implements Delivery {}

  /**
   * The master refused a call other than SUBSCRIBE; it had no effect.
   *
   * @param call the call's type, as {@code KILL}
   */
  record CallRefused(String call, int status, String message) implements Delivery {}

  /** The scheduler's own code, asked for with {@link Action.RunAfter}. */
  record Run(long number) implements Delivery {}
}
