package io.proffer.service.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.service.model.App;
import io.proffer.service.model.PathId;
import io.proffer.service.model.UpgradeStrategy;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** App JSON is read as Marathon reads it, and written so that it reads the same again. */
class AppReaderTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static ObjectNode json(String text) throws IOException {
    return (ObjectNode) JSON.readTree(text.replace('\'', '"'));
  }

  private static App read(String text) throws IOException, InvalidObjectException {
    Problems problems = new Problems();
    ObjectNode normal = AppReader.normalised(json(text), "", problems);
    App app = new AppReader("*").read(normal, PathId.of("/web"), "", problems);
    problems.orThrow();
    return app;
  }

  private static Map<String, List<String>> problems(String text) throws IOException {
    try {
      App app = read(text);
      throw new AssertionError("taken: " + app);
    } catch (InvalidObjectException invalid) {
      return invalid.details();
    }
  }

  @Test
  void fillsInDefaults() throws Exception {
    ObjectNode out = AppWriter.write(read("{'cmd':'sleep 1'}"));

    ObjectNode expected =
        json(
            "{'id':'/web','cmd':'sleep 1','instances':1,'cpus':1.0,'mem':128.0,'disk':0.0,'gpus':0,"
                + "'executor':'','env':{},'labels':{},"
                + "'portDefinitions':[{'port':0,'protocol':'tcp','name':'default','labels':{}}],"
                + "'requirePorts':false,'networks':[{'mode':'host'}],'backoffSeconds':1,"
                + "'backoffFactor':1.15,'maxLaunchDelaySeconds':300,'killSelection':'YOUNGEST_FIRST',"
                + "'upgradeStrategy':{'minimumHealthCapacity':1.0,'maximumOverCapacity':1.0},"
                + "'unreachableStrategy':{'inactiveAfterSeconds':0,'expungeAfterSeconds':0},"
                + "'role':'*','version':'1970-01-01T00:00:00.000Z','versionInfo':{"
                + "'lastScalingAt':'1970-01-01T00:00:00.000Z',"
                + "'lastConfigChangeAt':'1970-01-01T00:00:00.000Z'}}");
    assertThat(JSON.readTree(out.toString())).isEqualTo(JSON.readTree(expected.toString()));
  }

  @Test
  void whatIsWrittenReadsTheSame() throws Exception {
    App app =
        read(
            "{'args':['a','b'],'user':'nobody','cpus':0.5,'env':{'B':'1','A':'2'},"
                + "'labels':{'k':'v'},'constraints':[['rack','GROUP_BY','2']],"
                + "'container':{'type':'DOCKER','docker':{'image':'i','privileged':true,"
                + "'parameters':[{'key':'k','value':'v'}]},"
                + "'volumes':[{'containerPath':'/c','hostPath':'/h','mode':'RO'}],"
                + "'portMappings':[{'containerPort':80,'hostPort':0,'name':'web'}]},"
                + "'networks':[{'mode':'container/bridge'}],"
                + "'healthChecks':[{'protocol':'COMMAND','command':{'value':'true'}}],"
                + "'fetch':[{'uri':'http://x/y.tgz'}],'unreachableStrategy':'disabled',"
                + "'taskKillGracePeriodSeconds':5,'dependencies':['/db'],'backoffSeconds':0.5}");

    assertThat(new AppReader("*").readStored(AppWriter.write(app))).isEqualTo(app);
  }

  @Test
  void whatFewAppsSayReadsTheSame() throws Exception {
    App app =
        read(
            "{'cmd':'x','cpus':1,'tty':true,'executor':'//bin/e','executorResources':{'cpus':0.2},"
                + "'gpus':1,'resourceLimits':{'cpus':2,'mem':'unlimited'},"
                + "'secrets':{'s':{'source':'db/password'}},'env':{'P':{'secret':'s'},'Q':'q'},"
                + "'container':{'type':'MESOS','docker':{'image':'i','pullConfig':{'secret':'s'}},"
                + "'linuxInfo':{'seccomp':{'unconfined':true},"
                + "'ipcInfo':{'mode':'PRIVATE','shmSize':64}},"
                + "'volumes':[{'containerPath':'p','secret':'s'},{'containerPath':'/d',"
                + "'external':{'name':'n','provider':'dvdi','size':5,'options':"
                + "{'dvdi/driver':'local'}}}]},"
                + "'check':{'http':{'portIndex':0,'path':'/c'},'intervalSeconds':5},"
                + "'healthChecks':[{'protocol':'MESOS_TCP'},{'protocol':'HTTP'}],"
                + "'readinessChecks':[{'portName':'default','httpStatusCodesForReady':[200,204],"
                + "'preserveLastResponse':true}]}");

    assertThat(new AppReader("*").readStored(AppWriter.write(app))).isEqualTo(app);
    assertThat(app.spec().upgradeStrategy()).isEqualTo(new UpgradeStrategy(0.5, 0));
  }

  @Test
  void bringsDeprecatedFormsToPresentOnes() throws Exception {
    assertThat(read("{'cmd':'x','uris':['http://h/a.tgz','http://h/b']}").spec().fetch())
        .extracting(f -> f.uri() + " " + f.extract())
        .containsExactly("http://h/a.tgz true", "http://h/b false");
    assertThat(read("{'cmd':'x','ports':[0,9000]}"))
        .isEqualTo(read("{'cmd':'x','portDefinitions':[{'port':0},{'port':9000}]}"));
    assertThat(
            read(
                "{'container':{'docker':{'image':'i','network':'BRIDGE',"
                    + "'portMappings':[{'containerPort':80}]}}}"))
        .isEqualTo(
            read(
                "{'networks':[{'mode':'container/bridge'}],'container':{'docker':{'image':'i'},"
                    + "'portMappings':[{'containerPort':80,'hostPort':0}]}}"));
    assertThat(
            read(
                "{'container':{'docker':{'image':'i'}},'ipAddress':{'networkName':'n',"
                    + "'discovery':{'ports':[{'number':80,'name':'http','protocol':'tcp'}]}}}"))
        .isEqualTo(
            read(
                "{'networks':[{'mode':'container','name':'n'}],'container':{'docker':{'image':'i'},"
                    + "'portMappings':[{'containerPort':80,'name':'http'}]}}"));
    assertThat(read("{'cmd':'x','storeUrls':['u'],'residency':{}}")).isEqualTo(read("{'cmd':'x'}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                                     | /                        | AppDefinition must either contain one of 'cmd' or 'args', and/or a 'container'.
          {'cmd':'x','args':['y']}                               | /                        | AppDefinition must either contain one of 'cmd' or 'args', and/or a 'container'.
          {'cmd':1}                                              | /cmd                     | error.expected.jsstring
          {'cmd':'x','instances':-1}                             | /instances               | error.min: must be at least 0
          {'cmd':'x','instances':1.5}                            | /instances               | error.expected.int
          {'cmd':'x','env':{'A':1}}                              | /env/A                   | error.expected.jsstring
          {'cmd':'x','env':{'A':{'secret':'s'}}}                 | /env/A/secret            | references an undefined secret
          {'cmd':'x','secrets':{'s':{'source':''}}}              | /secrets/s/source        | must not be empty
          {'cmd':'x','secrets':{'s':{'sorce':'x','source':'y'}}} | /secrets/s/sorce         | unknown field; did you mean 'source'?
          {'cmd':'x','resourceLimits':{'cpus':0.5}}              | /resourceLimits/cpus     | resource limit must be greater than or equal to requested resource (1.0)
          {'cmd':'x','resourceLimits':{'mem':'much'}}            | /resourceLimits/mem      | 'much' is an invalid resource limit. It must be 'unlimited' or a number
          {'gpus':1,'container':{'docker':{'image':'i'}}}        | /                        | GPU resources only work with the Mesos containerizer
          {'container':{'docker':{'image':'i','pullConfig':{'secret':'s'}}},'secrets':{'s':{'source':'x'}}} | /container/docker/pullConfig | pullConfig is not supported with Docker containerizer
          {'cmd':'x','container':{'type':'MESOS','volumes':[{'containerPath':'c','secret':'s'}]}} | /container/volumes(0) | volume.secret must refer to an existing secret
          {'cmd':'x','container':{'type':'MESOS','linuxInfo':{'seccomp':{}}}} | /container/linuxInfo/seccomp | Seccomp unconfined must be true when Profile is NOT defined
          {'cmd':'x','container':{'type':'MESOS','linuxInfo':{'ipcInfo':{'mode':'SHARE_PARENT','shmSize':1}}}} | /container/linuxInfo/ipcInfo | ipcInfo shmSize can NOT be set when mode is SHARE_PARENT
          {'cmd':'x','check':{}}                                 | /check                   | Only one of http, tcp, or command may be specified
          {'cmd':'x','check':{'tcp':{'portIndex':3}}}            | /check                   | portIndex must address an element of the ports or port mappings
          {'cmd':'x','healthChecks':[{'protocol':'MESOS_HTTP'},{'protocol':'MESOS_TCP'}]} | / | AppDefinition can contain at most one Mesos health check
          {'cmd':'x','fetch':[{'uri':'u','destPath':'../x'}]}    | /fetch(0)/destPath       | must be a path inside the sandbox
          {'instances':2,'container':{'docker':{'image':'i'},'volumes':[{'containerPath':'/d','external':{'name':'n','provider':'dvdi','options':{'dvdi/driver':'local'}}}]}} | /instances | Number of instances is limited to 1 when declaring DVDI volumes in app
          {'cmd':'x','container':{'type':'MESOS','volumes':[{'containerPath':'d','persistent':{'size':5}}]}} | /role | Resident apps cannot have the role *: start the framework with --role, or give the app that of its top-level group, as /dev/db may have dev
          {'cmd':'x','container':{'type':'MESOS','volumes':[{'containerPath':'/d','persistent':{'size':5}}]}} | /container/volumes(0)/containerPath | value must not contain "/"
          {'cmd':'x','container':{'type':'MESOS','volumes':[{'containerPath':'d','persistent':{'size':0}}]}} | /container/volumes(0)/persistent/size | got 0, expected more than 0
          {'cmd':'x','container':{'type':'MESOS','volumes':[{'containerPath':'d','mode':'RO','persistent':{'size':5}}]}} | /container/volumes(0)/mode | got RO, expected RW
          {'cmd':'x','container':{'type':'MESOS','volumes':[{'containerPath':'d','persistent':{'size':5,'maxSize':9}}]}} | /container/volumes(0)/persistent | Only mount volumes can have maxSize
          {'cmd':'x','instnces':1}                               | /instnces                | unknown field; did you mean 'instances'?
          {'container':{'docker':{}}}                            | /container/docker/image  | error.path.missing
          {'cmd':'x','constraints':[['hostname','UNIQUE','x']]}  | /constraints(0)          | Value specified but not used
          {'cmd':'x','constraints':[['hostname','LIKE','(']]}    | /constraints(0)          | '(' is not a valid regular expression
          {'cmd':'x','healthChecks':[{'portIndex':3}]}           | /healthChecks(0)         | Health check port indices must address an element of the ports array or container port mappings.
          {'cmd':'x','upgradeStrategy':{'maximumOverCapacity':2}} | /upgradeStrategy/maximumOverCapacity | is greater than 1.0
          {'cmd':'x','uris':['a'],'fetch':[{'uri':'b'}]}         | /uris                    | may not be set in conjunction with fetch
          {'cmd':'x','readinessChecks':[{'name':'r'}]}           | /readinessChecks(0)/portName | No port definition reference for portName http-api
          {'cmd':'x','readinessChecks':[{'portName':'default','timeoutSeconds':30}]} | /readinessChecks(0)/timeoutSeconds | got 30, expected less than 30
          {'cmd':'x','role':'prod'}                              | /role                    | got prod, expected one of: [*]
          """)
  void saysWhatIsWrongAndWhere(String app, String path, String error) throws Exception {
    assertThat(problems(app)).containsEntry(path, List.of(error));
  }

  @Test
  void readsIdsAndSaysWhatIsWrongWithThem() {
    assertThat(PathId.of("a//b/").toString()).isEqualTo("/a/b");
    assertThat(PathId.resolve("../c", PathId.of("/a/b")).toString()).isEqualTo("/a/c");
    assertThat(PathId.problem("/a/B").orElse("")).startsWith("must fully match regular expression");
    assertThat(PathId.problem("/a/tasks").orElse("")).startsWith("must not end with any of");
    assertThat(PathId.problem("/a.b/c-d")).isEmpty();
    assertThat(PathId.problem("/a/..").orElse("")).startsWith("must not end with any of");
  }
}
