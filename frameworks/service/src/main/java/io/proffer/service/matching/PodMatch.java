package io.proffer.service.matching;

import io.proffer.core.model.Resources;
import io.proffer.service.model.App;
import io.proffer.service.model.Endpoint;
import io.proffer.service.model.Pod;
import io.proffer.service.model.PodContainer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.apache.mesos.v1.Protos.Resource;

/** Takes out of an offer what the containers of a pod and their executor need. */
final class PodMatch {

  private PodMatch() {}

  static Matcher.Result place(
      App app, Candidate on, Resources usable, RandomGenerator random, List<Rejection> rejections) {
    Pod pod = app.spec().pod().orElseThrow();
    // Together first, so that what is short is told once, and as what the pod needs.
    var all =
        ResourceMatch.take(
            usable,
            app.spec().executorAmounts().map(pod.amounts()::plus).orElse(pod.amounts()),
            rejections);
    Optional<List<Integer>> ports =
        PortMatch.choose(usable, app.spec().ports(), random, rejections);
    if (!rejections.isEmpty() || ports.isEmpty()) {
      return new Matcher.Misfit(rejections);
    }
    Resources left = usable;
    List<Resource> executor =
        app.spec()
            .executorAmounts()
            .map(amounts -> ResourceMatch.take(usable, amounts, rejections))
            .orElse(List.of());
    left = left.minus(Resources.of(executor));
    List<List<Resource>> parts = new ArrayList<>();
    int port = 0;
    for (PodContainer container : pod.containers()) {
      List<Resource> part =
          new ArrayList<>(ResourceMatch.take(left, container.amounts(), rejections));
      List<Integer> own = new ArrayList<>();
      for (Endpoint endpoint : container.endpoints()) {
        if (endpoint.hostPort().isPresent()) {
          own.add(ports.get().get(port++));
        }
      }
      part.addAll(PortMatch.resources(left, own));
      left = left.minus(Resources.of(part));
      parts.add(part);
    }
    all.addAll(PortMatch.resources(usable, ports.get()));
    on.take(Resources.of(all));
    return new Matcher.Fit(all, ports.get(), executor, List.of(), parts);
  }
}
