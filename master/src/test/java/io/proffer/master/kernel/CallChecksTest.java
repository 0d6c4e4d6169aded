package io.proffer.master.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.proffer.core.model.AgentId;
import io.proffer.core.model.FrameworkId;
import io.proffer.master.kernel.CallOutcome.Accepted;
import io.proffer.master.kernel.CallOutcome.Done;
import io.proffer.master.kernel.CallOutcome.Refused;
import io.proffer.master.state.StreamId;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Which calls are let in, and how the others are answered. */
class CallChecksTest {
  private final Cluster cluster = new Cluster();
  private final TestScheduler scheduler = TestScheduler.subscribed(cluster, "r1");

  private static final Call.Builder REVIVE = Call.newBuilder().setType(Call.Type.REVIVE);

  @Test
  void theFrameworkHasToBeKnown() {
    assertThat(call(REVIVE, new FrameworkId("nobody"), Optional.of(scheduler.stream())))
        .isEqualTo(new Refused(400, "Framework cannot be found"));
    scheduler.tearsDown();
    assertThat(call(REVIVE, scheduler.id(), Optional.of(scheduler.stream())))
        .isEqualTo(new Refused(400, "Framework cannot be found"));
  }

  @Test
  void theClientHasToBeWhoTheFrameworkIs() {
    assertThat(scheduler.withPrincipal("p2").calls(REVIVE.clone()))
        .isEqualTo(
            new Refused(
                400,
                "Authenticated principal 'p2' does not match principal '' set in"
                    + " `FrameworkInfo`"));
  }

  @Test
  void theFrameworkHasToBeSubscribed() {
    scheduler.disconnects();
    assertThat(scheduler.calls(REVIVE.clone()))
        .isEqualTo(new Refused(403, "Framework is not subscribed"));
  }

  @Test
  void theStreamHasToBeNamed() {
    assertThat(call(REVIVE, scheduler.id(), Optional.empty()))
        .isEqualTo(
            new Refused(
                400, "All non-subscribe calls should include the 'Mesos-Stream-Id' header"));
  }

  @Test
  void theStreamHasToBeTheOneOfTheSubscription() {
    StreamId old = scheduler.stream();
    scheduler.subscribe();
    assertThat(call(REVIVE, scheduler.id(), Optional.of(old)))
        .isEqualTo(
            new Refused(
                400,
                "The stream ID '"
                    + old
                    + "' included in this request didn't match the stream ID currently associated"
                    + " with framework ID "
                    + scheduler.id()));
  }

  @ParameterizedTest
  @EnumSource(
      names = {"SUBSCRIBE", "TEARDOWN", "REVIVE", "SUPPRESS", "UNKNOWN"},
      mode = EnumSource.Mode.EXCLUDE)
  void aCallHasToCarryWhatItsTypeSays(Call.Type type) {
    assertThat(scheduler.calls(Call.newBuilder().setType(type)))
        .isEqualTo(
            new Refused(
                400,
                "Failed to validate scheduler::Call: Expecting '"
                    + type.name().toLowerCase(java.util.Locale.ROOT)
                    + "' to be present"));
  }

  @Test
  void aCallHasToHaveATypeAndAFramework() {
    assertThat(scheduler.calls(Call.newBuilder()))
        .isEqualTo(
            new Refused(400, "Failed to validate scheduler::Call: Expecting 'type' to be present"));
    assertThat(cluster.call(REVIVE.build(), Optional.of(scheduler.stream()), Optional.empty()))
        .isEqualTo(
            new Refused(
                400, "Failed to validate scheduler::Call: Expecting 'framework_id' to be present"));
  }

  @Test
  void anAcknowledgementHasToNameAUuid() {
    assertThat(scheduler.acknowledges("t", new AgentId("a"), ByteString.copyFromUtf8("short")))
        .isEqualTo(new Refused(400, "Failed to validate scheduler::Call: Not a valid UUID"));
  }

  @Test
  void aTypeThatIsNotKnownIsNotImplemented() {
    assertThat(scheduler.calls(Call.newBuilder().setType(Call.Type.UNKNOWN)))
        .extracting(outcome -> ((Refused) outcome).status())
        .isEqualTo(501);
  }

