package io.proffer.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Message;
import java.nio.charset.StandardCharsets;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.Filters;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.MasterInfo;
import org.apache.mesos.v1.Protos.OfferID;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.Protos.Value;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients may send. JSON here is written with ' for " to be readable. */
class MesosJsonReadTest {

  @Nested
  class Accepts {

    @Test
    void unknownKeysOfAnyShape() throws Exception {
      assertThat(task("{'value':'t','new':{'a':[1,{'b':null}]},'newer':[],'x':1e5}"))
          .isEqualTo("t");
    }

    @Test
    void aKeyGivenTwiceWhereTheLastCounts() throws Exception {
      assertThat(task("{'value':'first','value':'last'}")).isEqualTo("last");
    }

    @Test
    void aMessageGivenTwiceWithoutMergingThem() throws Exception {
      Call call =
          call(
              "{'framework_id':{'value':'f'},'type':'DECLINE',"
                  + "'decline':{'offer_ids':[{'value':'o1'}],'filters':{'refuse_seconds':9}},"
                  + "'decline':{'offer_ids':[{'value':'o2'}]}}");

      assertThat(call.getDecline().getOfferIdsList())
          .containsExactly(OfferID.newBuilder().setValue("o2").build());
      assertThat(call.getDecline().hasFilters()).isFalse();
      assertThat(call.getFrameworkId().getValue()).isEqualTo("f");
    }

    @Test
    void aKeyTakenBackByNull() throws Exception {
      assertThat(call("{'type':'REVIVE','revive':{'roles':['r']},'revive':null}").hasRevive())
          .isFalse();
    }

    @Test
    void aMapKeyGivenTwice() throws Exception {
      TaskInfo task =
          read(
              "{'name':'t','task_id':{'value':'t'},'agent_id':{'value':'s'},"
                  + "'limits':{'cpus':{'value':1},'mem':'Infinity','cpus':{'value':3}}}"
                      .replace("'Infinity'", "{'value':'Infinity'}"),
              TaskInfo.getDefaultInstance());

      assertThat(task.getLimitsOrThrow("cpus").getValue()).isEqualTo(3);
      assertThat(task.getLimitsOrThrow("mem").getValue()).isInfinite();
    }

    @Test
    void nullAsNotSet() throws Exception {
      Call call =
          call(
              "{'type':'DECLINE','framework_id':null,'decline':{'offer_ids':[null],'filters':null}}");

      assertThat(call.hasFrameworkId()).isFalse();
      assertThat(call.getDecline().getOfferIdsCount()).isZero();
    }

    @Test
    void anUnknownEnumValueAsNotSet() throws Exception {
      assertThat(call("{'type':'FLY'}").hasType()).isFalse();
      assertThat(call("{'type':'FLY'}").getType()).isEqualTo(Call.Type.UNKNOWN);
      assertThat(
              read(
                      "{'user':'u','name':'n','capabilities':[{'type':'FLYING'}]}",
                      FrameworkInfo.getDefaultInstance())
                  .getCapabilities(0)
                  .hasType())
          .isFalse();
    }

