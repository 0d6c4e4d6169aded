package io.proffer.simulator;

import io.proffer.service.deployment.Deployment;
import io.proffer.service.kernel.Fact;
import io.proffer.service.kernel.Instance;
import io.proffer.service.model.App;

/** What a framework has decided, short enough to be read along. */
final class FactWords {

  private FactWords() {}

  static String of(Fact fact) {
    String kind = fact.getClass().getSimpleName();
    return switch (fact) {
      case Fact.AppWanted f -> kind + " " + words(f.app());
      case Fact.InstanceSet f -> kind + " " + words(f.instance());
      case Fact.InstanceRelaunched f -> kind + " " + words(f.instance());
      case Fact.DeploymentSet f -> kind + " " + words(f.deployment());
      case Fact.EndingKept f -> kind + " " + f.ending().deployment() + " " + f.ending().reason();
      case Fact.TaskEnded f -> kind + " " + f.past().taskId() + " " + f.past().state();
      case Fact.AppUnwanted f -> f.toString();
      case Fact.VersionForgotten f -> f.toString();
      case Fact.GroupSet f -> f.toString();
      case Fact.GroupRemoved f -> f.toString();
      case Fact.TreeVersioned f -> f.toString();
      case Fact.RetreatKept f -> kind + " from " + f.retreat().from() + " to " + f.retreat().to();
      case Fact.RetreatForgotten f -> f.toString();
      case Fact.SourceKept f -> kind + " of " + f.app() + " in " + f.version();
      case Fact.InstanceRemoved f -> f.toString();
      case Fact.DeploymentRemoved f -> f.toString();
      case Fact.OversightSet f -> f.toString();
      case Fact.EndingForgotten f -> f.toString();
      case Fact.HistoryForgotten f -> f.toString();
      case Fact.ConfigSet f -> f.toString();
      case Fact.ConfigRemoved f -> f.toString();
      case Fact.SecretSet f -> f.toString();
      case Fact.SecretRemoved f -> f.toString();
      case Fact.WebhookSet f -> f.toString();
      case Fact.WebhookRemoved f -> f.toString();
      case Fact.TaskFailed f -> f.toString();
      case Fact.FailureForgotten f -> f.toString();
      case Fact.LaunchDelayed f -> f.toString();
      case Fact.DelayRemoved f -> f.toString();
    };
  }

  private static String words(App app) {
    return "%s of %s, %d instances, configured at %s, %s %s"
        .formatted(
            app.id(),
            app.versions().version(),
            app.instances(),
            app.versions().lastConfigChangeAt(),
            app.spec().upgradeStrategy(),
            app.spec().extension());
  }

  private static String words(Instance i) {
    return "%s of %s: %s%s%s at %s"
        .formatted(
            i.taskId(),
            i.configVersion(),
            i.condition(),
            i.healthy().map(well -> well ? ", healthy" : ", not healthy").orElse(""),
            i.killed().map(why -> ", killed: " + why).orElse(""),
            i.site().hostname());
  }

  private static String words(Deployment d) {
    return d.id() + " of " + d.affected() + " at " + d.current() + " of " + d.steps();
  }
}
