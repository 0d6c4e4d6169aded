package io.proffer.master.http.legacy;

import io.proffer.core.protocol.legacy.LegacyWriter;
import io.proffer.master.actor.MasterSnapshot;
import io.proffer.master.state.Task;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code /tasks}: a page of all tasks there are, by the time of their first status. */
public final class TasksJson {

  /**
   * Which tasks are asked for.
   *
   * @param limit how many at most
   * @param offset how many to leave out first
   * @param ascending the oldest first
   */
  public record Page(
      Optional<String> framework,
      Optional<String> task,
      int limit,
      int offset,
      boolean ascending) {}

  private TasksJson() {}

  public static byte[] render(MasterSnapshot snapshot, Page page) {
    Comparator<Task> byAge = Comparator.comparingDouble(TasksJson::firstSeconds);
    Stream<Task> all =
        snapshot
            .allFrameworks()
            .filter(f -> matches(page.framework(), f.framework().id().value()))
            .flatMap(MasterSnapshot.FrameworkSnapshot::allTasks)
            .filter(task -> matches(page.task(), task.key().task().value()));
    List<Task> tasks =
        all.sorted(page.ascending() ? byAge : byAge.reversed())
            .skip(page.offset())
            .limit(page.limit())
            .toList();
    return LegacyWriter.object(out -> out.objects("tasks", tasks, TaskJson::write));
  }

  /** A task nothing was said about yet is the oldest, as Mesos has it. */
  private static double firstSeconds(Task task) {
    return task.statuses().isEmpty() ? 0 : task.statuses().get(0).getTimestamp();
  }

  private static boolean matches(Optional<String> wanted, String id) {
    return wanted.isEmpty() || wanted.get().equals(id);
  }
}
