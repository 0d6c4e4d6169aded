package io.proffer.service.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.sdk.StateStore;
import io.proffer.service.change.AppChanges;
import io.proffer.service.change.TreeChange;
import io.proffer.service.json.AppReader;
import io.proffer.service.kernel.Decision;
import io.proffer.service.kernel.Fact;
import io.proffer.service.kernel.Past;
import io.proffer.service.kernel.ServiceKernel;
import io.proffer.service.kernel.ServiceSnapshot;
import io.proffer.service.model.PathId;
import io.proffer.service.model.Source;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What was stored is what the next process finds. */
class FactStoreTest {

  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final AppReader READER = new AppReader("*");

  private final StateStore values = StateStore.inMemory();
  private final ServiceKernel kernel = new ServiceKernel(1);
  private final FactStore store = new FactStore(values, READER);
  private final AppChanges apps = new AppChanges(READER);

  private void change(String id, String label, Instant now) {
    ObjectNode json = new ObjectMapper().createObjectNode().put("cmd", "x");
    json.putObject("labels").put("l", label);
    kernel.change(apps.update(PathId.of(id), json, AppChanges.Mode.UPDATE), true, now);
    Decision decision = kernel.take();
    store.write(decision.facts());
  }

  private ServiceSnapshot found() {
    ServiceKernel next = new ServiceKernel(2);
    next.restore(new FactStore(values, READER).read());
    return next.snapshot(NOW);
  }

  @Test
  void keepsAppsVersionsGroupsAndDeployments() {
    change("/shop/web", "1", NOW);
    change("/shop/web", "2", NOW.plusSeconds(1));
    change("/db", "1", NOW.plusSeconds(2));

    ServiceSnapshot now = kernel.snapshot(NOW);
    assertThat(found().tree()).isEqualTo(now.tree());
    assertThat(found().versions()).isEqualTo(now.versions());
    assertThat(found().deployments()).hasSize(2);
    assertThat(found().deployments().getFirst().after())
        .isIn(now.deployments().getFirst().after(), now.deployments().getLast().after());
  }

  @Test
  void keepsFormerTreesAndHowAppsWereWritten() {
    change("/shop/web", "1", NOW);
    ObjectNode json = new ObjectMapper().createObjectNode().put("cmd", "y");
    TreeChange update = apps.update(PathId.of("/shop/web"), json, AppChanges.Mode.UPDATE);
    Source source = new Source("application/json", "{ \"cmd\": \"y\" }");
    kernel.change(update.writtenAs(PathId.of("/shop/web"), source), true, NOW.plusSeconds(1));
    store.write(kernel.take().facts());

    ServiceKernel next = new ServiceKernel(2);
    next.restore(new FactStore(values, READER).read());
    assertThat(next.trees()).hasSize(3).isEqualTo(kernel.trees());
    assertThat(next.source(PathId.of("/shop/web"), NOW)).isEmpty();
    assertThat(next.source(PathId.of("/shop/web"), NOW.plusSeconds(1))).contains(source);
  }

  @Test
  void whatIsRemovedIsGone() {
    change("/web", "1", NOW);
    kernel.change(apps.remove(PathId.of("/web")), true, NOW);
    store.write(kernel.take().facts());

    assertThat(found().tree().apps()).isEmpty();
    assertThat(found().deployments()).isEmpty();
    assertThat(values.names()).allMatch(n -> n.matches("group\\..*|ending\\..*|retreat\\..*|tree"));
  }

  @Test
  void forgetsTheRestOfWhatWasForgottenInPart() {
    store.write(List.of(ended(2), ended(3)));
    FactStore mine = new FactStore(values, READER);
    ServiceKernel next = new ServiceKernel(2);
    next.restore(mine.read());

    next.resume(NOW);
    mine.write(next.take().facts());

    assertThat(values.names()).isEmpty();
  }

  private static Fact ended(long number) {
    return new Fact.TaskEnded(
        new Past(
            PathId.of("/web"),
            number,
            "web.instance-" + number + "._app.1",
            NOW,
            "agent",
            "host",
            Optional.empty(),
            NOW,
            Optional.empty(),
            NOW,
            "TASK_KILLED",
            Optional.empty(),
            "",
            Optional.empty()));
  }

  @Test
  void whatIsChangedAgainDoesNotMoveBehindWhatCameAfterIt() {
    Fact first = new Fact.DelayRemoved(PathId.of("/web"));
    Fact second = new Fact.DelayRemoved(PathId.of("/db"));

    List<String> written =
        store.encode(List.of(first, second, first)).stream()
            .flatMap(piece -> piece.keySet().stream())
            .toList();

    assertThat(written).hasSize(3);
    assertThat(written.getFirst()).isEqualTo(written.getLast()).isNotEqualTo(written.get(1));
  }

  @Test
  void splitsWhatIsTooLargeForOneValue() {
    StringBuilder noise = new StringBuilder();
    Random random = new Random(1);
    for (int i = 0; i < 1_500_000; i++) {
      noise.append((char) (' ' + random.nextInt(90)));
    }
    change("/web", noise.toString(), NOW);

    assertThat(found().tree()).isEqualTo(kernel.snapshot(NOW).tree());
    assertThat(values.names())
        .allSatisfy(n -> assertThat(values.get(n).orElseThrow()).hasSizeLessThan(600_000));
  }
}
