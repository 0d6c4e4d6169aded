package io.proffer.sdk;

import static io.proffer.sdk.TaskBuilder.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.proffer.core.model.Resources;
import io.proffer.sdk.internal.Samples;
import java.time.Duration;
import java.util.List;
import org.apache.mesos.v1.Protos.Attribute;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.Value;
import org.junit.jupiter.api.Test;

/** Tasks are put on offers they fit, and refused with reasons elsewhere. */
class MatchingTest {

  private static final String SMALL = "cpus:1;mem:64;ports:[31000-31001]";

  @Test
  void takesTheFirstOfferThatFits() {
    Offers offers = Offers.of(List.of(offer("o1", SMALL), Samples.offer("o2", "a2")));

    Placement placement = offers.launch(task("t").command("true").cpus(2));

    assertThat(placement).hasToString("t on a2.example");
    assertThat(offers.stream().map(offer -> offer.operations().size())).containsExactly(0, 1);
  }

  @Test
  void saysWhyATaskFitsNowhere() {
    Offers offers = Offers.of(List.of(offer("o1", SMALL), offer("o2", "cpus:4;mem:16")));
    TaskBuilder web = task("web").command("true").cpus(1.5).memMb(64).port("a").port("b").port("c");

    Placement placement = offers.launch(web);

    assertThat(placement.placed()).isFalse();
    assertThat(placement)
        .hasToString(
            "web fits none of 2 offers:"
                + " a1.example (a1) needs 1.5 cpus, 1 left, needs 3 ports, 2 left;"
                + " a1.example (a1) needs 64 mem, 16 left, needs 3 ports, 0 left");
  }

  @Test
  void saysThatThereAreNoOffers() {
    assertThat(Offers.of(List.of()).launch(task("t").command("true")))
        .hasToString("t finds no offer");
  }

