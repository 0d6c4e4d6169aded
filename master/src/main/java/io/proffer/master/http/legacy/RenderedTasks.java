package io.proffer.master.http.legacy;

import io.proffer.core.protocol.legacy.LegacyWriter;
import io.proffer.master.actor.MasterSnapshot;
import io.proffer.master.actor.MasterSnapshot.FrameworkSnapshot;
import io.proffer.master.state.Task;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The tasks of the large answers, each as it is in JSON. A task is rendered once for each of its
 * states, however often it is asked for: of a cluster where a few tasks have changed since the last
 * answer, the next costs little more than copying the others. Thread-safe.
 */
public final class RenderedTasks {

  /** More would cost a master of a very large cluster too much of its memory. */
  private static final long MOST_BYTES = 64L << 20;

  /** So many are worth handing to another thread. */
  private static final int CHUNK = 64;

  private final long mostBytes;

  /** By identity, as tasks are immutable; never changed once it is here. */
  private volatile IdentityHashMap<Task, byte[]> kept = new IdentityHashMap<>();

  public RenderedTasks() {
    this(MOST_BYTES);
  }

  /**
   * @param mostBytes of JSON to keep; beyond, tasks are rendered each time
   */
  RenderedTasks(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  /** All tasks of a snapshot, rendered; those are kept for the next. */
  Function<Task, byte[]> of(MasterSnapshot snapshot) {
    List<Task> tasks = snapshot.allFrameworks().flatMap(FrameworkSnapshot::allTasks).toList();
    IdentityHashMap<Task, byte[]> known = kept;
    IdentityHashMap<Task, byte[]> rendered = new IdentityHashMap<>(tasks.size());
    List<Task> changed = new ArrayList<>();
    for (Task task : tasks) {
      byte[] json = known.get(task);
      if (json == null) {
        changed.add(task);
      } else {
        rendered.put(task, json);
      }
    }
    List<byte[]> news = render(changed);
    for (int i = 0; i < changed.size(); i++) {
      rendered.put(changed.get(i), news.get(i));
    }
    kept = worthKeeping(tasks, rendered);
    return rendered::get;
  }

  /** One task, whose rendering is not kept. */
  static byte[] one(Task task) {
    return LegacyWriter.each(List.of(task), TaskJson::write).getFirst();
  }

  private static List<byte[]> render(List<Task> tasks) {
    return IntStream.range(0, Math.ceilDiv(tasks.size(), CHUNK))
        .parallel()
        .mapToObj(i -> tasks.subList(i * CHUNK, Math.min((i + 1) * CHUNK, tasks.size())))
        .flatMap(chunk -> LegacyWriter.each(chunk, TaskJson::write).stream())
        .toList();
  }

  private IdentityHashMap<Task, byte[]> worthKeeping(
      List<Task> tasks, IdentityHashMap<Task, byte[]> rendered) {
    long bytes = 0;
    for (byte[] json : rendered.values()) {
      bytes += json.length;
    }
    if (bytes <= mostBytes) {
      return rendered;
    }
    IdentityHashMap<Task, byte[]> some = new IdentityHashMap<>();
    long room = mostBytes;
    for (Task task : tasks) {
      byte[] json = rendered.get(task);
      if (json != null && json.length <= room) {
        room -= json.length;
        some.put(task, json);
      }
    }
    return some;
  }
}
