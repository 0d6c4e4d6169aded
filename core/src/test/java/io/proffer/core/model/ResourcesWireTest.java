package io.proffer.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.proffer.core.protocol.MalformedMessageException;
import io.proffer.core.protocol.MesosJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import org.apache.mesos.v1.Protos.Resource;
import org.junit.jupiter.api.Test;

/** Resources to protobuf, JSON and text, and back. */
@PropertyDefaults(tries = 200)
class ResourcesWireTest {

  private static final String VOLUME =
      """
      {"name":"disk","type":"SCALAR","scalar":{"value":64.0},\
      "reservations":[{"type":"DYNAMIC","role":"r1","principal":"p1"}],\
      "disk":{"persistence":{"id":"vol-1","principal":"p1"},\
      "volume":{"mode":"RW","container_path":"data"}}}""";

  @Provide
  Arbitrary<Resources> resources() {
    return GeneratedResources.any();
  }

  @Provide
  Arbitrary<Resources> unrefined() {
    return GeneratedResources.unrefinedOnly();
  }

  @Provide
  Arbitrary<Resources> plain() {
    return GeneratedResources.plain();
  }

  @Property
  void arriveUnchangedInFormatsThatKnowRefinement(@ForAll("resources") Resources any) {
    Resources resources = any.filter(entry -> !entry.isShared());
    for (ResourceFormat format : List.of(ResourceFormat.POST_REFINEMENT, ResourceFormat.ENDPOINT)) {
      assertThat(Resources.of(resources.toProtos(format))).isEqualTo(resources);
    }
  }

  @Property
  void arriveUnchangedInTheFormatBeforeRefinement(@ForAll("unrefined") Resources resources) {
    List<Resource> protos = resources.toProtos(ResourceFormat.PRE_REFINEMENT);
    assertThat(Resources.of(protos)).isEqualTo(resources);
    assertThat(protos).allMatch(proto -> proto.getReservationsCount() == 0);
  }

  @Property
  void eachFormatConvertsToEachOther(@ForAll("unrefined") Resources resources) {
    for (ResourceFormat from : ResourceFormat.values()) {
      for (ResourceFormat to : ResourceFormat.values()) {
        assertThat(to.convert(resources.toProtos(from))).isEqualTo(resources.toProtos(to));
      }
    }
  }

  @Property
  void anAllocationIsNotPartOfThem(@ForAll("unrefined") Resources resources) {
    List<Resource> allocated = Resources.withAllocation(resources.toProtos(), "r1");
    assertThat(allocated).allMatch(proto -> proto.getAllocationInfo().getRole().equals("r1"));
    assertThat(Resources.of(allocated)).isEqualTo(resources);
  }

  @Property
  void textWithoutMetadataIsReadAsWritten(@ForAll("plain") Resources resources) {
    assertThat(Resources.parse(resources.toString())).isEqualTo(resources);
  }

  @Property
  void jsonIsReadAsWritten(@ForAll("plain") Resources resources) {
    String json =
        resources.toProtos().stream()
            .map(proto -> new String(MesosJson.write(proto), StandardCharsets.UTF_8))
            .collect(Collectors.joining(",", "[", "]"));
    assertThat(Resources.parse(json)).isEqualTo(resources);
  }

  /** As GET_AGENTS and /state have them. */
  @Test
  void theEndpointFormatHasTheOldFieldsToo() throws MalformedMessageException {
    assertThat(only(Resources.parse("cpus:2"), ResourceFormat.ENDPOINT))
        .isEqualTo(
            proto(
                "{\"name\":\"cpus\",\"type\":\"SCALAR\",\"scalar\":{\"value\":2.0},\"role\":\"*\"}"));
    assertThat(only(volume(), ResourceFormat.ENDPOINT))
        .isEqualTo(
            proto(
                VOLUME.replace(
                    "\"reservations\"",
                    "\"role\":\"r1\",\"reservation\":{\"principal\":\"p1\"},\"reservations\"")));
  }

  @Test
  void theOldFormatHasOnlyTheOldFields() throws MalformedMessageException {
    assertThat(only(Resources.parse("mem(eng):32"), ResourceFormat.PRE_REFINEMENT))
        .isEqualTo(
            proto(
                "{\"name\":\"mem\",\"type\":\"SCALAR\",\"scalar\":{\"value\":32.0},\"role\":\"eng\"}"));
    assertThat(only(volume(), ResourceFormat.PRE_REFINEMENT))
        .isEqualTo(
            proto(
                VOLUME.replace(
                    "\"reservations\":[{\"type\":\"DYNAMIC\",\"role\":\"r1\",\"principal\":\"p1\"}]",
                    "\"role\":\"r1\",\"reservation\":{\"principal\":\"p1\"}")));
  }

  @Test
  void theNewFormatHasNoRole() throws MalformedMessageException {
    assertThat(only(Resources.parse("cpus:2"), ResourceFormat.POST_REFINEMENT))
        .isEqualTo(proto("{\"name\":\"cpus\",\"type\":\"SCALAR\",\"scalar\":{\"value\":2.0}}"));
    assertThat(only(volume(), ResourceFormat.POST_REFINEMENT)).isEqualTo(proto(VOLUME));
  }

  @Test
  void aRefinementCannotBeWrittenInTheOldFormat() throws MalformedMessageException {
    Resource refined =
        proto(
            """
            {"name":"cpus","type":"SCALAR","scalar":{"value":1},"reservations":[
              {"type":"STATIC","role":"eng"},{"type":"DYNAMIC","role":"eng/web"}]}""");
    assertThat(ResourceFormat.ENDPOINT.convert(refined)).isEqualTo(refined);
    assertThatThrownBy(() -> ResourceFormat.PRE_REFINEMENT.convert(refined))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cpus(reservations: [(STATIC,eng),(DYNAMIC,eng/web)]):1");
  }

  @Test
  void convertingKeepsWhatArithmeticDrops() throws MalformedMessageException {
    Resource zero =
        proto(
            """
            {"name":"cpus","type":"SCALAR","scalar":{"value":0.0},
             "allocation_info":{"role":"r1"}}""");
    Resource converted = ResourceFormat.ENDPOINT.convert(zero);
    assertThat(ResourceFormat.POST_REFINEMENT.convert(converted)).isEqualTo(zero);
    assertThat(converted.getAllocationInfo().getRole()).isEqualTo("r1");
  }

  private static Resources volume() throws MalformedMessageException {
    return Resources.of(List.of(proto(VOLUME)));
  }

  private static Resource proto(String json) throws MalformedMessageException {
    return MesosJson.read(json.getBytes(StandardCharsets.UTF_8), Resource.getDefaultInstance());
  }

  private static Resource only(Resources resources, ResourceFormat format) {
    List<Resource> protos = resources.toProtos(format);
    assertThat(protos).hasSize(1);
    return protos.get(0);
  }
}
