package io.proffer.cli;

import io.proffer.cli.command.AgentCommand;
import io.proffer.cli.command.AgentDeactivateCommand;
import io.proffer.cli.command.AgentDrainCommand;
import io.proffer.cli.command.AgentListCommand;
import io.proffer.cli.command.AgentReactivateCommand;
import io.proffer.cli.command.AgentShowCommand;
import io.proffer.cli.command.AppAutoscaleCommand;
import io.proffer.cli.command.AppDeleteCommand;
import io.proffer.cli.command.AppDeployCommand;
import io.proffer.cli.command.AppDiffCommand;
import io.proffer.cli.command.AppExecCommand;
import io.proffer.cli.command.AppGroupDeleteCommand;
import io.proffer.cli.command.AppGroupDeployCommand;
import io.proffer.cli.command.AppGroupListCommand;
import io.proffer.cli.command.AppGroupShowCommand;
import io.proffer.cli.command.AppHistoryCommand;
import io.proffer.cli.command.AppListCommand;
import io.proffer.cli.command.AppLogsCommand;
import io.proffer.cli.command.AppPauseCommand;
import io.proffer.cli.command.AppPromoteCommand;
import io.proffer.cli.command.AppRestartCommand;
import io.proffer.cli.command.AppResumeCommand;
import io.proffer.cli.command.AppRollbackCommand;
import io.proffer.cli.command.AppScaleCommand;
import io.proffer.cli.command.AppShowCommand;
import io.proffer.cli.command.AppSourceCommand;
import io.proffer.cli.command.AppWhyCommand;
import io.proffer.cli.command.BatchCommand;
import io.proffer.cli.command.BenchBatchCommand;
import io.proffer.cli.command.BenchDockerCommand;
import io.proffer.cli.command.BenchLaunchCommand;
import io.proffer.cli.command.BenchProcessCommand;
import io.proffer.cli.command.BenchServiceCommand;
import io.proffer.cli.command.CompletionCommand;
import io.proffer.cli.command.ConfigCommand;
import io.proffer.cli.command.ConfigMapDeleteCommand;
import io.proffer.cli.command.ConfigMapListCommand;
import io.proffer.cli.command.ConfigMapSetCommand;
import io.proffer.cli.command.ConfigMapShowCommand;
import io.proffer.cli.command.ContextListCommand;
import io.proffer.cli.command.ContextOption;
import io.proffer.cli.command.ContextRemoveCommand;
import io.proffer.cli.command.ContextSetCommand;
import io.proffer.cli.command.ContextUseCommand;
import io.proffer.cli.command.Converters;
import io.proffer.cli.command.DemoCommand;
import io.proffer.cli.command.DevCommand;
import io.proffer.cli.command.DnsCommand;
import io.proffer.cli.command.EventsCommand;
import io.proffer.cli.command.FrameworkListCommand;
import io.proffer.cli.command.FrameworkShowCommand;
import io.proffer.cli.command.GroupCommand;
import io.proffer.cli.command.IdsCommand;
import io.proffer.cli.command.JobArrayCommand;
import io.proffer.cli.command.JobHistoryCommand;
import io.proffer.cli.command.JobListCommand;
import io.proffer.cli.command.JobLogsCommand;
import io.proffer.cli.command.JobNextCommand;
import io.proffer.cli.command.JobRemoveCommand;
import io.proffer.cli.command.JobRunCommand;
import io.proffer.cli.command.JobRunsCommand;
import io.proffer.cli.command.JobShowCommand;
import io.proffer.cli.command.JobStopCommand;
import io.proffer.cli.command.JobSubmitCommand;
import io.proffer.cli.command.JobWhyCommand;
import io.proffer.cli.command.JobWorkflowCommand;
import io.proffer.cli.command.LoginCommand;
import io.proffer.cli.command.LogoutCommand;
import io.proffer.cli.command.MaintenanceCancelCommand;
import io.proffer.cli.command.MaintenanceScheduleCommand;
import io.proffer.cli.command.MaintenanceStartCommand;
import io.proffer.cli.command.MaintenanceStatusCommand;
import io.proffer.cli.command.MaintenanceStopCommand;
import io.proffer.cli.command.MasterCommand;
import io.proffer.cli.command.MasterListCommand;
import io.proffer.cli.command.OfferListCommand;
import io.proffer.cli.command.QuotaListCommand;
import io.proffer.cli.command.QuotaRemoveCommand;
import io.proffer.cli.command.QuotaSetCommand;
import io.proffer.cli.command.QuotaShowCommand;
import io.proffer.cli.command.RoleListCommand;
import io.proffer.cli.command.RoleWeighCommand;
import io.proffer.cli.command.RouterHaproxyCommand;
import io.proffer.cli.command.RunCommand;
import io.proffer.cli.command.SecretDeleteCommand;
import io.proffer.cli.command.SecretListCommand;
import io.proffer.cli.command.SecretSetCommand;
import io.proffer.cli.command.ServiceCommand;
import io.proffer.cli.command.SimulateCommand;
import io.proffer.cli.command.SnapshotInspectCommand;
import io.proffer.cli.command.SnapshotRestoreCommand;
import io.proffer.cli.command.SnapshotSaveCommand;
import io.proffer.cli.command.StatusCommand;
import io.proffer.cli.command.TaskAttachCommand;
import io.proffer.cli.command.TaskExecCommand;
import io.proffer.cli.command.TaskListCommand;
import io.proffer.cli.command.TaskLogsCommand;
import io.proffer.cli.command.TaskShowCommand;
import io.proffer.cli.command.TopCommand;
import io.proffer.cli.command.VersionCommand;
import io.proffer.cli.command.VolumeListCommand;
import io.proffer.cli.command.WarmUpCommand;
import io.proffer.cli.command.WhyCommand;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.ColorScheme;

