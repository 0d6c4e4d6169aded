package io.proffer.batch.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.proffer.batch.json.InvalidObjectException;
import io.proffer.batch.model.Constraint;
import io.proffer.batch.model.Locality;
import io.proffer.sdk.testkit.TaskPlan;
import io.proffer.sdk.testkit.TestAgent;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Runs wait for a place near their data, and not for ever. */
class LocalityTest {

  private static final String LARGE = "cpus:4;mem:4096;disk:1000";
  private static final String NEAR =
      "'locality':{'prefer':[{'attribute':'node','operator':'IS','value':'n1'},"
          + "{'attribute':'rack','operator':'IS','value':'r1'}],'waitSeconds':%d}";

  private final BatchCluster town = new BatchCluster(TaskPlan.finishesAfter(Duration.ofMinutes(5)));

  private void job(String id, int cpus, String batch) throws Exception {
    town.create(
        BatchCluster.job(
            "{'id':'%s','batch':{%s},'run':{'cmd':'x','cpus':%d,'mem':32,'disk':0}}"
                .formatted(id, batch, cpus)));
  }

  private static long running(TestAgent agent, String job) {
    return agent.running().stream().filter(task -> task.value().startsWith(job + ".")).count();
  }

  private TestAgent agent(String attributes) {
    return town.cluster.addAgent(LARGE, attributes);
  }

  @Test
  void theBestPlaceAmongThoseAtHandIsTakenAtOnce() throws Exception {
    TestAgent far = agent("node:n3;rack:r2");
    TestAgent rack = agent("node:n2;rack:r1");
    TestAgent near = agent("node:n1;rack:r1");
    job("report", 1, NEAR.formatted(30));
    job("soon", 1, NEAR.formatted(0));
    var unused = town.begin("report");
    unused = town.begin("soon");
    town.advance(Duration.ofSeconds(10));

    assertThat(running(near, "report")).as(unused).isEqualTo(1);
    assertThat(running(near, "soon")).isEqualTo(1);
    assertThat(far.running()).isEmpty();
    assertThat(rack.running()).isEmpty();
  }

  @Test
  void whenThereIsNoRoomItTakesTheNextBestPlaceAfterAWhileAndInTheEndAny() throws Exception {
    TestAgent near = agent("node:n1;rack:r1");
    job("other", 4, "");
    var unused = town.begin("other");
    town.advance(Duration.ofSeconds(5));
    TestAgent far = agent("node:n3;rack:r2");
    job("report", 4, NEAR.formatted(30));
    String first = town.begin("report");
    town.advance(Duration.ofSeconds(20));
    assertThat(far.running()).as(unused).isEmpty();
    assertThat(town.why(first))
        .contains("it waits for a place near its data, node IS n1; from ")
        .contains("is to be near its data for now: node IS n1");

    TestAgent rack = agent("node:n2;rack:r1");
    town.advance(Duration.ofSeconds(5));
    assertThat(rack.running()).isEmpty();
    town.advance(Duration.ofSeconds(15));
    assertThat(running(rack, "report")).isEqualTo(1);

    String second = town.begin("report");
    town.advance(Duration.ofSeconds(50));
    assertThat(far.running()).isEmpty();
    assertThat(town.why(second)).contains("near its data, node IS n1 or rack IS r1; from ");
    town.advance(Duration.ofSeconds(20));
    assertThat(running(far, "report")).isEqualTo(1);
    assertThat(running(near, "other")).isEqualTo(1);
  }

  @Test
  void aWaitThatHasNotBegunIsForTheBestPlaceAndOneOfNoLengthForNone() {
    Constraint near = new Constraint("node", Constraint.Operator.IS, "n1");
    Constraint nearly = new Constraint("rack", Constraint.Operator.IS, "r1");
    Locality patient = new Locality(List.of(near, nearly), Duration.ofSeconds(30));
    Locality hasty = new Locality(List.of(near), Duration.ZERO);

    assertThat(patient.after(Duration.ofSeconds(-5))).containsExactly(near);
    assertThat(patient.after(Duration.ofSeconds(30))).containsExactly(near, nearly);
    assertThat(patient.after(Duration.ofSeconds(60))).isEmpty();
    assertThat(hasty.after(Duration.ofSeconds(-5))).isEmpty();
  }

  @Test
  void whatOneLetsPassAnotherMayUse() throws Exception {
    TestAgent far = agent("node:n3;rack:r2");
    job("report", 4, NEAR.formatted(300));
    job("other", 4, "");
    var unused = town.begin("report");
    unused = town.begin("other");
    town.advance(Duration.ofSeconds(20));

    assertThat(running(far, "other")).as(unused).isEqualTo(1);
  }

  @Test
  void theIndexesOfAnArrayWaitAnewWhenOneHasFoundAPlace() throws Exception {
    TestAgent near = agent("node:n1;rack:r1");
    TestAgent far = agent("node:n3;rack:r2");
    job("report", 4, NEAR.formatted(100) + ",'array':{'indexes':'0-2'}");
    var unused = town.begin("report");
    town.advance(Duration.ofSeconds(190));
    assertThat(running(near, "report")).as(unused).isEqualTo(1);
    assertThat(far.running()).isEmpty();

    town.advance(Duration.ofSeconds(30));

    assertThat(running(far, "report")).isEqualTo(1);
  }

  private String problem(String batch) {
    return catchThrowableOfType(InvalidObjectException.class, () -> job("report", 1, batch))
        .details()
        .toString();
  }

  @Test
  void aWaitThatIsLongerThanTheLaunchMayTakeIsRefused() {
    assertThat(problem(NEAR.formatted(1_800)))
        .contains("/batch/locality/waitSeconds")
        .contains("all waits together, 3600 s, must be less than maxLaunchDelay, 3600 s");
    assertThat(problem("'locality':{'waitSeconds':5}")).contains("/batch/locality/prefer=");
    assertThat(problem("'gang':{'size':2}," + NEAR.formatted(5)))
        .contains("/batch/locality=[is not supported yet for gangs]");
  }
}
