package io.proffer.service.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.service.json.PodWriter;
import io.proffer.service.json.Times;
import io.proffer.service.kernel.ServiceSnapshot;
import io.proffer.service.model.App;
import io.proffer.service.model.Group;
import io.proffer.service.model.PathId;
import java.util.Collection;
import java.util.Set;

/** Groups with the apps and groups in them. */
final class GroupJson {

  private final ServiceSnapshot snapshot;
  private final boolean withApps;
  private final boolean withGroups;
  private final boolean withPods;
  private final Set<Embed> embed;

  /**
   * @param embedded what is asked for, as {@code group.apps}; nothing: apps, groups and pods
   */
  GroupJson(ServiceSnapshot snapshot, Collection<String> embedded) {
    this.snapshot = snapshot;
    boolean unsaid = embedded.isEmpty();
    boolean details = embedded.stream().anyMatch(name -> name.startsWith("group.apps."));
    withApps = unsaid || details || embedded.contains("group.apps");
    withGroups = unsaid || embedded.contains("group.groups");
    withPods = unsaid || embedded.contains("group.pods");
    embed = Embed.of(embedded, Set.of());
  }

  ObjectNode of(Group group) {
    ObjectNode out = JsonNodeFactory.instance.objectNode().put("id", group.id().toString());
    ArrayNode dependencies = out.putArray("dependencies");
    group.dependencies().forEach(id -> dependencies.add(id.toString()));
    out.put(
        "version", Times.text(group.id().isRoot() ? snapshot.tree().version() : group.version()));
    out.put("enforceRole", group.enforceRole());
    if (withApps) {
      ArrayNode apps = out.putArray("apps");
      for (App app : snapshot.tree().apps().tailMap(group.id()).values()) {
        if (!app.id().isWithin(group.id())) {
          break;
        }
        if (app.id().parent().equals(group.id()) && !app.isPod()) {
          apps.add(AppJson.of(app, snapshot, embed));
        }
      }
    }
    if (withPods) {
      ArrayNode pods = out.putArray("pods");
      snapshot.tree().apps().values().stream()
          .filter(app -> app.isPod() && app.id().parent().equals(group.id()))
          .forEach(pod -> pods.add(PodWriter.write(pod)));
    }
    if (withGroups) {
      ArrayNode groups = out.putArray("groups");
      for (PathId id : snapshot.tree().groups().keySet()) {
        if (!id.isRoot() && id.parent().equals(group.id())) {
          groups.add(of(snapshot.tree().groups().get(id)));
        }
      }
    }
    return out;
  }
}