/**
 * The tree of commands. Making a command is most of the time that a short one takes, so only those
 * are made that the arguments can reach.
 */
final class CommandTree {

  private static final int HELP_WIDTH = 100;

  /** These tell of all the others. */
  private static final Set<String> ABOUT_ALL = Set.of("config", "completion");

  /** Alone or with flags these run one; with a word they ask about those there are. */
  private static final Set<String> DAEMONS_TOO = Set.of("master", "agent");

  private final Terminal terminal;
  private final Map<String, Supplier<CommandLine>> branches = new LinkedHashMap<>();

  /** Commands that print to a terminal. */
  CommandTree(Terminal terminal) {
    this.terminal = terminal;
    branches.put("demo", () -> new CommandLine(new DemoCommand(terminal)));
    branches.put("dev", () -> new CommandLine(new DevCommand(terminal)));
    branches.put("master", () -> masters(new CommandLine(new MasterCommand(terminal))));
    branches.put("agent", () -> agents(new CommandLine(new AgentCommand(terminal))));
    branches.put("maintenance", this::maintenance);
    branches.put("snapshot", this::snapshot);
    branches.put("service", () -> new CommandLine(new ServiceCommand(terminal)));
    branches.put("dns", () -> new CommandLine(new DnsCommand(terminal)));
    branches.put("router", this::routers);
    branches.put("app", this::apps);
    branches.put("batch", () -> new CommandLine(new BatchCommand(terminal)));
    branches.put("job", this::jobs);
    branches.put("run", this::run);
    branches.put("group", this::groups);
    branches.put("configmap", this::configMaps);
    branches.put("secret", this::secrets);
    branches.put("status", () -> new CommandLine(new StatusCommand(terminal)));
    branches.put("top", () -> new CommandLine(new TopCommand(terminal)));
    branches.put("events", () -> new CommandLine(new EventsCommand(terminal)));
    branches.put("framework", this::frameworks);
    branches.put("offer", this::offers);
    branches.put("role", this::roles);
    branches.put("quota", this::quotas);
    branches.put("volume", this::volumes);
    branches.put("task", this::tasks);
    branches.put("simulate", () -> new CommandLine(new SimulateCommand(terminal)));
    branches.put("bench", this::benchmarks);
    branches.put("why", () -> new CommandLine(new WhyCommand(terminal)));
    branches.put("context", this::contexts);
    branches.put("login", () -> new CommandLine(new LoginCommand(terminal)));
    branches.put("logout", () -> new CommandLine(new LogoutCommand(terminal)));
    branches.put("config", () -> new CommandLine(new ConfigCommand(terminal)));
    branches.put("completion", () -> new CommandLine(new CompletionCommand(terminal)));
    branches.put("ids", () -> new CommandLine(new IdsCommand(terminal)));
    branches.put("version", () -> new CommandLine(new VersionCommand(terminal)));
    branches.put("warm-up", () -> new CommandLine(new WarmUpCommand(terminal)));
  }

