package io.proffer.core.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.proffer.core.protocol.MalformedMessageException;
import io.proffer.core.protocol.MesosJson;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Resource.ReservationInfo;
import org.apache.mesos.v1.Protos.Value;

/** Reads the resources an agent is started with, as text or as a JSON array. */
final class ResourcesParser {

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private ResourcesParser() {}

  static Resources parse(String text) {
    String trimmed = text.trim();
    if (trimmed.equals("{}")) {
      return Resources.empty();
    }
    List<Resource> protos = trimmed.startsWith("[") ? fromJson(trimmed) : fromText(trimmed);
    Resources resources = Resources.of(protos);
    requireStartable(resources);
    return resources;
  }

  private static List<Resource> fromJson(String json) {
    JsonNode array;
    try {
      array = JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new InvalidResourcesException(
          "The resources are not a JSON array: " + e.getOriginalMessage());
    }
    List<Resource> resources = new ArrayList<>();
    for (JsonNode element : array) {
      try {
        resources.add(
            MesosJson.read(JSON.writeValueAsBytes(element), Resource.getDefaultInstance()));
      } catch (MalformedMessageException | JsonProcessingException e) {
        throw new InvalidResourcesException(
            "Resource " + resources.size() + " of the JSON array: " + e.getMessage());
      }
    }
    return resources;
  }

  private static List<Resource> fromText(String text) {
    List<Resource> resources = new ArrayList<>();
    for (String token : text.split(";", -1)) {
      if (!token.isBlank()) {
        resources.add(resource(token.trim()));
      }
    }
    return resources;
  }

  private static Resource resource(String token) {
    int colon = token.indexOf(':');
    if (colon < 0 || token.indexOf(':', colon + 1) >= 0) {
      throw new InvalidResourcesException(
          "Bad value for resources, missing or extra ':' in '"
              + token
              + "'; write name:value pairs such as cpus:2;mem:4096;ports:[31000-32000]");
    }
    String left = token.substring(0, colon);
    int open = left.indexOf('(');
    int close = left.indexOf(')');
    if (open < 0 && close < 0) {
      return resource(token, left.trim(), Roles.DEFAULT, token.substring(colon + 1));
    }
    if (open < 0 || close < open || !left.substring(close + 1).isBlank()) {
      throw new InvalidResourcesException(
          "Bad value for resources, mismatched parentheses in '" + token + "'");
    }
    String role = left.substring(open + 1, close).trim();
    return resource(token, left.substring(0, open).trim(), role, token.substring(colon + 1));
  }

  private static Resource resource(String token, String name, String role, String text) {
    Value value;
    try {
      value = ValueText.parse(text);
    } catch (IllegalArgumentException e) {
      throw new InvalidResourcesException("Bad value in '" + token + "': " + e.getMessage());
    }
    Resource.Builder resource = Resource.newBuilder().setName(name).setType(value.getType());
    switch (value.getType()) {
      case SCALAR -> resource.setScalar(value.getScalar());
      case RANGES -> resource.setRanges(value.getRanges());
      case SET -> resource.setSet(value.getSet());
      case TEXT ->
          throw new InvalidResourcesException(
              "Bad value in '"
                  + token
                  + "': neither a non-negative number, nor ranges such as [31000-32000], nor a set"
                  + " such as {a,b}");
    }
    if (!role.equals(Roles.DEFAULT)) {
      resource.addReservations(
          ReservationInfo.newBuilder().setType(ReservationInfo.Type.STATIC).setRole(role));
    }
    return resource.build();
  }

  /** What is made at run time, through the API, cannot be a start-up flag. */
  private static void requireStartable(Resources resources) {
    Map<String, Value.Type> types = new HashMap<>();
    for (Entry entry : resources.entries()) {
      if (entry.disk().isPresent() && entry.disk().get().hasPersistence()) {
        throw new InvalidResourcesException(
            "Persistent volumes cannot be specified at the command line");
      }
      if (entry.isRevocable()) {
        throw new InvalidResourcesException(
            "Revocable resources cannot be specified at the command line; do not include a"
                + " 'revocable' key in the resources JSON");
      }
      List<ReservationInfo> reservations = entry.reservations();
      if (!reservations.isEmpty()
          && reservations.get(reservations.size() - 1).getType() == ReservationInfo.Type.DYNAMIC) {
        throw new InvalidResourcesException(
            "Dynamic reservations cannot be specified at the command line; do not include a"
                + " reservation with DYNAMIC type in the resources JSON");
      }
      Value.Type known = types.putIfAbsent(entry.name(), entry.type());
      if (known != null && known != entry.type()) {
        throw new InvalidResourcesException(
            "Resources with the same name ('"
                + entry.name()
                + "') but different types are not allowed");
      }
    }
  }
}
