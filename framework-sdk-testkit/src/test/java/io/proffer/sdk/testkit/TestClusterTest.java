package io.proffer.sdk.testkit;

import static io.proffer.sdk.TaskBuilder.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.proffer.sdk.Driver;
import io.proffer.sdk.Offers;
import io.proffer.sdk.Outcome;
import io.proffer.sdk.Proffer;
import io.proffer.sdk.Scheduler;
import io.proffer.sdk.TaskUpdate;
import io.proffer.sdk.testkit.snippets.KeepRunning;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a test of a framework can do to its cluster. */
class TestClusterTest {
  private static final Duration SOON = Duration.ofSeconds(5);

  private final TestCluster cluster = TestCluster.create();
  private final TestAgent agent = cluster.addAgent("cpus:2;mem:1024");
  private final KeepRunning scheduler = new KeepRunning();
  private final TestFramework framework = cluster.start(Proffer.framework("web"), scheduler);

  TestClusterTest() {
    cluster.advanceUntil(() -> scheduler.seen().contains("web-0 TASK_RUNNING"), SOON);
  }

  @Test
  void anAgentThatIsKilledComesBackWithItsTask() {
    agent.kill();
    cluster.advance(Duration.ofMinutes(1));
    assertThat(framework.task("web-0").runs()).isTrue();

    agent.start();
    cluster.advance(Duration.ofMinutes(20));

    assertThat(framework.task("web-0").host()).contains(agent.name());
    assertThat(scheduler.seen()).containsExactly("web-0 TASK_STARTING", "web-0 TASK_RUNNING");
  }

  @Test
  void anAgentThatIsCutOffIsReplacedAndItsOldTaskEndedWhenItComesBack() {
    agent.cutOff();
    cluster.changeMaster();
    TestAgent other = cluster.addAgent("cpus:2;mem:1024");
    cluster.advanceUntil(() -> framework.task("web-1").runs(), Duration.ofMinutes(30));
    assertThat(framework.task("web-0").runs()).isTrue();

    agent.reconnect();
    cluster.advanceUntil(() -> !framework.task("web-0").runs(), Duration.ofMinutes(10));

    assertThat(framework.task("web-1").host()).contains(other.name());
  }

  @Test
  void theMasterIsLostAndTheNextOneGoesOn() {
    cluster.loseMaster();
    cluster.advance(Duration.ofMinutes(10));
    framework.task("web-0").finish();
    assertThat(scheduler.seen()).doesNotContain("web-0 TASK_FINISHED");

    cluster.electMaster();
    cluster.advance(SOON);

    assertThat(scheduler.seen()).contains("web-0 TASK_FINISHED");
    assertThat(framework.task("web-1").runs()).isTrue();
  }

  @Test
  void aFrameworkThatIsKilledComesBackAsTheOneItWas() {
    var id = framework.id();
    framework.kill();
    framework.task("web-0").exit(7);
    cluster.advance(SOON);
    assertThat(scheduler.seen()).doesNotContain("web-0 TASK_FAILED");

    framework.start();
    cluster.advance(Duration.ofMinutes(1)); // The agent says it again, less and less often.

    assertThat(framework.id()).isEqualTo(id);
    assertThat(scheduler.seen()).contains("web-0 TASK_FAILED", "web-1 TASK_RUNNING");
  }

  @Test
  void tasksFareAsTheTestSays() {
    cluster.tasks(
        launched ->
            switch (launched.getTaskId().getValue()) {
              case "web-1" -> TaskPlan.cannotStart("no such command");
              case "web-2" -> TaskPlan.exitsAfter(Duration.ofMinutes(1), 3);
              case "web-3" -> TaskPlan.finishesAfter(Duration.ofMinutes(2));
              default -> TaskPlan.runs();
            });
    framework.task("web-0").exceedMemory();
    Instant before = cluster.now();

    cluster.advanceUntil(
        () -> scheduler.seen().contains("web-4 TASK_RUNNING"), Duration.ofHours(1));

    assertThat(scheduler.seen())
        .containsSubsequence(
            "web-0 TASK_FAILED", "web-1 TASK_FAILED", "web-2 TASK_FAILED", "web-3 TASK_FINISHED");
    assertThat(Duration.between(before, cluster.now()))
        .isBetween(Duration.ofMinutes(3), Duration.ofMinutes(4));
  }