  @ParameterizedTest
  @MethodSource("callsWithoutEffect")
  void whatHasNoEffectYetIsAccepted(Call.Builder call) {
    assertThat(scheduler.calls(call)).isInstanceOf(Accepted.class);
  }

  static Stream<Call.Builder> callsWithoutEffect() {
    return Stream.of(
        Call.newBuilder().setType(Call.Type.REQUEST).setRequest(Call.Request.getDefaultInstance()),
        Call.newBuilder()
            .setType(Call.Type.ACCEPT_INVERSE_OFFERS)
            .setAcceptInverseOffers(Call.AcceptInverseOffers.getDefaultInstance()),
        Call.newBuilder()
            .setType(Call.Type.DECLINE_INVERSE_OFFERS)
            .setDeclineInverseOffers(Call.DeclineInverseOffers.getDefaultInstance()));
  }

  @Test
  void aFrameworkMayChangeWhatItSaysAboutItself() {
    FrameworkInfo info =
        TestScheduler.framework("r1", "r2").setId(scheduler.protoId()).setName("new").build();

    assertThat(scheduler.calls(update(info))).isInstanceOf(Done.class);

    assertThat(cluster.state().framework(scheduler.id()))
        .hasValueSatisfying(f -> assertThat(f.info()).isEqualTo(info))
        .hasValueSatisfying(f -> assertThat(f.roles()).containsExactly("r1", "r2"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("badUpdates")
  void someThingsMayNotChange(FrameworkInfo.Builder info, String message) {
    assertThat(scheduler.calls(update(info.setId(scheduler.protoId()).build())))
        .isEqualTo(new Refused(400, message));
    assertThat(cluster.state().framework(scheduler.id()))
        .hasValueSatisfying(f -> assertThat(f.info()).isEqualTo(scheduler.info()));
  }

  static Stream<Arguments> badUpdates() {
    return Stream.of(
        Arguments.of(
            TestScheduler.framework("r1", "r1"),
            "Supplied FrameworkInfo is not valid: 'FrameworkInfo.roles' contains duplicate items:"
                + " { r1 }"),
        Arguments.of(
            TestScheduler.framework("r1").setPrincipal("p").setUser("other"),
            "FrameworkInfo update is not valid: Changing framework's principal is not allowed."),
        Arguments.of(
            TestScheduler.framework("r1").setUser("other"),
            "FrameworkInfo update is not valid: Updating 'FrameworkInfo.user' is unsupported;"
                + " attempted to update from 'root' to 'other'"),
        Arguments.of(
            TestScheduler.framework("r1").setCheckpoint(true),
            "FrameworkInfo update is not valid: Updating 'FrameworkInfo.checkpoint' is unsupported;"
                + " attempted to update from 'false' to 'true'"));
  }

  @Test
  void anUpdateHasToBeOfTheFrameworkItself() {
    assertThat(scheduler.calls(update(TestScheduler.framework("r1").build())))
        .isEqualTo(
            new Refused(
                400,
                "Failed to validate scheduler::Call: 'framework_id' differs from"
                    + " 'update_framework.framework_info.id'"));
  }

  @Test
  void anOperatorTearsDownOnlyWhatThereIs() {
    RequestId request = new RequestId(cluster.nextNumber());
    cluster.when(new MasterInput.OperatorTeardown(request, new FrameworkId("nobody")));
    assertThat(cluster.answerTo(request))
        .isEqualTo(new Refused(400, "No framework found with specified ID"));

    RequestId second = new RequestId(cluster.nextNumber());
    cluster.when(new MasterInput.OperatorTeardown(second, scheduler.id()));
    assertThat(cluster.answerTo(second)).isInstanceOf(Done.class);
    assertThat(cluster.state().isCompleted(scheduler.id())).isTrue();
    assertThat(cluster.isClosed(scheduler.stream())).isTrue();
  }

  private static Call.Builder update(FrameworkInfo info) {
    return Call.newBuilder()
        .setType(Call.Type.UPDATE_FRAMEWORK)
        .setUpdateFramework(Call.UpdateFramework.newBuilder().setFrameworkInfo(info));
  }

  private CallOutcome call(Call.Builder call, FrameworkId framework, Optional<StreamId> stream) {
    return cluster.call(
        call.clone().setFrameworkId(framework.toProto()).build(), stream, Optional.empty());
  }
}
