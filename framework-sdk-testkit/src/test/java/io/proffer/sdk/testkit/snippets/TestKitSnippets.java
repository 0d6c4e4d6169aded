package io.proffer.sdk.testkit.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.sdk.Proffer;
import io.proffer.sdk.testkit.TestAgent;
import io.proffer.sdk.testkit.TestCluster;
import io.proffer.sdk.testkit.TestFramework;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The examples of the test kit's documentation. */
class TestKitSnippets {

  @Test
  void replacesATaskWhoseAgentIsGone() {
    // @start region="cluster"
    TestCluster cluster = TestCluster.create();
    TestAgent first = cluster.addAgent("cpus:2;mem:1024");
    KeepRunning scheduler = new KeepRunning();
    TestFramework framework = cluster.start(Proffer.framework("web"), scheduler);
    cluster.advance(Duration.ofSeconds(5));
    assertThat(framework.task("web-0").host()).contains(first.name());

    TestAgent second = cluster.addAgent("cpus:2;mem:1024");
    first.losePower();
    cluster.advance(Duration.ofMinutes(15)); // The master gives an agent ten minutes to come back.

    assertThat(scheduler.seen()).contains("web-0 TASK_UNREACHABLE");
    assertThat(framework.task("web-1").host()).contains(second.name());
    // @end
  }
}
