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
import io.proffer.cli.command.MaintenanceCancelCommand;
import io.proffer.cli.command.MaintenanceScheduleCommand;
import io.proffer.cli.command.MaintenanceStartCommand;
import io.proffer.cli.command.MaintenanceStatusCommand;
import io.proffer.cli.command.MaintenanceStopCommand;
import io.proffer.cli.command.MasterCommand;
import io.proffer.cli.command.MasterListCommand;
import io.proffer.cli.command.OfferListCommand;
import io.proffer.cli.command.RoleListCommand;
import io.proffer.cli.command.RouterHaproxyCommand;
import io.proffer.cli.command.RunCommand;
import io.proffer.cli.command.SecretDeleteCommand;
import io.proffer.cli.command.SecretListCommand;
import io.proffer.cli.command.SecretSetCommand;
import io.proffer.cli.command.ServiceCommand;
import io.proffer.cli.command.SimulateCommand;
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
import io.proffer.cli.config.ChosenContext;
import io.proffer.cli.config.ConfigFile;
import io.proffer.cli.config.LayeredDefaults;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.ColorScheme;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/** The tree of commands, and what happens around each: configuration, complaints, exit codes. */
public final class ProfferCommandLine {

  private static final int HELP_WIDTH = 100;

  private final Terminal terminal;

  /** Commands that print to a terminal and take settings from its environment. */
  public ProfferCommandLine(Terminal terminal) {
    this.terminal = terminal;
  }

  /**
   * Runs the command that the arguments name.
   *
   * @return what the process is to exit with
   */
  public int run(String... args) {
    Complaints complaints = new Complaints(terminal);
    try {
      Optional<ConfigFile> file = configFile(args);
      LayeredDefaults defaults =
          new LayeredDefaults(
              terminal.environment(),
              file,
              ChosenContext.of(terminal.environment(), askedContext(args)));
      return tree()
          .setDefaultValueProvider(defaults)
          .setParameterExceptionHandler(complaints.aboutUsage(defaults))
          .setExecutionExceptionHandler((failure, command, parsed) -> complaints.about(failure))
          .setExecutionStrategy(parsed -> execute(parsed, file, complaints))
          .execute(args);
    } catch (CommandFailure failure) {
      return complaints.about(failure);
    } catch (Error broken) {
      return complaints.about(broken); // such as a class that is missing: whatever runs must end
    }
  }