  /** All of it. */
  CommandLine whole() {
    return of(branches.keySet());
  }

  /**
   * As much of it as a command line needs: the branch that its first word names, or all of it where
   * that is the beginning of a name, a flag or a mistake.
   */
  CommandLine reachedBy(String... args) {
    boolean named =
        args.length > 0 && branches.containsKey(args[0]) && !ABOUT_ALL.contains(args[0]);
    if (!named) {
      return whole();
    }
    if (args.length > 1 && DAEMONS_TOO.contains(args[0]) && !args[1].startsWith("-")) {
      branches.put("master", () -> masters(new CommandLine(new GroupCommand())));
      branches.put("agent", () -> agents(new CommandLine(new GroupCommand())));
    }
    return of(Set.of(args[0]));
  }

  private CommandLine of(Set<String> names) {
    CommandLine root = new CommandLine(new RootCommand());
    for (Map.Entry<String, Supplier<CommandLine>> branch : branches.entrySet()) {
      if (names.contains(branch.getKey())) {
        root.addSubcommand(branch.getKey(), branch.getValue().get());
      }
    }
    ContextOption.addTo(root);
    Examples.addTo(root);
    return Converters.register(root)
        .setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setAbbreviatedSubcommandsAllowed(true)
        .setUsageHelpWidth(HELP_WIDTH)
        .setColorScheme(new ColorScheme.Builder(terminal.colour() ? Ansi.ON : Ansi.OFF).build());
  }

  private CommandLine masters(CommandLine parent) {
    return parent.addSubcommand(new MasterListCommand(terminal));
  }

  private CommandLine agents(CommandLine parent) {
    return parent
        .addSubcommand(new AgentListCommand(terminal))
        .addSubcommand(new AgentShowCommand(terminal))
        .addSubcommand(new AgentDrainCommand(terminal))
        .addSubcommand(new AgentDeactivateCommand(terminal))
        .addSubcommand(new AgentReactivateCommand(terminal));
  }

  private CommandLine maintenance() {
    return group(
        "Plan the maintenance of machines, and do it.",
        new MaintenanceScheduleCommand(terminal),
        new MaintenanceStatusCommand(terminal),
        new MaintenanceStartCommand(terminal),
        new MaintenanceStopCommand(terminal),
        new MaintenanceCancelCommand(terminal));
  }

  private CommandLine snapshot() {
    return group(
        "Save what outlives a master, and restore it.",
        new SnapshotSaveCommand(terminal),
        new SnapshotInspectCommand(terminal),
        new SnapshotRestoreCommand(terminal));
  }

  private CommandLine routers() {
    return group("Lead traffic to the instances of apps.", new RouterHaproxyCommand(terminal));
  }

  private CommandLine run() {
    // What is run has flags of its own.
    return new CommandLine(new RunCommand(terminal)).setStopAtPositional(true);
  }

  private CommandLine groups() {
    return group(
        "Look at groups of apps, and change them.",
        new AppGroupListCommand(terminal),
        new AppGroupShowCommand(terminal),
        new AppGroupDeployCommand(terminal),
        new AppGroupDeleteCommand(terminal));
  }

  private CommandLine frameworks() {
    return group(
        "Look at frameworks.",
        new FrameworkListCommand(terminal),
        new FrameworkShowCommand(terminal));
  }

