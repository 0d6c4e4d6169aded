package io.proffer.service.http;

import io.proffer.service.kernel.ServiceSnapshot;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Answers as they were rendered last, for as long as nothing changes: many clients ask for the same
 * long list every few seconds. Thread-safe.
 */
final class RenderedLists {

  private static final int MAX_LISTS = 8;
  private static final int MAX_BYTES = 64 << 20;

  private record Rendered(ServiceSnapshot of, Answer answer) {}

  private final Map<Map<String, List<String>>, Rendered> lists = new LinkedHashMap<>();
  private long bytes;

  /** The answer to a query, rendered if it has to be. */
  Answer of(Map<String, List<String>> query, ServiceSnapshot now, Supplier<Answer> render) {
    synchronized (this) {
      Rendered known = lists.get(query);
      if (known != null && known.of().isOfStateOf(now)) {
        return known.answer();
      }
    }
    Answer answer = render.get();
    synchronized (this) {
      forget(query);
      lists.put(query, new Rendered(now, answer));
      bytes += answer.body().length();
      while (lists.size() > MAX_LISTS || bytes > MAX_BYTES) {
        forget(lists.keySet().iterator().next());
      }
    }
    return answer;
  }

  private void forget(Map<String, List<String>> query) {
    Rendered known = lists.remove(query);
    if (known != null) {
      bytes -= known.answer().body().length();
    }
  }
}
