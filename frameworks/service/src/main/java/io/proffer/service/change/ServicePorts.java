package io.proffer.service.change;

import io.proffer.service.model.App;
import io.proffer.service.model.AppSpec;
import io.proffer.service.model.PathId;
import io.proffer.service.model.PortSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Gives ports without a service port the lowest free one, and lets them keep it. */
final class ServicePorts {

  private static final int FIRST = 10_000;
  private static final int LAST = 20_000;

  private ServicePorts() {}

  /** The app, with the service ports it had where it names none now. */
  static AppSpec kept(App app, Optional<App> old) {
    if (app.spec().requirePorts() || app.isPod()) {
      return app.spec();
    }
    List<PortSpec> before = old.map(o -> o.spec().ports()).orElse(List.of());
    List<Integer> ports = new ArrayList<>();
    List<PortSpec> now = app.spec().ports();
    Set<Integer> named = new HashSet<>();
    now.forEach(port -> named.add(port.servicePort()));
    for (int i = 0; i < now.size(); i++) {
      int asked = now.get(i).servicePort();
      int had = i < before.size() ? before.get(i).servicePort() : 0;
      boolean keep = asked == 0 && isAssigned(had) && !named.contains(had);
      ports.add(keep ? had : asked);
    }
    return app.spec().withServicePorts(ports);
  }

  private static boolean isAssigned(int port) {
    return port >= FIRST && port <= LAST;
  }

  static void assign(Map<PathId, App> apps) throws RefusedException {
    Set<Integer> taken = new HashSet<>();
    for (App app : apps.values()) {
      app.spec().ports().forEach(port -> taken.add(port.servicePort()));
    }
    int next = FIRST;
    for (Map.Entry<PathId, App> entry : apps.entrySet()) {
      AppSpec spec = entry.getValue().spec();
      // A required port is the machine's: giving it a number would require that one.
      if (spec.requirePorts()
          || spec.pod().isPresent()
          || spec.ports().stream().allMatch(port -> port.servicePort() != 0)) {
        continue;
      }
      List<Integer> ports = new ArrayList<>();
      for (PortSpec port : spec.ports()) {
        int chosen = port.servicePort();
        if (chosen == 0) {
          while (!taken.add(next)) {
            next++;
          }
          chosen = next;
        }
        if (next > LAST) {
          throw RefusedException.invalid(
              "/portDefinitions", "no service port from " + FIRST + " to " + LAST + " is free");
        }
        ports.add(chosen);
      }
      entry.setValue(entry.getValue().withSpec(spec.withServicePorts(ports)));
    }
  }
}
