package io.proffer.master.validation;

import java.util.Optional;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.Environment;
import org.apache.mesos.v1.Protos.Secret;
import org.apache.mesos.v1.Protos.TaskInfo;

/** A command's environment has, for each variable, a value or a secret, as its type says. */
final class CommandRules {
  private CommandRules() {}

  static Optional<String> problem(TaskInfo task) {
    return task.hasCommand()
        ? problem(task.getCommand()).map(why -> "Task's `CommandInfo` is invalid: " + why)
        : Optional.empty();
  }

  static Optional<String> problem(CommandInfo command) {
    for (Environment.Variable variable : command.getEnvironment().getVariablesList()) {
      Optional<String> problem = problem(variable);
      if (problem.isPresent()) {
        return problem;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> problem(Environment.Variable variable) {
    String name = "Environment variable '" + variable.getName() + "'";
    return switch (variable.getType()) {
      case SECRET -> problemOfSecret(variable, name);
      case VALUE -> {
        if (!variable.hasValue()) {
          yield Optional.of(name + " of type 'VALUE' must have a value set");
        }
        yield variable.hasSecret()
            ? Optional.of(name + " of type 'VALUE' must not have a secret set")
            : Optional.empty();
      }
      case UNKNOWN -> Optional.of("Environment variable of type 'UNKNOWN' is not allowed");
    };
  }

  private static Optional<String> problemOfSecret(Environment.Variable variable, String name) {
    if (!variable.hasSecret()) {
      return Optional.of(name + " of type 'SECRET' must have a secret set");
    }
    if (variable.hasValue()) {
      return Optional.of(name + " of type 'SECRET' must not have a value set");
    }
    Optional<String> problem = problem(variable.getSecret());
    if (problem.isPresent()) {
      return problem.map(why -> name + " specifies an invalid secret: " + why);
    }
    for (byte b : variable.getSecret().getValue().getData()) {
      if (b == 0) {
        return Optional.of(
            name
                + " specifies a secret containing null bytes, which is not allowed in the"
                + " environment");
      }
    }
    return Optional.empty();
  }

  private static Optional<String> problem(Secret secret) {
    return switch (secret.getType()) {
      case REFERENCE -> {
        if (!secret.hasReference()) {
          yield Optional.of("Secret of type REFERENCE must have the 'reference' field set");
        }
        yield secret.hasValue()
            ? Optional.of(
                "Secret '"
                    + secret.getReference().getName()
                    + "' of type REFERENCE must not have the 'value' field set")
            : Optional.empty();
      }
      case VALUE -> {
        if (!secret.hasValue()) {
          yield Optional.of("Secret of type VALUE must have the 'value' field set");
        }
        yield secret.hasReference()
            ? Optional.of("Secret of type VALUE must not have the 'reference' field set")
            : Optional.empty();
      }
      case UNKNOWN -> Optional.empty();
    };
  }
}
