package io.proffer.cli;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;

/** One example for each command, at the end of its help, where a command has none of its own. */
final class Examples {

  private static final Map<String, String> OF =
      Map.ofEntries(
          Map.entry("proffer", "proffer demo"),
          Map.entry("proffer demo", "proffer demo --exit"),
          Map.entry("proffer dev", "proffer dev --agents 3 --attributes 'rack:r1'"),
          Map.entry(
              "proffer master",
              "proffer master --zk zk://zk1:2181/proffer --work-dir /var/lib/proffer/master --ip"
                  + " 10.0.0.1"),
          Map.entry(
              "proffer agent",
              "proffer agent --master zk://zk1:2181/proffer --work-dir /var/lib/proffer/agent"),
          Map.entry("proffer agent list", "proffer agent list -o wide"),
          Map.entry(
              "proffer service",
              "proffer service --zk zk://zk1:2181/proffer --work-dir /var/lib/proffer/service"),
          Map.entry("proffer app", "proffer app list"),
          Map.entry("proffer app deploy", "proffer app deploy web.json"),
          Map.entry("proffer app list", "proffer app list -o name"),
          Map.entry("proffer app show", "proffer app show /web -o yaml"),
          Map.entry("proffer app scale", "proffer app scale /web 5"),
          Map.entry("proffer app restart", "proffer app restart /web"),
          Map.entry("proffer app rollback", "proffer app rollback /web"),
          Map.entry("proffer app promote", "proffer app promote /web"),
          Map.entry("proffer app pause", "proffer app pause /web"),
          Map.entry("proffer app resume", "proffer app resume /web"),
          Map.entry("proffer app history", "proffer app history /web"),
          Map.entry("proffer app diff", "proffer app diff /web"),
          Map.entry("proffer app why", "proffer app why /web"),
          Map.entry("proffer app source", "proffer app source /web"),
          Map.entry(
              "proffer app autoscale", "proffer app autoscale /web --min 2 --max 10 --cpu 0.6"),
          Map.entry("proffer app logs", "proffer app logs /web"),
          Map.entry("proffer app delete", "proffer app delete /web"),
          Map.entry("proffer app exec", "proffer app exec -it /web sh"),
          Map.entry("proffer group", "proffer group list"),
          Map.entry("proffer group list", "proffer group list -o json"),
          Map.entry("proffer group show", "proffer group show /shop"),
          Map.entry("proffer group deploy", "proffer group deploy shop.json"),
          Map.entry("proffer group delete", "proffer group delete /shop"),
          Map.entry("proffer configmap", "proffer configmap list"),
          Map.entry(
              "proffer configmap set",
              "proffer configmap set web log.level=debug --file nginx.conf"),
          Map.entry("proffer configmap list", "proffer configmap list -o name"),
          Map.entry("proffer configmap show", "proffer configmap show web"),
          Map.entry("proffer configmap delete", "proffer configmap delete web"),
          Map.entry("proffer secret", "proffer secret list"),
          Map.entry("proffer secret set", "proffer secret set db/password --file password.txt"),
          Map.entry("proffer secret list", "proffer secret list -o json"),
          Map.entry("proffer secret delete", "proffer secret delete db/password"),
          Map.entry("proffer status", "proffer status -m zk://zk1:2181/proffer"),
          Map.entry("proffer top", "proffer top --master zk1:5050"),
          Map.entry("proffer events", "proffer events -o jsonl | jq .type"),
          Map.entry("proffer framework", "proffer framework list"),
          Map.entry("proffer framework list", "proffer framework list --all"),
          Map.entry("proffer task", "proffer task list"),
          Map.entry("proffer task list", "proffer task list --framework marathon -o jsonl"),
          Map.entry("proffer task attach", "proffer task attach web.1"),
          Map.entry("proffer task exec", "proffer task exec -it web.1 sh"),
          Map.entry(
              "proffer batch",
              "proffer batch --zk zk://zk1:2181/proffer --work-dir /var/lib/proffer/batch"),
          Map.entry("proffer job", "proffer job list"),
          Map.entry("proffer job submit", "proffer job submit report.json --run"),
          Map.entry("proffer job run", "proffer job run report --env DAY=monday --follow"),
          Map.entry("proffer job list", "proffer job list -o json"),
          Map.entry("proffer job show", "proffer job show report -o yaml"),
          Map.entry("proffer job runs", "proffer job runs report"),
          Map.entry("proffer job logs", "proffer job logs report --follow"),
          Map.entry("proffer job why", "proffer job why report latest"),
          Map.entry("proffer job stop", "proffer job stop report 20260131120000abcde"),
          Map.entry("proffer job next", "proffer job next report --number 3"),
          Map.entry("proffer job history", "proffer job history report -o jsonl"),
          Map.entry("proffer job remove", "proffer job remove report"),
          Map.entry("proffer run", "proffer run --cpus 2 --mem 512 -- ./simulate --seed 7"),
          Map.entry("proffer dns", "proffer dns --port 53 --domain mesos"),
          Map.entry("proffer router", "proffer router haproxy --print"),
          Map.entry("proffer router haproxy", "proffer router haproxy --group external"),
          Map.entry("proffer master list", "proffer master list -m zk://zk1:2181/proffer"),
          Map.entry("proffer agent show", "proffer agent show node7.example -o json"),
          Map.entry("proffer maintenance", "proffer maintenance status"),
          Map.entry("proffer maintenance status", "proffer maintenance status -o json"),
          Map.entry("proffer maintenance start", "proffer maintenance start node7.example"),
          Map.entry("proffer maintenance stop", "proffer maintenance stop node7.example"),
          Map.entry("proffer snapshot", "proffer snapshot save proffer.snapshot"),
          Map.entry("proffer framework show", "proffer framework show marathon"),
          Map.entry("proffer offer", "proffer offer list"),
          Map.entry("proffer offer list", "proffer offer list -o jsonl"),
          Map.entry("proffer role", "proffer role list"),
          Map.entry("proffer role list", "proffer role list -o yaml"),
          Map.entry("proffer role weigh", "proffer role weigh web=2 batch=0.5"),
          Map.entry("proffer quota", "proffer quota list"),
          Map.entry("proffer quota list", "proffer quota list -o json"),
          Map.entry("proffer quota show", "proffer quota show web"),
          Map.entry("proffer quota remove", "proffer quota remove web --dry-run"),
          Map.entry("proffer volume", "proffer volume list"),
          Map.entry("proffer volume list", "proffer volume list -o name"),
          Map.entry("proffer task show", "proffer task show web.1 -o json"),
          Map.entry("proffer task logs", "proffer task logs web.1 --stderr --follow"),
          Map.entry("proffer simulate", "proffer simulate --seed 42"),
          Map.entry("proffer bench", "proffer bench launch"),
          Map.entry("proffer bench launch", "proffer bench launch"),
          Map.entry("proffer bench process", "proffer bench process"),
          Map.entry("proffer bench docker", "proffer bench docker"),
          Map.entry("proffer bench service", "proffer bench service"),
          Map.entry("proffer bench batch", "proffer bench batch --indexes 1000000"),
          Map.entry("proffer completion", "source <(proffer completion bash)"),
          Map.entry(
              "proffer context", "proffer context set prod --to-master zk://zk1:2181/proffer"),
          Map.entry("proffer context list", "proffer context list"),
          Map.entry(
              "proffer context set",
              "proffer context set prod --to-master zk://zk1:2181/proffer --to-service web1:8080"),
          Map.entry("proffer context use", "proffer context use prod"),
          Map.entry("proffer context remove", "proffer context remove prod"),
          Map.entry("proffer login", "proffer login --user ada --password-stdin < password.txt"),
          Map.entry("proffer logout", "proffer logout -m zk1:5050"),
          Map.entry("proffer config", "proffer config agent --file /etc/proffer/agent.yaml"),
          Map.entry("proffer version", "proffer version"));

  private Examples() {}

  /** Adds to the help of a command and of those below it. */
  static void addTo(CommandLine command) {
    String[] footer = command.getCommandSpec().usageMessage().footer();
    Optional.ofNullable(OF.get(command.getCommandSpec().qualifiedName()))
        .filter(example -> Arrays.stream(footer).noneMatch(line -> line.startsWith("Example")))
        .ifPresent(
            example ->
                command
                    .getCommandSpec()
                    .usageMessage()
                    .footer(
                        Stream.concat(Stream.of("", "Example: " + example), Arrays.stream(footer))
                            .toArray(String[]::new)));
    command.getSubcommands().values().stream().distinct().forEach(Examples::addTo);
  }
}
