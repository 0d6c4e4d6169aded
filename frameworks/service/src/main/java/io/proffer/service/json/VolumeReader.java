package io.proffer.service.json;

import io.proffer.service.model.Secrets;
import io.proffer.service.model.Volume;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the volumes of apps. */
final class VolumeReader {

  private static final String DRIVER = "dvdi/driver";
  private static final Pattern OPTION =
      Pattern.compile(
          "[A-Za-z0-9](?:[-A-Za-z0-9._]*[A-Za-z0-9])?/[A-Za-z0-9](?:[-A-Za-z0-9._]*[A-Za-z0-9])?");

  private VolumeReader() {}

  static Volume volume(Fields f) {
    String containerPath = f.requiredText("containerPath");
    if (f.has("secret")) {
      f.ignore("mode");
      return new Volume.Secret(containerPath, f.requiredText("secret"));
    }
    boolean readOnly = readOnly(f);
    if (f.has("external")) {
      return f.object("external", e -> external(e, containerPath, readOnly))
          .orElseGet(
              () -> new Volume.External("", "", Optional.empty(), Map.of(), false, "", false));
    }
    if (f.has("persistent")) {
      if (readOnly) {
        f.broken("mode", "got RO, expected RW");
      }
      return PersistentReader.volume(f, containerPath);
    }
    String hostPath = f.requiredText("hostPath");
    return new Volume.Host(hostPath, containerPath, readOnly);
  }

  private static boolean readOnly(Fields f) {
    String mode = f.text("mode", "RW");
    if (!mode.equals("RW") && !mode.equals("RO")) {
      f.broken("mode", "error.unknown.enum.literal: use one of RW, RO");
    }
    return mode.equals("RO");
  }

  private static Volume external(Fields f, String containerPath, boolean readOnly) {
    String provider = f.requiredText("provider");
    if (!provider.equals("dvdi")) {
      f.broken("provider", "is unknown provider: use dvdi, with the engine's driver as " + DRIVER);
    }
    Map<String, String> options = f.texts("options");
    options.keySet().stream()
        .filter(name -> !OPTION.matcher(name).matches())
        .forEach(
            name ->
                f.broken(
                    "options", "must fully match regular expression '" + OPTION + "': " + name));
    String driver = options.getOrDefault(DRIVER, "");
    if (driver.isEmpty()) {
      f.broken("options", "must contain " + DRIVER);
    }
    Optional<Long> size = f.integer("size", 1, Integer.MAX_VALUE).map(Integer::longValue);
    return new Volume.External(
        f.requiredText("name"),
        driver,
        size,
        options,
        f.flag("shared", false),
        containerPath,
        readOnly);
  }

  /** What holds of all volumes together. */
  static void check(Fields app, List<Volume> volumes, Secrets secrets, int instances) {
    for (int i = 0; i < volumes.size(); i++) {
      if (volumes.get(i) instanceof Volume.Secret secret
          && !secrets.sources().containsKey(secret.secret())) {
        app.broken(
            "container/volumes(" + i + ")", "volume.secret must refer to an existing secret");
      }
    }
    List<Volume.External> external =
        volumes.stream()
            .filter(Volume.External.class::isInstance)
            .map(Volume.External.class::cast)
            .toList();
    if (external.stream().map(Volume.External::name).distinct().count() < external.size()) {
      app.broken("container/volumes", "Volume names must be unique");
    }
    if (instances > 1 && external.stream().anyMatch(v -> !v.isShared())) {
      app.broken(
          "instances", "Number of instances is limited to 1 when declaring DVDI volumes in app");
    }
  }
}