  private CommandLine offers() {
    return group("Look at what is offered to frameworks.", new OfferListCommand(terminal));
  }

  private CommandLine roles() {
    return group(
        "Look at roles, and weigh them.",
        new RoleListCommand(terminal),
        new RoleWeighCommand(terminal));
  }

  private CommandLine quotas() {
    return group(
        "Say what roles are sure to get, and the most they may have.",
        new QuotaListCommand(terminal),
        new QuotaShowCommand(terminal),
        new QuotaSetCommand(terminal),
        new QuotaRemoveCommand(terminal));
  }

  private CommandLine volumes() {
    return group("Look at persistent volumes.", new VolumeListCommand(terminal));
  }

  private CommandLine benchmarks() {
    return group(
        "Measure.",
        new BenchLaunchCommand(terminal),
        new BenchProcessCommand(terminal),
        new BenchDockerCommand(terminal),
        new BenchServiceCommand(terminal),
        new BenchBatchCommand(terminal));
  }

  private CommandLine contexts() {
    return group(
        "Work with several clusters: give each a name.",
        new ContextListCommand(terminal),
        new ContextSetCommand(terminal),
        new ContextUseCommand(terminal),
        new ContextRemoveCommand(terminal));
  }

  private CommandLine tasks() {
    CommandLine tasks =
        group(
            "Look at tasks, and run commands inside them.",
            new TaskListCommand(terminal),
            new TaskShowCommand(terminal),
            new TaskLogsCommand(terminal),
            new TaskAttachCommand(terminal));
    // What follows the task is the command's own, flags and all.
    return tasks.addSubcommand(
        new CommandLine(new TaskExecCommand(terminal)).setStopAtPositional(true));
  }

  private CommandLine jobs() {
    return group(
        "Run jobs, now or when they are due, and look at their runs.",
        new JobSubmitCommand(terminal),
        new JobRunCommand(terminal),
        new JobListCommand(terminal),
        new JobShowCommand(terminal),
        new JobRunsCommand(terminal),
        new JobLogsCommand(terminal),
        new JobWhyCommand(terminal),
        new JobStopCommand(terminal),
        new JobNextCommand(terminal),
        new JobHistoryCommand(terminal),
        new JobWorkflowCommand(terminal),
        new JobArrayCommand(terminal),
        new JobRemoveCommand(terminal));
  }

  private CommandLine apps() {
    CommandLine apps =
        group(
            "Deploy long-running apps and look after them.",
            new AppDeployCommand(terminal),
            new AppListCommand(terminal),
            new AppShowCommand(terminal),
            new AppScaleCommand(terminal),
            new AppRestartCommand(terminal),
            new AppRollbackCommand(terminal),
            new AppPromoteCommand(terminal),
            new AppPauseCommand(terminal),
            new AppResumeCommand(terminal),
            new AppHistoryCommand(terminal),
            new AppDiffCommand(terminal),
            new AppSourceCommand(terminal),
            new AppWhyCommand(terminal),
            new AppAutoscaleCommand(terminal),
            new AppLogsCommand(terminal),
            new AppDeleteCommand(terminal));
    return apps.addSubcommand(
        new CommandLine(new AppExecCommand(terminal)).setStopAtPositional(true));
  }

  private CommandLine configMaps() {
    return group(
        "Keep configuration that apps are given.",
        new ConfigMapSetCommand(terminal),
        new ConfigMapListCommand(terminal),
        new ConfigMapShowCommand(terminal),
        new ConfigMapDeleteCommand(terminal));
  }

  private CommandLine secrets() {
    return group(
        "Keep secrets that apps are given.",
        new SecretSetCommand(terminal),
        new SecretListCommand(terminal),
        new SecretDeleteCommand(terminal));
  }

  private static CommandLine group(String description, Object... commands) {
    CommandLine group = new CommandLine(new GroupCommand());
    group.getCommandSpec().usageMessage().description(description);
    for (Object command : commands) {
      group.addSubcommand(command);
    }
    return group;
  }
}