    @Test
    void numbersAndBooleansInStrings() throws Exception {
      Value.Range range =
          read("{'begin':'31000','end':'18446744073709551615'}", Value.Range.getDefaultInstance());
      CommandInfo command = read("{'shell':'false'}", CommandInfo.getDefaultInstance());

      assertThat(range.getBegin()).isEqualTo(31000);
      assertThat(range.getEnd()).isEqualTo(-1L);
      assertThat(command.getShell()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
      "5, 5",
      "5.0, 5",
      "-1, -1",
      "1e3, 1000",
      "'''2.5''', 2.5",
      "'''Infinity''', Infinity",
      "'''-Infinity''', -Infinity",
    })
    void everyWayToWriteADouble(String json, double expected) throws Exception {
      assertThat(
              read("{'refuse_seconds':" + json + "}", Filters.getDefaultInstance())
                  .getRefuseSeconds())
          .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"5050, 5050", "5050.0, 5050", "5050.9, 5050", "'''5050''', 5050", "5.05e3, 5050"})
    void everyWayToWriteAnInteger(String json, int expected) throws Exception {
      assertThat(
              read("{'id':'m','ip':1,'port':" + json + "}", MasterInfo.getDefaultInstance())
                  .getPort())
          .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"+/8AAQ==", "+/8AAQ", " +/8A\\nAQ== "})
    void bytesWithOrWithoutPaddingAndWithSpace(String base64) throws Exception {
      TaskStatus status =
          read(
              "{'task_id':{'value':'t'},'state':'TASK_LOST','uuid':'" + base64 + "'}",
              TaskStatus.getDefaultInstance());

      assertThat(status.getUuid().toByteArray()).containsExactly(0xfb, 0xff, 0, 1);
    }

    @Test
    void oneValueForAList() throws Exception {
      assertThat(call("{'revive':{'roles':'r1'}}").getRevive().getRolesList())
          .containsExactly("r1");
      assertThat(call("{'decline':{'offer_ids':{'value':'o'}}}").getDecline().getOfferIdsCount())
          .isEqualTo(1);
    }

    @Test
    void escapesAndSpace() throws Exception {
      assertThat(task(" \n\t{ 'value' : '\\u0074\\u00e4\\ud83d\\ude00' } \n")).isEqualTo("tä😀");
    }

    @Test
    void whatTheClassesLack() throws Exception {
      MasterInfo.Capability capability =
          read("{'type':'QUOTA_V2'}", MasterInfo.Capability.getDefaultInstance());

      assertThat(capability).isEqualTo(V1Additions.quotaV2());
    }
  }

  @Nested
  class Refuses {

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        textBlock =
            """
            {'subscribe':{'framework_info':{'name':'f'}}} | subscribe.framework_info.user
            {'decline':{'offer_ids':[{'value':'o'},{}]}} | decline.offer_ids[1].value
            {'accept':{'operations':[{'type':'LAUNCH','launch':{'task_infos':[{'name':'t','task_id':{'value':'t'}}]}}]}} | accept.operations[0].launch.task_infos[0].agent_id
            """)
    void aMissingRequiredFieldAndNamesIt(String json, String path) {
      assertRefused(json, Call.getDefaultInstance(), "Missing required field: " + path);
    }

    @Test
    void severalMissingFieldsAndNamesThemAll() {
      assertRefused(
          "{'subscribe':{'framework_info':{}}}",
          Call.getDefaultInstance(),
          "Missing required fields: subscribe.framework_info.user, subscribe.framework_info.name");
    }

    @Test
    void moreMissingFieldsThanAnyoneReads() {
      String offers = "{},".repeat(50) + "{}";

      assertThatThrownBy(() -> call("{'decline':{'offer_ids':[" + offers + "]}}"))
          .hasMessageEndingWith("decline.offer_ids[9].value and 41 more");
    }

    @Test
    void anUnknownValueOfARequiredEnum() {
      assertRefused(
          "{'name':'cpus','type':'SCALER'}",
          Resource.getDefaultInstance(),
          "type: unknown value 'SCALER', expected one of SCALAR, RANGES, SET, TEXT");
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        textBlock =
            """
            {'type':1} | type: expected a string, found a number
            {'type':{}} | type: expected a string, found an object
            {'framework_id':'f'} | framework_id: expected an object, found a string
            {'framework_id':[{'value':'f'}]} | framework_id: expected an object, found an array
            {'framework_id':{'value':7}} | framework_id.value: expected a string, found a number
            {'subscribe':{'framework_info':{'checkpoint':'yes'}}} | subscribe.framework_info.checkpoint: expected true or false, found 'yes'
            {'subscribe':{'framework_info':{'checkpoint':1}}} | subscribe.framework_info.checkpoint: expected true or false, found a number
            {'subscribe':{'framework_info':{'failover_timeout':'soon'}}} | subscribe.framework_info.failover_timeout: expected a number, found 'soon'
            {'subscribe':{'framework_info':{'failover_timeout':'1 2'}}} | subscribe.framework_info.failover_timeout: expected a number, found '1 2'
            {'subscribe':{'framework_info':{'failover_timeout':'NaN'}}} | subscribe.framework_info.failover_timeout: expected a number, found 'NaN'
            {'subscribe':{'framework_info':{'failover_timeout':1e999}}} | subscribe.framework_info.failover_timeout: expected a number, found '1e999'
            {'subscribe':{'framework_info':{'failover_timeout':true}}} | subscribe.framework_info.failover_timeout: expected a number, found a boolean
            {'revive':{'roles':['a',1]}} | revive.roles[1]: expected an array, each element a string, found a number
            {'acknowledge':{'uuid':'~~~~'}} | acknowledge.uuid: not base64: illegal base64 character 7e
            {'accept':{'operations':[{'launch':{'task_infos':[{'limits':{'cpus':3}}]}}]}} | accept.operations[0].launch.task_infos[0].limits["cpus"]: expected an object, found a number
            """)
    void aValueOfTheWrongKindAndSaysWhere(String json, String message) {
      assertRefused(json, Call.getDefaultInstance(), message);
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        textBlock =
            """
            {'port':4294967296} | port: expected an integer from 0 to 2^32-1, found '4294967296'
            {'port':-1} | port: expected an integer from 0 to 2^32-1, found '-1'
            {'port':'-1'} | port: expected an integer from 0 to 2^32-1, found '-1'
            {'port':1e30} | port: expected an integer from 0 to 2^32-1, found '1e30'
            {'port':123456789012345678901234567890} | port: expected an integer from 0 to 2^32-1, found '123456789012345678901234567890'
            """)
    void aNumberThatDoesNotFit(String json, String message) {
      assertRefused(json, MasterInfo.getDefaultInstance(), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "18446744073709551616", "1e20", "-1.5"})
    void aNumberThatDoesNotFitSixtyFourBits(String number) {
      assertRefused(
          "{'begin':" + number + ",'end':1}",
          Value.Range.getDefaultInstance(),
          "begin: expected an integer from 0 to 2^64-1, found '" + number + "'");
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        textBlock =
            """
            '' | Expected an object in JSON, found nothing
            [] | Expected an object in JSON, found an array
            7 | Expected an object in JSON, found a number
            null | Expected an object in JSON, found null
            {'value':'t' | Malformed JSON at line 1, column 13: the text ends too early
            {'value':'t | Malformed JSON at line 1, column 12: the text ends too early
            {'value':'t'} {} | Malformed JSON at line 1, column 15: text after its end
            {'value':t} | Malformed JSON at line 1, column 10: Unrecognized token 't'
            {value:'t'} | Malformed JSON at line 1, column 2: Unexpected character ('v'
            {'value':'t',} | Malformed JSON at line 1, column 14: Unexpected character ('}'
            """)
    void whatIsNoJsonAndSaysWhere(String json, String message) {
      assertRefused(json, TaskID.getDefaultInstance(), message);
    }

    @Test
    void textNestedTooDeepInsteadOfRunningOutOfStack() {
      String deep = "{'parent':".repeat(150) + "{}" + "}".repeat(150);

      assertRefused(
          deep,
          org.apache.mesos.v1.Protos.ContainerID.getDefaultInstance(),
          "parent" + ".parent".repeat(99) + ": nested deeper than 100 levels");
    }

    @Test
    void unknownTextNestedTooDeep() {
      String deep = "[".repeat(5000) + "]".repeat(5000);

      assertThatThrownBy(() -> task("{'value':'t','x':" + deep + "}"))
          .isInstanceOf(MalformedMessageException.class)
          .hasMessageContaining("nesting depth");
    }

    @Test
    void keysGivenTwiceOverAndOver() {
      assertRefused(
          "{'value':'t'" + ",'value':'t'".repeat(100) + "}",
          TaskID.getDefaultInstance(),
          "value: more than 64 keys are given twice");
    }

    @Test
    void aLongWrongValueWithoutRepeatingItAll() {
      assertThatThrownBy(
              () ->
                  read(
                      "{'refuse_seconds':'" + "x".repeat(10_000) + "'}",
                      Filters.getDefaultInstance()))
          .hasMessageEndingWith("found '" + "x".repeat(64) + "...'");
    }
  }

  @Test
  void listsNameTheElementInTheirErrors() {
    assertThatThrownBy(
            () -> MesosJson.readList(bytes("[{'value':'a'},{}]"), TaskID.getDefaultInstance()))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessage("[1]: Missing required field: value");
    assertThatThrownBy(
            () -> MesosJson.readList(bytes("[{'value':'a'},7]"), TaskID.getDefaultInstance()))
        .hasMessage("[1]: expected an object, found a number");
    assertThatThrownBy(() -> MesosJson.readList(bytes("{}"), TaskID.getDefaultInstance()))
        .hasMessage("Expected an array in JSON, found an object");
  }

  private static void assertRefused(String json, Message prototype, String message) {
    assertThatThrownBy(() -> read(json, prototype))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessageStartingWith(message);
  }

  private static String task(String json) throws MalformedMessageException {
    return read(json, TaskID.getDefaultInstance()).getValue();
  }

  private static Call call(String json) throws MalformedMessageException {
    return read(json, Call.getDefaultInstance());
  }

  private static <M extends Message> M read(String json, M prototype)
      throws MalformedMessageException {
    return MesosJson.read(bytes(json), prototype);
  }

  private static byte[] bytes(String json) {
    return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }
}
