package io.proffer.core.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The rules of role names. A role is a path of components joined by {@code /}, such as {@code
 * eng/web}; {@code *} alone is the default role and has no descendants.
 */
public final class Roles {

  /** The role of frameworks that name none, and of unreserved resources on the legacy wire. */
  public static final String DEFAULT = "*";

  private static final String INVALID_CHARACTERS = "\t\n\u000b\f\r \u007f";

  private Roles() {}

  /** Why {@code role} is no valid role, in the words of Mesos; empty if it is one. */
  public static Optional<String> problem(String role) {
    if (role.equals(DEFAULT)) {
      return Optional.empty();
    }
    if (role.startsWith("/")) {
      return Optional.of("Role '" + role + "' cannot start with a slash");
    }
    if (role.endsWith("/")) {
      return Optional.of("Role '" + role + "' cannot end with a slash");
    }
    if (role.contains("//")) {
      return Optional.of("Role '" + role + "' cannot contain two adjacent slashes");
    }
    if (role.isEmpty()) {
      return Optional.of("Role names cannot be the empty string");
    }
    int begin = 0;
    while (begin <= role.length()) {
      int slash = role.indexOf('/', begin);
      int end = slash < 0 ? role.length() : slash;
      Optional<String> problem = componentProblem(role, role.substring(begin, end));
      if (problem.isPresent()) {
        return problem;
      }
      begin = end + 1;
    }
    return Optional.empty();
  }

  private static Optional<String> componentProblem(String role, String component) {
    if (component.equals(".") || component.equals("..") || component.equals(DEFAULT)) {
      return Optional.of("Role '" + role + "' cannot include '" + component + "' as a component");
    }
    if (component.startsWith("-")) {
      return Optional.of(
          "Role component '" + component + "' is invalid because it starts with a dash");
    }
    for (int i = 0; i < component.length(); i++) {
      if (INVALID_CHARACTERS.indexOf(component.charAt(i)) >= 0) {
        return Optional.of(
            "Role component '"
                + component
                + "' is invalid because it contains backspace or whitespace");
      }
    }
    return Optional.empty();
  }

  /** Whether {@code role} is {@code ancestor} or lies below it. */
  public static boolean isAncestorOrSelf(String ancestor, String role) {
    return ancestor.equals(role) || isStrictAncestor(ancestor, role);
  }

  /** Whether {@code role} lies below {@code ancestor}. */
  public static boolean isStrictAncestor(String ancestor, String role) {
    return role.length() > ancestor.length()
        && role.charAt(ancestor.length()) == '/'
        && role.startsWith(ancestor);
  }

  /** The roles from the top-level one down to {@code role} itself: a, a/b, a/b/c. */
  public static List<String> path(String role) {
    List<String> path = new ArrayList<>(4);
    for (int slash = role.indexOf('/'); slash >= 0; slash = role.indexOf('/', slash + 1)) {
      path.add(role.substring(0, slash));
    }
    path.add(role);
    return List.copyOf(path);
  }

  /** The roles above {@code role}, nearest first: a/b, a. */
  public static List<String> ancestors(String role) {
    List<String> ancestors = new ArrayList<>(4);
    for (int slash = role.lastIndexOf('/'); slash >= 0; slash = role.lastIndexOf('/', slash - 1)) {
      ancestors.add(role.substring(0, slash));
    }
    return List.copyOf(ancestors);
  }

  /** The first component of {@code role}. */
  public static String topLevel(String role) {
    int slash = role.indexOf('/');
    return slash < 0 ? role : role.substring(0, slash);
  }
}
