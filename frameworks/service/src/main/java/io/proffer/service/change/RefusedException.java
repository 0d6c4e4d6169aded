package io.proffer.service.change;

import io.proffer.service.json.InvalidObjectException;
import io.proffer.service.json.Problems;
import io.proffer.service.model.PathId;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A wish that cannot be granted, and why. */
public final class RefusedException extends Exception {

  private static final long serialVersionUID = 1L;

  /** What kind of reason it is. */
  public enum Kind {
    /** What is to be changed is not there. */
    MISSING,
    /** What is to be made is there already, or something else of its name. */
    CONFLICT,
    /** What is to be made breaks a rule. */
    INVALID,
    /** There is too much going on. */
    TOO_MANY
  }

  private final Kind kind;
  private final transient Map<String, List<String>> details;

  private RefusedException(Kind kind, String message, Map<String, List<String>> details) {
    super(message);
    this.kind = kind;
    this.details = details;
  }

  public static RefusedException conflict(String message) {
    return new RefusedException(Kind.CONFLICT, message, Map.of());
  }

  public static RefusedException missingApp(PathId id) {
    return new RefusedException(Kind.MISSING, "App '" + id + "' does not exist", Map.of());
  }

  public static RefusedException missingPod(PathId id) {
    return new RefusedException(Kind.MISSING, "Pod '" + id + "' does not exist", Map.of());
  }

  public static RefusedException missingVersion(PathId id, Instant version) {
    return new RefusedException(
        Kind.MISSING, "App '" + id + "' does not exist in version " + version, Map.of());
  }

  public static RefusedException missingGroup(PathId id) {
    return new RefusedException(Kind.MISSING, "Group '" + id + "' does not exist", Map.of());
  }

  public static RefusedException missingGroupVersion(PathId id, Instant version) {
    return new RefusedException(
        Kind.MISSING, "Group '" + id + "' does not exist in version " + version, Map.of());
  }

  public static RefusedException missingDeployment(String id) {
    return new RefusedException(
        Kind.MISSING, "DeploymentPlan '" + id + "' does not exist", Map.of());
  }

  public static RefusedException tooMany(String message) {
    return new RefusedException(Kind.TOO_MANY, message, Map.of());
  }

  public static RefusedException invalid(InvalidObjectException why) {
    return new RefusedException(Kind.INVALID, String.valueOf(why.getMessage()), why.details());
  }

  public static RefusedException invalid(String path, String rule) {
    return invalid(Problems.one(path, rule));
  }

  /** A document in which something is not of the type it must be. */
  public static RefusedException wrongType(String path, String error) {
    return new RefusedException(Kind.INVALID, "Invalid JSON", Map.of(path, List.of(error)));
  }

  public Kind kind() {
    return kind;
  }

  /** What is wrong, by JSON path; may be empty. */
  public Map<String, List<String>> details() {
    return details;
  }
}