  /** The whole tree, also for documentation and tests. */
  public CommandLine tree() {
    CommandLine root = new CommandLine(new RootCommand());
    root.addSubcommand(new DemoCommand(terminal));
    root.addSubcommand(new DevCommand(terminal));
    root.addSubcommand(
        new CommandLine(new MasterCommand(terminal))
            .addSubcommand(new MasterListCommand(terminal)));
    root.addSubcommand(
        new CommandLine(new AgentCommand(terminal))
            .addSubcommand(new AgentListCommand(terminal))
            .addSubcommand(new AgentShowCommand(terminal))
            .addSubcommand(new AgentDrainCommand(terminal))
            .addSubcommand(new AgentDeactivateCommand(terminal))
            .addSubcommand(new AgentReactivateCommand(terminal)));
    root.addSubcommand(
        "maintenance",
        group(
            "Plan the maintenance of machines, and do it.",
            new MaintenanceScheduleCommand(terminal),
            new MaintenanceStatusCommand(terminal),
            new MaintenanceStartCommand(terminal),
            new MaintenanceStopCommand(terminal),
            new MaintenanceCancelCommand(terminal)));
    root.addSubcommand(new ServiceCommand(terminal));
    root.addSubcommand(new DnsCommand(terminal));
    root.addSubcommand(
        "router",
        group("Lead traffic to the instances of apps.", new RouterHaproxyCommand(terminal)));
    root.addSubcommand("app", apps());
    root.addSubcommand(new BatchCommand(terminal));
    root.addSubcommand("job", jobs());
    // What is run has flags of its own.
    root.addSubcommand(new CommandLine(new RunCommand(terminal)).setStopAtPositional(true));
    root.addSubcommand(
        "group",
        group(
            "Look at groups of apps, and change them.",
            new AppGroupListCommand(terminal),
            new AppGroupShowCommand(terminal),
            new AppGroupDeployCommand(terminal),
            new AppGroupDeleteCommand(terminal)));
    root.addSubcommand("configmap", configMaps());
    root.addSubcommand("secret", secrets());
    root.addSubcommand(new StatusCommand(terminal));
    root.addSubcommand(new TopCommand(terminal));
    root.addSubcommand(new EventsCommand(terminal));
    root.addSubcommand(
        "framework",
        group(
            "Look at frameworks.",
            new FrameworkListCommand(terminal),
            new FrameworkShowCommand(terminal)));
    root.addSubcommand(
        "offer", group("Look at what is offered to frameworks.", new OfferListCommand(terminal)));
    root.addSubcommand("role", group("Look at roles.", new RoleListCommand(terminal)));
    root.addSubcommand(
        "volume", group("Look at persistent volumes.", new VolumeListCommand(terminal)));
    root.addSubcommand("task", tasks());
    root.addSubcommand(new SimulateCommand(terminal));
    root.addSubcommand(
        "bench",
        group(
            "Measure.",
            new BenchLaunchCommand(terminal),
            new BenchProcessCommand(terminal),
            new BenchDockerCommand(terminal),
            new BenchServiceCommand(terminal),
            new BenchBatchCommand(terminal)));
    root.addSubcommand(new WhyCommand(terminal));
    root.addSubcommand(
        "context",
        group(
            "Work with several clusters: give each a name.",
            new ContextListCommand(terminal),
            new ContextSetCommand(terminal),
            new ContextUseCommand(terminal),
            new ContextRemoveCommand(terminal)));
    root.addSubcommand(new ConfigCommand(terminal));
    root.addSubcommand(new CompletionCommand(terminal));
    root.addSubcommand(new IdsCommand(terminal));
    root.addSubcommand(new VersionCommand(terminal));
    root.addSubcommand(new WarmUpCommand(terminal));
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

  /**
   * Only {@code --config}, looked for before all the rest is parsed, because it fills in the rest.
   */
  @Command
  private static final class ConfigOnly {
    @Option(names = LayeredDefaults.CONFIG_FLAG)
    private Optional<Path> config = Optional.empty();
  }

  private Optional<ConfigFile> configFile(String... args) {
    ConfigOnly only = new ConfigOnly();
    try {
      new CommandLine(only).setUnmatchedArgumentsAllowed(true).parseArgs(args);
    } catch (CommandLine.ParameterException incomplete) {
      return Optional.empty(); // the real parse complains about it, with the right usage
    }
    return only.config
        .or(() -> Optional.ofNullable(terminal.environment().get("PROFFER_CONFIG")).map(Path::of))
        .map(ConfigFile::read);
  }

  /** What the command line says by {@code --context}; mistakes are complained about elsewhere. */
  private Optional<String> askedContext(String... args) {
    if (Arrays.stream(args).noneMatch(word -> word.startsWith(ChosenContext.FLAG))) {
      return Optional.empty();
    }
    try {
      ParseResult chosen = tree().parseArgs(args).asCommandLineList().getLast().getParseResult();
      return Optional.ofNullable(chosen.matchedOptionValue(ChosenContext.FLAG, null));
    } catch (CommandLine.ParameterException wrong) {
      return Optional.empty();
    }
  }

  private static int execute(ParseResult parsed, Optional<ConfigFile> file, Complaints complaints) {
    CommandSpec chosen = parsed.asCommandLineList().getLast().getCommandSpec();
    if (chosen.findOption(LayeredDefaults.CONFIG_FLAG) != null) {
      try {
        file.ifPresent(config -> requireKnown(config, chosen));
      } catch (CommandFailure unknownKey) {
        return complaints.about(unknownKey);
      }
    }
    return new CommandLine.RunLast().execute(parsed);
  }

  private static void requireKnown(ConfigFile config, CommandSpec command) {
    config.requireKnown(
        command.qualifiedName().replaceFirst("^proffer ", ""), LayeredDefaults.keys(command));
  }
}
