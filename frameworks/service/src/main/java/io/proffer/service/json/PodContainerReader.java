package io.proffer.service.json;

import io.proffer.service.model.Amounts;
import io.proffer.service.model.Endpoint;
import io.proffer.service.model.Fetch;
import io.proffer.service.model.PodCheck;
import io.proffer.service.model.PodContainer;
import io.proffer.service.model.PodHealth;
import io.proffer.service.model.TaskCheck;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the containers of pods. */
final class PodContainerReader {

  private static final int MAX_PORT = 65_535;
  private static final int SECONDS_MAX = 1_000_000_000;
  static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
  private static final int MAX_NAME = 63;

  private enum Scheme {
    HTTP,
    HTTPS
  }

  private enum Kind {
    DOCKER
  }

  private PodContainerReader() {}

  static PodContainer container(Fields f, Map<String, String> secrets) {
    RunReader.Environment env = RunReader.environment(f, "environment", secrets);
    Amounts amounts = f.object("resources", RunReader::amounts).orElse(new Amounts(1, 128, 0, 0));
    f.ignore("tty");
    return new PodContainer(
        name(f, "name"),
        f.object("exec", e -> e.object("command", ProbeReader::command))
            .flatMap(command -> command)
            .map(TaskCheck.Exec.class::cast),
        amounts,
        RunReader.limits(f, amounts),
        f.objects("endpoints", PodContainerReader::endpoint),
        f.object("image", PodContainerReader::image),
        f.object("healthCheck", PodContainerReader::health),
        f.object("check", PodContainerReader::check),
        f.objects("volumeMounts", PodContainerReader::mount),
        f.objects("artifacts", PodContainerReader::artifact),
        env.texts(),
        env.secrets().variables(),
        f.texts("labels"),
        f.text("user"),
        killGrace(f),
        f.flag("tty", false),
        LinuxReader.linuxInfo(f));
  }

  private static String name(Fields f, String field) {
    String name = f.requiredText(field);
    if (!name.isEmpty() && (!NAME.matcher(name).matches() || name.length() > MAX_NAME)) {
      f.broken(field, "must fully match regular expression '^" + NAME + "$'");
    }
    return name;
  }

  private static Endpoint endpoint(Fields f) {
    List<String> protocols = f.textList("protocol");
    if (protocols.stream().anyMatch(p -> !p.equals("tcp") && !p.equals("udp"))) {
      f.broken("protocol", "must be tcp or udp");
    }
    if (protocols.stream().distinct().count() < protocols.size()) {
      f.broken("protocol", "Duplicate protocols within the same endpoint are not allowed");
    }
    return new Endpoint(
        name(f, "name"),
        f.integer("containerPort", 1, MAX_PORT),
        f.integer("hostPort", 0, MAX_PORT),
        protocols.isEmpty() ? List.of("tcp") : protocols,
        f.texts("labels"),
        f.textList("networkNames"));
  }

  private static PodContainer.Image image(Fields f) {
    f.choice("kind", Kind.DOCKER, Enum::name, Kind.values());
    f.ignore("labels");
    return new PodContainer.Image(
        f.requiredText("id"),
        f.flag("forcePull", false),
        f.object("pullConfig", p -> p.requiredText("secret")));
  }

  private static PodContainer.Mount mount(Fields f) {
    return new PodContainer.Mount(
        f.requiredText("name"), f.requiredText("mountPath"), f.flag("readOnly", false));
  }

  private static Fetch artifact(Fields f) {
    return RunReader.fetch(f);
  }

  private static Optional<Duration> killGrace(Fields f) {
    return f.object(
            "lifecycle",
            l ->
                l.has("killGracePeriodSeconds")
                    ? Optional.of(
                        Duration.ofMillis(
                            Math.round(l.number("killGracePeriodSeconds", 0, 0) * 1000)))
                    : Optional.<Duration>empty())
        .flatMap(grace -> grace);
  }

  private static PodHealth.Look look(Fields f) {
    Optional<PodHealth.Look> http =
        f.object(
            "http",
            h ->
                new PodHealth.Http(
                    h.requiredText("endpoint"),
                    h.text("path"),
                    h.choice("scheme", Scheme.HTTP, Enum::name, Scheme.values()) == Scheme.HTTPS));
    Optional<PodHealth.Look> tcp =
        f.object("tcp", t -> new PodHealth.Tcp(t.requiredText("endpoint")));
    Optional<PodHealth.Look> exec =
        f.object("exec", e -> e.object("command", ProbeReader::command))
            .flatMap(command -> command)
            .map(command -> new PodHealth.Exec((TaskCheck.Exec) command));
    List<PodHealth.Look> looks =
        List.of(http, tcp, exec).stream().flatMap(Optional::stream).toList();
    if (looks.size() != 1) {
      f.broken("", "Only one of http, tcp, or command may be specified");
    }
    return looks.isEmpty() ? new PodHealth.Tcp("") : looks.getFirst();
  }

  private static PodCheck check(Fields f) {
    return new PodCheck(
        look(f),
        seconds(f, "intervalSeconds", 60),
        seconds(f, "timeoutSeconds", 20),
        seconds(f, "delaySeconds", 15));
  }

  private static PodHealth health(Fields f) {
    PodHealth.Look look = look(f);
    Duration interval = seconds(f, "intervalSeconds", 60);
    Duration timeout = seconds(f, "timeoutSeconds", 20);
    if (timeout.compareTo(interval) >= 0) {
      f.broken(
          "timeoutSeconds",
          "got " + timeout.toSeconds() + ", expected less than " + interval.toSeconds());
    }
    return new PodHealth(
        look,
        seconds(f, "gracePeriodSeconds", 300),
        interval,
        timeout,
        seconds(f, "delaySeconds", 15),
        f.integer("maxConsecutiveFailures", 3, 0, SECONDS_MAX));
  }

  private static Duration seconds(Fields f, String name, int unset) {
    return Duration.ofSeconds(f.integer(name, unset, 0, SECONDS_MAX));
  }
}
