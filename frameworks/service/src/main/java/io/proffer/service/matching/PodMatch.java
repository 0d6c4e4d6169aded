package io.proffer.service.matching;

import io.proffer.core.model.Resources;
import io.proffer.service.model.Amounts;
import io.proffer.service.model.App;
import io.proffer.service.model.Endpoint;
import io.proffer.service.model.PodContainer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.Resource;

/** Takes out of an offer what the containers of a pod and their executor need. */
final class PodMatch {

  private PodMatch() {}

  static Matcher.Result place(
      App app, Candidate on, Resources usable, RandomGenerator random, List<Rejection> rejections) {
    // Together first, so that what is short is told once, and as what the pod needs.
    var all = ResourceMatch.take(usable, needed(app), rejections);
    Optional<List<Integer>> ports =
        PortMatch.choose(usable, app.spec().ports(), random, rejections);
    if (!rejections.isEmpty() || ports.isEmpty()) {
      return new Matcher.Misfit(rejections);
    }
    all.addAll(PortMatch.resources(usable, ports.get()));
    on.take(Resources.of(all));
    return shared(app, usable, ports.get(), all, List.of(), List.of());
  }

  /** What the executor of a pod and its containers need together. */
  static Amounts needed(App app) {
    Amounts containers = app.spec().amounts();
    return app.spec().executorAmounts().map(containers::plus).orElse(containers);
  }

  /**
   * Shares what a pod is given among its executor, which has the volumes, and its containers.
   *
   * @param from what there is enough in
   * @param all what was taken of it, with the volumes
   */
  static Matcher.Fit shared(
      App app,
      Resources from,
      List<Integer> ports,
      List<Resource> all,
      List<Resource> volumes,
      List<Operation> operations) {
    List<Rejection> none = new ArrayList<>();
    List<Resource> executor =
        new ArrayList<>(
            app.spec()
                .executorAmounts()
                .map(amounts -> ResourceMatch.take(from, amounts, none))
                .orElse(List.of()));
    Resources left = from.minus(Resources.of(executor));
    executor.addAll(volumes);
    List<List<Resource>> parts = new ArrayList<>();
    int port = 0;
    for (PodContainer container : app.spec().pod().orElseThrow().containers()) {
      List<Resource> part = new ArrayList<>(ResourceMatch.take(left, container.amounts(), none));
      List<Integer> own = new ArrayList<>();
      for (Endpoint endpoint : container.endpoints()) {
        if (endpoint.hostPort().isPresent()) {
          own.add(ports.get(port++));
        }
      }
      part.addAll(PortMatch.resources(left, own));
      left = left.minus(Resources.of(part));
      parts.add(part);
    }
    return new Matcher.Fit(all, ports, executor, operations, parts);
  }
}
