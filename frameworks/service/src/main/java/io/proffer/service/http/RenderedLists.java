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

  private record Rendered(ServiceSnapshot of, Answer answer) {}

  private final Map<Map<String, List<String>>, Rendered> lists = new LinkedHashMap<>();

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
      lists.remove(query);
      lists.put(query, new Rendered(now, answer));
      if (lists.size() > MAX_LISTS) {
        lists.remove(lists.keySet().iterator().next());
      }
    }
    return answer;
  }
}
