package io.proffer.batch.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.batch.http.NoticeJson;
import io.proffer.batch.kernel.Notice;
import io.proffer.batch.store.EventOutbox.Event;
import io.proffer.frameworks.common.secret.SecretStore;
import io.proffer.frameworks.common.webhook.Webhook;
import io.proffer.sdk.testkit.TaskPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Those outside who want it are told what happens, at least once. */
class PostmanTest {

  private static final String JOB = "{'id':'report','run':{'cmd':'x','cpus':1,'mem':32,'disk':0}}";

  /** Tells nobody until somebody is there. */
  private static final class Letters implements Postman {
    private final List<Event> told = new ArrayList<>();
    private final List<Runnable> unsettled = new ArrayList<>();
    private boolean delivers;

    @Override
    public Optional<Event> event(Instant at, Notice notice) {
      String type = NoticeJson.type(notice);
      return type.startsWith("job_run_f")
          ? Optional.of(new Event(type, NoticeJson.of(at, notice).json()))
          : Optional.empty();
    }

    @Override
    public void tell(Event event, Runnable settled) {
      told.add(event);
      if (delivers) {
        settled.run();
      } else {
        unsettled.add(settled);
      }
    }
  }

  private final Letters letters = new Letters();
  private final BatchCluster town =
      new BatchCluster(
          task -> TaskPlan.finishesAfter(Duration.ofSeconds(5)),
          new Attendants(SecretStore.NONE, OutputSource.NONE, letters));

  PostmanTest() throws Exception {
    var unused = town.cluster.addAgent("cpus:4;mem:4096;disk:1000");
  }

  @Test
  void anEventIsToldAgainByTheNextProcessUntilItWasTaken() throws Exception {
    town.create(BatchCluster.job(JOB));
    var unused = town.start("a");
    town.advance(Duration.ofSeconds(20));
    assertThat(letters.told).extracting(Event::type).containsExactly("job_run_finished");
    assertThat(letters.told.getFirst().json()).contains("\"status\":\"SUCCESS\"");

    town.framework.kill();
    letters.delivers = true;
    town.framework.start();
    town.advance(Duration.ofSeconds(5));
    assertThat(letters.told).as("told again").hasSize(2);
    assertThat(letters.told.get(1)).isEqualTo(letters.told.get(0));

    town.framework.kill();
    town.framework.start();
    town.advance(Duration.ofSeconds(5));
    assertThat(letters.told).as("taken").hasSize(2);
    assertThat(town.store.names()).noneMatch(name -> name.startsWith("event."));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5, 6, 7, 8})
  void theEndOfARunIsToldWhicheverWriteKillsTheFramework(int write) throws Exception {
    letters.delivers = true;
    town.store.dieAt(write, write % 2 == 0);
    town.create(BatchCluster.job(JOB));
    var unused = town.start("token");
    town.advance(Duration.ofMinutes(5));

    assertThat(town.history().successCount()).isEqualTo(1);
    assertThat(letters.told).isNotEmpty().extracting(Event::type).containsOnly("job_run_finished");
  }

  @Test
  void whoIsCalledIsRemembered() throws Exception {
    Webhook wanted =
        new Webhook("", "https://example.org/x", Set.of("job_created"), Optional.of("key"));
    Webhook set = town.ask((kernel, now) -> kernel.listeners().set(wanted));
    town.framework.kill();
    town.framework.start();
    assertThat(listeners()).containsExactly(set);
    assertThat(set.id()).isNotEmpty();
    assertThat(set.toString()).doesNotContain("key");
    var unused =
        town.ask(
            (kernel, now) -> {
              kernel.listeners().remove(set.id());
              return true;
            });
    assertThat(listeners()).isEmpty();
  }

  private List<Webhook> listeners() {
    return town.ask((kernel, now) -> kernel.listeners().all());
  }
}
