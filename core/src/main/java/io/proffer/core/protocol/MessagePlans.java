package io.proffer.core.protocol;

import com.google.protobuf.Descriptors.Descriptor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.mesos.v1.Protos;

/**
 * The plans of every message that the v1 APIs exchange, made once and never changed. A message from
 * elsewhere gets its plan made for each use: right, only slower.
 */
final class MessagePlans {

  private static final Map<Descriptor, MessagePlan> V1 = reachableFrom(v1Roots());

  private MessagePlans() {}

  static MessagePlan of(Descriptor descriptor) {
    MessagePlan known = V1.get(descriptor);
    return known != null
        ? known
        : Objects.requireNonNull(reachableFrom(List.of(descriptor)).get(descriptor));
  }

  private static List<Descriptor> v1Roots() {
    List<Descriptor> roots = new ArrayList<>(Protos.getDescriptor().getMessageTypes());
    roots.addAll(org.apache.mesos.v1.scheduler.Protos.getDescriptor().getMessageTypes());
    roots.addAll(org.apache.mesos.v1.executor.Protos.getDescriptor().getMessageTypes());
    roots.addAll(org.apache.mesos.v1.master.Protos.getDescriptor().getMessageTypes());
    roots.addAll(org.apache.mesos.v1.agent.Protos.getDescriptor().getMessageTypes());
    return roots;
  }

  private static Map<Descriptor, MessagePlan> reachableFrom(List<Descriptor> roots) {
    Map<Descriptor, MessagePlan> plans = new HashMap<>();
    Deque<Descriptor> open = new ArrayDeque<>(roots);
    while (!open.isEmpty()) {
      Descriptor descriptor = open.pop();
      if (!plans.containsKey(descriptor)) {
        MessagePlan plan = new MessagePlan(descriptor);
        plans.put(descriptor, plan);
        open.addAll(plan.references());
      }
    }
    plans
        .values()
        .forEach(
            plan -> plan.link(field -> Objects.requireNonNull(plans.get(field.getMessageType()))));
    return Map.copyOf(plans);
  }
}
