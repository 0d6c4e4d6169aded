package io.proffer.service.deployment;

import io.proffer.service.model.PathId;
import java.util.List;

/** What a deployment does at the same time. */
public record Step(List<Action> actions) {

  /** What is done to an app. */
  public enum Kind {
    START("StartApplication"),
    SCALE("ScaleApplication"),
    RESTART("RestartApplication"),
    STOP("StopApplication");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    /** As Marathon names it. */
    public String text() {
      return text;
    }
  }

  /** One thing done to one app. */
  public record Action(Kind kind, PathId app) {}

  public Step {
    actions = List.copyOf(actions);
  }
}
