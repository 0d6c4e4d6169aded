package io.proffer.batch.json;

import io.proffer.batch.model.Constraint;
import io.proffer.batch.model.Image;
import io.proffer.batch.model.Restart;
import io.proffer.batch.model.RunSpec;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads the object {@code run} of a job. */
final class RunSpecReader {

  private static final double LEAST_CPUS = 0.01;
  private static final double LEAST_MEM = 32;
  private static final int MAX_GPUS = 1_000;
  private static final Duration LAUNCH_DELAY = Duration.ofHours(1);

  private RunSpecReader() {}

  static RunSpec read(Fields f) {
    Optional<Image> docker = f.object("docker", RunSpecReader::docker);
    Optional<Image> ucr = f.object("ucr", RunSpecReader::ucr);
    if (docker.isPresent() && ucr.isPresent()) {
      f.broken("", "docker and ucr exclude each other");
    }
    Optional<Image> image = docker.or(() -> ucr);
    Optional<String> cmd = f.text("cmd").filter(line -> !line.isEmpty());
    List<String> args = f.textList("args");
    if (cmd.isEmpty() && image.isEmpty()) {
      f.broken("", "cmd, docker or ucr is needed: there is nothing to run");
    }
    if (cmd.isPresent() && !args.isEmpty()) {
      f.broken("args", "cmd and args exclude each other");
    }
    SecretsReader secrets = new SecretsReader(f);
    List<RunSpec.Network> networks = f.objects("networks", RunSpecReader::network);
    if (!networks.isEmpty() && image.isEmpty()) {
      f.broken("networks", "only containers of an image have networks");
    }
    Map<String, String> env = EnvironmentReader.read(f, secrets);
    List<RunSpec.HostVolume> volumes =
        f.objects("volumes", v -> volume(v, image.isPresent(), secrets)).stream()
            .flatMap(Optional::stream)
            .toList();
    return new RunSpec(
        f.requiredNumber("cpus", LEAST_CPUS),
        f.requiredNumber("mem", LEAST_MEM),
        f.requiredNumber("disk", 0),
        f.integer("gpus", 0, MAX_GPUS).orElse(0),
        cmd,
        args,
        f.text("user"),
        env,
        f.objects("artifacts", RunSpecReader::artifact),
        image,
        volumes,
        f.object("placement", RunSpecReader::constraints).orElse(List.of()),
        f.object("restart", RunSpecReader::restart)
            .orElse(new Restart(Restart.Policy.NEVER, Optional.empty())),
        f.seconds("maxLaunchDelay", 1).orElse(LAUNCH_DELAY),
        f.seconds("taskKillGracePeriodSeconds", 0),
        networks,
        secrets.secrets());
  }

  private static Image docker(Fields f) {
    return new Image(
        Image.Kind.DOCKER,
        f.requiredText("image"),
        f.flag("forcePullImage", false),
        f.flag("privileged", false),
        f.objects(
            "parameters",
            p -> new Image.Parameter(p.requiredText("key"), p.text("value").orElse(""))));
  }

  private static Image ucr(Fields f) {
    if (!f.has("image")) {
      f.broken("image", "is missing");
    }
    boolean privileged = f.flag("privileged", false);
    return f.object(
            "image",
            i -> {
              if (!i.text("kind").orElse("docker").equals("docker")) {
                i.broken("kind", "only images of the kind 'docker' can be run");
              }
              return new Image(
                  Image.Kind.UCR,
                  i.requiredText("id"),
                  i.flag("forcePull", false),
                  privileged,
                  List.of());
            })
        .orElse(new Image(Image.Kind.UCR, "", false, privileged, List.of()));
  }

  private static RunSpec.Artifact artifact(Fields f) {
    return new RunSpec.Artifact(
        f.requiredText("uri"),
        f.flag("extract", true),
        f.flag("executable", false),
        f.flag("cache", false));
  }

  /** Empty for one that is a secret. */
  private static Optional<RunSpec.HostVolume> volume(
      Fields f, boolean image, SecretsReader secrets) {
    String containerPath = f.requiredText("containerPath");
    if (!image && containerPath.startsWith("/")) {
      f.broken(
          "containerPath", "must be a path in the sandbox, without a slash, as there is no image");
    }
    if (f.has("secret")) {
      f.ignore("mode");
      secrets.file(f, containerPath, f.requiredText("secret"));
      return Optional.empty();
    }
    String mode = f.text("mode").orElse("RW");
    if (!mode.equals("RW") && !mode.equals("RO")) {
      f.broken("mode", "'" + mode + "' is none of RO, RW");
    }
    return Optional.of(
        new RunSpec.HostVolume(containerPath, f.requiredText("hostPath"), mode.equals("RO")));
  }

  static List<Constraint> constraints(Fields f) {
    return f.objects("constraints", RunSpecReader::constraint);
  }

  static Constraint constraint(Fields f) {
    String attribute = f.requiredText("attribute");
    String operator = f.requiredText("operator").toUpperCase(Locale.ROOT);
    String value = f.text("value").orElse("");
    Constraint.Operator known =
        switch (operator) {
          case "IS", "EQ" -> Constraint.Operator.IS;
          case "LIKE" -> Constraint.Operator.LIKE;
          case "UNLIKE" -> Constraint.Operator.UNLIKE;
          default -> {
            f.broken("operator", "'" + operator + "' is none of IS, EQ, LIKE, UNLIKE");
            yield Constraint.Operator.IS;
          }
        };
    if (known != Constraint.Operator.IS) {
      try {
        var unused = Pattern.compile(value);
      } catch (PatternSyntaxException wrong) {
        f.broken("value", "is no regular expression: " + wrong.getDescription());
      }
    }
    return new Constraint(attribute, known, value);
  }

  private static Restart restart(Fields f) {
    return new Restart(
        f.choice("policy", Restart.Policy.NEVER, Enum::name, Restart.Policy.values()),
        f.seconds("activeDeadlineSeconds", 1));
  }

  private static RunSpec.Network network(Fields f) {
    RunSpec.Network.Mode mode =
        f.choice(
            "mode",
            RunSpec.Network.Mode.HOST,
            RunSpec.Network.Mode::written,
            RunSpec.Network.Mode.values());
    Optional<String> name = f.text("name");
    if (mode == RunSpec.Network.Mode.CONTAINER && name.isEmpty()) {
      f.broken("name", "is missing: which network?");
    } else if (mode != RunSpec.Network.Mode.CONTAINER && name.isPresent()) {
      f.broken("name", "only networks of the mode container have a name");
    }
    return new RunSpec.Network(mode, name, f.texts("labels"));
  }
}
