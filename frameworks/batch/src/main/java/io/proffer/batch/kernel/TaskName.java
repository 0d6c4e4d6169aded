package io.proffer.batch.kernel;

import io.proffer.batch.model.JobId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a task's id says. */
record TaskName(JobId job, String run, int index, int attempt) {

  private static final Pattern FORM =
      Pattern.compile("(.+)\\.([0-9]{14}[A-Za-z0-9]{5})\\.(0|[1-9][0-9]{0,6})\\.([0-9]{1,9})");

  static Optional<TaskName> parse(String taskId) {
    Matcher form = FORM.matcher(taskId);
    return form.matches()
        ? Optional.of(
            new TaskName(
                new JobId(form.group(1)),
                form.group(2),
                Integer.parseInt(form.group(3)),
                Integer.parseInt(form.group(4))))
        : Optional.empty();
  }
}
