package io.proffer.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.proffer.core.protocol.MalformedMessageException;
import io.proffer.core.protocol.MesosJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceProblemsTest {

  private static final String CPU = "'name':'cpus','type':'SCALAR','scalar':{'value':1}";
  private static final String DISK = "'name':'disk','type':'SCALAR','scalar':{'value':1}";

  @Test
  void theMessageNamesTheResourceAsMesosDoes() throws MalformedMessageException {
    Resource negative = proto("'name':'cpus','type':'SCALAR','scalar':{'value':-1}");
    assertThat(Resources.problem(List.of(negative)))
        .hasValue("Resource 'cpus:-1' is invalid: Invalid scalar resource: value <= 0");
    assertThatThrownBy(() -> Resources.of(List.of(negative)))
        .isInstanceOf(InvalidResourcesException.class)
        .hasMessage("Resource 'cpus:-1' is invalid: Invalid scalar resource: value <= 0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'name':'cpus','type':'SCALAR','scalar':{'value':0}",
        "'name':'cpus','type':'SCALAR','scalar':{'value':0.001}",
        "'name':'p','type':'RANGES','ranges':{'range':[{'begin':5,'end':6},{'begin':1,'end':4}]}",
        "'name':'p','type':'RANGES','ranges':{'range':[{'begin':5,'end':6},{'begin':1,'end':5}]}",
        "'name':'p','type':'RANGES','ranges':{}",
        "'name':'s','type':'SET','set':{'item':['a','b']}",
        CPU + ",'role':'*'",
        CPU + ",'role':'eng'",
        CPU + ",'role':'eng','reservation':{'principal':'p'}",
        CPU + ",'role':'eng','reservations':[{'type':'STATIC','role':'eng'}]",
        CPU + ",'reservations':[{'type':'STATIC','role':'a'},{'type':'DYNAMIC','role':'a/b'}]",
        DISK + ",'disk':{'source':{'type':'MOUNT','mount':{'root':'/m'}}}",
        DISK + ",'disk':{'persistence':{'id':'v'}},'shared':{}",
      })
  void acceptsWhatMesosAccepts(String valid) throws MalformedMessageException {
    assertThat(Resources.problem(List.of(proto(valid)))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'name':'','type':'SCALAR','scalar':{'value':1}|Empty resource name",
        "'name':'cpus','type':'SCALAR','scalar':{'value':0.0001}"
            + "|Invalid scalar resource: value <= 0",
        "'name':'cpus','type':'SCALAR','scalar':{'value':'Infinity'}"
            + "|Invalid scalar resource: value > 1000000000000",
        "'name':'cpus','type':'SCALAR'|Invalid scalar resource",
        "'name':'cpus','type':'RANGES','scalar':{'value':1}|Invalid ranges resource",
        "'name':'cpus','type':'SET','scalar':{'value':1}|Invalid set resource",
        "'name':'t','type':'TEXT'|Unsupported resource type",
        "'name':'p','type':'RANGES','ranges':{'range':[{'begin':2,'end':1}]}"
            + "|Invalid ranges resource: begin > end",
        "'name':'p','type':'RANGES','ranges':{'range':[{'begin':1,'end':5},{'begin':5,'end':6}]}"
            + "|Invalid ranges resource: overlapping ranges",
        "'name':'p','type':'RANGES','ranges':{'range':[{'begin':1,'end':9},{'begin':3,'end':4}]}"
            + "|Invalid ranges resource: overlapping ranges",
        "'name':'p','type':'RANGES','ranges':{'range':[{'begin':7,'end':9},{'begin':1,'end':3},"
            + "{'begin':2,'end':2}]}|Invalid ranges resource: overlapping ranges",
        "'name':'s','type':'SET','set':{'item':['a','b','a']}"
            + "|Invalid set resource: duplicated elements",
      })
  void refusesValuesThatMakeNoSense(String invalid, String why) throws MalformedMessageException {
    assertRefused(invalid, why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        ",'role':'a b'|Role component 'a b' is invalid because it contains backspace or whitespace",
        ",'reservation':{}|Invalid reservation: role \"*\" cannot be dynamically reserved",
        ",'role':'a','reservation':{'role':'a'}"
            + "|'Resource.ReservationInfo.role' must not be set for the 'Resource.reservation'"
            + " field",
        ",'role':'a','reservation':{'type':'DYNAMIC'}"
            + "|'Resource.ReservationInfo.type' must not be set for the 'Resource.reservation'"
            + " field",
        ",'reservations':[{'role':'a'}]"
            + "|Invalid reservation: 'Resource.ReservationInfo.type' field must be set.",
        ",'reservations':[{'type':'STATIC'}]"
            + "|Invalid reservation: 'Resource.ReservationInfo.role' field must be set.",
        ",'reservations':[{'type':'STATIC','role':'*'}]"
            + "|Invalid reservation: role \"*\" cannot be reserved",
        ",'reservations':[{'type':'STATIC','role':'-a'}]"
            + "|Role component '-a' is invalid because it starts with a dash",
        ",'reservations':[{'type':'UNKNOWN','role':'a'}]"
            + "|Unsupported 'Resource.ReservationInfo.Type'",
        ",'reservations':[{'type':'STATIC','role':'a'},{'type':'STATIC','role':'a/b'}]"
            + "|Invalid refined reservation: A refined reservation cannot be STATIC",
        ",'reservations':[{'type':'STATIC','role':'a'},{'type':'DYNAMIC','role':'ab'}]"
            + "|Invalid refined reservation: role 'ab' is not a refinement of 'a'",
      })
  void refusesReservationsThatMakeNoSense(String metadata, String why)
      throws MalformedMessageException {
    assertRefused(CPU + metadata, why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        ",'role':'b','reservations':[{'type':'STATIC','role':'a'}]"
            + "|Invalid resource format: 'Resource.role' field with 'b' does not match the role"
            + " 'a' in 'Resource.reservations'",
        ",'role':'a','reservation':{},'reservations':[{'type':'STATIC','role':'a'}]"
            + "|Invalid resource format: 'Resource.reservation' must not be set if the single"
            + " reservation in 'Resource.reservations' is STATIC",
        ",'role':'a','reservations':[{'type':'DYNAMIC','role':'a'}]"
            + "|Invalid resource format: 'Resource.role' and 'Resource.reservation' must either be"
            + " both set or both not set if the single reservation in 'Resource.reservations' is"
            + " DYNAMIC",
        ",'role':'a','reservation':{'principal':'p'},'reservations':[{'type':'DYNAMIC','role':'a'}]"
            + "|Invalid resource format: 'Resource.reservation.principal' field with 'p' does not"
            + " match the principal '' in 'Resource.reservations'",
        ",'role':'a','reservation':{'labels':{'labels':[{'key':'k','value':'v'}]}},"
            + "'reservations':[{'type':'DYNAMIC','role':'a'}]"
            + "|Invalid resource format: 'Resource.reservation.labels' field with '{k: v}' does not"
            + " match the labels '{}' in 'Resource.reservations'",
        ",'role':'a','reservations':[{'type':'STATIC','role':'a'},{'type':'DYNAMIC','role':'a/b'}]"
            + "|Invalid resource format: 'Resource.role' must not be set if there is more than one"
            + " reservation in 'Resource.reservations'",
      })
  void refusesOldFieldsThatDisagreeWithTheNew(String metadata, String why)
      throws MalformedMessageException {
    assertRefused(CPU + metadata, why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        CPU + ",'disk':{}|DiskInfo should not be set for cpus resource",
        CPU + ",'shared':{}|Resource cpus cannot be shared",
        DISK + ",'shared':{}|Only persistent volumes can be shared",
        DISK
            + ",'disk':{'source':{'type':'UNKNOWN'}}"
            + "|Unsupported 'DiskInfo.Source.Type' in 'UNKNOWN'",
        DISK
            + ",'disk':{'source':{'type':'RAW','mount':{'root':'/m'}}}"
            + "|Mount should not be set for RAW disk source",
        DISK
            + ",'disk':{'source':{'type':'BLOCK','path':{'root':'/p'}}}"
            + "|Path should not be set for BLOCK disk source",
      })
  void refusesDisksThatMakeNoSense(String invalid, String why) throws MalformedMessageException {
    assertRefused(invalid, why);
  }

  @Test
  void refusesWhatIsNotANumber() {
    Resource nan =
        Resource.newBuilder()
            .setName("cpus")
            .setType(Value.Type.SCALAR)
            .setScalar(Value.Scalar.newBuilder().setValue(Double.NaN))
            .build();
    assertThat(ResourceProblems.of(nan)).hasValue("Invalid scalar resource: value <= 0");
  }

  private static void assertRefused(String invalid, String why) throws MalformedMessageException {
    Resource resource = proto(invalid);
    assertThat(ResourceProblems.of(resource)).hasValue(why);
    assertThat(Resources.problem(List.of(proto(CPU), resource)).orElseThrow())
        .startsWith("Resource '")
        .endsWith("' is invalid: " + why);
  }

  private static Resource proto(String fields) throws MalformedMessageException {
    String json = "{" + fields.replace('\'', '"') + "}";
    return MesosJson.read(json.getBytes(StandardCharsets.UTF_8), Resource.getDefaultInstance());
  }
}