  @Test
  void aSchedulerThatThrowsIsToldAsInProduction() {
    IllegalStateException bug = new IllegalStateException("bug");
    Scheduler broken =
        new Scheduler() {
          @Override
          public void offered(Offers offers, Driver driver) {
            throw bug;
          }

          @Override
          public void updated(TaskUpdate update, Driver driver) {}
        };

    TestFramework other = cluster.start(Proffer.framework("broken"), broken);
    cluster.advance(SOON);

    assertThat(other.outcome()).contains(new Outcome.Crashed(bug));
    assertThatThrownBy(other::driver).hasMessage("broken-2 does not run");
  }

  @Test
  void theOwnerOfAFrameworkCanEndIt() {
    framework.driver().teardown();
    cluster.advance(SOON);

    assertThat(framework.outcome()).contains(new Outcome.TornDown());
    assertThat(agent.running()).isEmpty();
  }

  @Test
  void whatDoesNotComeInTimeIsSaid() {
    assertThatThrownBy(() -> cluster.advanceUntil(() -> false, Duration.ofHours(1)))
        .isInstanceOf(AssertionError.class)
        .hasMessage("not so within PT1H");
    assertThatThrownBy(() -> framework.task("web-9").finish())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageEndingWith("web-9 does not run");
  }

  @Test
  void customExecutorsRunTheirTasksAndSurviveTheirAgent() {
    TestCluster hosts = TestCluster.create();
    TestAgent host = hosts.addAgent("cpus:2;mem:1024");
    List<String> seen = new ArrayList<>();
    TestFramework hosted =
        hosts.start(
            Proffer.framework("hosted"),
            new Scheduler() {
              private int launched;

              @Override
              public boolean wantsOffers() {
                return launched < 2;
              }

              @Override
              public void offered(Offers offers, Driver driver) {
                while (launched < 2
                    && offers.launch(task("t" + launched).executor("e", "./executor")).placed()) {
                  launched++;
                }
              }

              @Override
              public void updated(TaskUpdate update, Driver driver) {
                seen.add(update.task() + " " + update.state());
              }
            });
    hosts.advance(SOON);
    assertThat(seen).containsExactlyInAnyOrder("t0 TASK_RUNNING", "t1 TASK_RUNNING");

    host.kill();
    hosted.task("t0").finish();
    hosted.task("t1").exit(7);
    host.start();
    hosts.advance(SOON);

    assertThat(seen).contains("t0 TASK_FINISHED", "t1 TASK_FAILED");
    assertThat(hosted.task("t0").runs()).isFalse();
  }

  @Test
  void offersCarryWhatAgentsAreMadeOf() {
    TestCluster racks = TestCluster.create();
    racks.addAgent("cpus:1;mem:64", "rack:r1");
    List<String> seen = new ArrayList<>();
    racks.start(
        Proffer.framework("racks"),
        new Scheduler() {
          @Override
          public void offered(Offers offers, Driver driver) {
            offers.forEach(offer -> seen.add(offer.attribute("rack").orElse("none")));
            assertThat(offers.launch(task("t").cpus(2).command("true")).placed()).isFalse();
          }

          @Override
          public void updated(TaskUpdate update, Driver driver) {}
        });

    racks.advance(SOON);

    assertThat(seen).first().isEqualTo("r1");
  }

  @Test
  void everyRunIsTheSame() {
    List<String> story = storyOfTenMinutes();

    assertThat(story).hasSizeGreaterThan(50);
    assertThat(story.equals(storyOfTenMinutes())).isTrue();
  }

  private static List<String> storyOfTenMinutes() {
    List<String> story = new ArrayList<>();
    TestCluster told = TestCluster.told(story::add);
    told.addAgent("cpus:2;mem:1024");
    told.start(Proffer.framework("web"), new KeepRunning());
    told.advance(Duration.ofMinutes(5));
    told.changeMaster();
    told.advance(Duration.ofMinutes(5));
    return story;
  }
}