  @Test
  void aTaskMadeByTheSchedulerItselfIsSentAsItIs() {
    OfferView offer = Offers.of(List.of(offer("o1", SMALL))).iterator().next();
    TaskInfo made =
        TaskInfo.newBuilder()
            .setName("made")
            .setTaskId(TaskID.newBuilder().setValue("t"))
            .setAgentId(offer.agent().toProto())
            .addAllResources(
                Resources.withAllocation(Resources.parse("cpus:1;mem:32").toProtos(), "*"))
            .build();

    offer.launch(made);

    assertThat(offer.operations().getFirst().getLaunch().getTaskInfosList()).containsExactly(made);
    assertThat(offer.left()).isEqualTo(Resources.parse("mem:32;ports:[31000-31001]"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> offer.launch(made))
        .withMessageContaining("task t wants cpus:1; mem:32, left are");
  }

  @Test
  void tasksOnOneOfferShareItAndAreLaunchedTogether() {
    Offers offers = Offers.of(List.of(offer("o1", SMALL)));
    TaskBuilder half = task("t").command("true").cpus(0.5).memMb(32).port("p");

    assertThat(offers.launch(half.id("t1")).placed()).isTrue();
    assertThat(offers.launch(half.id("t2")).placed()).isTrue();
    assertThat(offers.launch(half.id("t3")).placed()).isFalse();

    OfferView offer = offers.iterator().next();
    assertThat(offer.left()).isEqualTo(Resources.empty());
    assertThat(offer.operations()).hasSize(1);
    assertThat(offer.operations().get(0).getLaunch().getTaskInfosList())
        .extracting(info -> Resources.of(info.getResourcesList()).toString())
        .containsExactly(
            "cpus:0.5; mem:32; ports:[31000-31000]", "cpus:0.5; mem:32; ports:[31001-31001]");
  }

  @Test
  void resourcesAreAllocatedToTheOffersRole() {
    TaskInfo info = placed(offer("o1", SMALL), task("t").command("true"));

    assertThat(info.getResourcesList())
        .isNotEmpty()
        .allMatch(resource -> resource.getAllocationInfo().getRole().equals("*"));
  }

  @Test
  void reservedResourcesAreTakenFirst() {
    Offer offer = withReserved(offer("o1", "cpus:4;mem:64"), "cpus:1");

    TaskInfo info = placed(offer, task("t").command("true").cpus(1.5));

    assertThat(info.getResourcesList())
        .filteredOn(resource -> resource.getName().equals("cpus"))
        .extracting(
            resource -> resource.getReservationsCount() + ":" + resource.getScalar().getValue())
        .containsExactlyInAnyOrder("1:1.0", "0:0.5");
  }

  @Test
  void revocableResourcesAreNotTakenByAccident() {
    Resource revocable =
        Resource.newBuilder()
            .setName("cpus")
            .setType(Value.Type.SCALAR)
            .setScalar(Value.Scalar.newBuilder().setValue(8))
            .setRevocable(Resource.RevocableInfo.getDefaultInstance())
            .build();
    Offer offer = offer("o1", SMALL).toBuilder().addResources(revocable).build();

    Placement placement = Offers.of(List.of(offer)).launch(task("t").command("true").cpus(2));

    assertThat(placement.toString()).contains("needs 2 cpus, 1 left");
  }

  @Test
  void revocableResourcesAreTakenForWhatIsToBeRevocableAndNothingElseIs() {
    Resource revocable =
        Resource.newBuilder()
            .setName("cpus")
            .setType(Value.Type.SCALAR)
            .setScalar(Value.Scalar.newBuilder().setValue(8))
            .setRevocable(Resource.RevocableInfo.getDefaultInstance())
            .build();
    Offer offer = offer("o1", SMALL).toBuilder().addResources(revocable).build();
    TaskBuilder spare = task("t").command("true").revocable("cpus");

    Placement.Placed placed = (Placement.Placed) Offers.of(List.of(offer)).launch(spare.cpus(2));
    TaskInfo info = placed.info();
    Placement tooMuch = Offers.of(List.of(offer)).launch(spare.cpus(9));

    assertThat(info.getResourcesList())
        .filteredOn(Resource::hasRevocable)
        .extracting(r -> r.getName() + ":" + r.getScalar().getValue())
        .containsExactly("cpus:2.0");
    assertThat(info.getResourcesList())
        .filteredOn(r -> r.getName().equals("mem"))
        .noneMatch(Resource::hasRevocable);
    assertThat(tooMuch.toString()).contains("needs 9 cpus, 8 left");
  }

  @Test
  void requirementsAreHeard() {
    Offer r2 =
        offer("o1", SMALL).toBuilder()
            .addAttributes(
                Attribute.newBuilder()
                    .setName("rack")
                    .setType(Value.Type.TEXT)
                    .setText(Value.Text.newBuilder().setValue("r2")))
            .build();
    TaskBuilder anywhere = task("t").command("true");

    Placement wrongRack =
        Offers.of(List.of(r2)).launch(anywhere.requires(Requirement.attribute("rack", "r1")));
    Placement noZone =
        Offers.of(List.of(r2)).launch(anywhere.requires(Requirement.attribute("zone", "z1")));

    assertThat(wrongRack.toString()).endsWith("(a1) needs attribute rack:r1, has r2");
    assertThat(noZone.toString()).endsWith("(a1) needs attribute zone:z1, has no zone");
    assertThat(placed(r2, anywhere.requires(Requirement.attribute("rack", "r2")))).isNotNull();
    assertThat(placed(r2, anywhere.requires(Requirement.hostname("a1.example")))).isNotNull();
  }

  @Test
  void aDeclinedOfferRemembersForHowLong() {
    OfferView offer = Offers.of(List.of(offer("o1", SMALL))).iterator().next();

    offer.decline(Duration.ofMinutes(3));

    assertThat(offer.refusal()).contains(Duration.ofMinutes(3));
  }

  @Test
  void whatOneGivesBackOthersKeep() {
    OfferView offer = Offers.of(List.of(offer("o1", "cpus:4;mem:64"))).iterator().next();
    Keeper one = Keeper.of("one");
    Keeper other = Keeper.of("other");
    TaskBuilder small = task("t").command("true").cpus(1).memMb(16);

    offer.keepBack(one, small, 2);
    offer.keepBack(other, Resources.parse("cpus:1"));

    assertThat(offer.left()).isEqualTo(Resources.parse("cpus:1;mem:32"));
    assertThat(offer.kept(one)).isEqualTo(Resources.parse("cpus:2;mem:32"));
    assertThat(offer.keepers()).containsExactlyInAnyOrder(one, other);

    offer.giveBack(one);

    assertThat(offer.left()).isEqualTo(Resources.parse("cpus:3;mem:64"));
    assertThat(offer.keepers()).containsExactly(other);
    assertThat(offer.launch(small.cpus(4)).toString()).contains("needs 4 cpus, 3 left");
    offer.giveBack(one);
    assertThat(offer.left()).as("once is enough").isEqualTo(Resources.parse("cpus:3;mem:64"));

    assertThat(offer.launch(small).placed()).isTrue();
    offer.giveBack(other);
    assertThat(offer.left()).isEqualTo(Resources.parse("cpus:3;mem:48"));
  }

  @Test
  void nobodyKeepsWhatIsNotLeft() {
    OfferView offer = Offers.of(List.of(offer("o1", "cpus:4;mem:64"))).iterator().next();
    offer.keepBack(Keeper.of("one"), Resources.parse("cpus:3"));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> offer.keepBack(Keeper.of("other"), Resources.parse("cpus:2")));
    assertThat(offer.keepers()).containsExactly(Keeper.of("one"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Keeper.of(""))
        .withMessage("a keeper needs a name");
  }

  private static Offer offer(String id, String resources) {
    return Samples.offer(id, "a1", resources);
  }

  private static Offer withReserved(Offer offer, String resources) {
    Resource.ReservationInfo reservation =
        Resource.ReservationInfo.newBuilder()
            .setType(Resource.ReservationInfo.Type.STATIC)
            .setRole("web")
            .build();
    List<Resource> reserved =
        Resources.parse(resources).toProtos().stream()
            .map(resource -> resource.toBuilder().addReservations(reservation).build())
            .toList();
    return offer.toBuilder().addAllResources(reserved).build();
  }

  private static TaskInfo placed(Offer offer, TaskBuilder task) {
    Placement placement = Offers.of(List.of(offer)).launch(task);
    assertThat(placement).isInstanceOf(Placement.Placed.class);
    return ((Placement.Placed) placement).info();
  }
}
