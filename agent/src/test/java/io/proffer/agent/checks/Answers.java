package io.proffer.agent.checks;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.agent.container.CheckKind;
import io.proffer.agent.container.ContainerId;
import io.proffer.agent.container.ProbeResult;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Takes what a prober found, for a test to wait for. */
final class Answers implements ProbeListener {

  private final BlockingQueue<List<ProbeResult>> found = new LinkedBlockingQueue<>();

  @Override
  public void probed(ContainerId container, CheckKind kind, List<ProbeResult> results) {
    found.add(results);
  }

  List<ProbeResult> await(Duration patience) throws InterruptedException {
    List<ProbeResult> results = found.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    assertThat(results).as("an answer within %s", patience).isNotNull();
    return List.copyOf(results);
  }

  boolean noneWithin(Duration time) throws InterruptedException {
    return found.poll(time.toMillis(), TimeUnit.MILLISECONDS) == null;
  }
}
