package io.proffer.service.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.service.model.App;
import io.proffer.service.model.PathId;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pod JSON is read as Marathon reads it, and written so that it reads the same again. */
class PodReaderTest {

  private static final AppReader READER = new AppReader("*");

  private static App read(String text, Problems problems) throws IOException {
    ObjectNode json = (ObjectNode) new ObjectMapper().readTree(text.replace('\'', '"'));
    return new PodReader(READER).read(json, PathId.of("/pod"), "", problems);
  }

  @Test
  void whatIsWrittenReadsTheSame() throws Exception {
    Problems problems = new Problems();
    App pod =
        read(
            "{'labels':{'k':'v'},'user':'nobody','secrets':{'s':{'source':'x'}},"
                + "'environment':{'P':{'secret':'s'},'Q':'q'},'containers':[{'name':'a',"
                + "'exec':{'command':{'argv':['x','y']}},'resources':{'cpus':0.5,'mem':64},"
                + "'resourceLimits':{'mem':'unlimited'},'endpoints':[{'name':'e',"
                + "'containerPort':80,'hostPort':0,'protocol':['tcp','udp'],'labels':{'l':'1'}}],"
                + "'image':{'kind':'DOCKER','id':'i','forcePull':true},'healthCheck':{'tcp':"
                + "{'endpoint':'e'},'intervalSeconds':30},'volumeMounts':[{'name':'v',"
                + "'mountPath':'m','readOnly':true}],'artifacts':[{'uri':'u'}],"
                + "'lifecycle':{'killGracePeriodSeconds':5}}],'volumes':[{'name':'v',"
                + "'secret':'s'}],'networks':[{'mode':'container/bridge'}],'scaling':"
                + "{'kind':'fixed','instances':3},'scheduling':{'backoff':{'backoff':2,"
                + "'backoffFactor':1.5,'maxLaunchDelay':60},'upgrade':{'minimumHealthCapacity':"
                + "0.5,'maximumOverCapacity':0},'placement':{'constraints':[{'fieldName':'rack',"
                + "'operator':'MAX_PER','value':'2'}]},'killSelection':'OLDEST_FIRST',"
                + "'unreachableStrategy':'disabled'},'executorResources':{'cpus':0.2,'mem':64,"
                + "'disk':20}}",
            problems);
    problems.orThrow();

    assertThat(READER.readStored(AppWriter.write(pod))).isEqualTo(pod);
    assertThat(pod.instances()).isEqualTo(3);
    assertThat(pod.spec().amounts().cpus()).isEqualTo(0.5);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {'containers':[]}                       | /containers | must not be empty
          {'containers':[{'name':'a'}]}           | /containers(0) | must have either exec or image
          {'containers':[{'name':'A','image':{'id':'i'}}]} | /containers(0)/name | must fully match regular expression '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$'
          {'containers':[{'name':'a','image':{'id':'i'}},{'name':'a','image':{'id':'i'}}]} | /containers | container names must be unique
          {'containers':[{'name':'a','image':{'id':'i'},'endpoints':[{'name':'e','containerPort':80}]}]} | /containers(0)/endpoints(0)/containerPort | is not allowed when using host-mode networking
          {'containers':[{'name':'a','image':{'id':'i'},'volumeMounts':[{'name':'v','mountPath':'m'}]}]} | /containers(0)/volumeMounts(0)/name | Referenced Volume in VolumeMount should exist
          {'containers':[{'name':'a','image':{'id':'i'}}],'volumes':[{'name':'v'}]} | /volumes(0) | volume must be referenced by at least one container
          {'containers':[{'name':'a','image':{'id':'i'},'healthCheck':{'tcp':{'endpoint':'x'}}}]} | /containers(0)/healthCheck | endpoint must be one of the container's
          {'containers':[{'name':'a','image':{'id':'i'}}],'scheduling':{'backof':{}}} | /scheduling/backof | unknown field; did you mean 'backoff'?
          {'containers':[{'name':'a','image':{'id':'i'}}],'executorResources':{'disk':0}} | /executorResources/disk | error.min: must be at least 10
          {'containers':[{'name':'a','image':{'id':'i'}}],'scaling':{'instances':-1}} | /scaling/instances | error.min: must be at least 0
          """)
  void saysWhatIsWrongAndWhere(String pod, String path, String error) throws Exception {
    Problems problems = new Problems();
    var unused = read(pod, problems);
    Map<String, List<String>> details = Map.of();
    try {
      problems.orThrow();
    } catch (InvalidObjectException invalid) {
      details = invalid.details();
    }
    assertThat(details).containsEntry(path, List.of(error));
  }
}
