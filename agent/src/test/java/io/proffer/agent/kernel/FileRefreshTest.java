package io.proffer.agent.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.proffer.core.model.ExecutorId;
import io.proffer.core.protocol.FileRefresh;
import io.proffer.core.protocol.TaskSignal;
import io.proffer.core.protocol.link.FromAgent;
import io.proffer.core.protocol.link.ToAgent;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FileRefreshTest {

  private static final FileRefresh REFRESH =
      new FileRefresh(
          "r-1",
          new TreeMap<>(Map.of("conf/level", ByteString.copyFromUtf8("debug"))),
          Optional.of(TaskSignal.SIGHUP));

  private final KernelScenario agent = KernelScenario.registeredAgent();

  private KernelScenario told(String executor, ByteString data) {
    return agent.masterSays(
        new ToAgent.ExecutorMessage(KernelScenario.FRAMEWORK, new ExecutorId(executor), data));
  }

  @Test
  void theFilesOfATaskThatRunsAreWrittenAndItsFrameworkIsTold() {
    agent.running("t1");

    assertThat(told("t1", REFRESH.toBytes()).effects())
        .singleElement()
        .isInstanceOfSatisfying(
            AgentEffect.RefreshFiles.class,
            effect -> {
              assertThat(effect.container()).isEqualTo(agent.container("t1"));
              assertThat(effect.refresh()).isEqualTo(REFRESH);
            });

    FileRefresh.Answer answer = new FileRefresh.Answer("r-1", Optional.of("no room"));
    agent.handle(new AgentInput.FilesRefreshed(agent.container("t1"), answer));
    assertThat(agent.sent())
        .containsExactly(
            new FromAgent.ExecutorMessage(
                KernelScenario.FRAMEWORK, new ExecutorId("t1"), answer.toBytes()));
    assertThat(FileRefresh.Answer.parse(answer.toBytes())).contains(answer);
  }

  @Test
  void nothingIsDoneForATaskThatDoesNotRunOrForOtherWords() {
    agent.runTask("t1");
    agent.effects();
    told("t1", REFRESH.toBytes());
    told("t2", REFRESH.toBytes());
    agent.started("t1");
    agent.effects();
    told("t1", ByteString.copyFromUtf8("{\"proffer\": \"refresh\", \"signal\": \"SIGKILL\"}"));
    told("t1", ByteString.copyFromUtf8("hello"));

    assertThat(agent.effects()).isEmpty();
  }
}
