package io.proffer.service.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.service.json.AppReader;
import io.proffer.service.json.AppWriter;
import io.proffer.service.json.InvalidObjectException;
import io.proffer.service.kernel.Fact;
import io.proffer.service.model.Group;
import io.proffer.service.model.PathId;
import io.proffer.service.model.Retreat;
import io.proffer.service.model.Source;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Records of what the tree was and of how apps were written, as JSON. */
final class TreeRecords {

  private TreeRecords() {}

  static ObjectNode write(Retreat retreat) {
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    out.put("from", retreat.from().toString()).put("to", retreat.to().toString());
    ArrayNode apps = out.putArray("apps");
    retreat.apps().values().forEach(app -> apps.add(AppWriter.write(app)));
    ids(out.putArray("newApps"), retreat.newApps());
    ArrayNode groups = out.putArray("groups");
    retreat.groups().values().forEach(group -> groups.add(Records.write(group)));
    ids(out.putArray("newGroups"), retreat.newGroups());
    return out;
  }

  static Fact retreat(JsonNode in, AppReader reader) throws InvalidObjectException {
    SortedMap<PathId, Group> groups = new TreeMap<>();
    for (JsonNode json : in.path("groups")) {
      Group group = Records.group(json);
      groups.put(group.id(), group);
    }
    return new Fact.RetreatKept(
        new Retreat(
            Instant.parse(in.path("from").asText()),
            Instant.parse(in.path("to").asText()),
            Records.apps(in.path("apps"), reader),
            ids(in.path("newApps")),
            groups,
            ids(in.path("newGroups"))));
  }

  static ObjectNode write(Fact.SourceKept kept) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("app", kept.app().toString())
        .put("version", kept.version().toString())
        .put("contentType", kept.source().contentType())
        .put("text", kept.source().text());
  }

  static Fact source(JsonNode in) {
    return new Fact.SourceKept(
        PathId.of(in.path("app").asText()),
        Instant.parse(in.path("version").asText()),
        new Source(in.path("contentType").asText(), in.path("text").asText()));
  }

  private static void ids(ArrayNode out, Collection<PathId> ids) {
    ids.forEach(id -> out.add(id.toString()));
  }

  private static Set<PathId> ids(JsonNode in) {
    Set<PathId> ids = new LinkedHashSet<>();
    in.forEach(id -> ids.add(PathId.of(id.asText())));
    return ids;
  }
}
